//! Why we say no of what is owed.

macro_rules! reciprocity {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// A school owes nothing to itself.
            ObligationToSelf = "obligation_to_self" from "DOMAIN C.2",
            /// What is owed to all schools is watched by an alliance, and the school belongs to none: say to which school it is owed.
            ObligationUnwatched = "obligation_unwatched" from "DOMAIN C40",
            /// A give-back says how many half-days it is.
            GiveBackUncounted = "give_back_uncounted" from "DOMAIN C.4",
            /// That support went to another school than the one to which this is owed.
            GivenElsewhere = "given_elsewhere" from "DOMAIN C.2",
            /// That support was paid for, exchanged or subscribed to, and what is settled once meets nothing else.
            GivenForReturn = "given_for_return" from "DOMAIN C.4",
            /// The host has not confirmed enough half-days since this was owed that have met nothing else.
            GivenTooLittle = "given_too_little" from "DOMAIN C.4",
            /// Whoever has a post at the school that owes this says neither that it is met nor that it is waived; nor does a broker with
            /// one at the school to which it is owed.
            ObligationInvolved = "obligation_involved" from "DOMAIN E58",
            /// That support is paid for, exchanged or subscribed to, and what is settled once is not given back as well.
            GiveBackSettled = "give_back_settled" from "DOMAIN C.4",
        }
    };
}

pub(super) use reciprocity;
