//! The rules of a grant.

use super::*;
use crate::access::Role;
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::directory::{
    FundingStage, PartRule, Phase, ProgrammeFocus, ProgrammeMember, ProgrammePart, ProgrammeVersion,
};

const EACH: i64 = 5_000_000;

fn programme() -> Programme {
    let award = Award { stage: FundingStage::Running, focus: None, pence: EACH, half_days: 0 };
    let rules = ProgrammeRules {
        members: vec![ProgrammeMember::Network],
        awards: vec![award],
        years: Some(3),
        matched: Some(10_000),
        review: Some(ReviewGate { after_months: 24, before_year: 3 }),
        least_schools: Some(2),
        ..ProgrammeRules::default()
    };
    let since = "2002-09-01".parse().unwrap();
    let versions =
        vec![ProgrammeVersion { number: 1, since, until: "2006-08-31".parse().ok(), end_reason: None, rules }];
    let [code, owner, name, about] = ["nlc", "NCSL", "Networked Learning Communities", "Networks"].map(str::to_owned);
    Programme { id: Id::from_uuid(uuid::Uuid::nil()), code, owner, name, about, versions, figures: Vec::new() }
}

fn application(schools: usize) -> Application {
    Application {
        schools: vec![(Phase::Primary, true); schools],
        ..Application::new(ProgrammeMember::Network, FundingStage::Running, ProgrammeFocus::Other)
    }
}

fn open(schools: usize, starts_on: &str, by: &Actor) -> Result<(Grant, Event), Vec<Rule>> {
    let application = application(schools);
    let starts_on = starts_on.parse().unwrap();
    let it = Opening {
        id: id(70),
        alliance: id(10),
        school: id(1),
        person: None,
        share_back: id(71),
        starts_on,
        application: &application,
    };
    let done = Grant::open(&it, &programme(), by, start());
    done.map_err(|no| no.into_vec().into_iter().map(|no| no.rule).collect())
}

/// A grant of three years, all of which have begun.
pub fn granted() -> (Grant, Event) {
    open(2, "2005-09-01", &broker(10, 5)).unwrap()
}

pub fn opened() -> Grant {
    granted().0
}

#[test]
fn its_years_follow_each_other_from_the_first_day_of_the_first_to_the_last_of_the_last() {
    let year = |day: &str| opened().year_of(day.parse().unwrap());
    let days = ["2005-08-31", "2005-09-01", "2006-08-31", "2006-09-01", "2008-08-31", "2008-09-01"];
    assert_eq!(days.map(year), [None, Some(1), Some(1), Some(2), Some(3), None]);
}

fn said() -> Remark {
    Remark::new("The authority's letter").unwrap()
}

#[test]
fn a_grant_for_a_person_names_somebody_of_the_school_and_no_other_names_anybody() {
    let mut people = programme();
    people.versions[0].rules.members = vec![ProgrammeMember::Person, ProgrammeMember::School];
    people.versions[0].rules.least_schools = None;
    let opens = |member, person| {
        let of = Application { member, ..application(1) };
        let starts_on = "2005-09-01".parse().unwrap();
        let it = Opening {
            id: id(70),
            alliance: id(10),
            school: id(1),
            person,
            share_back: id(71),
            starts_on,
            application: &of,
        };
        let done = Grant::open(&it, &people, &broker(10, 5), start());
        done.map(|(grant, _)| grant.person).map_err(|no| {
            no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect::<Vec<_>>()
        })
    };
    let no = |rule: Rule| Err(vec![(rule, "person".to_owned())]);
    assert_eq!(opens(ProgrammeMember::Person, Some((id(6), true))), Ok(Some(id(6))));
    assert_eq!(opens(ProgrammeMember::Person, Some((id(6), false))), no(Rule::GrantPersonElsewhere));
    assert_eq!(opens(ProgrammeMember::Person, None), no(Rule::GrantPersonMissing));
    assert_eq!(opens(ProgrammeMember::School, Some((id(6), true))), no(Rule::GrantNotForPerson));
    assert_eq!(opens(ProgrammeMember::School, None), Ok(None));
}

fn no(result: Result<Event, Rejected>) -> Option<Rule> {
    result.err().map(|no| no.rule)
}

#[test]
fn a_grant_is_opened_by_the_rules_of_its_first_day() {
    let it = opened();
    assert_eq!((it.award.pence, it.to_match, it.years.len(), it.version_of_rules), (EACH, EACH, 3, 1));
    assert_eq!(open(2, "2006-09-01", &broker(10, 5)), Err(vec![Rule::ProgrammeClosed]));
    assert_eq!(open(1, "2005-09-01", &broker(10, 5)), Err(vec![Rule::GrantNotEligible]));
    for by in [broker(11, 5), head(1), at(Role::Coordinator, 1, 7), Actor::Stranger] {
        assert_eq!(open(2, "2005-09-01", &by), Err(vec![Rule::NotAllowed]), "{by:?}");
    }
    let mut planning = application(2);
    planning.stage = FundingStage::Planning;
    let starts_on = "2005-09-01".parse().unwrap();
    let it = Opening {
        id: id(70),
        alliance: id(10),
        school: id(1),
        person: None,
        share_back: id(71),
        starts_on,
        application: &planning,
    };
    let no = Grant::open(&it, &programme(), &broker(10, 5), start()).unwrap_err().into_vec();
    assert_eq!(no[0].rule, Rule::NothingToFund);
}

#[test]
fn who_is_associated_is_involved_and_gets_no_grant() {
    let mut parted = programme();
    let part = |part, is_funded| PartRule { part, is_funded, areas: None };
    parted.versions[0].rules.parts = vec![part(ProgrammePart::Core, true), part(ProgrammePart::Associated, false)];
    let by = broker(10, 5);
    let opens = |part| {
        let of = Application { part: Some(part), ..application(2) };
        let starts_on = "2005-09-01".parse().unwrap();
        let it = Opening {
            id: id(70),
            alliance: id(10),
            school: id(1),
            person: None,
            share_back: id(71),
            starts_on,
            application: &of,
        };
        let done = Grant::open(&it, &parted, &by, start());
        done.map(|(grant, _)| grant.award.pence).map_err(|no| no.into_vec()[0].rule)
    };
    assert_eq!(opens(ProgrammePart::Core), Ok(EACH));
    assert_eq!(opens(ProgrammePart::Associated), Err(Rule::NothingToFund));
}

#[test]
fn each_year_is_matched_and_the_third_is_reviewed() {
    let (mut it, by, now) = (opened(), broker(10, 5), start());
    assert_eq!(no(it.release(1, false, &by, now)), Some(Rule::GrantMatchMissing));
    assert_eq!(no(it.evidence(1, EACH - 1, said(), &by, now)), Some(Rule::GrantMatchTooLow));
    assert_eq!(no(it.evidence(4, EACH, said(), &by, now)), Some(Rule::NumberOutOfRange));
    for year in 1..=3 {
        assert!(no(it.release(year + 1, false, &by, now)).is_some(), "in turn");
        assert_eq!(no(it.evidence(year, EACH, said(), &by, now)), None);
        if year < 3 {
            assert_eq!(no(it.release(year, false, &by, now)), None);
        }
    }
    assert_eq!(no(it.evidence(1, EACH, said(), &by, now)), Some(Rule::StepNotOpen), "what is released stays");
    assert_eq!(no(it.release(1, false, &by, now)), Some(Rule::StepNotOpen));
    assert_eq!(no(it.release(3, false, &by, now)), Some(Rule::GrantReviewMissing));
    let on = |day: &str| day.parse::<NaiveDate>().unwrap();
    assert_eq!(no(it.review(on("2007-08-31"), true, &by, now)), Some(Rule::GrantReviewEarly));
    assert_eq!(no(it.review(now.plus_days(1).day(), true, &by, now)), Some(Rule::GrantReviewEarly));
    assert_eq!(no(it.review(on("2007-09-01"), false, &by, now)), None);
    assert_eq!(no(it.release(3, false, &by, now)), Some(Rule::GrantReviewMissing), "it was not passed");
    assert_eq!(no(it.review(on("2007-08-31"), true, &by, now)), Some(Rule::GrantReviewEarly));
    assert_eq!(no(it.review(on("2007-10-01"), true, &by, now)), None);
    assert_eq!(no(it.review(on("2007-10-02"), false, &by, now)), Some(Rule::StepNotOpen), "passed is passed");
    assert_eq!(no(it.release(3, false, &by, now)), None);
    assert_eq!(it.years.iter().map(|it| it.status).collect::<Vec<_>>(), [GrantYearStatus::Released; 3]);
}

#[test]
fn no_year_is_released_before_it_begins() {
    let (mut it, by) = (opened(), broker(10, 5));
    it.starts_on = start().day();
    for year in [1, 2] {
        let _ = it.evidence(year, EACH, said(), &by, start()).unwrap();
    }
    let _ = it.release(1, false, &by, start()).unwrap();
    assert_eq!(no(it.release(2, false, &by, start().plus_days(364))), Some(Rule::GrantYearAhead));
    assert_eq!(no(it.release(2, false, &by, start().plus_days(365))), None);
}

#[test]
fn only_those_of_the_alliance_act() {
    let (mut it, now) = (opened(), start());
    for by in [broker(11, 5), head(1), Actor::Stranger] {
        let denied = Some(Rule::NotAllowed);
        assert_eq!(no(it.evidence(1, EACH, said(), &by, now)), denied);
        assert_eq!(no(it.review("2007-09-01".parse().unwrap(), true, &by, now)), denied);
        assert_eq!(no(it.release(1, false, &by, now)), denied);
    }
}

#[test]
fn what_is_owed_for_a_grant_holds_its_money_back_once_it_is_overdue() {
    let (mut asks, by, now) = (programme(), broker(10, 5), start());
    let it = opened();
    let of = application(2);
    assert_eq!(it.condition((&asks, &of), &by, now).unwrap(), None, "this programme asks for nothing");
    asks.versions[0].rules.share_back_days = Some(200);
    let starts_on = "2005-09-01".parse().unwrap();
    let it = Opening {
        id: id(70),
        alliance: id(10),
        school: id(1),
        person: None,
        share_back: id(71),
        starts_on,
        application: &of,
    };
    let (mut it, _) = Grant::open(&it, &asks, &by, now).unwrap();
    let (owed, _) = it.condition((&asks, &of), &by, now).unwrap().unwrap();
    assert_eq!((owed.id, owed.debtor, owed.creditor), (id(71), id(1), None));
    assert_eq!((owed.kind, owed.source), (ObligationKind::SharePractice, ObligationSource::Grant));
    assert_eq!(owed.due_on, now.plus_days(200).day(), "not before it was opened");
    let person = Application { member: ProgrammeMember::Person, ..of.clone() };
    let (owed, _) = it.condition((&asks, &person), &by, now).unwrap().unwrap();
    assert_eq!(owed.source, ObligationSource::Bursary);
    assert_eq!(it.condition((&asks, &of), &head(1), now).unwrap_err().into_vec()[0].rule, Rule::NotAllowed);
    let _ = it.evidence(1, EACH, said(), &by, now).unwrap();
    assert_eq!(no(it.release(1, true, &by, now)), Some(Rule::ShareBackOverdue));
    assert_eq!(no(it.release(1, false, &by, now)), None);
}
