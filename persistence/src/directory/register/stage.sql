CREATE TEMPORARY TABLE staged (
    LIKE school,
    kept bigint NOT NULL,
    authority_code text,
    authority_name text,
    trust_uid text,
    trust_name text
) ON COMMIT DROP
