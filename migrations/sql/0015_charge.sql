-- What confirmed visits cost, booked once and never changed; monthly statements are made of nothing else. Money is in pence.

-- Months of which no statement changes any more, and with each all that were before it.
CREATE TABLE closed_month (
    id uuid PRIMARY KEY,
    month date NOT NULL UNIQUE CHECK (extract(day FROM month) = 1),
    closed_at timestamptz NOT NULL,
    CHECK (closed_at AT TIME ZONE 'UTC' >= month + interval '1 month')
);

CREATE TABLE charge (
    id uuid PRIMARY KEY,
    month date NOT NULL CHECK (extract(day FROM month) = 1),
    visit_id uuid NOT NULL REFERENCES visit,
    confirmation_id uuid NOT NULL,
    deployment_id uuid NOT NULL REFERENCES deployment,
    alliance_id uuid NOT NULL REFERENCES alliance,
    home_id uuid NOT NULL REFERENCES school,
    host_id uuid NOT NULL REFERENCES school,
    kind text NOT NULL,
    vat boolean NOT NULL,
    visited_on date NOT NULL,
    -- Below nothing where they are taken back.
    half_days integer NOT NULL CHECK (half_days <> 0),
    -- A visit is charged, taken back, charged again, in turns: the same half-day is never settled twice.
    nth integer NOT NULL CHECK (nth >= 1),
    previous integer GENERATED ALWAYS AS (nullif(nth - 1, 0)) STORED,
    gross bigint NOT NULL,
    brokerage bigint NOT NULL,
    by_host bigint NOT NULL,
    by_alliance bigint NOT NULL,
    by_grant bigint NOT NULL,
    by_other bigint NOT NULL,
    cover bigint NOT NULL,
    in_kind bigint NOT NULL,
    at timestamptz NOT NULL,
    audience uuid[] NOT NULL,
    CONSTRAINT charge_in_turns UNIQUE (visit_id, nth),
    CONSTRAINT charge_after_charge FOREIGN KEY (visit_id, previous) REFERENCES charge (visit_id, nth),
    CONSTRAINT charge_or_back CHECK ((nth % 2 = 1) = (half_days > 0)),
    CONSTRAINT charge_once UNIQUE (confirmation_id, nth),
    CONSTRAINT charge_is_paid_whole CHECK (by_host + by_alliance + by_grant + by_other = gross),
    -- What credit or an exchange settles is not settled by money as well.
    CONSTRAINT charge_money_or_credit CHECK (kind IN ('day_rate', 'grant') OR gross = 0 AND brokerage = 0),
    CONSTRAINT charge_after_visit CHECK (
        month >= date_trunc('month', visited_on::timestamp) AND (at AT TIME ZONE 'UTC')::date >= visited_on
    )
);
CREATE INDEX charge_deployment ON charge (deployment_id);
CREATE INDEX charge_home ON charge (home_id, month);
CREATE INDEX charge_host ON charge (host_id, month);
CREATE INDEX charge_alliance ON charge (alliance_id, month);
CREATE INDEX charge_month ON charge (month);

-- Whoever books waits for whoever closes, and the other way round; then the month is open, or booking is tried again.
CREATE FUNCTION refuse_closed_month() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtext('lateral.months'));
    IF EXISTS (SELECT FROM closed_month WHERE month >= NEW.month) THEN
        RAISE EXCEPTION 'the month % is closed', NEW.month USING ERRCODE = 'serialization_failure';
    END IF;
    RETURN NEW;
END
$$;
CREATE FUNCTION await_bookings() RETURNS trigger
    LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('lateral.months'));
    RETURN NEW;
END
$$;

-- What was confirmed before there were charges: each visit by what all visits up to it cost, less those before it.
SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);
INSERT INTO charge (id, month, visit_id, confirmation_id, deployment_id, alliance_id, home_id, host_id, kind, vat,
        visited_on, half_days, nth, gross, brokerage, by_host, by_alliance, by_grant, by_other, cover, in_kind, at, audience)
    SELECT gen_random_uuid(), date_trunc('month', visited_on::timestamp), visit_id, confirmation_id, deployment_id, alliance_id,
        home_id, host_id, kind, false, visited_on, half_days, 1, gross, 0, CASE kind WHEN 'grant' THEN 0 ELSE gross END, 0,
        CASE kind WHEN 'grant' THEN gross ELSE 0 END, 0, cover * given / agreed - cover * (given - half_days) / agreed, 0,
        confirmed_at, ARRAY[home_id, host_id, alliance_id]
    FROM (
        SELECT *, CASE WHEN kind IN ('day_rate', 'grant')
            THEN (day * given + 1) / 2 - (day * (given - half_days) + 1) / 2 ELSE 0 END AS gross
        FROM (
            SELECT visit.id AS visit_id, confirmation_id, deployment_id, alliance_id, home_id, host_id, visited_on,
                visit.half_days, confirmed_at, deployment.half_days AS agreed, terms->'settlement'->>'kind' AS kind,
                coalesce((terms->'settlement'->>'day_rate')::bigint, 0) AS day,
                coalesce((terms->'settlement'->>'cover')::bigint, 0) AS cover,
                sum(visit.half_days) OVER (PARTITION BY deployment_id ORDER BY confirmed_at, visit.id) AS given
            FROM visit JOIN deployment ON deployment.id = deployment_id
            WHERE visit.status = 'confirmed' AND terms IS NOT NULL
        ) AS confirmed
    ) AS priced;

CREATE TRIGGER open_month BEFORE INSERT ON charge FOR EACH ROW EXECUTE FUNCTION refuse_closed_month();
CREATE TRIGGER after_bookings BEFORE INSERT ON closed_month FOR EACH ROW EXECUTE FUNCTION await_bookings();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON charge FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON charge FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON closed_month FOR EACH ROW EXECUTE FUNCTION refuse_change();
REVOKE UPDATE, DELETE, TRUNCATE ON charge, closed_month FROM lateral_app;
CALL guard('charge');
