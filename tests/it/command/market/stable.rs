//! The stable plan of a folder, and the report of any plan beside first come, first served.

use serde_json::{Value as Json, json};

use super::{Desk, number, path, planned, run, small};

#[test]
fn the_stable_plan_is_the_published_one_and_says_what_it_gives_up() {
    let answer = planned(&["--mode", "stable", "--check"]);
    assert_eq!((&answer["mode"], number(&answer, "value")), (&json!("stable"), 7_364_621));
    assert_eq!((number(&answer, "blocking"), number(&answer, "envious")), (0, 0));
    assert_eq!((number(&answer, "best"), number(&answer, "best_bound")), (7_482_100, 7_482_100));
    assert_eq!(number(&answer, "given_up"), 7_482_100 - 7_364_621);
    assert_eq!((&answer["bound"], &answer["gap"]), (&Json::Null, &Json::Null));
    assert!(answer.get("prices").is_none() && answer.get("unique").is_none(), "prices prove nothing of it");
    let linear = planned(&["--mode", "stable", "--objective", "linear"]);
    assert_eq!((number(&linear, "value"), number(&linear, "given_up")), (7_480_221, 7_542_630 - 7_480_221));
    assert_eq!(linear["plan"], answer["plan"], "what load costs is no wish of anybody");
    let best = planned(&["--mode", "best"]);
    assert_eq!((&best["mode"], number(&best, "blocking"), number(&best, "envious")), (&json!("best"), 268, 185));
    assert!(best.get("given_up").is_none());
    // A deadline ends the search for the best plan alone; what is given up is then said against what no plan exceeds.
    let ended = planned(&["--mode", "stable", "--deadline", "0s"]);
    assert_eq!(ended["plan"], answer["plan"]);
    assert_eq!(number(&ended, "given_up"), number(&ended, "best_bound") - 7_364_621);
}

#[test]
fn a_stable_plan_that_is_written_is_checked_and_called_what_it_is() {
    let (desk, small) = (Desk::new(), small());
    for name in ["plan.json", "plan.csv"] {
        let file = desk.at(name);
        let said = run(&["plan", path(&small), "--mode", "stable", "--out", path(&file)]);
        for line in [
            "value        7364621: pairs ",
            "bound        none: without prices nothing is proved\n",
            "stable       no pair would rather have each other\n",
            "gives up     117479 of the 7482100 points of the best plan\n",
        ] {
            assert!(said.well().contains(line), "{line} is missing in {said:?}");
        }
        let checked = run(&["plan", "--check", path(&small), path(&file)]);
        assert!(checked.well().contains("stable       no pair would rather have each other\n"), "{checked:?}");
    }
    let table = std::fs::read_to_string(desk.at("plan.csv")).unwrap();
    assert!(table.starts_with("request,specialist\n") && table.lines().count() == 486);
    assert_eq!(run(&["plan", "--check", path(&small), "x", "--mode", "stable"]).code, Some(2));
}

#[test]
fn the_report_of_a_plan_stands_beside_first_come_first_served() {
    let answer = planned(&["--report"]);
    let lines = answer["report"]["lines"].as_array().unwrap();
    let line = |name: &str, priority: Option<u8>| {
        let it = lines.iter().find(|it| it["line"] == name && it.get("priority") == priority.map(Json::from).as_ref());
        let it = it.unwrap_or_else(|| panic!("{name} is missing in {lines:?}"));
        let figure = |of: &str| (number(&it[of], "part"), number(&it[of], "of"));
        (figure("plan"), figure("first_come"), it["verdict"].as_str().unwrap().to_owned())
    };
    let is = |plan, first_come, verdict: &str| (plan, first_come, verdict.to_owned());
    assert_eq!(line("value", None), is((7_482_100, 1), (7_363_550, 1), "better"));
    assert_eq!(line("given_up", None), is((29_330, 1), (71_080, 1), "better"));
    assert_eq!(line("met_isolated", None), is((95, 100), (94, 100), "better"));
    assert_eq!(line("three_or_more", None), is((4, 1), (37, 1), "better"));
    assert_eq!(line("newcomers", None), is((38, 71), (34, 71), "better"));
    assert_eq!(line("blocking", None), is((268, 1), (138, 1), "worse"));
    let [(plan, ..), (other, ..), (last, ..)] = [1, 2, 3].map(|it| line("met_of_urgency", Some(it)));
    assert_eq!((plan.0 + other.0 + last.0, plan.1 + other.1 + last.1), (487, 500));
    assert!(number(&answer["report"], "balances_before") > 0);
    assert!(planned(&[]).get("report").is_none());

    let (desk, small) = (Desk::new(), small());
    let file = desk.at("stable.csv");
    let table = run(&["plan", path(&small), "--mode", "stable", "--report", "--out", path(&file)]);
    let row = |about: &str| {
        let found = table.well().lines().find(|line| line.starts_with(about));
        found.unwrap_or_else(|| panic!("{about} is missing in {table:?}")).split_whitespace().collect::<Vec<_>>()
    };
    assert_eq!(row("value in points")[3..], ["7364621", "7363550", "better"]);
    assert_eq!(row("requests of isolated schools met")[5..], ["95", "of", "100", "94", "of", "100", "better"]);
    assert_eq!(row("mean journey in metres")[4..], ["18215", "20289", "better"]);
    // Whoever's plan it is, the same road leads to the same report.
    let checked = run(&["plan", "--check", path(&small), path(&file), "--report", "--json"]);
    let checked: Json = serde_json::from_str(checked.well()).unwrap();
    assert_eq!(checked["report"], planned(&["--mode", "stable", "--report"])["report"]);
}
