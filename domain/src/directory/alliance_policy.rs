//! What an alliance has settled for itself, version by version, within what holds nationally (DOMAIN A3, B17, B22, B23).

use chrono::{Days, NaiveDate};

use super::alliance::MOST_RESPONSE_DAYS;
use crate::access::{Action, Actor};
use crate::brokerage::MatchStage;
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
        match self.terms.figures {
            FiguresShown::Brokers => false,
            FiguresShown::Members => member,
            FiguresShown::Everybody => true,
        }
    }

    /// Settles a new version, by a broker of the alliance, to hold from a day on. The latest version that has begun holds,
    /// so that one which is set later takes the place of one that was to come.
    pub fn set(
        by: &Actor,
        alliance: Id<Alliance>,
        latest: i32,
        form: PolicyForm,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(Action::SetAlliancePolicy { alliance })?;
        let set_by = by.person().ok_or(Rule::NotAllowed)?;
        let (today, from) = (now.day(), form.from.unwrap_or(now.day()));
        let mut faults = Faults::default();
        let days = faults.keep("responseDays", national_range(form.response_days));
        let release = faults.keep("releaseConsents", none_twice(form.release_consents));
        let paid = faults.keep("paidConsents", none_twice(form.paid_consents));
        let workstreams = faults.keep_all(workstreams(form.workstreams));
        faults.need(from >= today, || Rule::DatePassed.at("from"));
        faults.need(from <= today + Days::new(MOST_DAYS_AHEAD), || Rule::DateTooFar.at("from"));
        let terms = (|| {
            Some(PolicyTerms {
                own_first: form.own_first,
                response_days: days?,
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

    /// The version that holds on a day, of all that an alliance ever set in their order.
    pub fn in_force(all: &[Self], day: NaiveDate) -> Option<&Self> {
        all.iter().rev().find(|it| it.from.is_none_or(|from| from <= day))
    }

    /// Whether somebody outside the asking school's own group has to wait until the search is widened (DOMAIN F2).
    pub fn keeps_back(&self, reached: Option<MatchStage>, of_own_group: bool) -> bool {
        self.terms.own_first && !of_own_group && reached.is_none_or(|stage| stage == MatchStage::OwnGroup)
    }
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
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::Word;
    use crate::access::{Role, tests::acting_at, tests::acting_for};

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn form() -> PolicyForm {
        PolicyForm {
            own_first: true,
            response_days: 5,
            figures: FiguresShown::Members,
            release_consents: vec![ConsentKind::Trust, ConsentKind::ChairOfGovernors],
            paid_consents: vec![],
            accepts_referrals: false,
            workstreams: vec!["Early reading".into()],
            from: None,
        }
    }

    fn set(by: &Actor, latest: i32, form: PolicyForm) -> Result<AlliancePolicy, Refusals> {
        AlliancePolicy::set(by, id(1), latest, form, now()).map(|(it, _)| it)
    }

    fn broker() -> Actor {
        acting_for(Role::Broker, id(1))
    }

    #[test]
    fn only_a_broker_of_the_alliance_settles_its_policy() {
        for other in
            [acting_for(Role::Broker, id(2)), acting_for(Role::QaAssessor, id(1)), acting_at(Role::Head, id(3))]
        {
            assert_eq!(set(&other, 0, form()), Err(Rule::NotAllowed.into()), "{other:?}");
        }
        let it = set(&broker(), 0, form()).unwrap();
        assert_eq!((it.version, it.from, it.set_at), (1, Some(day("2026-11-21")), Some(now())));
        assert_eq!(it.terms.release_consents, [ConsentKind::ChairOfGovernors, ConsentKind::Trust]);
    }

    #[test]
    fn the_figures_are_shown_to_whom_the_policy_says() {
        let shown = FiguresShown::ALL.iter().map(|figures| {
            let it = set(&broker(), 0, PolicyForm { figures: *figures, ..form() }).unwrap();
            (it.shows_figures(true), it.shows_figures(false))
        });
        assert_eq!(shown.collect::<Vec<_>>(), [(false, false), (true, false), (true, true)]);
    }

    #[test]
    fn what_lies_outside_the_national_range_is_refused_with_every_other_fault() {
        let wrong = PolicyForm {
            response_days: 61,
            release_consents: vec![ConsentKind::Head, ConsentKind::Head],
            workstreams: vec!["Reading".into(), String::new(), " Reading".into()],
            from: Some(day("2026-11-20")),
            ..form()
        };
        let told: Vec<_> = set(&broker(), 0, wrong).unwrap_err().into_vec();
        let told: Vec<_> = told.iter().map(|no| (no.rule, no.field.as_deref().unwrap())).collect();
        assert_eq!(
            told,
            [
                (Rule::OutsideNationalRange, "responseDays"),
                (Rule::ChoiceRepeated, "releaseConsents"),
                (Rule::TextEmpty, "workstreams.1"),
                (Rule::ChoiceRepeated, "workstreams.2"),
                (Rule::DatePassed, "from"),
            ]
        );
        let far = PolicyForm { from: Some(day("2027-02-22")), ..form() };
        assert_eq!(set(&broker(), 0, far), Err(Rule::DateTooFar.at("from").into()));
        let none = PolicyForm { response_days: 0, ..form() };
        assert_eq!(set(&broker(), 0, none).unwrap_err().into_vec()[0].rule, Rule::OutsideNationalRange);
    }

    #[test]
    fn the_latest_version_that_has_begun_holds() {
        let later = PolicyForm { from: Some(day("2027-01-04")), ..form() };
        let all = [set(&broker(), 0, form()).unwrap(), set(&broker(), 1, later).unwrap()];
        let version = |on| AlliancePolicy::in_force(&all, day(on)).map(|it| it.version);
        assert_eq!((version("2026-11-20"), version("2027-01-03"), version("2027-01-04")), (None, Some(1), Some(2)));
        let instead = [&all[..], &[set(&broker(), 2, form()).unwrap()]].concat();
        assert_eq!(AlliancePolicy::in_force(&instead, day("2027-02-01")).map(|it| it.version), Some(3));
    }

    #[test]
    fn own_members_come_first_until_the_search_is_widened() {
        let it = set(&broker(), 0, form()).unwrap();
        assert!(it.keeps_back(None, false) && it.keeps_back(Some(MatchStage::OwnGroup), false));
        assert!(!it.keeps_back(None, true) && !it.keeps_back(Some(MatchStage::Neighbours), false));
        assert!(!AlliancePolicy::national(id(1), 7).keeps_back(None, false));
    }
}
