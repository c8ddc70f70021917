//! Everything that somebody may want to do, with what the policy needs to know to decide it.

use crate::Id;
use crate::directory::{Alliance, School};
use crate::identity::Person;
use crate::rule::Rule;

/// Declares the actions and lists their names, so that the reviewed table of role and action can be whole.
macro_rules! actions {
    ($($(#[doc = $about:literal])+ $action:ident { $($fact:ident: $kind:ty),* $(,)? } $(else $rule:ident)?;)+) => {
        /// Something that somebody wants to do.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Action {
            $($(#[doc = $about])+ $action {
                $(
                    /// What the policy needs to know.
                    $fact: $kind,
                )*
            },)+
        }

        impl Action {
            /// The name of every action, in order.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($action),)+];

            /// The action's name.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$action { .. } => stringify!($action),)+ }
            }

            /// The rule that is named when the policy says no.
            pub const fn refusal(&self) -> Rule {
                match self { $(Self::$action { .. } => refusal!($($rule)?),)+ }
            }
        }
    };
}

macro_rules! refusal {
    () => {
        Rule::NotAllowed
    };
    ($rule:ident) => {
        Rule::$rule
    };
}

actions! {
    /// Ask somebody to join a school in a role.
    InviteToSchool { school: Id<School> };
    /// Ask somebody to join an alliance in a role.
    InviteToAlliance { alliance: Id<Alliance> };
    /// Give somebody a national role.
    GrantNationalRole {};
    /// Confirm the first head of a school: an operator, or a broker of an alliance to which the school belongs.
    ConfirmHead { school_alliance: Option<Id<Alliance>> };
    /// End a role at a school; one's own may always be laid down.
    EndSchoolMembership { school: Id<School>, person: Id<Person> };
    /// End a role at an alliance; one's own may always be laid down.
    EndAllianceMembership { alliance: Id<Alliance>, person: Id<Person> };
}
