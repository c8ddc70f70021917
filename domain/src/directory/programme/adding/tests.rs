//! Who may keep programmes, how rules follow one another, and which make no sense.

use super::*;
use crate::access::Role;
use crate::brokerage::testing::{at, broker, head, id, start};
use crate::directory::{
    AuthorityTest, Award, Cap, CapScope, FundingStage, PartRule, Partner, Phase, ProgrammeMember, ProgrammePart,
    ProgrammeRound, ReviewGate, Standing,
};

fn operator() -> Actor {
    at(Role::Operator, 1, 9)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn rules() -> ProgrammeRules {
    let award = Award { stage: FundingStage::Running, focus: None, pence: 100_000, half_days: 0 };
    ProgrammeRules { members: vec![ProgrammeMember::School], awards: vec![award], ..ProgrammeRules::default() }
}

fn from(since: &str, until: &str) -> RulesForm {
    RulesForm { since: day(since), until: until.parse().ok(), rules: rules() }
}

fn form(code: &str) -> ProgrammeForm {
    let [owner, name, about] = ["The Department", "Strong Starts", "Schools help each other."].map(str::to_owned);
    ProgrammeForm { code: code.to_owned(), owner, name, about, first: from("2026-09-01", "") }
}

fn added() -> Programme {
    Programme::add(id(1), &form("strong-starts"), false, &operator()).unwrap().0
}

fn told(no: Refusals) -> Vec<(Rule, String)> {
    no.into_vec().into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}

#[test]
fn an_operator_adds_a_programme_with_its_first_rules_and_nobody_else_does() {
    let (it, events) = Programme::add(id(1), &form("strong-starts"), false, &operator()).unwrap();
    assert_eq!((it.code.as_str(), it.versions[0].number, it.versions[0].until), ("strong-starts", 1, None));
    let since = day("2026-09-01");
    let expected = [
        Event::ProgrammeAdded { programme: id(1) },
        Event::ProgrammeRulesAdded { programme: id(1), version: 1, since },
    ];
    assert_eq!(events, expected);
    for by in [broker(10, 5), head(1), Actor::Stranger, at(Role::Analyst, 1, 9)] {
        let no = Programme::add(id(1), &form("strong-starts"), false, &by).unwrap_err();
        assert_eq!(told(no), [(Rule::NotAllowed, String::new())], "{by:?}");
        let mut it = added();
        let no = it.add_rules(&from("2027-09-01", ""), None, &by, start()).unwrap_err();
        assert_eq!(told(no), [(Rule::NotAllowed, String::new())], "{by:?}");
        assert_eq!(
            it.end((day("2027-08-31"), because()), None, &by, start()).unwrap_err().rule,
            Rule::NotAllowed,
            "{by:?}"
        );
    }
    for code in ["", "Strong", "strong starts", "-strong", "strong--starts", "strong-", "é", &"x".repeat(61)] {
        let no = Programme::add(id(1), &form(code), false, &operator()).unwrap_err();
        assert_eq!(told(no), [(Rule::ProgrammeCodeNotPlain, "code".to_owned())], "{code}");
    }
    let nameless = ProgrammeForm { name: " ".into(), first: from("2026-09-01", "2026-08-31"), ..form("isp") };
    let no = Programme::add(id(1), &nameless, true, &operator()).unwrap_err();
    let expected = [(Rule::ProgrammeExists, "code"), (Rule::TextEmpty, "name"), (Rule::PeriodBackwards, "rules.until")];
    assert_eq!(told(no), expected.map(|(rule, field)| (rule, field.to_owned())));
}

fn because() -> Remark {
    Remark::new("The money went into the schools' own budgets.").unwrap()
}

#[test]
fn rules_follow_one_another_and_what_grants_were_opened_by_stays() {
    let now = start();
    let today = now.day();
    let open = |since: NaiveDate| {
        let mut it = added();
        it.versions[0].since = since;
        it
    };
    let form = |since: NaiveDate| RulesForm { since, ..from("2026-09-01", "") };
    let mut it = open(today - Days::new(60));
    let next = today + Days::new(30);
    let events = it.add_rules(&form(next), Some(next - Days::new(1)), &operator(), now).unwrap();
    assert_eq!(
        it.versions.iter().map(|it| (it.number, it.until)).collect::<Vec<_>>(),
        [(1, Some(next - Days::new(1))), (2, None)]
    );
    let ended = Event::ProgrammeEnded { programme: id(1), version: 1, until: next - Days::new(1) };
    assert_eq!(events, [ended, Event::ProgrammeRulesAdded { programme: id(1), version: 2, since: next }]);

    let no = |since: NaiveDate, opened: Option<NaiveDate>| {
        told(open(today - Days::new(60)).add_rules(&form(since), opened, &operator(), now).unwrap_err())
    };
    let of_day = |rule: Rule| vec![(rule, "rules.since".to_owned())];
    assert_eq!(no(next, Some(next)), of_day(Rule::ProgrammeRulesInUse), "a grant begins by them on that day");
    assert_eq!(no(today - Days::new(1), None), of_day(Rule::DatePassed), "they held yesterday");
    assert_eq!(no(today - Days::new(60), None), of_day(Rule::ProgrammeRulesOverlap));

    // After rules that have ended, others may have begun before today.
    let mut ended = open(today - Days::new(60));
    ended.versions[0].until = Some(today - Days::new(30));
    let late = ended.clone().add_rules(&form(today - Days::new(29)), None, &operator(), now).unwrap();
    assert_eq!(late.len(), 1);
    let no = ended.add_rules(&form(today - Days::new(30)), None, &operator(), now).unwrap_err();
    assert_eq!(told(no), of_day(Rule::ProgrammeRulesOverlap));

    let end = |until: NaiveDate, opened| open(today - Days::new(60)).end((until, because()), opened, &operator(), now);
    assert!(end(today, Some(today)).is_ok());
    let mut closed = open(today - Days::new(60));
    let _ = closed.end((today, because()), None, &operator(), now).unwrap();
    assert_eq!((closed.version(), &closed.versions[0].end_reason), (1, &Some(because())));
    assert_eq!(it.versions[0].end_reason, None, "what is followed by other rules was not ended for a reason");
    let no = |until, opened| end(until, opened).unwrap_err();
    assert_eq!(no(today, Some(next)), Rule::ProgrammeRulesInUse.at("until"));
    assert_eq!(no(today - Days::new(2), None), Rule::DatePassed.at("until"));
    assert_eq!(no(today - Days::new(61), None), Rule::PeriodBackwards.at("until"));
    assert_eq!(ended.end((today, because()), None, &operator(), now).unwrap_err().rule, Rule::StepNotOpen);
}

#[test]
fn rounds_come_in_turn() {
    let now = start();
    let round = |number| {
        let rules = ProgrammeRules { round: Some(ProgrammeRound { number, balances_regions: number > 1 }), ..rules() };
        RulesForm { rules, ..from("2026-09-01", "2027-08-31") }
    };
    let mut it =
        Programme::add(id(1), &ProgrammeForm { first: round(1), ..form("rounds") }, false, &operator()).unwrap().0;
    let since = day("2027-09-01");
    for number in [1, 3] {
        let no = it.add_rules(&RulesForm { since, until: None, ..round(number) }, None, &operator(), now).unwrap_err();
        assert_eq!(told(no), [(Rule::NumberOutOfRange, "rules.round.number".to_owned())], "{number}");
    }
    assert!(it.add_rules(&RulesForm { since, until: None, ..round(2) }, None, &operator(), now).is_ok());
}

/// What makes rules senseless, by which rule and field it is refused.
type Case = (Rule, &'static str, Box<dyn Fn(&mut ProgrammeRules)>);

fn case(rule: Rule, field: &'static str, change: impl Fn(&mut ProgrammeRules) + 'static) -> Case {
    (rule, field, Box::new(change))
}

#[test]
fn rules_that_make_no_sense_are_refused_each_by_its_field() {
    let refused = |change: &dyn Fn(&mut ProgrammeRules)| {
        let mut first = from("2026-09-01", "");
        change(&mut first.rules);
        let done = Programme::add(id(1), &ProgrammeForm { first, ..form("sense") }, false, &operator());
        done.map_err(told).err().unwrap_or_default()
    };
    let part = |part, is_funded, areas| PartRule { part, is_funded, areas };
    let award = |pence, half_days| Award { stage: FundingStage::Running, focus: None, pence, half_days };
    let test = |floor, schools, percent| Some(AuthorityTest { floor, schools, percent });
    let gate = |after_months, before_year| Some(ReviewGate { after_months, before_year });
    let cases = vec![
        case(Rule::ChoiceMissing, "members", |it| it.members.clear()),
        case(Rule::ChoiceRepeated, "members.1", |it| it.members = vec![ProgrammeMember::School; 2]),
        case(Rule::ChoiceRepeated, "funded.1", |it| it.funded = vec![Phase::Primary; 2]),
        case(Rule::ChoiceRepeated, "partners.1", |it| it.partners = vec![Partner::University; 2]),
        case(Rule::ProgrammeRulesContradict, "unfunded", |it| {
            it.funded = vec![Phase::Primary];
            it.unfunded = vec![Phase::Primary];
        }),
        case(Rule::ProgrammeRulesContradict, "funded", |it| it.unfunded = vec![Phase::Secondary]),
        case(Rule::ProgrammeRulesContradict, "round.balancesRegions", |it| {
            it.round = Some(ProgrammeRound { number: 1, balances_regions: true });
        }),
        case(Rule::ChoiceRepeated, "parts.1", move |it| it.parts = vec![part(ProgrammePart::Core, true, None); 2]),
        case(Rule::NumberOutOfRange, "parts.0.areas", move |it| {
            it.parts = vec![part(ProgrammePart::Core, true, Some(0))]
        }),
        case(Rule::ProgrammeRulesContradict, "parts", move |it| {
            it.parts = vec![part(ProgrammePart::Associated, false, None)]
        }),
        case(Rule::ProgrammeRulesContradict, "standing", |it| it.standing = Some(Standing::Interest)),
        case(Rule::ChoiceRepeated, "awards.1.stage", move |it| it.awards = vec![award(1, 0), award(2, 0)]),
        case(Rule::NumberOutOfRange, "awards.0.amount", move |it| it.awards = vec![award(-1, 0)]),
        case(Rule::NumberOutOfRange, "awards.0.halfDays", move |it| it.awards = vec![award(0, 801)]),
        case(Rule::ProgrammeRulesContradict, "awards.0.amount", move |it| it.awards = vec![award(0, 0)]),
        case(Rule::ProgrammeRulesContradict, "plansFirst", |it| {
            it.awards[0].stage = FundingStage::Planning;
            it.plans_first = true;
        }),
        case(Rule::ChoiceRepeated, "caps.1.per", |it| it.caps = vec![Cap { per: CapScope::Place, most: 1 }; 2]),
        case(Rule::NumberOutOfRange, "caps.0.most", |it| it.caps = vec![Cap { per: CapScope::Place, most: 0 }]),
        case(Rule::NumberOutOfRange, "years", |it| it.years = Some(11)),
        case(Rule::NumberOutOfRange, "matched", |it| it.matched = Some(0)),
        case(Rule::NumberOutOfRange, "shareBackDays", |it| it.share_back_days = Some(0)),
        case(Rule::NumberOutOfRange, "review.beforeYear", move |it| it.review = gate(12, 2)),
        case(Rule::NumberOutOfRange, "review.afterMonths", move |it| {
            it.years = Some(3);
            it.review = gate(25, 3);
        }),
        case(Rule::NumberOutOfRange, "leastSchools", |it| it.least_schools = Some(0)),
        case(Rule::NumberOutOfRange, "advisedSchools", |it| it.advised_schools = Some((6, 5))),
        case(Rule::ProgrammeRulesContradict, "advisedSchools", |it| {
            it.least_schools = Some(7);
            it.advised_schools = Some((5, 6));
        }),
        case(Rule::NumberOutOfRange, "authority.floor", move |it| it.authority = test(101, 15, 15)),
        case(Rule::NumberOutOfRange, "authority.schools", move |it| it.authority = test(65, 0, 15)),
        case(Rule::NumberOutOfRange, "authority.percent", move |it| it.authority = test(65, 15, 0)),
    ];
    for (rule, field, change) in &cases {
        assert_eq!(refused(&**change), [(*rule, format!("rules.{field}"))], "{field}");
    }
    assert_eq!(refused(&|_| {}), []);
}
