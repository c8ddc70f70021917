-- The money of grants, year by year: what is held back for support that was agreed, and what confirmed visits have spent of it.
-- Support that was agreed before this goes on as it was agreed: its charges name a grant, and no line of it. Money is in pence.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE programme_grant ADD CONSTRAINT programme_grant_pays UNIQUE (id, pence);
ALTER TABLE grant_year
    ADD COLUMN pence bigint,
    ADD COLUMN spent bigint NOT NULL DEFAULT 0,
    ADD COLUMN reserved bigint NOT NULL DEFAULT 0;
UPDATE grant_year SET pence = whole.pence FROM programme_grant AS whole WHERE whole.id = grant_id;
ALTER TABLE grant_year
    ADD CONSTRAINT grant_year_pays_what_its_grant_does
        FOREIGN KEY (grant_id, pence) REFERENCES programme_grant (id, pence),
    ADD CONSTRAINT grant_year_never_overspent CHECK (
        spent >= 0 AND reserved >= 0
        AND spent + reserved <= CASE status WHEN 'released' THEN coalesce(pence, 0) ELSE 0 END
    );
CREATE INDEX grant_year_holding ON grant_year (grant_id, year) WHERE reserved > 0;

CREATE TABLE grant_line (
    id uuid PRIMARY KEY,
    grant_id uuid NOT NULL,
    year integer NOT NULL,
    kind text NOT NULL,
    deployment_id uuid NOT NULL REFERENCES deployment,
    charge_id uuid REFERENCES charge,
    -- What it adds to what is spent of the year, and to what is held back.
    pence bigint NOT NULL,
    held bigint NOT NULL,
    at timestamptz NOT NULL,
    FOREIGN KEY (grant_id, year) REFERENCES grant_year (grant_id, year),
    CONSTRAINT grant_line_charged_once UNIQUE (charge_id, year),
    CONSTRAINT grant_line_by_its_kind CHECK (
        CASE kind
            WHEN 'reserve' THEN charge_id IS NULL AND pence = 0 AND held > 0
            WHEN 'release' THEN charge_id IS NULL AND pence = 0 AND held < 0
            WHEN 'draw' THEN charge_id IS NOT NULL AND pence > 0 AND held BETWEEN -pence AND 0
            WHEN 'return' THEN charge_id IS NOT NULL AND pence < 0 AND held BETWEEN 0 AND -pence
            ELSE false
        END
    )
);
CREATE INDEX grant_line_deployment ON grant_line (deployment_id);
CREATE INDEX grant_line_year ON grant_line (grant_id, year);

-- Each line moves its year, and what a visit spends it spends of the year in which it was.
CREATE FUNCTION move_grant_year() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.kind = 'draw' AND NOT EXISTS (
        SELECT FROM charge JOIN programme_grant AS whole ON whole.id = NEW.grant_id
        WHERE charge.id = NEW.charge_id
            AND visited_on >= starts_on + make_interval(years => NEW.year - 1)
            AND visited_on < starts_on + make_interval(years => NEW.year)
    ) THEN
        RAISE EXCEPTION 'a visit spends the year of a grant in which it was'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'grant_line_of_the_year_of_its_visit';
    END IF;
    UPDATE grant_year SET spent = spent + NEW.pence, reserved = reserved + NEW.held
    WHERE grant_id = NEW.grant_id AND year = NEW.year;
    RETURN NULL;
END
$$;
CREATE TRIGGER moves_its_year AFTER INSERT ON grant_line FOR EACH ROW EXECUTE FUNCTION move_grant_year();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON grant_line FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON grant_line FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON grant_line FROM lateral_app;
CALL guard('grant_line',
    $$(SELECT whole.audience FROM programme_grant AS whole WHERE whole.id = grant_line.grant_id)$$);

-- What the school that receives took on of a charge because a grant had no more.
ALTER TABLE charge
    ADD COLUMN taken_on bigint NOT NULL DEFAULT 0,
    ADD CONSTRAINT charge_taken_on_of_a_grant CHECK (taken_on = 0 OR kind = 'grant');
