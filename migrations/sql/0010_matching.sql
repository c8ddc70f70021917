-- Version 1 of the matching policy (MATCHING 1), and what matching reads quickly. A version is added, never changed.

INSERT INTO match_policy (version, since, note, weights, settings) VALUES (
    1,
    '2026-11-21T00:00:00Z',
    'The first policy. The weights of expertise, context, travel, evidence, availability and reciprocity are those of the interchange format; a single session comes after all sustained work.',
    '{
        "expertise": 34,
        "context": 14,
        "travel": 18,
        "evidence": 16,
        "availability": 8,
        "reciprocity": 10,
        "isolation": 6,
        "joint_work": 4,
        "variety": 6,
        "load": 40,
        "neighbour": 6,
        "format": 200
    }',
    '{
        "expertise_same": 1000,
        "expertise_narrower": 900,
        "expertise_broader": 700,
        "expertise_family": 550,
        "expertise_per_day": 1,
        "expertise_most_lost": 100,
        "context_phase": 200,
        "context_size": 100,
        "context_rural": 150,
        "context_deprivation": 120,
        "context_special": 200,
        "travel_horizon": 120,
        "travel_remote": 600,
        "travel_unknown": 500,
        "evidence_mean": 500,
        "evidence_weight": 4,
        "evidence_completed": 1000,
        "evidence_stated": 700,
        "reciprocity_neutral": 500,
        "reciprocity_per_half_day": 20,
        "reciprocity_kept": 800,
        "reciprocity_guarantee": 200,
        "joint_work_each": 500,
        "variety_free": 2,
        "variety_each": 250,
        "load_each": 75,
        "load_square": 25,
        "neighbour_town": 2000,
        "neighbour_country": 4000,
        "stage_enough": 5
    }'
);

-- What was added stays as it is: runs name the version under which they were made.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON match_policy FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- The work of a school and of its people, in either part.
CREATE INDEX deployment_home ON deployment (home_id);
CREATE INDEX deployment_host ON deployment (host_id);

-- Events after which offers may match otherwise; the rest of the outbox is busier by far.
CREATE INDEX outbox_market ON outbox (id)
    WHERE noun IN ('Offer', 'CapacityWindow', 'Proposal', 'Deployment', 'Specialist');
