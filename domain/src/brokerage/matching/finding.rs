//! What matching found out about a pair: why an offer is excluded, and why it has its points. Typed facts first; the
//! sentences in [`explain`](super::explain) are made of them.

use crate::HalfTerm;
use crate::Word;
use crate::brokerage::matching::canon::Canon;
use crate::brokerage::matching::{Factor, MatchRule, WordSet};
use crate::directory::{DesignationScheme, Post};
use crate::event::{Fact, Told};
use crate::exchange::{Mode, OfferStatus, SupportKind};

impl Told for bool {
    fn told(&self) -> Option<Fact> {
        Some(Fact::Text(if *self { "yes" } else { "no" }.to_owned()))
    }
}

impl<W: Word> Told for WordSet<W> {
    fn told(&self) -> Option<Fact> {
        Some(Fact::Text(self.iter().map(|word| word.shout()).collect::<Vec<_>>().join(", ")))
    }
}

/// Declares findings: one for each word of a list, with its facts, their names, and their canonical spelling.
macro_rules! findings {
    (
        $(#[doc = $about:literal])+
        pub enum $name:ident of $list:ident by $by:ident {
            $($word:ident { $($(#[doc = $meaning:literal])+ $fact:ident: $kind:ty,)* })+
        }
    ) => {
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name {
            $(
                /// The finding of the word of this name.
                $word { $($(#[doc = $meaning])+ $fact: $kind,)* },
            )+
        }

        impl $name {
            /// The word that it is about.
            pub const fn $by(&self) -> $list {
                match self { $(Self::$word { .. } => $list::$word,)+ }
            }

            /// The facts by name; what is unknown is left out.
            pub fn facts(&self) -> Vec<(&'static str, Fact)> {
                match self { $(Self::$word { $($fact),* } => {
                    let told: Vec<(&'static str, Option<Fact>)> = vec![$((stringify!($fact), $fact.told()),)*];
                    told.into_iter().filter_map(|(name, fact)| Some((name, fact?))).collect()
                })+ }
            }
        }

        impl Canon for $name {
            fn put(&self, to: &mut Vec<u8>) {
                self.$by().put(to);
                match self { $(Self::$word { $($fact),* } => { $($fact.put(to);)* })+ }
            }

            fn take(from: &mut &[u8]) -> Option<Self> {
                Some(match $list::take(from)? { $($list::$word => Self::$word { $($fact: Canon::take(from)?,)* },)+ })
            }
        }
    };
}

pub(super) use findings;

findings! {
    /// Why an offer cannot meet the request, with the numbers of this case.
    pub enum Exclusion of MatchRule by rule {
        OfferNotOpen {
            /// Where the offer stands.
            status: OfferStatus,
        }
        ExpertiseApart {}
        SameSchool {}
        SameTrust {}
        DeclaredInterest {}
        KeyStageApart {}
        ModeApart {}
        DesignationMissing {
            /// The designation that the request needs.
            needed: DesignationScheme,
            /// The one that the giver has, or had.
            held: Option<DesignationScheme>,
        }
        NotReleased {}
        AssuranceMissing {}
        CompetingNeighbour {
            /// The straight line between the schools, in metres.
            metres: i32,
            /// Within how many metres schools compete here.
            within: i32,
        }
        JourneyTooLong {
            /// The journey in minutes.
            minutes: i32,
            /// The longest that the giver makes.
            limit: i32,
        }
        DatesApart {
            /// The first half-term asked for.
            from: Option<HalfTerm>,
            /// The last.
            until: Option<HalfTerm>,
        }
        CapacityShort {
            /// The half-days wanted.
            needed: i32,
            /// The half-days free.
            free: i32,
            /// The first half-term asked for.
            from: Option<HalfTerm>,
            /// The last.
            until: Option<HalfTerm>,
        }
        KindApart {
            /// The kind of work that is asked for.
            asked: SupportKind,
            /// The one that is offered.
            offered: SupportKind,
        }
        PostsApart {
            /// The posts whose holders are to be supported.
            asked: WordSet<Post>,
            /// Those whose holders this person supports.
            supported: WordSet<Post>,
        }
    }
}

findings! {
    /// Why an offer has its points, with the numbers of this case.
    pub enum Reason of Factor by factor {
        Expertise {
            /// Areas asked for.
            asked: i32,
            /// Of these, held as they are.
            same: i32,
            /// Held in part.
            narrower: i32,
            /// Held as part of something wider.
            broader: i32,
            /// Near: the same main area.
            family: i32,
            /// Days since the offer was confirmed.
            days: Option<i32>,
        }
        Context {
            /// The phases differ.
            phase_differs: bool,
            /// Bands of size between the schools.
            size_apart: Option<i32>,
            /// One lies in town, one in the country.
            rural_differs: Option<bool>,
            /// Fifths of disadvantage between the schools.
            deprivation_apart: Option<i32>,
            /// One is a special school, the other is not.
            special_differs: bool,
        }
        Travel {
            /// The best way of working in common.
            mode: Mode,
            /// The journey in minutes.
            minutes: Option<i32>,
            /// The journey at which work at the school is worth nothing here.
            horizon: i32,
        }
        Evidence {
            /// Deployments completed and confirmed by both sides.
            completed: i32,
            /// Whether the offer states evidence.
            stated: bool,
        }
        Availability {
            /// Half-terms asked for.
            asked: i32,
            /// Of these, those with something free.
            open: i32,
            /// How much of the time asked for that is, in thousandths; early half-terms weigh more if it is urgent.
            share: i32,
            /// The half-days free in them.
            free: i32,
            /// The half-days wanted.
            needed: i32,
        }
        Reciprocity {
            /// Half-days that the asking school gave more than it received; what is older counts less.
            balance: i32,
            /// The school is new to the ledger.
            newcomer: bool,
            /// The school cannot give at present.
            cannot_give: bool,
            /// The guarantee holds.
            guaranteed: bool,
        }
        Isolation {
            /// How cut off the asking school is, 0 to 1000.
            isolation: i32,
        }
        JointWork {
            /// Deployments that the two schools completed together.
            together: i32,
        }
        Variety {
            /// Deployments that the two schools began in the last year.
            lately: i32,
        }
        Load {
            /// Jobs that the giver has.
            jobs: i32,
        }
        Neighbour {
            /// The schools compete.
            competes: bool,
            /// The straight line between them, in metres.
            metres: Option<i32>,
        }
        Format {
            /// The offer is a single session.
            one_off: bool,
            /// A single session is what is asked for.
            asked: bool,
        }
    }
}
