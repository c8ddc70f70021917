//! What kinds of rules a programme may have. The thirteen programmes themselves are tried as they are stored.

use super::*;
use crate::directory::Region;

fn nobody(member: ProgrammeMember) -> Application {
    Application::new(member, FundingStage::Running, ProgrammeFocus::Other)
}

#[test]
fn the_version_of_the_day_holds_and_none_before_or_after() {
    let version = |number, since: &str, until: &str| ProgrammeVersion {
        number,
        since: since.parse().unwrap(),
        until: until.parse().ok(),
        end_reason: None,
        rules: ProgrammeRules::default(),
    };
    let versions = vec![version(1, "2002-09-01", "2004-08-31"), version(2, "2004-09-01", "")];
    let [code, owner, name, about] = ["isp", "DfES", "ISP", "Support"].map(str::to_owned);
    let it =
        Programme { id: Id::from_uuid(uuid::Uuid::nil()), code, owner, name, about, versions, figures: Vec::new() };
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
        round: Some(ProgrammeRound { number: 2, balances_regions: true }),
        parts: vec![PartRule { part: ProgrammePart::Core, is_funded: true, areas: Some(36) }],
        plans_first: true,
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
    // Where a school lies is asked once it says as what it takes part, and which one leads once one of them is funded.
    let all = <Shortfall as crate::Word>::ALL.iter().copied();
    let unasked = [Shortfall::Area, Shortfall::LeadUnfunded];
    assert_eq!(rules.weigh(&it).shortfalls, all.filter(|it| !unasked.contains(it)).collect::<Vec<_>>());
    let it = Application {
        member: ProgrammeMember::Network,
        part: Some(ProgrammePart::Core),
        area: Some(36),
        planned: true,
        region: Some(Region::London),
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
    for area in [None, Some(0), Some(37)] {
        assert_eq!(rules.weigh(&Application { area, ..it.clone() }).shortfalls, [Shortfall::Area], "{area:?}");
    }
    let associated = Application { part: Some(ProgrammePart::Associated), ..it.clone() };
    assert_eq!(rules.weigh(&associated).shortfalls, [Shortfall::Part], "it has none such");
    let planning = Application { stage: FundingStage::Planning, planned: false, ..it };
    assert_eq!(rules.weigh(&planning).shortfalls, [], "the plan comes first");
}

#[test]
fn core_members_are_funded_and_associated_ones_involved() {
    let part = |part, is_funded, areas| PartRule { part, is_funded, areas };
    let award = Award { stage: FundingStage::Running, focus: None, pence: 100, half_days: 0 };
    let rules = ProgrammeRules {
        members: vec![ProgrammeMember::School],
        parts: vec![part(ProgrammePart::Core, true, Some(36)), part(ProgrammePart::Associated, false, None)],
        awards: vec![award],
        ..ProgrammeRules::default()
    };
    let as_part = |part, area| {
        let schools = vec![(Phase::Primary, true)];
        rules.weigh(&Application { part, area, schools, ..nobody(ProgrammeMember::School) })
    };
    let (shortfalls, unfunded) = (Vec::new(), 0);
    let core = as_part(Some(ProgrammePart::Core), Some(1));
    assert_eq!(core, Eligibility { shortfalls, award: Some(award), unfunded });
    let associated = as_part(Some(ProgrammePart::Associated), None);
    assert_eq!((associated.shortfalls, associated.award, associated.unfunded), (vec![], None, 1));
    assert_eq!(as_part(None, Some(1)).shortfalls, [Shortfall::Part]);
}

#[test]
fn the_school_that_leads_is_one_that_may_be_funded() {
    let rules = ProgrammeRules {
        members: vec![ProgrammeMember::Network, ProgrammeMember::Partnership],
        funded: vec![Phase::Primary],
        unfunded: vec![Phase::Secondary],
        ..ProgrammeRules::default()
    };
    let (primary, secondary) = ((Phase::Primary, true), (Phase::Secondary, false));
    let told = |schools: &[(Phase, bool)]| {
        rules.weigh(&Application { schools: schools.to_vec(), ..nobody(ProgrammeMember::Network) }).shortfalls
    };
    assert_eq!(told(&[primary, secondary]), []);
    assert_eq!(told(&[secondary, primary]), [Shortfall::LeadUnfunded]);
    assert_eq!(told(&[secondary, secondary]), [Shortfall::NobodyFunded]);
    // Whoever types another school first is not believed, of a partnership neither.
    let known = Known { lead: secondary, region: None, taken: Vec::new(), places: Places::default() };
    for member in [ProgrammeMember::Network, ProgrammeMember::Partnership] {
        let typed = Application { schools: vec![primary, primary], ..nobody(member) };
        assert_eq!(rules.weigh(&typed.as_known(&known)).shortfalls, [Shortfall::LeadUnfunded], "{member:?}");
    }
}

#[test]
fn what_the_service_knows_stands_before_what_is_told() {
    let told = Application {
        schools: vec![(Phase::Primary, true), (Phase::Secondary, false)],
        taken: vec![(CapScope::Authority, 2), (CapScope::Place, 1)],
        ..nobody(ProgrammeMember::Network)
    };
    let known = |lead, taken: &[(CapScope, i32)]| {
        let places = Places::new([(Region::London, 3), (Region::SouthWest, 1)]);
        Known { lead, region: None, taken: taken.to_vec(), places }
    };
    let it = told.as_known(&known((Phase::Secondary, false), &[(CapScope::Authority, 3), (CapScope::Programme, 4)]));
    assert_eq!(it.schools, [(Phase::Secondary, false); 2]);
    assert_eq!(it.taken, [(CapScope::Authority, 3), (CapScope::Programme, 4), (CapScope::Place, 1)]);
    let it = told.as_known(&known((Phase::Primary, true), &[(CapScope::Authority, 1)]));
    assert_eq!(it.taken, [(CapScope::Authority, 2), (CapScope::Place, 1)], "who tells of more is believed");
    let lead = (Phase::Secondary, false);
    assert_eq!(nobody(ProgrammeMember::School).as_known(&known(lead, &[])).schools, [lead]);
    assert_eq!(nobody(ProgrammeMember::Person).as_known(&known(lead, &[])).schools, []);

    let told = Application { region: Some(Region::London), places: Places::new([(Region::London, 5)]), ..told };
    let listed = Known { region: Some(Region::SouthWest), ..known(lead, &[]) };
    let it = told.as_known(&listed);
    assert_eq!(it.region, Some(Region::SouthWest), "the register knows where a school lies");
    let places = Places::default().or_more(&Places::new([(Region::London, 5), (Region::SouthWest, 1)]));
    assert_eq!(it.places, places);
    assert_eq!(told.as_known(&known(lead, &[])).region, Some(Region::London));
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
