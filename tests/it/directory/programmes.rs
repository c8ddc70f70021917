//! The thirteen programmes of about 2005, each tried against what is said of it (PROGRAMMES).

use domain::directory::{
    Application, CapScope, FundingStage, Partner, Phase, Places, Programme, ProgrammeFocus, ProgrammeMember,
    ProgrammePart, ProgrammeRules, Region, Shortfall, Standing,
};
use lateral_tests::TestApp;
use persistence::directory::programme;
use serde_json::json;

/// The programmes as they are stored.
struct Stored(Vec<Programme>);

impl Stored {
    /// The rules of a programme on a day.
    fn on(&self, code: &str, day: &str) -> &ProgrammeRules {
        let it = self.0.iter().find(|it| it.code == code).unwrap_or_else(|| panic!("there is no {code}"));
        &it.on(day.parse().unwrap()).unwrap_or_else(|| panic!("{code} has no rules on {day}")).rules
    }

    fn rules(&self, code: &str) -> &ProgrammeRules {
        self.on(code, "2005-10-01")
    }
}

fn by(member: ProgrammeMember) -> Application {
    Application::new(member, FundingStage::Running, ProgrammeFocus::Other)
}

fn primaries(count: usize) -> Vec<(Phase, bool)> {
    vec![(Phase::Primary, true); count]
}

#[tokio::test]
async fn every_programme_says_yes_and_no_as_it_did() {
    let app = TestApp::start().await;
    let all = Stored(programme::all(app.app.db()).await.unwrap());
    assert_eq!(all.0.len(), 15);
    let paid = |rules: &ProgrammeRules, stage, focus| rules.award(stage, focus).map(|it| (it.pence, it.half_days));
    let (running, other) = (FundingStage::Running, ProgrammeFocus::Other);
    let told = |rules: &ProgrammeRules, it: &Application| rules.weigh(it).shortfalls;

    // 1: two days and 2,500 a school for one year, by 15 schools or 15 per cent, ten schools an authority; the pilot before.
    let isp = all.on("intensifying-support", "2005-01-10");
    assert_eq!((paid(isp, running, other), isp.years), (Some((250_000, 4)), Some(1)));
    assert_eq!(isp.authority.map(|it| (it.floor, it.schools, it.percent)), Some((65, 15, 15)));
    let school = |authority, taken| Application {
        schools: primaries(1),
        authority: Some(authority),
        taken: vec![(CapScope::Authority, taken)],
        ..by(ProgrammeMember::School)
    };
    assert_eq!(told(isp, &school((15, 400), 9)), []);
    assert_eq!(told(isp, &school((6, 40), 9)), []);
    assert_eq!(told(isp, &school((14, 400), 10)), [Shortfall::Authority, Shortfall::Cap]);
    assert!(isp.releases(&isp.awards[0], 1, 0, false) && !isp.releases(&isp.awards[0], 2, 0, false));
    assert_eq!(all.on("intensifying-support", "2003-01-10").awards, []);

    // 2: 5,000 to plan, then, where the plan was successful, 12,000 for a year, 14,000 for maths; secondary schools involved, and not funded.
    let networks = all.rules("learning-networks");
    assert_eq!(paid(networks, FundingStage::Planning, ProgrammeFocus::Maths), Some((500_000, 0)));
    assert_eq!(paid(networks, running, other), Some((1_200_000, 0)));
    assert_eq!(paid(networks, running, ProgrammeFocus::Maths), Some((1_400_000, 0)));
    assert_eq!((networks.years, networks.advised_schools), (Some(1), Some((5, 6))));
    let with = |schools| networks.weigh(&Application { schools, planned: true, ..by(ProgrammeMember::Network) });
    let unplanned = Application { schools: primaries(5), ..by(ProgrammeMember::Network) };
    assert_eq!(told(networks, &unplanned), [Shortfall::Plan]);
    assert_eq!(told(networks, &Application { stage: FundingStage::Planning, ..unplanned }), []);
    let mixed = vec![
        (Phase::Primary, true),
        (Phase::Nursery, false),
        (Phase::MiddleDeemedSecondary, true),
        (Phase::NotApplicable, true),
        (Phase::Secondary, false),
    ];
    assert_eq!((with(mixed.clone()).shortfalls, with(mixed).unfunded), (vec![], 1));
    assert_eq!(with(vec![(Phase::Secondary, false)]).shortfalls, [Shortfall::NobodyFunded]);
    assert_eq!(with(vec![(Phase::Primary, true), (Phase::NotApplicable, false)]).shortfalls, [Shortfall::Phase]);
    assert_eq!(with(vec![(Phase::Secondary, false), (Phase::Primary, true)]).shortfalls, [Shortfall::LeadUnfunded]);

    // 3, 9, 10, 12: people, by what they are.
    for (code, standing) in [
        ("advanced-skills-teachers", Standing::AdvancedSkillsTeacher),
        ("teacher-learning-academy", Standing::RegisteredTeacher),
        ("professional-networks", Standing::Interest),
        ("school-networks", Standing::LeadPractitioner),
    ] {
        let rules = all.rules(code);
        assert_eq!(told(rules, &by(ProgrammeMember::Person)), [Shortfall::Standing], "{code}");
        let person = Application { standing: vec![standing], ..by(ProgrammeMember::Person) };
        assert_eq!(told(rules, &person), [], "{code}");
    }
    let days = all.rules("school-networks");
    let of = |stage| paid(days, stage, other).map(|it| it.1);
    assert_eq!((of(running), of(FundingStage::Extended)), (Some(20), Some(40)), "ten or twenty days");
    let full = vec![(CapScope::Programme, 140)];
    let late = Application { taken: full, standing: vec![Standing::LeadPractitioner], ..by(ProgrammeMember::Person) };
    assert_eq!(told(days, &late), [Shortfall::Cap]);

    // 4: a catalogue entry without a grant.
    assert_eq!(
        (
            &all.rules("new-professionalism").awards[..],
            told(all.rules("new-professionalism"), &by(ProgrammeMember::Person))
        ),
        (&[][..], vec![])
    );

    // 5: authorities, not schools; nineteen lead, then there is no end.
    let leading = all.on("learning-project", "2005-01-10");
    let authority = |taken| Application { taken: vec![(CapScope::Programme, taken)], ..by(ProgrammeMember::Authority) };
    assert_eq!((told(leading, &authority(18)), told(leading, &authority(19))), (vec![], vec![Shortfall::Cap]));
    assert_eq!(told(all.rules("learning-project"), &authority(60)), []);
    assert_eq!(told(leading, &by(ProgrammeMember::School)), [Shortfall::Member]);

    // 6: by either of two measures.
    let edge = all.rules("leading-edge");
    for (lead_by_results, lead_by_value_added, expected) in
        [(true, false, vec![]), (false, true, vec![]), (false, false, vec![Shortfall::Lead])]
    {
        let it = Application { lead_by_results, lead_by_value_added, ..by(ProgrammeMember::Partnership) };
        assert_eq!(told(edge, &it), expected);
    }

    // 7: 50,000 a year for three years, matched, six schools, a partner, and a review after two years before the third.
    let communities = all.rules("networked-learning-communities");
    let award = communities.awards[0];
    assert_eq!((award.pence, communities.years, communities.to_match(&award)), (5_000_000, Some(3), 5_000_000));
    assert_eq!(communities.review.map(|it| (it.after_months, it.before_year)), Some((24, 3)));
    let network = |count, partners| Application { schools: primaries(count), partners, ..by(ProgrammeMember::Network) };
    assert_eq!(told(communities, &network(6, vec![Partner::University])), []);
    assert_eq!(told(communities, &network(6, vec![Partner::Authority])), []);
    assert_eq!(told(communities, &network(5, vec![])), [Shortfall::TooFewSchools, Shortfall::Partner]);
    let releases = |year, matched, passed| communities.releases(&award, year, matched, passed);
    assert!(releases(2, 5_000_000, false) && releases(3, 5_000_000, true));
    assert!(!releases(1, 4_999_999, true) && !releases(3, 5_000_000, false) && !releases(4, 5_000_000, true));

    // 8: a partner, and an evaluation that is promised; after the first round, for the balance of the regions.
    let first = all.on("postgraduate-professional-development", "2005-01-10");
    let partnership = by(ProgrammeMember::Partnership);
    assert_eq!(told(first, &partnership), [Shortfall::Partner, Shortfall::Evaluation]);
    let whole = Application { partners: vec![Partner::University], evaluates: true, ..partnership };
    assert_eq!(told(first, &whole), []);
    let later = all.rules("postgraduate-professional-development");
    let from = |region| Application {
        region: Some(region),
        places: Places::new([(Region::London, 20), (Region::SouthEast, 37)]),
        ..whole.clone()
    };
    assert_eq!(told(first, &from(Region::London)), []);
    assert_eq!(told(later, &from(Region::London)), [Shortfall::Region]);
    assert_eq!(told(later, &from(Region::NorthEast)), []);
    assert_eq!(told(later, &whole), [Shortfall::Region], "where it lies is not told");

    // 11: eleven regions by nine gateways.
    let hubs = all.rules("inet-hubs");
    assert_eq!(hubs.caps.iter().map(|it| it.most).collect::<Vec<_>>(), [1, 11 * 9]);
    let second = Application { taken: vec![(CapScope::Place, 1)], ..by(ProgrammeMember::School) };
    assert_eq!(told(hubs, &second), [Shortfall::Cap]);

    // 13: partners from outside schools; core schools in one of 36 areas, and others beside them that are not funded.
    let creative = all.rules("creative-partnerships");
    assert_eq!(told(creative, &by(ProgrammeMember::School)), [Shortfall::Part, Shortfall::Partner]);
    let school = |part, area| {
        let partners = vec![Partner::Creative];
        creative.weigh(&Application { part, area, partners, schools: primaries(1), ..by(ProgrammeMember::School) })
    };
    let core = school(Some(ProgrammePart::Core), Some(36));
    assert_eq!((core.shortfalls, core.unfunded), (vec![], 0));
    assert_eq!(school(Some(ProgrammePart::Core), Some(37)).shortfalls, [Shortfall::Area]);
    let associated = school(Some(ProgrammePart::Associated), None);
    assert_eq!((associated.shortfalls, associated.unfunded), (vec![], 1));

    // Schools whose development is funded for three years, matched; and a bursary on the condition of sharing.
    let matched = all.on("professional-development-schools", "2005-01-10");
    assert_eq!((matched.years, matched.matched, matched.share_back_days), (Some(3), Some(10_000), None));
    assert_eq!(told(matched, &Application { schools: primaries(1), ..by(ProgrammeMember::School) }), []);
    let bursary = all.on("sharing-bursary", "2004-01-10");
    assert_eq!((bursary.share_back_days, told(bursary, &by(ProgrammeMember::Person))), (Some(365), vec![]));
}

#[tokio::test]
async fn anybody_reads_the_programmes_and_asks_what_their_rules_say() {
    let app = TestApp::start().await;
    let asked = "query ($it: ProgrammeApplication!) { programmes(on: \"2005-10-01\") { code versions { since until \
                 eligibility(application: $it) { eligible shortfalls unfundedSchools award { amount halfDays } } } } }";
    let it = json!({
        "member": "NETWORK", "stage": "RUNNING", "planned": true, "focus": "MATHS",
        "schools": [{"phase": "PRIMARY", "hasPrimaryPupils": true}, {"phase": "SECONDARY"}],
    });
    let answer = app.stranger().ask(asked, json!({"it": it})).await;
    let found = answer.done()["programmes"].as_array().unwrap().clone();
    assert_eq!(found.len(), 12, "the first ended in August");
    let networks = found.iter().find(|it| it["code"] == "learning-networks").unwrap();
    let expected = json!({
        "eligible": true, "shortfalls": [], "unfundedSchools": 1, "award": {"amount": 1_400_000, "halfDays": 0},
    });
    assert_eq!(networks["versions"][0]["eligibility"], expected);
    assert_eq!(app.stranger().asks("{ programmes { code } }").await.at("programmes").as_array().unwrap().len(), 15);
}
