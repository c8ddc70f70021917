-- What is taken on of a charge in the place of a pooled budget too, and by whom: the school that receives, or the alliance whose
-- broker settles a dispute. Money is in pence. What was taken on before was the school's, and of a grant.

SELECT set_config('lateral.reader', '00000000-0000-0000-0000-000000000000', true);

ALTER TABLE charge
    ADD COLUMN taken_on_of_pool bigint NOT NULL DEFAULT 0,
    ADD COLUMN taken_on_by text NOT NULL DEFAULT 'host',
    ADD CONSTRAINT charge_taken_on_of_money CHECK (taken_on_of_pool = 0 OR kind IN ('day_rate', 'grant')),
    ADD CONSTRAINT charge_taken_on_by_known CHECK (taken_on_by IN ('host', 'alliance')),
    ADD CONSTRAINT charge_taken_on_by_somebody CHECK (taken_on_by = 'host' OR taken_on <> 0 OR taken_on_of_pool <> 0);
