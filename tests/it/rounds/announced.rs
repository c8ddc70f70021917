//! An announced round: its places become proposals by the road of all proposals, and both schools answer.

use domain::brokerage::Proposal;
use domain::identity::Membership;
use persistence::values;

use super::*;

/// What is read of an announced round.
const ASKED: &str =
    "query($id: ID!) { brokerageRound(id: $id) { status version announcedAt askUntil endedAt plan { placed }
    happened { proposed open accepted declined expired withdrawn refused repaired waiting left unplaced pointsPlanned
        pointsAccepted }
    lines(first: 50) { nodes { status tries refusedBy unplacedFor request { id } place { offerId points }
        proposal { id status offer { id } } } } } }";

/// Some schools that give, each with a specialist who has time for so many half-days, and some that ask.
pub struct Market<'a> {
    pub app: &'a TestApp,
    pub alliance: AllianceOf<'a>,
    pub broker: Persona<'a>,
    pub giving: Vec<SchoolOf<'a>>,
    pub offers: Vec<Id<Offer>>,
    /// The roles in which those work who give.
    pub roles: Vec<Id<Membership>>,
    pub asking: Vec<SchoolOf<'a>>,
    pub requests: Vec<Id<SupportRequest>>,
}

/// A line as it is read.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub status: String,
    pub request: String,
    pub offer: String,
    pub proposal: String,
    pub refused_by: Json,
    pub unplaced_for: Json,
    pub tries: i64,
}

impl<'a> Market<'a> {
    pub async fn new(app: &'a TestApp, giving: &[i32], asking: usize) -> Self {
        let (mut gives, mut asks) = (Vec::new(), Vec::new());
        for number in 0..giving.len() {
            gives.push(app.school(&format!("Giving {number}")).await);
        }
        for number in 0..asking {
            asks.push(app.school(&format!("Asking {number}")).await);
        }
        let members: Vec<_> = gives[1..].iter().chain(&asks).collect();
        let alliance = app.alliance("The Avon Alliance", &gives[0], &members).await;
        let (mut offers, mut roles, mut requests) = (Vec::new(), Vec::new(), Vec::new());
        for (school, half_days) in gives.iter().zip(giving) {
            let specialist = school.specialist().await;
            offers.push(offer_by(school, &specialist, *half_days).await);
            roles.push(specialist.persona.who().membership);
        }
        for school in &asks {
            requests.push(school.request(&alliance, 4).await);
        }
        Self { app, broker: alliance.broker().await, alliance, giving: gives, offers, roles, asking: asks, requests }
    }

    /// A round of all that was asked that is announced, of which every place was proposed.
    pub async fn announced(&self) -> Id<Round> {
        let round = self.planned().await;
        announce(&self.broker, round).await.done();
        self.app.settle().await;
        round
    }

    pub async fn planned(&self) -> Id<Round> {
        let round = open(&self.broker).await;
        freeze(&self.broker, round).await.done();
        self.app.settle().await;
        round
    }

    /// The head of the school that gives by an offer.
    pub async fn home_of(&self, line: &Line) -> Persona<'a> {
        let at = self.offers.iter().position(|it| it.to_string() == line.offer).unwrap();
        self.giving[at].head().await
    }

    /// The head of the school that asks in a line.
    pub async fn host_of(&self, line: &Line) -> Persona<'a> {
        let at = self.requests.iter().position(|it| it.to_string() == line.request).unwrap();
        self.asking[at].head().await
    }

    pub async fn both_accept(&self, line: &Line) {
        for head in [self.home_of(line).await, self.host_of(line).await] {
            head.accept(line.proposal()).await.done();
        }
    }
}

impl Line {
    pub fn proposal(&self) -> Id<Proposal> {
        self.proposal.parse().unwrap()
    }
}

pub async fn announce(by: &Persona<'_>, round: Id<Round>) -> Answer {
    step(by, "announceRound", round).await
}

pub async fn take_up(by: &Persona<'_>, round: Id<Round>) -> Answer {
    step(by, "takeUpRound", round).await
}

/// An announced round as somebody sees it.
pub async fn asked(by: &Persona<'_>, round: Id<Round>) -> Json {
    let answer = by.ask(ASKED, json!({"id": round.to_string()})).await;
    answer.done();
    answer.at("brokerageRound").clone()
}

/// What is told of it under a name.
pub fn figure(round: &Json, name: &str) -> i64 {
    round["happened"][name].as_i64().unwrap_or_else(|| panic!("no {name} in {round}"))
}

/// The lines of a round, those of what was asked first before others.
pub async fn lines_of(market: &Market<'_>, round: Id<Round>) -> Vec<Line> {
    let it = asked(&market.broker, round).await;
    let text = |it: &Json| it.as_str().unwrap_or_default().to_owned();
    let line = |it: &Json| Line {
        status: text(&it["status"]),
        request: text(&it["request"]["id"]),
        offer: it["proposal"]["offer"]["id"]
            .as_str()
            .or(it["place"]["offerId"].as_str())
            .unwrap_or_default()
            .to_owned(),
        proposal: text(&it["proposal"]["id"]),
        refused_by: it["refusedBy"].clone(),
        unplaced_for: it["unplacedFor"].clone(),
        tries: it["tries"].as_i64().unwrap(),
    };
    it["lines"]["nodes"].as_array().unwrap().iter().map(line).collect()
}

/// How many stand so.
pub fn so_many(lines: &[Line], status: &str) -> usize {
    lines.iter().filter(|line| line.status == status).count()
}

/// How many half-days each proposal holds in which window, and how many each line of a round does.
async fn spread(app: &TestApp, table: &str) -> i64 {
    let sql = format!(
        "SELECT coalesce(sum(half_days * (hashtext(window_id::text) % 1000 + 1000)), 0)::bigint AS number FROM {table} \
         WHERE window_id <> $1"
    );
    app.number(&sql, uuid::Uuid::nil()).await
}

#[tokio::test]
async fn every_place_of_an_announced_round_is_proposed_with_the_time_that_was_held() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 8], 3).await;
    let round = market.planned().await;
    let planned = lines_of(&market, round).await;
    let held = spread(&app, "round_hold").await;
    assert_eq!((so_many(&planned, "PLACED"), reserved(&app).await), (3, 12));

    let answer = announce(&market.broker, round).await;
    assert_eq!(answer.at("announceRound.round.status"), "ANNOUNCED");
    let settled = app.settle().await;
    let told = settled.events();
    assert_eq!(told.iter().filter(|it| **it == "proposal.sent").count(), 3);
    assert!(told.contains(&"round.announced"));
    let proposed = lines_of(&market, round).await;
    assert_eq!(so_many(&proposed, "PROPOSED"), 3);
    for (before, after) in planned.iter().zip(&proposed) {
        assert_eq!((&before.offer, &before.request), (&after.offer, &after.request), "as the plan says");
    }
    let half_days = "SELECT count(*) AS number FROM proposal WHERE half_days = 4 AND id <> $1";
    assert_eq!(app.number(half_days, uuid::Uuid::nil()).await, 3);
    assert_eq!(spread(&app, "reservation").await, held, "in the half-terms in which it was held");
    assert_eq!((spread(&app, "round_hold").await, reserved(&app).await), (0, 12));
    let by = "SELECT count(*) AS number FROM proposal WHERE sent_by = $1";
    assert_eq!(app.number(by, market.broker.who().person.uuid()).await, 3, "by the authority of who announced it");
    let it = asked(&market.broker, round).await;
    assert_eq!(["proposed", "open", "accepted", "waiting"].map(|name| figure(&it, name)), [3, 3, 0, 0]);
}

#[tokio::test]
async fn both_schools_accept_each_place_and_the_round_closes_with_what_happened() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4, 4], 2).await;
    let round = market.announced().await;
    let lines = lines_of(&market, round).await;
    market.home_of(&lines[0]).await.accept(lines[0].proposal()).await.done();
    app.settle().await;
    let deployments = "SELECT count(*) AS number FROM deployment WHERE id <> $1";
    let placed = async || app.number(deployments, uuid::Uuid::nil()).await;
    assert_eq!(placed().await, 0, "nothing is placed by one school");
    market.host_of(&lines[0]).await.accept(lines[0].proposal()).await.done();
    app.settle().await;
    assert_eq!(placed().await, 1);
    let it = asked(&market.broker, round).await;
    assert_eq!((&it["status"], figure(&it, "accepted"), figure(&it, "open")), (&json!("ANNOUNCED"), 1, 1));
    market.both_accept(&lines[1]).await;
    assert!(app.settle().await.events().contains(&"round.closed"));
    let it = asked(&market.broker, round).await;
    assert_eq!((&it["status"], placed().await), (&json!("CLOSED"), 2));
    assert_eq!(["proposed", "accepted", "repaired", "unplaced"].map(|name| figure(&it, name)), [2, 2, 0, 0]);
    let (planned, accepted) = (figure(&it, "pointsPlanned"), figure(&it, "pointsAccepted"));
    assert!(planned == accepted && planned > 0, "{planned} were planned, {accepted} accepted");
    let again = open(&market.broker).await;
    assert_eq!(freeze(&market.broker, again).await.refused().code, "ROUND_EMPTY", "nobody waits any more");
}

#[tokio::test]
async fn a_round_is_announced_once_by_those_who_run_it_and_while_its_plan_may_be_used() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4], 1).await;
    let round = open(&market.broker).await;
    assert_eq!(announce(&market.broker, round).await.refused().code, "STEP_NOT_OPEN", "there is no plan");
    freeze(&market.broker, round).await.done();
    app.settle().await;
    let other = app.school("Beech Hill").await;
    let foreign = app.alliance("The Brue Alliance", &other, &[]).await.broker().await;
    for stranger in [&foreign, &market.asking[0].head().await, &app.national(domain::access::Role::Operator).await] {
        assert_eq!(announce(stranger, round).await.refused().code, "NOT_FOUND");
        assert_eq!(take_up(stranger, round).await.refused().code, "NOT_FOUND");
    }
    assert_eq!(take_up(&market.broker, round).await.refused().code, "STEP_NOT_OPEN", "it is not announced");
    announce(&market.broker, round).await.done();
    assert_eq!(announce(&market.broker, round).await.refused().code, "STEP_NOT_OPEN");
    app.settle().await;
    assert_eq!(figure(&asked(&market.broker, round).await, "proposed"), 1);

    let late = market.asking[0].request(&market.alliance, 4).await;
    let sql = "UPDATE capacity_window SET half_days = 40 WHERE id <> $1";
    app.write(sql, values![late.uuid()]).await;
    let round = market.planned().await;
    app.clock.advance(chrono::TimeDelta::days(15));
    assert_eq!(announce(&market.broker, round).await.refused().code, "STEP_NOT_OPEN", "its plan has lapsed");
}

#[tokio::test]
async fn a_broker_who_works_at_one_of_the_schools_needs_a_second_approval_by_this_road_too() {
    let app = TestApp::start().await;
    let market = Market::new(&app, &[4], 1).await;
    let sql = "INSERT INTO membership (id, person_id, role, school_id, status, begun_at, created_at, audience) \
               SELECT $1, $1, 'head', $2, 'active', $3, $3, ARRAY[$1, $2]";
    let (broker, school) = (market.broker.who().person.uuid(), market.giving[0].id.uuid());
    app.write(sql, values![broker, school, app.clock.now().utc()]).await;
    let round = market.planned().await;
    announce(&market.broker, round).await.done();
    assert!(app.settle().await.events().contains(&"proposal.approval_asked"));
    let line = lines_of(&market, round).await.remove(0);
    let second =
        "SELECT count(*) AS number FROM proposal WHERE own_placement AND second_approval_by IS NULL AND id = $1";
    assert_eq!(app.number(second, line.proposal().uuid()).await, 1);
}
