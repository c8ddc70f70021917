//! What kinds of rules a programme may have. The thirteen programmes themselves are tried as they are stored.

use super::*;

fn nobody(member: ProgrammeMember) -> Application {
    Application {
        member,
        stage: FundingStage::Running,
        focus: ProgrammeFocus::Other,
        schools: Vec::new(),
        partners: Vec::new(),
        authority: None,
        taken: Vec::new(),
        lead_by_results: false,
        lead_by_value_added: false,
        standing: Vec::new(),
        evaluates: false,
    }
}

#[test]
fn the_version_of_the_day_holds_and_none_before_or_after() {
    let version = |number, since: &str, until: &str| ProgrammeVersion {
        number,
        since: since.parse().unwrap(),
        until: until.parse().ok(),
        rules: ProgrammeRules::default(),
    };
    let versions = vec![version(1, "2002-09-01", "2004-08-31"), version(2, "2004-09-01", "")];
    let [code, owner, name, about] = ["isp", "DfES", "ISP", "Support"].map(str::to_owned);
    let it = Programme { code, owner, name, about, versions };
    let on = |day: &str| it.on(day.parse().unwrap()).map(|it| it.number);
    assert_eq!(
        [on("2002-08-31"), on("2004-08-31"), on("2004-09-01"), on("2030-01-01")],
        [None, Some(1), Some(2), Some(2)]
    );
}

#[test]
fn an_authority_takes_part_by_number_or_by_share() {
    let test = AuthorityTest { floor: 65, schools: 15, percent: 15 };
    for (below, schools, expected) in
        [(15, 1_000, true), (14, 1_000, false), (14, 93, true), (14, 94, false), (3, 20, true), (0, 0, false)]
    {
        assert_eq!(test.admits(below, schools), expected, "{below} of {schools}");
    }
}

#[test]
fn everything_that_stands_against_it_is_told_at_once() {
    let rules = ProgrammeRules {
        members: vec![ProgrammeMember::Network],
        least_schools: Some(6),
        funded: vec![Phase::Primary],
        partners: vec![Partner::University],
        authority: Some(AuthorityTest { floor: 65, schools: 15, percent: 15 }),
        caps: vec![Cap { per: CapScope::Authority, most: 10 }],
        lead_in_upper_quartile: true,
        standing: Some(Standing::Interest),
        evaluates: true,
        ..ProgrammeRules::default()
    };
    let mut it = nobody(ProgrammeMember::Person);
    it.schools = vec![(Phase::Secondary, false)];
    it.taken = vec![(CapScope::Authority, 10)];
    assert_eq!(rules.weigh(&it).shortfalls, <Shortfall as crate::Word>::ALL);
    let it = Application {
        member: ProgrammeMember::Network,
        schools: vec![(Phase::Primary, true); 6],
        partners: vec![Partner::University],
        authority: Some((15, 200)),
        taken: vec![(CapScope::Authority, 9)],
        lead_by_value_added: true,
        standing: vec![Standing::Interest],
        evaluates: true,
        ..it
    };
    assert_eq!(rules.weigh(&it).shortfalls, []);
}

#[test]
fn what_the_service_knows_stands_before_what_is_told() {
    let told = Application {
        schools: vec![(Phase::Primary, true), (Phase::Secondary, false)],
        taken: vec![(CapScope::Authority, 2), (CapScope::Place, 1)],
        ..nobody(ProgrammeMember::Network)
    };
    let it = told.as_known((Phase::Secondary, false), &[(CapScope::Authority, 3), (CapScope::Programme, 4)]);
    assert_eq!(it.schools, [(Phase::Secondary, false); 2]);
    assert_eq!(it.taken, [(CapScope::Authority, 3), (CapScope::Programme, 4), (CapScope::Place, 1)]);
    let it = told.as_known((Phase::Primary, true), &[(CapScope::Authority, 1)]);
    assert_eq!(it.taken, [(CapScope::Authority, 2), (CapScope::Place, 1)], "who tells of more is believed");
    let lead = (Phase::Secondary, false);
    assert_eq!(nobody(ProgrammeMember::School).as_known(lead, &[]).schools, [lead]);
    assert_eq!(nobody(ProgrammeMember::Person).as_known(lead, &[]).schools, []);
}

#[test]
fn a_year_is_released_when_it_is_matched_and_reviewed() {
    let award = Award { stage: FundingStage::Running, focus: None, pence: 5_000_000, half_days: 0 };
    let review = Some(ReviewGate { after_months: 24, before_year: 3 });
    let rules = ProgrammeRules { years: Some(3), matched: Some(10_000), review, ..ProgrammeRules::default() };
    for (year, matched, passed, expected) in [
        (1, 5_000_000, false, true),
        (1, 4_999_999, true, false),
        (2, 5_000_000, false, true),
        (3, 5_000_000, false, false),
        (3, 5_000_000, true, true),
        (4, 5_000_000, true, false),
        (0, 5_000_000, true, false),
    ] {
        assert_eq!(rules.releases(&award, year, matched, passed), expected, "year {year}");
    }
    let third = ProgrammeRules { matched: Some(3_333), ..rules };
    assert_eq!(third.to_match(&Award { pence: 100, ..award }), 34, "a part of a penny is matched whole");
}
