-- Which state of the market a run was made from, as every answer from the market says (decision 124). Runs that were kept before say
-- nothing of it.

ALTER TABLE match_run ADD COLUMN market_version bigint;
