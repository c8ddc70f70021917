//! Who gives an assurance, what it may hold, on which days work may rest on it.

use super::*;
use crate::Word;
use crate::brokerage::proposal::tests::{at, broker, head, id, start};
use crate::brokerage::{FollowUpWay, Side};
use crate::exchange::{Mode, SupportKind};

pub fn form() -> AssuranceForm {
    let today = start().day();
    AssuranceForm {
        checked_on: today - Months::new(6),
        scope: AssuranceScope::Accompanied,
        letter: Some("Letter of 3 September, personnel folder".into()),
        valid_until: today + Months::new(12),
    }
}

pub fn assured() -> Assured {
    Assured { employer: id(1), specialist: Some((id(30), id(8))) }
}

pub fn given() -> SafeguardingAssurance {
    SafeguardingAssurance::give(id(95), assured(), &form(), &head(1), start()).unwrap().0
}

fn give(form: &AssuranceForm, by: &Actor) -> Result<SafeguardingAssurance, Vec<(Rule, String)>> {
    let given = SafeguardingAssurance::give(id(95), assured(), form, by, start());
    given.map(|(it, _)| it).map_err(|no| {
        no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
    })
}

fn refused(form: &AssuranceForm, rule: Rule, field: &str) {
    assert_eq!(give(form, &head(1)), Err(vec![(rule, field.to_owned())]));
}

#[test]
fn the_employer_alone_gives_it_and_nobody_for_themselves() {
    assert!(give(&form(), &head(1)).is_ok());
    assert!(give(&form(), &at(Role::Governor, 1, 20)).is_ok(), "a governor gives a head's");
    let others = [head(2), broker(10, 5), at(Role::Coordinator, 1, 7), at(Role::Specialist, 1, 8)];
    for by in others {
        assert_eq!(give(&form(), &by), Err(vec![(Rule::NotAllowed, String::new())]), "{by:?}");
        let no = given().withdraw(Remark::new("No longer").unwrap(), &by, start());
        assert_eq!(no.map(drop), Err(Rule::NotAllowed.into()), "{by:?}");
    }
    let own = give(&form(), &at(Role::Head, 1, 8));
    assert_eq!(own, Err(vec![(Rule::OwnAssurance, "specialist".into())]));
}

#[test]
fn its_days_make_sense_and_it_holds_three_years_at_most() {
    let (today, form) = (start().day(), form());
    refused(&AssuranceForm { checked_on: today.succ_opt().unwrap(), ..form.clone() }, Rule::CheckAhead, "checkedOn");
    refused(&AssuranceForm { valid_until: today.pred_opt().unwrap(), ..form.clone() }, Rule::DatePassed, "validUntil");
    let last = today + Months::new(36);
    assert!(give(&AssuranceForm { valid_until: last, ..form.clone() }, &head(1)).is_ok());
    let longer = AssuranceForm { valid_until: last.succ_opt().unwrap(), ..form };
    refused(&longer, Rule::AssuranceTooLong, "validUntil");
}

#[test]
fn no_number_of_a_certificate_is_taken() {
    for letter in ["001234567890", "Certificate 0012 3456 7890", "DBS 0012-3456-7890, seen", "1 001234567890"] {
        refused(&AssuranceForm { letter: Some(letter.into()), ..form() }, Rule::CertificateNumber, "letterRef");
    }
    for letter in ["Letter 2026/117", "Folder 12, page 345", "2026-09-03", "0012345678901"] {
        assert!(give(&AssuranceForm { letter: Some(letter.into()), ..form() }, &head(1)).is_ok(), "{letter}");
    }
    refused(&AssuranceForm { letter: Some(" ".into()), ..form() }, Rule::TextEmpty, "letterRef");
}

#[test]
fn work_rests_on_it_from_the_day_it_is_given_to_its_last_and_not_once_it_has_ended() {
    let (it, today) = (given(), start().day());
    let days = [(today.pred_opt().unwrap(), false), (today, true), (it.valid_until, true)];
    for (day, covered) in days {
        assert_eq!(it.covers(day), covered, "{day}");
    }
    assert!(!it.covers(it.valid_until.succ_opt().unwrap()));
    let mut back = given();
    let later = start().plus_days(3);
    assert!(back.withdraw(Remark::new("A new check is under way").unwrap(), &head(1), later).is_ok());
    assert!(back.covers(later.day().pred_opt().unwrap()), "what was done before stays done");
    assert!(!back.covers(later.day()));
    assert_eq!(back.withdraw(Remark::new("Twice").unwrap(), &head(1), later), Err(Rule::StepNotOpen.into()));
    let mut over = given();
    let end = start().plus_days(366);
    assert_eq!(over.lapse(start()), Err(Rule::StepNotOpen.into()), "it still holds");
    assert!(over.lapse(end).is_ok());
    assert_eq!(over.end(end), Err(Rule::StepNotOpen.into()));
}

#[test]
fn only_work_in_person_asks_for_one_and_only_since_it_is_asked_for() {
    let today = start().day();
    let home = |since, given| Assurances(vec![Travelling { side: Side::Home, since, given }]);
    let (some, none) = (home(today, vec![given()]), home(today, Vec::new()));
    let before = home(today.succ_opt().unwrap(), Vec::new());
    for (held, mode, no) in [
        (&some, Mode::InPerson, false),
        (&none, Mode::Remote, false),
        (&none, Mode::InPerson, true),
        (&none, Mode::Blended, true),
        (&before, Mode::InPerson, false),
    ] {
        let told = held.require_for_visit(mode, today);
        assert_eq!(told, if no { Err(Rule::AssuranceMissing.at("mode")) } else { Ok(()) }, "{mode:?}");
    }
    use Mode::*;
    for (common, no) in [(&[InPerson][..], true), (&[InPerson, Blended], true), (&[InPerson, Remote], false)] {
        assert_eq!(none.require_for_agreement(common, today).is_err(), no, "{common:?}");
        assert_eq!(some.require_for_agreement(common, today), Ok(()));
    }
}

#[test]
fn whoever_comes_to_follow_up_from_the_school_that_gave_comes_on_its_word() {
    let today = start().day();
    let held = |given| Assurances(vec![Travelling { side: Side::Home, since: today, given }]);
    for way in FollowUpWay::ALL {
        assert_eq!(held(vec![given()]).require_for_follow_up(*way, today), Ok(()), "{way:?}");
        let no = (*way == FollowUpWay::GiverCame).then(|| Rule::AssuranceMissing.at("way"));
        assert_eq!(held(Vec::new()).require_for_follow_up(*way, today).err(), no, "{way:?}");
    }
}

#[test]
fn the_word_is_asked_of_the_employer_of_whoever_goes_to_the_other_school() {
    use Side::{Home, Host};
    for kind in SupportKind::ALL {
        let travel = match kind {
            SupportKind::StudyVisit => &[Host][..],
            SupportKind::JointPracticeDevelopment | SupportKind::PupilCollaboration => &[Home, Host],
            _ => &[Home],
        };
        assert_eq!(kind.travellers(), travel, "{kind:?}");
    }
    let today = start().day();
    let side = |side, given| Travelling { side, since: today, given };
    let told = |home, host| {
        Assurances(vec![side(Home, home), side(Host, host)])
            .require_for_visit(Mode::InPerson, today)
            .map_err(|no| no.rule)
    };
    let missing = Err(Rule::AssuranceMissing);
    assert_eq!(told(vec![given()], vec![given()]), Ok(()));
    assert_eq!((told(vec![given()], Vec::new()), told(Vec::new(), vec![given()])), (missing, missing));
    let visitors =
        Assurances(vec![side(Host, Vec::new())]).require_for_agreement(&[Mode::InPerson], today).unwrap_err();
    assert!(visitors.message().contains("school that receives"), "{}", visitors.message());
}
