-- What the work came to: what was measured of each expected outcome, the reviews that follow the end, and the sign-off.

-- One row an outcome, so that its days are kept in their order. Values are in hundredths of the unit.
CREATE TABLE measure (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    deployment_id uuid NOT NULL REFERENCES deployment,
    outcome integer NOT NULL CHECK (outcome BETWEEN 1 AND 6),
    unit text,
    baseline_value integer,
    baseline_absent text,
    baseline_source text,
    baseline_on date,
    mid_value integer,
    mid_absent text,
    mid_source text,
    mid_on date,
    end_value integer,
    end_absent text,
    end_source text,
    end_on date,
    audience uuid[] NOT NULL,
    CONSTRAINT measure_once UNIQUE (deployment_id, outcome),
    CONSTRAINT measure_days_in_order CHECK (baseline_on <= mid_on AND mid_on <= end_on AND baseline_on <= end_on),
    -- A number or why there is none, and never one without its source and its day.
    CONSTRAINT measure_number_or_reason CHECK (
        (num_nonnulls(baseline_value, baseline_absent), num_nonnulls(baseline_source, baseline_on)) IN ((0, 0), (1, 2))
        AND (num_nonnulls(mid_value, mid_absent), num_nonnulls(mid_source, mid_on)) IN ((0, 0), (1, 2))
        AND (num_nonnulls(end_value, end_absent), num_nonnulls(end_source, end_on)) IN ((0, 0), (1, 2))
    ),
    CONSTRAINT measure_number_has_unit CHECK (
        (num_nonnulls(baseline_value, mid_value, end_value) > 0) = (unit IS NOT NULL)
    )
);
CALL guard('measure');

ALTER TABLE deployment
    -- When the alliance signed off what the reviews say.
    ADD COLUMN signed_off_at timestamptz,
    ADD CONSTRAINT deployment_signed_off_after_end CHECK (
        signed_off_at IS NULL OR (signed_off_at >= ended_at) IS TRUE
    ),
    ADD CONSTRAINT deployment_closed_after_sign_off CHECK (closed_at >= signed_off_at);

-- What it came to is said once by each side.
CREATE UNIQUE INDEX review_once ON review (deployment_id, kind) WHERE kind IN ('final', 'self_evaluation');
