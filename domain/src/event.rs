//! Everything that can happen: one event per fact, in the past tense, with its public name. Add, do not edit.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::directory::{Alliance, School, Specialist};
use crate::identity::{Membership, Person};
use crate::{Id, Noun, Timestamp, Word};

/// One fact that an event tells: an id, a word, a number, a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fact {
    /// An id or a word, as it is spelt outside.
    Text(String),
    /// An amount in the unit that its name says.
    Number(i64),
}

/// What may stand in an event: ids and public facts only, so no free text.
pub trait AsFact {
    /// Gives the fact.
    fn fact(&self) -> Fact;
}

impl<N: Noun> AsFact for Id<N> {
    fn fact(&self) -> Fact {
        Fact::Text(self.to_string())
    }
}

impl<W: Word> AsFact for W {
    fn fact(&self) -> Fact {
        Fact::Text(self.shout())
    }
}

impl AsFact for i32 {
    fn fact(&self) -> Fact {
        Fact::Number(i64::from(*self))
    }
}

impl AsFact for NaiveDate {
    fn fact(&self) -> Fact {
        Fact::Text(self.to_string())
    }
}

impl AsFact for Timestamp {
    fn fact(&self) -> Fact {
        Fact::Text(self.to_string())
    }
}

/// Declares the events: meaning, public name, and the facts, of which the first is the noun it happened to.
macro_rules! events {
    ($($(#[doc = $about:literal])+ $event:ident = $name:literal { $noun:ident: $of:ty $(, $fact:ident: $kind:ty)* $(,)? })+) => {
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

        impl Event {
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

            /// The facts by name, the noun first.
            pub fn facts(&self) -> Vec<(&'static str, Fact)> {
                match self { $(Self::$event { $noun $(, $fact)* } =>
                    vec![(stringify!($noun), $noun.fact()) $(, (stringify!($fact), $fact.fact()))*],)+ }
            }
        }
    };
}

fn noun_of<N: Noun>(id: Id<N>) -> (&'static str, Uuid) {
    (N::NAME, id.uuid())
}

events! {
    /// Somebody was given a role.
    MembershipBegun = "membership.begun" { membership: Id<Membership>, person: Id<Person> }
    /// A role ended.
    MembershipEnded = "membership.ended" { membership: Id<Membership>, person: Id<Person> }
    /// A specialist was entered in the directory.
    SpecialistListed = "specialist.listed" { specialist: Id<Specialist>, school: Id<School> }
    /// A school joined an alliance.
    AllianceJoined = "alliance.joined" { alliance: Id<Alliance>, school: Id<School> }
}
