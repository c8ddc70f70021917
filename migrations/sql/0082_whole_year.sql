-- A secondment may last a whole school year, 195 days; all other work takes 200 half-days at most (DOMAIN B24).

CREATE FUNCTION most_half_days(kind text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE kind WHEN 'secondment' THEN 390 ELSE 200 END;

ALTER TABLE support_request
    DROP CONSTRAINT support_request_half_days_check,
    ADD CONSTRAINT support_request_takes_what_its_kind_may CHECK (half_days BETWEEN 1 AND most_half_days(kind));
-- The service has proposed no more from its beginning; the database says so of what is written from now on.
ALTER TABLE proposal ADD CONSTRAINT proposal_takes_what_its_kind_may CHECK (half_days <= most_half_days(kind)) NOT VALID;
ALTER TABLE deployment ADD CONSTRAINT deployment_takes_what_its_kind_may CHECK (half_days <= most_half_days(kind)) NOT VALID;
-- Schools that back a secondment together share all of it.
ALTER TABLE commission_backer
    DROP CONSTRAINT commission_backer_half_days_check,
    ADD CONSTRAINT commission_backer_half_days_check CHECK (half_days BETWEEN 0 AND 390);
