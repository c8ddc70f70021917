//! How offers are found: by words, terms, key stages, modes and places, in three orders, page by page.

use domain::directory::GridPoint;
use lateral_tests::{Answer, TestApp};
use persistence::exchange::Order;
use persistence::exchange::offer_search::{self, OfferFilter};
use persistence::{Db, PageRequest, Settings, values};
use sea_orm::JsonValue;
use serde_json::{Value as Json, json};

use super::{offer_terms, published, term};

const SEARCH: &str = "query($filter: OfferFilter, $sort: OfferOrder, $first: Int, $after: String, $last: Int, \
    $before: String) { offers(filter: $filter, sort: $sort, first: $first, after: $after, last: $last, before: $before) \
    { edges { cursor distanceMetres node { title school { name } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

async fn search(app: &TestApp, variables: Json) -> Answer {
    app.stranger().ask(SEARCH, variables).await
}

fn titles(answer: &Answer) -> Vec<String> {
    let edges = answer.at("offers.edges").as_array().unwrap_or_else(|| panic!("no offers: {}", answer.0));
    edges.iter().map(|edge| edge["node"]["title"].as_str().unwrap().to_owned()).collect()
}

/// The titles that a filter lets through.
pub async fn found(app: &TestApp, filter: Json) -> Vec<String> {
    titles(&search(app, json!({"filter": filter, "first": 10})).await)
}

/// Offers of three schools, each five kilometres north of the one before.
async fn market(app: &TestApp) {
    let (maths, phonics) = (term(app, "pupil-achievement/maths").await, term(app, "pupil-achievement/phonics").await);
    let attendance = term(app, "behaviour-and-safety/attendance").await;
    for (place, (name, title, about)) in [
        ("Ash Lane", "Mathematics mastery", &maths),
        ("Elm Park", "Phonics from the first day", &phonics),
        ("Oak Hill", "Attendance that lasts", &attendance),
    ]
    .into_iter()
    .enumerate()
    {
        let school = app.school_at(name, 400_000, 300_000 + 5_000 * i32::try_from(place).unwrap()).await;
        let mut terms = offer_terms(title, about);
        if name == "Oak Hill" {
            terms["keyStages"] = json!(["KS3", "KS4"]);
            terms["modes"] = json!(["REMOTE"]);
            terms["summary"] = json!("Mathematics of absence: what the figures say.");
        }
        published(&school.head().await, terms).await;
        app.clock.advance(chrono::TimeDelta::minutes(1));
    }
    app.settle().await;
}

#[tokio::test]
async fn words_are_found_in_titles_before_summaries_and_by_their_stems() {
    let app = TestApp::start().await;
    market(&app).await;
    assert_eq!(found(&app, json!({"text": "mathematics"})).await, ["Mathematics mastery", "Attendance that lasts"]);
    assert_eq!(found(&app, json!({"text": "attendances"})).await, ["Attendance that lasts"]);
    assert_eq!(found(&app, json!({"text": "figures -mastery"})).await, ["Attendance that lasts"]);
}

#[tokio::test]
async fn typing_errors_in_a_title_are_forgiven() {
    let app = TestApp::start().await;
    market(&app).await;
    for slip in ["phonix", "atendance", "mathmatics", "fonics"] {
        assert_eq!(found(&app, json!({"text": slip})).await.len(), 1, "{slip}");
    }
    assert!(found(&app, json!({"text": "zzzz"})).await.is_empty());
}

#[tokio::test]
async fn a_term_matches_what_lies_below_it() {
    let app = TestApp::start().await;
    market(&app).await;
    let (area, maths) = (term(&app, "pupil-achievement").await, term(&app, "pupil-achievement/maths").await);
    assert_eq!(found(&app, json!({"expertise": [area]})).await, ["Phonics from the first day", "Mathematics mastery"]);
    assert_eq!(found(&app, json!({"expertise": [maths]})).await, ["Mathematics mastery"]);
}

#[tokio::test]
async fn key_stage_mode_region_and_school_narrow_the_list() {
    let app = TestApp::start().await;
    market(&app).await;
    assert_eq!(found(&app, json!({"keyStages": ["KS4"]})).await, ["Attendance that lasts"]);
    assert_eq!(found(&app, json!({"modes": ["IN_PERSON"], "keyStages": ["KS2"]})).await.len(), 2);
    assert_eq!(found(&app, json!({"region": "SOUTH_WEST"})).await.len(), 3);
    assert!(found(&app, json!({"region": "LONDON"})).await.is_empty());
}

#[tokio::test]
async fn the_nearest_come_first_and_the_radius_bounds_them() {
    let app = TestApp::start().await;
    market(&app).await;
    // Ash Lane's own place, in degrees: 400,000 metres east lies on the grid's middle line.
    let near = json!({"latitude": 52.5973, "longitude": -2.0015, "withinKm": 100});
    let answer = search(&app, json!({"filter": {"near": near}, "sort": "DISTANCE", "first": 10})).await;
    assert_eq!(titles(&answer), ["Mathematics mastery", "Phonics from the first day", "Attendance that lasts"]);
    let metres: Vec<_> =
        answer.at("offers.edges").as_array().unwrap().iter().map(|it| it["distanceMetres"].as_i64().unwrap()).collect();
    assert!(metres.is_sorted() && metres[2] - metres[0] > 8_000, "{metres:?}");
    let close = json!({"latitude": 52.5973, "longitude": -2.0015, "withinKm": 7});
    for sort in ["DISTANCE", "FRESHNESS"] {
        let answer = search(&app, json!({"filter": {"near": close}, "sort": sort, "first": 10})).await;
        assert_eq!(titles(&answer).len(), 2, "{sort}");
    }
}

#[tokio::test]
async fn every_order_reads_page_by_page_both_ways() {
    let app = TestApp::start().await;
    market(&app).await;
    let near = json!({"latitude": 52.6, "longitude": -2.0, "withinKm": 500});
    for (sort, filter) in [
        ("FRESHNESS", json!({})),
        ("DISTANCE", json!({"near": near})),
        ("RELEVANCE", json!({"text": "mathematics or phonics"})),
    ] {
        let all = titles(&search(&app, json!({"filter": filter, "sort": sort, "first": 10})).await);
        assert_eq!(all.len(), 3, "{sort}");
        let (mut forward, mut after) = (Vec::new(), Json::Null);
        loop {
            let page = search(&app, json!({"filter": filter, "sort": sort, "first": 1, "after": after})).await;
            forward.extend(titles(&page));
            after = page.at("offers.pageInfo.endCursor").clone();
            if page.at("offers.pageInfo.hasNextPage") != true {
                break;
            }
        }
        assert_eq!(forward, all, "{sort} forward");
        let (mut backward, mut before) = (Vec::new(), Json::Null);
        loop {
            let page = search(&app, json!({"filter": filter, "sort": sort, "last": 2, "before": before})).await;
            backward.splice(0..0, titles(&page));
            before = page.at("offers.pageInfo.startCursor").clone();
            if page.at("offers.pageInfo.hasPreviousPage") != true {
                break;
            }
        }
        assert_eq!(backward, all, "{sort} backward");
    }
}

#[tokio::test]
async fn what_makes_no_sense_is_said_in_words() {
    let app = TestApp::start().await;
    for variables in [
        json!({"sort": "DISTANCE", "first": 1}),
        json!({"sort": "RELEVANCE", "first": 1}),
        json!({}),
        json!({"first": 1, "after": "forged"}),
    ] {
        assert_eq!(search(&app, variables.clone()).await.error_code(), "BAD_USER_INPUT", "{variables}");
    }
    for size in [-1, 0, 101] {
        assert_eq!(search(&app, json!({ "first": size })).await.error_code(), "PAGE_SIZE_OUT_OF_RANGE", "{size}");
    }
}

#[tokio::test]
async fn a_page_with_schools_and_specialists_is_one_statement() {
    let app = TestApp::start().await;
    market(&app).await;
    let document = "{ offers(first: 20, filter: {keyStages: [KS2]}) { edges { node { title expertise { name } \
                    school { name } specialist { name } } } } }";
    app.stranger().asks(document).await.done();
    let before = app.statements();
    app.stranger().asks(document).await.done();
    assert_eq!(app.statements() - before, 1);
    let before = app.statements();
    search(&app, json!({"filter": {"text": "mathematics"}, "first": 20})).await.done();
    assert_eq!(app.statements() - before, 1);
}

#[tokio::test]
async fn whoever_delivers_is_read_with_the_page_by_whichever_way_it_is_asked() {
    let app = TestApp::start().await;
    let (deal, _) = (app.deal().await, app.deal().await);
    for asked in [
        "{ offers(first: 20) { edges { node { specialist { id } } } } }",
        "{ offers(first: 20) { nodes { specialist { id } } } }",
        "{ offers(first: 20) { nodes { title } edges { cursor node { specialist { id } } } } }",
        "{ offers(first: 20) { nodes { ...O } } } fragment O on Offer { ... on Offer { specialist { id } } }",
        "{ ...Q } fragment Q on Query { offers(first: 20) { ...P } } fragment P on OfferConnection { nodes { specialist { id } } }",
    ] {
        deal.home_head.asks(asked).await.done();
        let before = app.statements();
        let answer = deal.home_head.asks(asked).await;
        assert_eq!(app.statements() - before, 1, "{asked}");
        assert_eq!(answer.done().to_string().matches("spl_").count(), 2, "{asked}");
    }
    let both = "{ offers(first: 20) { edges { cursor node { id } } nodes { id } pageInfo { startCursor } } \
                schools(first: 2) { edges { node { id } } nodes { id } } }";
    let answer = app.stranger().asks(both).await;
    for list in ["offers", "schools"] {
        let (edges, nodes) = (answer.at(&format!("{list}.edges")), answer.at(&format!("{list}.nodes")));
        let of_edges: Vec<_> = edges.as_array().unwrap().iter().map(|edge| edge["node"].clone()).collect();
        assert_eq!((of_edges.len(), &Json::from(of_edges)), (2, nodes), "{list}");
    }
}

/// The plan of a search over as many offers as make an index worth its while.
async fn plan(app: &TestApp, filter: &OfferFilter, sort: Order) -> String {
    let (sql, values) = offer_search::statement(filter, sort, false, &PageRequest::first(20));
    let one = Db::connect(&Settings { connections: 1, ..Settings::of(&app.database.runtime) }).await.unwrap();
    let lines = one.rows::<JsonValue>(&format!("EXPLAIN {sql}"), values).await.unwrap();
    let lines = lines.iter().map(|line| line["QUERY PLAN"].as_str().unwrap().to_owned());
    lines.collect::<Vec<_>>().join("\n")
}

/// Thirty thousand offers all over the country, one in a hundred of them about mathematics.
async fn crowd(app: &TestApp) {
    let school = app.school("Ash Lane").await;
    let sql = "INSERT INTO offer (id, school_id, kind, title, summary, expertise, key_stages, modes, format, \
               settlements, half_days_per_half_term, status, created_at, published_at, last_confirmed_at, place) \
               SELECT gen_random_uuid(), $1, 'support', \
               CASE WHEN n % 100 = 0 THEN 'Mathematics ' ELSE md5(n::text) || ' ' END || n, md5(n::text), \
               ARRAY[gen_random_uuid()], '{ks2}', '{remote}', 'sustained', '{day_rate}', 2, 'published', $2, $2, \
               $2 + make_interval(secs => n), point(200000 + (n * 7919) % 400000, 100000 + (n * 7907) % 500000) \
               FROM generate_series(1, 30000) AS n";
    app.write(sql, values![school.id.uuid(), app.clock.now().utc()]).await;
    // As autovacuum leaves it: rows that wait in an index's pending list are read one by one, which makes it look dear.
    app.write("VACUUM ANALYZE offer", Vec::new()).await;
}

#[tokio::test]
async fn an_index_answers_every_search() {
    let app = TestApp::start().await;
    crowd(&app).await;
    let text = || Some("mathematics".to_owned());
    let near = GridPoint::new(400_000, 300_000);
    let words = plan(&app, &OfferFilter { text: text(), ..OfferFilter::default() }, Order::Relevance).await;
    assert!(words.contains("offer_words") && words.contains("offer_title"), "{words}");
    let filter = OfferFilter { near, within: Some(30_000), ..OfferFilter::default() };
    let nearest = plan(&app, &filter, Order::Distance).await;
    assert!(nearest.contains("Index Scan using offer_place") && nearest.contains("Order By"), "{nearest}");
    let fresh = plan(&app, &OfferFilter::default(), Order::Freshness).await;
    assert!(fresh.contains("offer_fresh") && !fresh.contains("Seq Scan"), "{fresh}");
}
