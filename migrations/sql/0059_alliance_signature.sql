-- The alliance is a party to an agreement: a broker signs for it beside the two heads. What was written and agreed before this
-- stays as it is: the table asks for the alliance's signature from the first terms that are written after it.

-- Whether two schools may agree without the alliance: on a peer visit for which nobody pays anything.
CREATE FUNCTION agreed_without_alliance(kind text, terms jsonb) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(
        kind = 'peer_visit' AND terms #>> '{settlement,kind}' = 'reciprocal_credit'
            AND terms #>> '{settlement,day_rate}' IS NULL AND terms #>> '{settlement,cover}' IS NULL
            AND jsonb_array_length(coalesce(terms #> '{settlement,in_kind}', '[]')) = 0,
        false);

ALTER TABLE deployment
    -- When the terms as they stand were written.
    ADD COLUMN drafted_at timestamptz,
    ADD COLUMN alliance_agreed_at timestamptz,
    ADD COLUMN alliance_agreed_by uuid REFERENCES person,
    ADD CONSTRAINT deployment_drafted_by_somebody CHECK (
        drafted_at IS NULL OR drafted_by IS NOT NULL AND terms IS NOT NULL
    ),
    ADD CONSTRAINT deployment_signed_for_alliance CHECK (
        agreed_at IS NULL OR drafted_at IS NULL OR alliance_agreed_at IS NOT NULL
        OR agreed_without_alliance(kind, terms)
    ),
    ADD CONSTRAINT deployment_signed_for_alliance_by_somebody CHECK (
        (alliance_agreed_at IS NULL) = (alliance_agreed_by IS NULL)
    ),
    ADD CONSTRAINT deployment_signed_for_alliance_by_a_third CHECK (
        alliance_agreed_by NOT IN (home_agreed_by, host_agreed_by)
    ),
    ADD CONSTRAINT deployment_signed_for_alliance_in_time CHECK (
        alliance_agreed_at >= planned_at AND (agreed_at IS NULL OR agreed_at >= alliance_agreed_at)
    ),
    -- Nobody has signed what was not written yet.
    ADD CONSTRAINT deployment_signed_these_terms CHECK (
        least(home_agreed_at, host_agreed_at, alliance_agreed_at) >= drafted_at
    );
