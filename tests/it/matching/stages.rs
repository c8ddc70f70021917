//! Who comes into view at which stage: the own group, neighbouring alliances, the region, the nation (DOMAIN A2).

use super::*;

const STAGES: [&str; 4] = ["OWN_GROUP", "NEIGHBOURS", "REGION", "NATIONAL"];

const RUN_STAGES: &str = "mutation($id: ID!) { runMatch(input: {request: $id}) {
    run { stage shortlist { candidates { offerId stage } } } userErrors { code } } }";
const WIDEN_STAGES: &str = "mutation($id: ID!) { widenMatch(input: {request: $id}) {
    run { stage shortlist { candidates { offerId stage } excluded { offerId } } } userErrors { code } } }";

/// The offers of a list with the stage of each.
fn staged(candidates: &Json) -> Vec<(String, String)> {
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let mut all: Vec<_> =
        candidates.as_array().unwrap().iter().map(|it| (text(&it["offerId"]), text(&it["stage"]))).collect();
    all.sort();
    all
}

#[tokio::test]
async fn every_stage_brings_those_into_view_who_belong_to_it() {
    let app = TestApp::start().await;
    let world = World::new(&app).await;
    let far = |name: &'static str| app.school_at(name, 450_000, 450_000);
    let (next, near, distant, sister) = (far("Fir").await, far("Oak").await, far("Yew").await, far("Bay").await);
    let neighbours = app.alliance("Wye", &next, &[]).await;
    app.alliance("Exe", &near, &[&distant]).await;
    let declared = "INSERT INTO alliance_neighbour (alliance_id, neighbour_id) VALUES ($1, $2), ($2, $1)";
    app.write(declared, values![world.alliance.id.uuid(), neighbours.id.uuid()]).await;
    let trust = app.app.ids.uuid();
    app.write("INSERT INTO trust (id, name) VALUES ($1, 'The Avon Trust')", values![trust]).await;
    for school in [&world.ash, &sister] {
        app.write("UPDATE school SET trust_id = $2 WHERE id = $1", values![school.id.uuid(), trust]).await;
    }
    // Neither the place nor the region matters to those whom a group or an alliance joins.
    for school in [&distant, &next, &sister] {
        app.write("UPDATE school SET region = 'london' WHERE id = $1", values![school.id.uuid()]).await;
    }
    app.write("UPDATE support_request SET allow_same_trust = true WHERE $1", values![true]).await;
    let mut known = Vec::new();
    for (school, stage) in [(&world.elm, 0), (&sister, 0), (&next, 1), (&near, 2), (&distant, 3)] {
        let remote = OfferOf { modes: vec!["remote"], ..OfferOf::new(school.id, MATHS) };
        known.push((app.offer(&remote).await.to_string(), stage));
        // Whoever cannot help is told of at the same stage.
        app.offer(&OfferOf { half_days: 0, ..remote }).await;
    }
    let in_view = |stage: usize| {
        let known = known.iter().filter(|(_, at)| *at <= stage);
        let mut all: Vec<_> = known.map(|(offer, at)| (offer.clone(), STAGES[*at].to_owned())).collect();
        all.sort();
        all
    };

    let (head, broker) = (world.ash.head().await, world.alliance.broker().await);
    let id = world.request.to_string();
    for (at, stage) in STAGES.into_iter().enumerate() {
        let answer = head.ask(CANDIDATES, json!({"id": id, "stage": stage})).await;
        let shown = answer.at("supportRequest.candidates");
        assert_eq!(shown["stage"], stage);
        assert_eq!(staged(&shown["candidates"]), in_view(at), "{stage}");
        assert_eq!(shown["excluded"].as_array().unwrap().len(), in_view(at).len(), "{stage}");
        let added: Vec<_> = shown["found"].as_array().unwrap().iter().map(|it| it["added"].clone()).collect();
        assert_eq!(added, [2, 1, 1, 1][..=at], "{stage}");

        let widened = broker.ask(WIDEN_STAGES, json!({"id": id})).await;
        assert_eq!(widened.text("widenMatch.run.stage"), stage);
        assert_eq!(staged(widened.at("widenMatch.run.shortlist.candidates")), in_view(at), "{stage}");
        assert_eq!(widened.at("widenMatch.run.shortlist.excluded").as_array().unwrap().len(), in_view(at).len());
        let again = broker.ask(RUN_STAGES, json!({"id": id})).await;
        assert_eq!(again.text("runMatch.run.stage"), stage, "a run looks as far as was looked before");
        assert_eq!(staged(again.at("runMatch.run.shortlist.candidates")), in_view(at), "{stage}");
    }
    app.settle().await;
}
