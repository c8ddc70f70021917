-- Case studies: drafts made of what the parties of a deployment wrote. The audience says who has agreed: the two schools, then
-- all parties, or one school alone once it has withdrawn.

CREATE TABLE case_study (
    id uuid PRIMARY KEY,
    deployment_id uuid NOT NULL REFERENCES deployment,
    title text NOT NULL,
    text text NOT NULL,
    home_consented_at timestamptz,
    host_consented_at timestamptz,
    withdrawn_by text,
    drafted_by uuid NOT NULL REFERENCES person,
    drafted_at timestamptz NOT NULL,
    version integer NOT NULL DEFAULT 1,
    audience uuid[] NOT NULL,
    CONSTRAINT case_study_once UNIQUE (deployment_id),
    CONSTRAINT case_study_consented_after_drafted CHECK (
        home_consented_at >= drafted_at AND host_consented_at >= drafted_at
    ),
    CONSTRAINT case_study_withdrawn_without_consent CHECK (
        withdrawn_by IS NULL OR num_nonnulls(home_consented_at, host_consented_at) = 0
    )
);
CALL guard('case_study');
