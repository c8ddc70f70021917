//! How events are declared.

use uuid::Uuid;

use crate::{Id, Noun};

/// Declares the events: meaning, public name, and the facts, of which the first is the noun it happened to.
macro_rules! events {
    (; $($(#[doc = $about:literal])+ $event:ident = $name:literal { $noun:ident: $of:ty $(, $fact:ident: $kind:ty)* $(,)? })+) => {
        /// Something that happened.
        #[must_use = "an event that is not recorded never happened for anybody else"]
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum Event {
            $($(#[doc = $about])+ $event {
                /// The noun to which it happened.
                $noun: $of,
                $(
                    /// A fact of it.
                    $fact: $kind,
                )*
            },)+
        }

        $crate::words! {
            /// Which event it is.
            pub enum EventKind {
                $($(#[doc = $about])+ $event = $name,)+
            }
        }

        impl Event {
            /// Which event it is, without its facts.
            pub const fn kind(&self) -> EventKind {
                match self { $(Self::$event { .. } => EventKind::$event,)+ }
            }

            /// Every public name with its meaning.
            pub const CATALOGUE: &'static [(&'static str, &'static str)] = &[$(($name, concat!($($about, "\n",)+).trim_ascii()),)+];

            /// The public name.
            pub const fn name(&self) -> &'static str {
                match self { $(Self::$event { .. } => $name,)+ }
            }

            /// The UUID of the noun to which it happened, and the noun's name.
            pub fn noun(&self) -> (&'static str, Uuid) {
                match self { $(Self::$event { $noun, .. } => noun_of(*$noun),)+ }
            }

            /// The facts by name, the noun first; what there is not is left out.
            pub fn facts(&self) -> Vec<(&'static str, Fact)> {
                match self { $(Self::$event { $noun $(, $fact)* } =>
                    [(stringify!($noun), $noun.told()) $(, (stringify!($fact), $fact.told()))*]
                        .into_iter()
                        .filter_map(|(name, fact)| Some((name, fact?)))
                        .collect(),)+ }
            }
        }
    };
}
/// The UUID of the noun to which an event happened, and the noun's name.
pub(super) fn noun_of<N: Noun>(id: Id<N>) -> (&'static str, Uuid) {
    (N::NAME, id.uuid())
}

pub(super) use events;
