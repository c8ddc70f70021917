-- What the two sides of a deployment say of each other. The audience is the seal: a sealed one is seen by its own side alone.

CREATE TABLE evaluation (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    side text NOT NULL,
    prepared text NOT NULL,
    reachable text NOT NULL,
    worthwhile text NOT NULL,
    again text NOT NULL,
    words text NOT NULL,
    written_by uuid NOT NULL REFERENCES person,
    written_at timestamptz NOT NULL,
    opened_at timestamptz,
    audience uuid[] NOT NULL,
    CONSTRAINT evaluation_opened_after_written CHECK (opened_at >= written_at),
    CONSTRAINT evaluation_once UNIQUE (deployment_id, side)
);

CALL guard('evaluation');
