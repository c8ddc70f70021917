-- Who signs and who approves: two people speak for two schools (DOMAIN E58), and nobody waives a payment alone (C32). What was
-- answered, written or signed before this names nobody, and stays as it is.

ALTER TABLE proposal
    ADD COLUMN home_accepted_by uuid REFERENCES person,
    ADD COLUMN host_accepted_by uuid REFERENCES person,
    ADD CONSTRAINT proposal_accepted_when_it_says CHECK (
        (home_accepted_by IS NULL OR home_accepted_at IS NOT NULL)
        AND (host_accepted_by IS NULL OR host_accepted_at IS NOT NULL)
    ),
    ADD CONSTRAINT proposal_accepted_by_two CHECK (home_accepted_by <> host_accepted_by);

ALTER TABLE deployment
    -- Who wrote the terms as they stand.
    ADD COLUMN drafted_by uuid REFERENCES person,
    ADD COLUMN home_agreed_by uuid REFERENCES person,
    ADD COLUMN host_agreed_by uuid REFERENCES person,
    ADD CONSTRAINT deployment_signed_by_somebody CHECK (
        drafted_by IS NULL
        OR (home_agreed_at IS NULL) = (home_agreed_by IS NULL) AND (host_agreed_at IS NULL) = (host_agreed_by IS NULL)
    ),
    ADD CONSTRAINT deployment_signed_by_two CHECK (home_agreed_by <> host_agreed_by),
    ADD CONSTRAINT deployment_waiver_approved CHECK (
        agreed_at IS NULL OR drafted_by IS NULL OR terms -> 'settlement' ->> 'kind' IS DISTINCT FROM 'waived'
        OR (second_approval_by <> drafted_by) IS TRUE
    );

-- What one person wrote down and confirmed before may still be reversed.
ALTER TABLE visit ADD CONSTRAINT visit_confirmed_by_another
    CHECK (status <> 'confirmed' OR confirmed_by <> recorded_by) NOT VALID;
