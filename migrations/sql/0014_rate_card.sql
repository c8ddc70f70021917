-- What an alliance charges for a day in an academic year. Money is in pence; a fee is in pence, or in hundredths of a per cent.
CREATE TABLE rate_card (
    id uuid PRIMARY KEY,
    alliance_id uuid NOT NULL REFERENCES alliance,
    year integer NOT NULL CHECK (year BETWEEN 2000 AND 2999),
    -- Nothing is for whoever has no designation with a card of its own.
    designation text,
    day bigint NOT NULL CHECK (day > 0),
    fee_kind text NOT NULL,
    fee_place text NOT NULL,
    fee bigint NOT NULL CHECK (fee >= 0),
    hours integer NOT NULL CHECK (hours > 0),
    vat boolean NOT NULL,
    included text,
    version integer NOT NULL DEFAULT 1,
    UNIQUE NULLS NOT DISTINCT (alliance_id, year, designation),
    CHECK (fee_place = 'on_top' OR fee <= CASE fee_kind WHEN 'fixed' THEN day ELSE 10000 END)
);
