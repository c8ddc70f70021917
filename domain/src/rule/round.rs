//! Why we say no of brokerage rounds.

macro_rules! round {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// No request that waits suits this round: one that a broker has confirmed, of this size, whose dates take in all of its half-terms, and that is in no other round.
            RoundEmpty = "round_empty" from "SETTLED 28",
        }
    };
}

pub(super) use round;
