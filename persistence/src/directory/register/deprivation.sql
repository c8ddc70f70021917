-- The fifth of its phase in which a school's share of free meals lies; equal shares lie in one fifth (SETTLED 8).
WITH ranked AS (
    SELECT id, percent_rank() OVER (PARTITION BY phase ORDER BY free_meal_permille) AS rank
    FROM school
    WHERE status IN ('open', 'closing') AND free_meal_permille IS NOT NULL
), banded AS (
    SELECT s.id, least(5, 1 + floor(5 * ranked.rank))::smallint AS band
    FROM school s
    LEFT JOIN ranked ON ranked.id = s.id
    WHERE s.status IN ('open', 'closing')
)
UPDATE school s SET deprivation = banded.band
FROM banded
WHERE banded.id = s.id AND s.deprivation IS DISTINCT FROM banded.band
