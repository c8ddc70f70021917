//! Why we say no of brokerage rounds.

macro_rules! round {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// No request that waits suits this round: one that a broker has confirmed, of this size, whose dates take in all of its half-terms, and that is in no other round.
            RoundEmpty = "round_empty" from "SETTLED 28",
            /// These two cannot come together in the plan: a rule keeps them apart, there is no time for all of it, or somebody has settled otherwise.
            RoundPairImpossible = "round_pair_impossible" from "MATCHING 4.2",
            /// Every place with whoever gives this is settled already.
            RoundPlacesSettled = "round_places_settled" from "MATCHING 4.2",
            /// That is chosen already.
            RoundChoiceRepeated = "round_choice_repeated" from "MATCHING 4.2",
            /// Time that the plan would need then has been promised elsewhere since.
            RoundTimeTaken = "round_time_taken" from "SETTLED 5",
            /// The plan could not be made anew in time, so that nothing was changed.
            RoundTooSlow = "round_too_slow" from "MATCHING 2",
        }
    };
}

pub(super) use round;
