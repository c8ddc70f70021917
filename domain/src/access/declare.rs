//! How actions are declared: each with what the policy needs to know, and the rule that says no.

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

            /// One of every action, in order, with facts from the source.
            pub fn every<F>(source: &F) -> Vec<Self>
            where
                $($(F: FactOf<$kind>,)*)+
            {
                vec![$(Self::$action { $($fact: source.fact(stringify!($fact)),)* },)+]
            }

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

pub(super) use actions;
pub(super) use refusal;
