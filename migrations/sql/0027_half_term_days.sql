-- The days of half-terms that a school or a local authority keeps instead of the national ones (SETTLED 6).

CREATE TABLE half_term_days (
    school_id uuid REFERENCES school,
    local_authority_id uuid REFERENCES local_authority,
    half_term integer NOT NULL REFERENCES half_term,
    starts_on date NOT NULL,
    ends_on date NOT NULL,
    set_by uuid NOT NULL REFERENCES person,
    set_at timestamptz NOT NULL,
    CHECK (num_nonnulls(school_id, local_authority_id) = 1),
    CHECK (starts_on <= ends_on)
);
CREATE UNIQUE INDEX half_term_days_school ON half_term_days (school_id, half_term) WHERE school_id IS NOT NULL;
CREATE UNIQUE INDEX half_term_days_authority ON half_term_days (local_authority_id, half_term)
    WHERE local_authority_id IS NOT NULL;

-- Whoever holds the market in memory reads it anew with the directory.
CREATE TRIGGER noted AFTER INSERT OR UPDATE OR DELETE ON half_term_days
    FOR EACH STATEMENT EXECUTE FUNCTION note_directory_change('school');
