-- What brokers choose in the plan of a round, with what it loses, and the report of the plan (MATCHING 4.2, 5).

ALTER TABLE brokerage_round
    -- How many points less the plan is worth for what brokers chose.
    ADD COLUMN chosen_loss bigint NOT NULL DEFAULT 0,
    -- The plan beside first come, first served, in canonical bytes.
    ADD COLUMN report bytea,
    ADD CONSTRAINT round_report_of_a_plan CHECK (planned_at IS NOT NULL OR (report IS NULL AND chosen_loss = 0)),
    ADD CONSTRAINT round_chosen_loss_sound CHECK (chosen_loss >= 0);

-- What was settled of the plan before it was sought, in canonical bytes; nothing where nothing was.
ALTER TABLE round_input ADD COLUMN settled bytea;

CREATE TABLE round_choice (
    round_id uuid NOT NULL,
    -- Which of the round's choices it is.
    number integer NOT NULL,
    request_id uuid NOT NULL,
    -- The offer that was named, and whose time it is: the choice holds for all of their offers.
    offer_id uuid NOT NULL REFERENCES offer,
    specialist_id uuid REFERENCES specialist,
    home_id uuid NOT NULL REFERENCES school,
    holder_id uuid NOT NULL GENERATED ALWAYS AS (coalesce(specialist_id, home_id)) STORED,
    kind text NOT NULL,
    loss bigint NOT NULL,
    chosen_by uuid NOT NULL REFERENCES person,
    chosen_at timestamptz NOT NULL,
    reason text,
    PRIMARY KEY (round_id, number),
    CONSTRAINT round_choice_sound CHECK (number >= 1 AND loss >= 0),
    CONSTRAINT round_choice_once UNIQUE (round_id, request_id, holder_id),
    CONSTRAINT round_choice_of_a_line FOREIGN KEY (round_id, request_id) REFERENCES round_line (round_id, request_id)
);
-- A request has one person in any case at most.
CREATE UNIQUE INDEX round_choice_pinned_once ON round_choice (round_id, request_id) WHERE kind = 'pinned';
-- Those who broker the request.
CALL guard('round_choice', $$(SELECT its.alliances FROM support_request AS its WHERE its.id = round_choice.request_id)$$);
