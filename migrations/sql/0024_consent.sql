-- Whose consent stands beside the heads' signatures (DOMAIN B23), and a second broker's approval of a proposal (E58).

CREATE TABLE consent (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    side text NOT NULL,
    kind text NOT NULL,
    status text NOT NULL,
    reason text,
    said_by uuid NOT NULL REFERENCES person,
    said_at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CHECK ((status = 'withheld') = (reason IS NOT NULL)),
    CONSTRAINT consent_once UNIQUE (deployment_id, side, kind)
);
CALL guard('consent');

ALTER TABLE proposal ADD COLUMN second_approval_by uuid REFERENCES person;
ALTER TABLE proposal ADD CONSTRAINT proposal_second_broker CHECK (second_approval_by <> sent_by);
-- What was confirmed before proposals were approved stays as it was.
ALTER TABLE proposal ADD CONSTRAINT proposal_approved
    CHECK (NOT own_placement OR status <> 'confirmed' OR second_approval_by IS NOT NULL) NOT VALID;
