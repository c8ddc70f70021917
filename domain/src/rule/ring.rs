//! Why we say no of rings of schools.

macro_rules! ring {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// In a ring two to four schools take part, and each of them gives once and gets once.
            RingNotClosed = "ring_not_closed" from "MATCHING 3",
            /// Whoever has a post at one of the schools leaves the ring to another broker.
            RingOwnSchool = "ring_own_school" from "DOMAIN E58",
            /// This request takes part in a ring of schools, which is to be answered or taken back first.
            RequestInRing = "request_in_ring" from "MATCHING 3",
            /// This request takes part in a brokerage round, which is to be closed first.
            RequestInRound = "request_in_round" from "SETTLED 28",
            /// One of the two schools has said no to this before, and is not asked again.
            RingLegRefused = "ring_leg_refused" from "MATCHING 3",
            /// This ring was agreed, or came to nothing.
            RingNotOpen = "ring_not_open" from "MATCHING 3",
        }
    };
}

pub(super) use ring;
