-- National programmes as dated data, and the thirteen of about 2005, which have ended. Rules that are not stated bind nobody.

CREATE TABLE programme (
    code text PRIMARY KEY,
    number integer NOT NULL UNIQUE,
    owner text NOT NULL,
    name text NOT NULL,
    about text NOT NULL
);

CREATE TABLE programme_version (
    code text NOT NULL REFERENCES programme,
    number integer NOT NULL CHECK (number >= 1),
    since date NOT NULL,
    until date,
    rules jsonb NOT NULL,
    PRIMARY KEY (code, number),
    CHECK (until >= since)
);

INSERT INTO programme (number, code, owner, name, about) VALUES
    (1, 'intensifying-support', 'DfES', 'Intensifying Support Schools',
        'Improvement in the school as a learning community, in a cycle of audit and targets, action and review; consultants build clusters of leading teachers. Each authority works with ten schools; support is withdrawn after one year.'),
    (2, 'learning-networks', 'DfES', 'Primary Learning Networks',
        'Groups of schools plan a network around a shared focus of pupils'' learning, brokered through the authority. Secondary schools may be involved and may not be funded.'),
    (3, 'advanced-skills-teachers', 'DfES', 'Advanced Skills Teachers',
        'Excellent teachers share practice within and between schools. Their outreach time is funded; groups of schools may create posts.'),
    (4, 'new-professionalism', 'DfES', 'New Professionalism',
        'Links school improvement, performance management and what teachers need to learn. Nothing is paid.'),
    (5, 'learning-project', 'DfES Innovation Unit', 'The LEARNING Project',
        'Authorities build capacity for networking, with regional events and publications: nineteen leading authorities, then sixty and more.'),
    (6, 'leading-edge', 'DfES Innovation Unit', 'Leading Edge Partnerships',
        'Lead schools spread innovation, with partner schools that struggle. The lead school is funded, and is in the upper quartile by results among similar schools or by value added.'),
    (7, 'networked-learning-communities', 'NCSL', 'Networked Learning Communities',
        'Partnerships around a focus of pupils'' learning, with adults'' and leadership learning: 50,000 pounds a year for three years, subject to match funding and a satisfactory review after two.'),
    (8, 'postgraduate-professional-development', 'TDA', 'Postgraduate Professional Development Partnerships',
        'Award-bearing development designed by the partners, with an evaluation of its impact in classrooms; by rounds, the later ones for the balance of the regions.'),
    (9, 'teacher-learning-academy', 'GTCE', 'Teacher Learning Academy',
        'Recognises teachers'' own learning that has an impact on pupils, for teachers who are registered. Nothing is paid.'),
    (10, 'professional-networks', 'GTCE', 'Professional networks',
        'Three networks by newsletter and meetings: Achieve for equality, Connect for those who co-ordinate development, Engage for the first five years of a career.'),
    (11, 'inet-hubs', 'SSAT', 'iNet development and research hubs',
        'Schools develop nine gateways to personalisation: one is appointed in each of eleven regions for each gateway.'),
    (12, 'school-networks', 'SSAT', 'School networks',
        'Networks of affiliated schools by specialism and region; 140 lead practitioners are funded for ten or twenty days.'),
    (13, 'creative-partnerships', 'Creative Partnerships', 'Creative Partnerships',
        'Partnerships of schools with creative and cultural people, in 36 areas of social and economic challenge.');

INSERT INTO programme_version (code, number, since, until, rules) VALUES
    ('intensifying-support', 1, '2002-09-01', '2004-08-31',
        '{"members": ["school"]}'),
    ('intensifying-support', 2, '2004-09-01', '2005-08-31',
        '{"members": ["school"], "awards": [{"stage": "running", "pence": 250000, "half_days": 4}], "years": 1, "authority": {"floor": 65, "schools": 15, "percent": 15}, "caps": [{"per": "authority", "most": 10}]}'),
    ('learning-networks', 1, '2004-09-01', '2006-08-31',
        '{"members": ["network"], "awards": [{"stage": "planning", "pence": 500000}, {"stage": "running", "pence": 1200000}, {"stage": "running", "focus": "maths", "pence": 1400000}], "years": 1, "advised_schools": [5, 6], "funded": ["nursery", "primary", "middle_deemed_primary", "middle_deemed_secondary"], "unfunded": ["secondary"]}'),
    ('advanced-skills-teachers', 1, '1998-09-01', '2013-08-31',
        '{"members": ["person"], "standing": "advanced_skills_teacher"}'),
    ('new-professionalism', 1, '2005-09-01', '2010-08-31',
        '{"members": ["person"]}'),
    ('learning-project', 1, '2004-09-01', '2005-08-31',
        '{"members": ["authority"], "caps": [{"per": "programme", "most": 19}]}'),
    ('learning-project', 2, '2005-09-01', '2006-08-31',
        '{"members": ["authority"]}'),
    ('leading-edge', 1, '2003-09-01', '2006-08-31',
        '{"members": ["partnership"], "lead_in_upper_quartile": true}'),
    ('networked-learning-communities', 1, '2002-09-01', '2006-08-31',
        '{"members": ["network"], "awards": [{"stage": "running", "pence": 5000000}], "years": 3, "matched": 10000, "review": {"after_months": 24, "before_year": 3}, "least_schools": 6, "partners": ["authority", "university"]}'),
    ('postgraduate-professional-development', 1, '2004-09-01', '2008-08-31',
        '{"members": ["partnership"], "partners": ["authority", "university"], "evaluates": true}'),
    ('teacher-learning-academy', 1, '2004-09-01', '2010-08-31',
        '{"members": ["person"], "standing": "registered_teacher"}'),
    ('professional-networks', 1, '2003-09-01', '2010-08-31',
        '{"members": ["person"], "standing": "interest"}'),
    ('inet-hubs', 1, '2005-09-01', '2007-08-31',
        '{"members": ["school"], "caps": [{"per": "place", "most": 1}, {"per": "programme", "most": 99}]}'),
    ('school-networks', 1, '2004-09-01', '2007-08-31',
        '{"members": ["person"], "awards": [{"stage": "running", "half_days": 20}, {"stage": "extended", "half_days": 40}], "caps": [{"per": "programme", "most": 140}], "standing": "lead_practitioner"}'),
    ('creative-partnerships', 1, '2002-09-01', '2011-08-31',
        '{"members": ["school", "partnership"], "partners": ["creative"]}');
