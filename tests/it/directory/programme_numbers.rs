//! Every number that is told of the thirteen programmes of about 2005 and of the two at the end of the page (PROGRAMMES), beside every number that is stored of them:
//! none is missing, and none is made up.

use std::collections::BTreeMap;

use domain::Word;
use domain::directory::{Programme, ProgrammeVersion};
use lateral_tests::TestApp;
use persistence::directory::programme;
use persistence::values;

/// The rows of the page, each with its numbers. Money is in pence, a whole day is two half-days, and shares are in hundredths
/// of a per cent where nothing else is said.
const PAGE: [(&str, &[(&str, i64)]); 15] = [
    (
        "intensifying-support",
        &[
            ("authorities exact 2002-2004", 13),
            ("rules 2: pence for running", 250_000),
            ("rules 2: half-days for running", 2 * 2),
            ("rules 2: years", 1),
            ("authorities exact 2004-2005", 76),
            ("rules 2: schools of an authority below the floor", 15),
            ("rules 2: or per cent of them", 15),
            ("rules 2: the floor", 65),
            ("schools exact 2004-2005", 855),
            ("rules 2: most of each authority", 10),
        ],
    ),
    (
        "learning-networks",
        &[
            ("rules 1: pence for planning", 500_000),
            ("rules 1: pence for running", 1_200_000),
            ("rules 1: pence for running in maths", 1_400_000),
            ("rules 1: years", 1),
            ("rules 1: schools advised from", 5),
            ("rules 1: schools advised to", 6),
        ],
    ),
    ("advanced-skills-teachers", &[]),
    ("new-professionalism", &[]),
    (
        "learning-project",
        &[
            ("authorities exact 2004-2005", 19),
            ("rules 1: most of each programme", 19),
            ("authorities at_least 2005-2006", 60),
        ],
    ),
    ("leading-edge", &[("measured_in exact 2003-2006", 2003)]),
    (
        "networked-learning-communities",
        &[
            ("rules 1: pence for running", 5_000_000),
            ("rules 1: years", 3),
            // Pound for pound.
            ("rules 1: matched", 10_000),
            ("rules 1: months to the review", 24),
            ("rules 1: year after the review", 3),
            ("rules 1: least schools", 6),
            ("schools_of_network average 2002-2006", 10),
            ("networks exact 2002-2006", 135),
            ("schools exact 2002-2006", 1_533),
            ("authorities exact 2002-2006", 90),
        ],
    ),
    (
        "postgraduate-professional-development",
        &[
            ("rules 1: round", 1),
            ("rules 2: round for the balance of regions", 2),
            ("partnerships exact 2004-2005", 57),
            ("part_time exact 2004-2005", 9_980),
        ],
    ),
    ("teacher-learning-academy", &[("trial_phase exact 2004-2010", 3), ("teachers over 2004-2010", 2_000)]),
    ("professional-networks", &[("networks exact 2003-2010", 3), ("early_years exact 2003-2010", 5)]),
    (
        "inet-hubs",
        &[
            ("regions exact 2005-2007", 11),
            ("themes exact 2005-2007", 9),
            ("rules 1: most of each place", 1),
            ("rules 1: most of each programme", 11 * 9),
        ],
    ),
    (
        "school-networks",
        &[
            ("teachers exact 2004-2007", 140),
            ("rules 1: most of each programme", 140),
            ("rules 1: half-days for running", 2 * 10),
            ("rules 1: half-days for extended", 2 * 20),
            ("networks exact 2004-2007", 10),
        ],
    ),
    (
        "creative-partnerships",
        &[
            ("core_schools over 2002-2011", 1_000),
            ("associated_schools over 2002-2011", 2_000),
            ("rules 1: areas of core schools", 36),
        ],
    ),
    // Matched pound for pound, as elsewhere.
    ("professional-development-schools", &[("rules 1: years", 3), ("rules 1: matched", 10_000)]),
    // The page tells that good practice is shared, and not by when: within the year of the bursary.
    ("sharing-bursary", &[("rules 1: years", 1), ("rules 1: days to share good practice", 365)]),
];

/// Every number of one version of the rules, under its name.
fn of_rules(version: &ProgrammeVersion) -> Vec<(String, i64)> {
    let rules = &version.rules;
    let mut all: Vec<(String, i64)> = Vec::new();
    for it in &rules.awards {
        let focus = it.focus.map(|focus| format!(" in {}", focus.as_str())).unwrap_or_default();
        let on = format!("for {}{focus}", it.stage.as_str());
        all.push((format!("pence {on}"), it.pence));
        all.push((format!("half-days {on}"), it.half_days.into()));
    }
    let round = rules.round.map(|it| {
        let name = if it.balances_regions { "round for the balance of regions" } else { "round" };
        (name, it.number.into())
    });
    let authority = |number: fn(domain::directory::AuthorityTest) -> i64| rules.authority.map(number);
    for (name, number) in [
        ("years", rules.years.map(i64::from)),
        ("matched", rules.matched),
        ("months to the review", rules.review.map(|it| it.after_months.into())),
        ("year after the review", rules.review.map(|it| it.before_year.into())),
        ("least schools", rules.least_schools.map(i64::from)),
        ("schools advised from", rules.advised_schools.map(|it| it.0.into())),
        ("schools advised to", rules.advised_schools.map(|it| it.1.into())),
        ("the floor", authority(|it| it.floor.into())),
        ("schools of an authority below the floor", authority(|it| it.schools)),
        ("or per cent of them", authority(|it| it.percent)),
        ("days to share good practice", rules.share_back_days.map(i64::from)),
        (round.map_or("round", |it| it.0), round.map(|it| it.1)),
    ] {
        all.extend(number.map(|number| (name.to_owned(), number)));
    }
    all.extend(rules.caps.iter().map(|it| (format!("most of each {}", it.per.as_str()), it.most.into())));
    for it in &rules.parts {
        all.extend(it.areas.map(|areas| (format!("areas of {} schools", it.part.as_str()), areas.into())));
    }
    all.retain(|(_, number)| *number != 0);
    all.into_iter().map(|(name, number)| (format!("rules {}: {name}", version.number), number)).collect()
}

/// Every number of a programme, under its name.
fn numbers(it: &Programme) -> BTreeMap<String, i64> {
    let figures = it.figures.iter().map(|it| {
        let years = format!("{}-{}", it.since.format("%Y"), it.until.format("%Y"));
        (format!("{} {} {years}", it.of.as_str(), it.sense.as_str()), i64::from(it.number))
    });
    it.versions.iter().flat_map(of_rules).chain(figures).collect()
}

#[tokio::test]
async fn every_number_of_the_page_of_programmes_is_stored_and_no_other() {
    let app = TestApp::start().await;
    let all = programme::all(app.app.db()).await.unwrap();
    assert_eq!(all.len(), PAGE.len());
    for (it, (code, told)) in all.iter().zip(PAGE) {
        let told: BTreeMap<String, i64> = told.iter().map(|(name, number)| ((*name).to_owned(), *number)).collect();
        assert_eq!((it.code.as_str(), numbers(it)), (code, told));
    }
    // Each rule and each figure lies within the days of its programme, and the rules follow one another.
    for it in &all {
        let days: Vec<_> = it.versions.iter().flat_map(|it| [Some(it.since), it.until]).flatten().collect();
        assert!(days.is_sorted(), "{}: {days:?}", it.code);
        let within = |day| days.first() <= Some(&day) && Some(&day) <= days.last();
        assert!(it.figures.iter().all(|it| within(it.since) && within(it.until)), "{}", it.code);
    }
}

#[tokio::test]
async fn anybody_reads_what_is_told_of_a_programme_in_numbers_and_its_rounds() {
    let app = TestApp::start().await;
    let asked = "{ programmes { code figures { of sense number since until } versions { since plansFirst \
                 round { number balancesRegions } parts { part funded areas } } } }";
    let answer = app.stranger().asks(asked).await;
    let all = answer.at("programmes").as_array().unwrap().clone();
    let one = |code: &str| all.iter().find(|it| it["code"] == code).unwrap();
    let figure = serde_json::json!({
        "of": "PART_TIME", "sense": "EXACT", "number": 9_980, "since": "2004-09-01", "until": "2005-08-31",
    });
    let postgraduate = one("postgraduate-professional-development");
    assert_eq!(postgraduate["figures"][1], figure);
    let rounds = postgraduate["versions"].as_array().unwrap().iter().map(|it| &it["round"]).collect::<Vec<_>>();
    let expected = serde_json::json!([
        {"number": 1, "balancesRegions": false}, {"number": 2, "balancesRegions": true}
    ]);
    assert_eq!(serde_json::json!(rounds), expected);
    let parts = serde_json::json!([
        {"part": "CORE", "funded": true, "areas": 36}, {"part": "ASSOCIATED", "funded": false, "areas": null}
    ]);
    assert_eq!(one("creative-partnerships")["versions"][0]["parts"], parts);
    assert_eq!(one("learning-networks")["versions"][0]["plansFirst"], true);
}

#[tokio::test]
async fn the_database_keeps_rounds_parts_and_figures_in_order() {
    let app = TestApp::start().await;
    let version = |number: i32, round: &str| {
        format!(
            "INSERT INTO programme_version (code, number, since, rules, round, balances_regions) \
             VALUES ('postgraduate-professional-development', {number}, '2030-09-01', '{{}}', {round})"
        )
    };
    let figure = |what: &str, number: i32, until: &str| {
        format!(
            "INSERT INTO programme_figure VALUES ('inet-hubs', 9, '{what}', 'exact', {number}, '2005-09-01', '{until}')"
        )
    };
    let part = |version: i32, nth: i32, areas: i32| {
        format!("INSERT INTO programme_part VALUES ('creative-partnerships', {version}, {nth}, 'core', true, {areas})")
    };
    for (statement, fault) in [
        (version(3, "0, false"), "programme_version_round_counted"),
        (version(3, "NULL, true"), "programme_version_balanced_later"),
        (version(3, "2, true"), "programme_version_one_of_a_round"),
        (figure("schools", 0, "2006-08-31"), "programme_figure_counted"),
        (figure("schools", 1, "2005-08-31"), "programme_figure_in_order"),
        (figure("regions", 11, "2006-08-31"), "programme_figure_told_once"),
        (part(1, 3, 1), "programme_part_pkey"),
        (part(9, 1, 1), "programme_part_of_version"),
        (part(9, 1, 0), "programme_part_areas_counted"),
        ("UPDATE programme_part SET nth = 1".to_owned(), "programme_part_told_once"),
        ("UPDATE programme_part SET part = 'other'".to_owned(), "programme_part_known"),
    ] {
        let refused = app.owner.run(&statement, values![]).await;
        let told = refused.map_err(|error| error.to_string()).unwrap_err();
        assert!(told.contains(fault), "{statement}: {told}");
    }
}
