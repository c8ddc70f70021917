-- What comes with a request that is raised: its idempotency key, where it bears one, and its place in the national pool, where
-- no alliance brokers it.
, keyed AS (
    INSERT INTO idempotency (caller, operation, key, fingerprint, outcome, created_at)
    SELECT $52, $53, $54, $55, $56, $31 FROM reader WHERE $54::text IS NOT NULL
), pooled AS (
    INSERT INTO referral (id, request_id, reason, status, sent_at, audience)
    SELECT $57, $1, $58, $59, $31, $60 FROM reader WHERE $57::uuid IS NOT NULL
)
