-- What the rules of programmes still lacked: the rounds by which one takes applications, members of more than one kind, a plan
-- before the work; and what is told of programmes in numbers. Columns and tables of their own, because a service of before
-- reads no rule that it does not know.

ALTER TABLE programme_version
    ADD COLUMN round integer,
    ADD COLUMN balances_regions boolean NOT NULL DEFAULT false,
    ADD COLUMN plans_first boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT programme_version_round_counted CHECK (round >= 1),
    -- There is nothing to make good before the first round.
    ADD CONSTRAINT programme_version_balanced_later CHECK (NOT balances_regions OR (round > 1) IS TRUE),
    ADD CONSTRAINT programme_version_one_of_a_round UNIQUE (code, round);

CREATE TABLE programme_part (
    code text NOT NULL,
    version integer NOT NULL,
    nth integer NOT NULL,
    part text NOT NULL,
    is_funded boolean NOT NULL,
    areas integer,
    PRIMARY KEY (code, version, part),
    CONSTRAINT programme_part_of_version FOREIGN KEY (code, version) REFERENCES programme_version (code, number),
    CONSTRAINT programme_part_told_once UNIQUE (code, version, nth),
    CONSTRAINT programme_part_known CHECK (part IN ('core', 'associated')),
    CONSTRAINT programme_part_areas_counted CHECK (areas >= 1)
);

CREATE TABLE programme_figure (
    code text NOT NULL REFERENCES programme,
    nth integer NOT NULL,
    what text NOT NULL,
    sense text NOT NULL,
    number integer NOT NULL,
    since date NOT NULL,
    until date NOT NULL,
    PRIMARY KEY (code, nth),
    CONSTRAINT programme_figure_told_once UNIQUE (code, what, since),
    CONSTRAINT programme_figure_counted CHECK (number >= 1),
    CONSTRAINT programme_figure_in_order CHECK (until >= since)
);

-- Nothing was ever opened by these rules, which pay nothing: the first round ends with its academic year, and the later ones
-- are for the balance of the regions.
UPDATE programme_version SET until = '2005-08-31', round = 1
WHERE (code, number) = ('postgraduate-professional-development', 1);
INSERT INTO programme_version (code, number, since, until, rules, round, balances_regions)
SELECT code, 2, '2005-09-01', '2008-08-31', rules, 2, true
FROM programme_version WHERE (code, number) = ('postgraduate-professional-development', 1);

UPDATE programme_version SET plans_first = true WHERE (code, number) = ('learning-networks', 1);

INSERT INTO programme_part (code, version, nth, part, is_funded, areas) VALUES
    ('creative-partnerships', 1, 1, 'core', true, 36),
    ('creative-partnerships', 1, 2, 'associated', false, NULL);

UPDATE programme SET about = 'Lead schools spread innovation, with partner schools that struggle. The lead school is funded, and is in the upper quartile by GCSE average points among similar schools, or by value added between Key Stages 2 and 3 and Key Stages 3 and 4.'
WHERE code = 'leading-edge';
UPDATE programme SET about = 'Partnerships of schools with creative and cultural people, in 36 areas of social and economic challenge. Core schools are funded; associated ones are in strategic relations with them.'
WHERE code = 'creative-partnerships';

INSERT INTO programme_figure (code, nth, what, sense, number, since, until) VALUES
    ('intensifying-support', 1, 'authorities', 'exact', 13, '2002-09-01', '2004-08-31'),
    ('intensifying-support', 2, 'authorities', 'exact', 76, '2004-09-01', '2005-08-31'),
    ('intensifying-support', 3, 'schools', 'exact', 855, '2004-09-01', '2005-08-31'),
    ('learning-project', 1, 'authorities', 'exact', 19, '2004-09-01', '2005-08-31'),
    ('learning-project', 2, 'authorities', 'at_least', 60, '2005-09-01', '2006-08-31'),
    ('leading-edge', 1, 'measured_in', 'exact', 2003, '2003-09-01', '2006-08-31'),
    ('networked-learning-communities', 1, 'networks', 'exact', 135, '2002-09-01', '2006-08-31'),
    ('networked-learning-communities', 2, 'schools', 'exact', 1533, '2002-09-01', '2006-08-31'),
    ('networked-learning-communities', 3, 'authorities', 'exact', 90, '2002-09-01', '2006-08-31'),
    ('networked-learning-communities', 4, 'schools_of_network', 'average', 10, '2002-09-01', '2006-08-31'),
    ('postgraduate-professional-development', 1, 'partnerships', 'exact', 57, '2004-09-01', '2005-08-31'),
    ('postgraduate-professional-development', 2, 'part_time', 'exact', 9980, '2004-09-01', '2005-08-31'),
    ('teacher-learning-academy', 1, 'trial_phase', 'exact', 3, '2004-09-01', '2010-08-31'),
    ('teacher-learning-academy', 2, 'teachers', 'over', 2000, '2004-09-01', '2010-08-31'),
    ('professional-networks', 1, 'networks', 'exact', 3, '2003-09-01', '2010-08-31'),
    ('professional-networks', 2, 'early_years', 'exact', 5, '2003-09-01', '2010-08-31'),
    ('inet-hubs', 1, 'regions', 'exact', 11, '2005-09-01', '2007-08-31'),
    ('inet-hubs', 2, 'themes', 'exact', 9, '2005-09-01', '2007-08-31'),
    ('school-networks', 1, 'networks', 'exact', 10, '2004-09-01', '2007-08-31'),
    ('school-networks', 2, 'teachers', 'exact', 140, '2004-09-01', '2007-08-31'),
    ('creative-partnerships', 1, 'core_schools', 'over', 1000, '2002-09-01', '2011-08-31'),
    ('creative-partnerships', 2, 'associated_schools', 'over', 2000, '2002-09-01', '2011-08-31');
