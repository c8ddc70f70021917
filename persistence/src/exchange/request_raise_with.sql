-- What comes with a request that is raised: its idempotency key, where it bears one, and its place in the national pool, where
-- no alliance brokers it.
, keyed AS (
    INSERT INTO idempotency (caller, operation, key, fingerprint, outcome, created_at)
    SELECT $51, $52, $53, $54, $55, $31 FROM reader WHERE $53::text IS NOT NULL
), pooled AS (
    INSERT INTO referral (id, request_id, reason, status, sent_at, audience)
    SELECT $56, $1, $57, $58, $31, $59 FROM reader WHERE $56::uuid IS NOT NULL
)
