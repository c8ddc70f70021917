//! What an alliance has settled for itself, version by version, within what holds nationally (DOMAIN A3, B17, B22, B23).

use chrono::{Days, NaiveDate};

use super::alliance::MOST_RESPONSE_DAYS;
use crate::access::{Action, Actor};
use crate::brokerage::{MatchStage, OwnLevels, ServiceStandard, midnight};
use crate::directory::Alliance;
use crate::identity::Person;
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::Title;
use crate::{Event, Id, Timestamp, words};

/// How far ahead a version may come into force, in days: three months.
const MOST_DAYS_AHEAD: u64 = 92;
/// The most work-streams of one alliance.
const MOST_WORKSTREAMS: usize = 12;

words! {
    /// Whose consent counts beside the signatures (DOMAIN B23).
    pub enum ConsentKind {
        /// The head's, before anything is signed.
        Head = "head",
        /// The chair's of the governing body, told by a governor.
        ChairOfGovernors = "chair_of_governors",
        /// The trust's that runs the school; never asked of a school without one.
        Trust = "trust",
    }

    /// Who sees how an alliance keeps its deadlines.
    pub enum FiguresShown {
        /// Its own brokers.
        Brokers = "brokers",
        /// Its brokers and the people of its schools.
        Members = "members",
        /// Everybody.
        Everybody = "everybody",
    }
}

/// What an alliance settles for itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PolicyTerms {
    /// Whether its own schools are asked before others are proposed (DOMAIN F2).
    pub own_first: bool,
    /// How many days two schools have to answer a proposal.
    pub response_days: i32,
    /// Within which times it does things, where those are shorter than nationally.
    pub levels: OwnLevels,
    /// Who sees how it keeps its deadlines.
    pub figures: FiguresShown,
    /// Whose consent a release of staff needs, at the school that gives (DOMAIN B23).
    pub release_consents: Vec<ConsentKind>,
    /// Whose consent paid work needs, at the school that receives and pays (DOMAIN B23).
    pub paid_consents: Vec<ConsentKind>,
    /// Whether other alliances may refer requests to it (DOMAIN A3).
    pub accepts_referrals: bool,
    /// What it works at (DOMAIN B17).
    pub workstreams: Vec<Title>,
}

/// What a broker fills in to settle a policy.
#[derive(Clone, Debug)]
pub struct PolicyForm {
    /// Whether its own schools are asked first.
    pub own_first: bool,
    /// How many days two schools have to answer a proposal.
    pub response_days: i32,
    /// Within which times it does things, where those are shorter than nationally.
    pub levels: OwnLevels,
    /// Who sees how it keeps its deadlines.
    pub figures: FiguresShown,
    /// Whose consent a release needs.
    pub release_consents: Vec<ConsentKind>,
    /// Whose consent paid work needs.
    pub paid_consents: Vec<ConsentKind>,
    /// Whether other alliances may refer requests to it.
    pub accepts_referrals: bool,
    /// What it works at.
    pub workstreams: Vec<String>,
    /// The day from which it holds; today if nothing is said.
    pub from: Option<NaiveDate>,
}

/// One version of what an alliance has settled for itself. Versions are added, never changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlliancePolicy {
    /// Whose it is.
    pub alliance: Id<Alliance>,
    /// Its number, from 1; 0 is what holds as long as an alliance has settled nothing.
    pub version: i32,
    /// The day from which it holds; `None` for what always held.
    pub from: Option<NaiveDate>,
    /// What it says.
    pub terms: PolicyTerms,
    /// The broker who set it.
    pub set_by: Option<Id<Person>>,
    /// When.
    pub set_at: Option<Timestamp>,
}

impl AlliancePolicy {
    /// What holds for an alliance that has settled nothing: the national minimum (DOMAIN B22).
    pub fn national(alliance: Id<Alliance>, response_days: i32) -> Self {
        let terms = PolicyTerms {
            own_first: false,
            response_days,
            levels: OwnLevels::default(),
            figures: FiguresShown::Brokers,
            release_consents: Vec::new(),
            paid_consents: Vec::new(),
            accepts_referrals: true,
            workstreams: Vec::new(),
        };
        Self { alliance, version: 0, from: None, terms, set_by: None, set_at: None }
    }

    /// Whether somebody who is not a broker of the alliance sees how it keeps its deadlines; `member` says whether they act
    /// for one of its schools.
    pub fn shows_figures(&self, member: bool) -> bool {
        let shown = self.terms.figures;
        shown == FiguresShown::Everybody || member && shown == FiguresShown::Members
    }

    /// Settles a new version, by a broker of the alliance, to hold from a day on. The latest version that has begun holds,
    /// so that one which is set later takes the place of one that was to come.
    pub fn set(
        by: &Actor,
        alliance: Id<Alliance>,
        latest: i32,
        form: PolicyForm,
        (standard, now): (&ServiceStandard, Timestamp),
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::SetAlliancePolicy { alliance })?;
        let set_by = by.person().ok_or(Rule::NotAllowed)?;
        let (today, from) = (now.day(), form.from.unwrap_or(now.day()));
        let mut faults = Faults::default();
        let days = faults.keep("responseDays", national_range(form.response_days));
        let levels = faults.keep_all(form.levels.check(standard.in_force(begins(from, now))));
        let release = faults.keep("releaseConsents", none_twice(form.release_consents));
        let paid = faults.keep("paidConsents", none_twice(form.paid_consents));
        let workstreams = faults.keep_all(workstreams(form.workstreams));
        faults.need(from >= today, || Rule::DatePassed.at("from"));
        faults.need(from <= today + Days::new(MOST_DAYS_AHEAD), || Rule::DateTooFar.at("from"));
        let terms = (|| {
            Some(PolicyTerms {
                own_first: form.own_first,
                response_days: days?,
                levels: levels?,
                figures: form.figures,
                release_consents: release?,
                paid_consents: paid?,
                accepts_referrals: form.accepts_referrals,
                workstreams: workstreams?,
            })
        })();
        let terms = faults.into_result(terms)?;
        let version = latest + 1;
        let it = Self { alliance, version, from: Some(from), terms, set_by: Some(set_by), set_at: Some(now) };
        Ok((it, Event::AlliancePolicySet { alliance, version, from }))
    }

    /// The instant from which it holds for clocks: what has begun by then keeps its time. Nothing for what always held.
    pub fn begins_at(&self) -> Option<Timestamp> {
        self.from.zip(self.set_at).map(|(from, set_at)| begins(from, set_at))
    }

    /// The version that holds on a day, of all that an alliance ever set in their order.
    pub fn in_force(all: &[Self], day: NaiveDate) -> Option<&Self> {
        all.iter().rev().find(|it| it.from.is_none_or(|from| from <= day))
    }

    /// Whether somebody outside the asking school's own group has to wait until the search is widened (DOMAIN F2).
    pub fn keeps_back(&self, reached: Option<MatchStage>, of_own_group: bool) -> bool {
        self.terms.own_first && !of_own_group && reached.is_none_or(|stage| stage == MatchStage::OwnGroup)
    }
}

fn begins(from: NaiveDate, set_at: Timestamp) -> Timestamp {
    midnight(from).max(set_at)
}

fn national_range(days: i32) -> Result<i32, Rejected> {
    let range = 1..=MOST_RESPONSE_DAYS;
    if range.contains(&days) {
        return Ok(days);
    }
    let sentence = format!("Nationally, schools have {} to {} days to answer a proposal.", range.start(), range.end());
    Err(Rejected::from(Rule::OutsideNationalRange).saying(sentence))
}

fn none_twice<T: Ord>(mut chosen: Vec<T>) -> Result<Vec<T>, Rejected> {
    chosen.sort_unstable();
    if chosen.windows(2).any(|pair| pair[0] == pair[1]) { Err(Rule::ChoiceRepeated.into()) } else { Ok(chosen) }
}

fn workstreams(named: Vec<String>) -> Result<Vec<Title>, Refusals> {
    let mut faults = Faults::default();
    faults.need(named.len() <= MOST_WORKSTREAMS, || Rule::NumberOutOfRange.at("workstreams"));
    let titles: Vec<_> = named.iter().zip(0..).map(|(text, n)| faults.keep(place(n), Title::new(text))).collect();
    let repeated = (1..named.len()).find(|n| named[..*n].iter().any(|other| other.trim() == named[*n].trim()));
    faults.need(repeated.is_none(), || Rule::ChoiceRepeated.at(place(repeated.unwrap_or_default())));
    faults.into_result(titles.into_iter().collect())
}

fn place(n: usize) -> String {
    format!("workstreams.{n}")
}

#[cfg(test)]
mod tests;
