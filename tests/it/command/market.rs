//! Markets, plans and rings as files: `lateral generate`, `lateral plan` and `lateral rings`.

mod faults;
mod rings;
mod stable;

use std::fs;
use std::path::{Path, PathBuf};

use lateral::app::Ids;
use serde_json::Value as Json;

use super::{Ended, lateral, path};

/// A folder of the test's own, gone with it.
struct Desk(PathBuf);

impl Desk {
    fn new() -> Self {
        let folder = std::env::temp_dir().join(format!("lateral-test-market-{}", Ids.uuid().simple()));
        fs::create_dir(&folder).unwrap();
        Self(folder)
    }

    /// A place on it.
    fn at(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Puts a file on it.
    fn put(&self, name: &str, text: &str) -> PathBuf {
        let file = self.at(name);
        fs::write(&file, text).unwrap();
        file
    }

    /// What lies on it, by name.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> = entries.map(|it| it.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        // Whatever a failed test left is the system's to clear away.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The public instance.
fn small() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/matching/small")
}

fn run(words: &[&str]) -> Ended {
    lateral(words, &[]).output().unwrap().into()
}

/// Plans the public instance; the answer as JSON.
fn planned(words: &[&str]) -> Json {
    let small = small();
    serde_json::from_str(run(&[&["plan", path(&small), "--json"], words].concat()).well()).unwrap()
}

/// Makes a small market over some real schools.
fn generate(folder: &Path, seed: &str) -> Ended {
    let register = lateral_tests::register::data("edubasealldata-sample.csv");
    let sizes = ["--requests", "200", "--specialists", "900", "--seed", seed, "--register", path(&register)];
    run(&[&["generate"][..], &sizes, &[path(folder)]].concat())
}

fn number(of: &Json, name: &str) -> i64 {
    of[name].as_i64().unwrap_or_else(|| panic!("{name} in {of}"))
}

#[test]
fn the_public_instance_is_planned_to_its_optimum_with_a_proof_that_holds() {
    let optimum: Json = serde_json::from_slice(&fs::read(small().join("optimum.json")).unwrap()).unwrap();
    for objective in ["fair", "linear"] {
        let answer = planned(&["--objective", objective, "--check"]);
        assert_eq!(answer["value"], optimum[objective]["value"], "{objective}");
        assert_eq!(answer["met"], optimum[objective]["matched"], "{objective}");
        assert_eq!((&answer["bound"], number(&answer, "gap")), (&answer["value"], 0), "{objective}");
        assert_eq!(answer["plan"].as_array().unwrap().len(), 487);
        assert_eq!(answer["prices"].as_array().unwrap().len(), 1_000);
    }
    assert_eq!(planned(&[]), planned(&["--objective", "fair"]), "fair is what is planned for");
}

#[test]
fn people_at_the_terminal_read_what_a_plan_is_worth_and_that_it_is_proved() {
    let said = run(&["plan", path(&small())]);
    for line in [
        "objective    fair\n",
        "requests     487 of 500 met\n",
        "pairs        23151 possible\n",
        "value        7482100: pairs ",
        "bound        7482100: proved, no plan is worth more\n",
        "blocking     268 pairs would rather have each other, 185 by justified envy\n",
        "planned in   ",
    ] {
        assert!(said.well().contains(line), "{line} is missing in {said:?}");
    }
    assert_eq!(said.err, "", "no bar where nobody looks");
}

#[test]
fn a_plan_that_is_written_is_checked_by_anybody_in_either_form() {
    let (desk, small) = (Desk::new(), small());
    for name in ["plan.json", "plan.csv"] {
        let file = desk.at(name);
        run(&["plan", path(&small), "--out", path(&file)]).well();
        let checked = run(&["plan", "--check", path(&small), path(&file)]);
        assert!(checked.well().contains("bound        7482100: proved"), "{checked:?}");
    }
    assert_eq!(desk.names(), ["plan.csv", "plan.json"], "and nothing beside");
    let linear = desk.at("linear.json");
    run(&["plan", path(&small), "--objective", "linear", "--out", path(&linear)]).well();
    let checked = run(&["plan", "--check", "--json", path(&small), path(&linear)]);
    let figures: Json = serde_json::from_str(checked.well()).unwrap();
    assert_eq!((number(&figures, "value"), &figures["objective"]), (7_542_630, &Json::from("linear")), "as it says");
    let fair = run(&["plan", "--check", "--objective", "fair", path(&small), path(&linear)]);
    fair.badly(&["linear.json: it says that it is worth 7542630; it is 7"]);
}

#[test]
fn what_is_no_plan_of_the_market_or_claims_too_much_is_told() {
    let (desk, small) = (Desk::new(), small());
    let check = |text: &str| run(&["plan", "--check", path(&small), path(&desk.put("plan", text))]);
    let without = check("request,specialist\n0,818\n");
    assert!(without.well().contains("value        18585: pairs 8585, requests met 10000, load -0\nbound        none"));
    let cases = [
        ("request,specialist\n500,818\n", "there is no request 500"),
        ("request,specialist\n0,0\n", "request 0 and specialist 0 are no possible pair"),
        ("request,specialist\n0,818\n0,818\n", "the pair of request 0 and specialist 818 stands twice"),
        ("request,specialist\n0,818\n0,219\n", "request 0 wants 1, and has more"),
        ("request,specialist\n0,818", "plan, line 2: the line does not end"),
        ("request,specialist\n0,eight\n", "plan, line 2: the row is not two whole numbers"),
        ("{\"plan\": [[0,818]], \"value\": 18586}", "it says that it is worth 18586; it is 18585"),
        ("{\"plan\": [[0,818]], \"bound\": 18585}", "it says that it has the bound 18585; that is not shown"),
        ("{\"plan\": [], \"prices\": [1]}", "the prices are not one for each of 1000 specialists"),
        ("{\"plan\": [], \"objective\": \"best\"}", "the objective is \"best\", and is fair or linear"),
        ("{\"plan\": [[0,-1]]}", "plan, line 1: "),
        ("{\"plan\": [], \"mode\": \"fair\"}", "the mode is \"fair\", and is best or stable"),
        ("{\"plan\": [[0,818]], \"mode\": \"stable\"}", "it says that it is stable; "),
        ("{\"plan\": [], \"blocking\": 0}", "it says that the number of pairs that block it is 0; it is 23151"),
        ("{\"plan\": [], \"envious\": 1}", "it says that the number of those by justified envy is 1; it is 0"),
    ];
    for (text, why) in cases {
        check(text).badly(&[why]);
    }
    let nobody: Vec<_> = (0..1_000).map(|_| 0).collect();
    let unproved = check(&serde_json::json!({"plan": [[0, 818]], "prices": nobody}).to_string());
    assert!(unproved.well().contains(" of the best\n"), "{unproved:?}");
}

#[test]
fn what_was_told_to_people_is_kept_where_changing_it_is_not_worth_its_cost() {
    let (desk, small) = (Desk::new(), small());
    let told = desk.at("told.json");
    run(&["plan", path(&small), "--objective", "linear", "--out", path(&told)]).well();
    let held = |cost: &str| planned(&["--told", path(&told), "--switch-cost", cost, "--check"]);
    let (free, dear) = (held("0"), held("100000"));
    assert_eq!((number(&free, "value"), number(&free["told"], "possible")), (7_482_100, 487));
    assert_eq!((number(&dear["told"], "kept"), number(&dear, "gap")), (487, 0), "every pair that was told");
    let between = held("300");
    let (kept, changed) = (number(&between["told"], "kept"), 487 - number(&between["told"], "kept"));
    assert!(number(&free["told"], "kept") <= kept && kept < 487, "{kept}");
    let [weight, worth, load] = ["weight", "worth", "load"].map(|name| number(&between, name));
    assert_eq!(number(&between, "value"), weight + worth - load - 300 * changed);
    assert_eq!(number(&between, "gap"), 0);
}

#[test]
fn at_its_deadline_the_planner_gives_what_it_has_with_what_is_proved_of_it() {
    let answer = planned(&["--deadline", "0s"]);
    assert!(number(&answer, "gap") >= 0, "{}", number(&answer, "gap"));
    assert_eq!(number(&answer, "bound") - number(&answer, "value"), number(&answer, "gap"));
    assert_eq!(lateral(&["plan", path(&small()), "--deadline", "5"], &[]).output().unwrap().status.code(), Some(2));
}

#[test]
fn the_same_seed_makes_the_same_bytes_which_are_read_back_and_planned() {
    let desk = Desk::new();
    let (one, again, other) = (desk.at("one"), desk.at("again"), desk.at("other"));
    let said = generate(&one, "7");
    assert!(said.well().contains(": 200 requests, 900 specialists, "), "{said:?}");
    generate(&again, "7").well();
    generate(&other, "8").well();
    let text = |folder: &Path, name: &str| fs::read_to_string(folder.join(name)).unwrap();
    for name in ["meta.json", "requests.csv", "specialists.csv", "edges.csv"] {
        assert_eq!(text(&one, name), text(&again, name));
        assert_ne!(text(&one, name), text(&other, name));
    }
    let meta: Json = serde_json::from_str(&text(&one, "meta.json")).unwrap();
    assert_eq!((&meta["format"], &meta["isolated_requests"]), (&Json::from("lateral-matching/1"), &Json::from(40)));
    let answer: Json = serde_json::from_str(run(&["plan", path(&one), "--json", "--check"]).well()).unwrap();
    assert_eq!((&answer["edges"], number(&answer, "gap")), (&meta["edges"], 0));
    generate(&one, "7").badly(&["there is something of this name already"]);
    assert_eq!(desk.names(), ["again", "one", "other"]);
}

#[test]
fn what_cannot_be_made_leaves_nothing_behind() {
    let desk = Desk::new();
    let folder = desk.at("market");
    let of = |register: &str, requests: &str| {
        let words =
            ["--requests", requests, "--specialists", "5", "--seed", "1", "--register", register, path(&folder)];
        run(&[&["generate"][..], &words].concat())
    };
    let sample = lateral_tests::register::data("edubasealldata-sample.csv");
    of(path(&sample), "131073").badly(&["a market has at most 131072 requests and 262144 specialists"]);
    of(path(&desk.at("none.csv")), "5").badly(&["none.csv: No such file"]);
    let other = desk.put("other.csv", "a,b\n1,2\n");
    of(path(&other), "5").badly(&["other.csv: this is not the register"]);
    let closed = lateral_tests::register::HEADER.to_owned() + "100000,\"201\",\"City of London\",\"School\",\"2\"\r\n";
    of(path(&desk.put("closed.csv", &closed)), "5").badly(&["no open state school in it has a place"]);
    let nowhere = desk.at("no/such/folder");
    let words = ["generate", "--requests", "1", "--specialists", "1", "--seed", "1", "--register"];
    run(&[&words[..], &[path(&sample), path(&nowhere)]].concat()).badly(&["no/such/folder: No such file"]);
    assert_eq!(desk.names(), ["closed.csv", "other.csv"]);
}
