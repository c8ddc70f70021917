//! The page at `/graphiql`, used in a real Chromium as a broker would: signed in, every worked operation run and read.

mod beside;
mod bundle;
mod people;
mod sign_in;
mod watch;
mod worked;

use lateral::app::seed;
use lateral_tests::browser::Browser;
use lateral_tests::{Site, TestApp};
use serde_json::{Value as Json, json};

/// Of how many schools the world is in which these tests begin.
const SCHOOLS: usize = 150;

/// Opens the page over the demonstration's world and signs in as one of its people, who then acts in the role of that name.
async fn signed_in(browser: &Browser, site: &Site, name: &str, role: &str) {
    browser.go(&format!("{}/graphiql", site.url)).await;
    sign_in_as(browser, &format!("{name}@lateral.example"), seed::PASSWORD, role).await;
}

/// Fills in the form of the page, and waits for the role in which one acts.
async fn sign_in_as(browser: &Browser, email: &str, password: &str, role: &str) {
    browser.fill("input[name=email]", email).await;
    browser.fill("input[name=password]", password).await;
    browser.click("form button.main").await;
    browser.read("[data-persona=acting]", role).await;
}

/// Opens a step of the menu, as somebody who may take it, runs it and gives its answer.
async fn take(browser: &Browser, step: &str) -> Json {
    browser.click(&format!("[data-step={step}]")).await;
    if browser.run("return document.querySelector('.open [data-become]') !== null", json!([])).await == json!(true) {
        browser.click(".open [data-become]").await;
        browser.gone(".open [data-become]").await;
    }
    browser.click(&format!("[data-run={step}]:enabled")).await;
    let said = browser.read(".open [role=status]", ":").await;
    assert!(said.starts_with("Done"), "{step}: {said}");
    answer(browser).await
}

/// The data of the answer in view.
async fn answer(browser: &Browser) -> Json {
    let script = "return JSON.parse(document.querySelector('.result-window .CodeMirror').CodeMirror.getValue())";
    browser.run(script, json!([])).await["data"].take()
}

/// What a school gave, received, promised and awaits, in half-days.
fn tallies(ledger: &Json) -> [i64; 4] {
    let sums = &ledger["school"]["reciprocity"];
    ["given", "received", "promised", "awaited"].map(|name| sums[name].as_i64().unwrap())
}

/// The newest entry about work that was done: why, and how many half-days.
fn newest(ledger: &Json) -> (&str, i64) {
    let entries = list(&ledger["school"]["reciprocity"]["entries"], "nodes");
    let newest = entries.iter().find(|it| it["account"] == "SUPPORT").unwrap();
    (newest["kind"].as_str().unwrap(), newest["halfDays"].as_i64().unwrap())
}

fn list<'a>(of: &'a Json, name: &str) -> &'a Vec<Json> {
    of[name].as_array().unwrap()
}

#[tokio::test]
async fn the_whole_story_is_told_in_a_browser() {
    // The one begins while the other is made.
    let (Some(browser), app) = tokio::join!(Browser::open(), TestApp::demonstration(SCHOOLS)) else { return };
    let site = app.site().await;
    browser.go(&format!("{}/graphiql", site.url)).await;
    browser.read(".sources", "Open Government Licence").await;

    // A visitor may look for help; whoever goes on as somebody finds the schema documented.
    browser.click("form button.plain").await;
    browser.click("[data-step=FindHelp]").await;
    browser.click("[data-run=FindHelp]:enabled").await;
    browser.read(".open [role=status]", "Done:").await;
    browser.click(".open [data-become]").await;
    browser.click("[aria-label='Show Documentation Explorer']").await;
    browser.read(".graphiql-doc-explorer", "Mutation").await;
    browser.click("[aria-label='Hide Documentation Explorer']").await;
    browser.click(".persona button.plain").await;

    sign_in_as(&browser, "head@lateral.example", seed::PASSWORD, "Head teacher").await;

    let offers = take(&browser, "FindHelp").await;
    let metres: Vec<i64> =
        list(&offers["offers"], "edges").iter().map(|it| it["distanceMetres"].as_i64().unwrap()).collect();
    assert!(!metres.is_empty() && metres.is_sorted(), "{metres:?}");
    let raised = take(&browser, "RaiseRequest").await["requestSupport"]["request"].take();
    assert_eq!((&raised["status"], &raised["halfDays"]), (&json!("SUBMITTED"), &json!(4)));

    let shortlist = take(&browser, "SeeCandidates").await["supportRequest"]["candidates"].take();
    for (place, candidate) in (1..).zip(list(&shortlist, "candidates")) {
        let sum: i64 = list(candidate, "parts").iter().map(|it| it["contribution"].as_i64().unwrap()).sum();
        assert_eq!((candidate["rank"].as_i64(), candidate["score"].as_i64()), (Some(place), Some(sum)));
        assert!(list(candidate, "parts").iter().all(|it| !it["sentence"].as_str().unwrap().is_empty()));
    }
    assert!(!list(&shortlist, "candidates").is_empty() && !list(&shortlist, "excluded").is_empty());
    for excluded in list(&shortlist, "excluded") {
        assert!(!list(excluded, "rules").is_empty() && excluded["rules"][0]["sentence"] != "", "{excluded}");
    }

    let waiting = take(&browser, "WaitingRequests").await["viewer"]["acting"]["alliance"]["workList"].take();
    let waits = list(&waiting, "nodes").iter().find(|it| it["id"] == raised["id"]);
    let response = &waits.unwrap_or_else(|| panic!("{waiting}"))["response"];
    assert!(response["respondBy"].is_string() && !list(response, "reasons").is_empty(), "{response}");
    let run = take(&browser, "ConfirmNeed").await["runMatch"]["run"].take();
    let best = &run["shortlist"]["candidates"][0];
    let proposal = take(&browser, "Propose").await["proposeSupport"]["proposal"].take();
    assert_eq!((&proposal["home"]["urn"], &proposal["halfDays"]), (&best["school"]["urn"], &json!(4)));
    let held: i64 = list(&proposal, "halfTerms").iter().map(|it| it["halfDays"].as_i64().unwrap()).sum();
    assert_eq!(held, 4);

    let before = [take(&browser, "SeeReceived").await, take(&browser, "SeeGiven").await].map(|it| tallies(&it));
    let accepted = take(&browser, "AcceptForHome").await["acceptProposal"]["proposal"].take();
    assert!(accepted["homeAcceptedAt"].is_string() && accepted["hostAcceptedAt"].is_null(), "{accepted}");
    let accepted = take(&browser, "AcceptForHost").await["acceptProposal"]["proposal"].take();
    assert_eq!((&accepted["status"], &accepted["deployment"]["status"]), (&json!("CONFIRMED"), &json!("PLANNED")));

    let declared = take(&browser, "DeclareForHost").await;
    assert_eq!(list(&declared["declareConflict"]["deployment"], "declarations").len(), 1);
    let signed = take(&browser, "SignForHost").await["agreeDeployment"]["deployment"].take();
    assert!(signed["status"] == "PLANNED" && signed["hostAgreedAt"].is_string(), "{signed}");
    let for_alliance = take(&browser, "SignForAlliance").await["agreeForAlliance"]["deployment"].take();
    assert!(for_alliance["allianceAgreedAt"].is_string(), "{for_alliance}");
    let read = take(&browser, "DeclareForHome").await["declareConflict"]["deployment"].take();
    assert_eq!((&read["terms"], list(&read, "declarations").len()), (&signed["terms"], 2));
    let begun = take(&browser, "SignForHome").await;
    assert_eq!(begun["agreeDeployment"]["deployment"], json!({"status": "AGREED", "promised": 4}));
    assert_eq!(begun["startDeployment"]["deployment"]["status"], "ACTIVE");

    take(&browser, "RecordVisit").await;
    let confirmed = take(&browser, "ConfirmVisit").await["confirmVisit"]["visit"].take();
    assert_eq!((&confirmed["status"], &confirmed["deployment"]["promised"]), (&json!("CONFIRMED"), &json!(3)));

    let host = take(&browser, "SeeReceived").await;
    assert!(browser.read(".open [role=status]", ":").await.contains("1 half-day more"));
    let home = take(&browser, "SeeGiven").await;
    assert!(browser.read(".open [role=status]", ":").await.contains("1 half-day more"));
    let [[host_gave, received, host_promised, awaited], [given, home_received, promised, home_awaits]] = before;
    assert_eq!(tallies(&host), [host_gave, received + 1, host_promised, awaited + 3]);
    assert_eq!(tallies(&home), [given + 1, home_received, promised + 3, home_awaits]);
    assert_eq!((newest(&host).1, newest(&home).1), (-1, 1));
    assert_eq!(newest(&host).0, newest(&home).0);

    // The head who asked begins again, in a hurry.
    take(&browser, "SeeReceived").await;
    hurry_through(&browser).await;
    let from_elsewhere = "return performance.getEntriesByType('resource').map(it => it.name) \
                          .filter(it => !it.startsWith(location.origin + '/') && !it.startsWith('data:'))";
    assert_eq!(browser.run(from_elsewhere, json!([])).await, json!([]));
    assert_eq!(browser.complaints().await, Vec::<String>::new());
    app.settle().await;
}

/// Begins the story again and clicks as fast as the page can be clicked, waiting for no answer.
async fn hurry_through(browser: &Browser) {
    browser.click(".story > button:not(.skip)").await;
    let clicks = "const clicks = arguments[0]; let at = 0;
        return new Promise((done) => (function look() {
            const it = document.querySelector(clicks[at]);
            if (it && !it.disabled) { it.click(); at += 1; }
            at < clicks.length ? setTimeout(look) : done();
        })())";
    let [step, run] = ["step", "run"].map(|verb| move |name: &str| format!("[data-{verb}={name}]"));
    let mut sequence = Vec::new();
    for name in ["FindHelp", "RaiseRequest", "SeeCandidates", "ConfirmNeed", "Propose"] {
        sequence.push(step(name));
        if name == "ConfirmNeed" {
            sequence.push(".open [data-become]".to_owned());
        }
        sequence.push(run(name));
    }
    browser.run(clicks, json!([sequence])).await;
    let said = browser.read(".open [role=status]", ":").await;
    assert!(said.starts_with("Done") && said.contains("would give 4 half-days"), "{said}");
}
