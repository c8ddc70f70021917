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
        }
    };
}

pub(super) use reciprocity;
