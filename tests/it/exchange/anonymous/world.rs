//! The world of a school that asks without its name: two schools that might be the one, a school that could help, and everybody
//! who may not know.

use std::path::PathBuf;

use chrono::TimeDelta;
use domain::Id;
use domain::access::Role;
use domain::brokerage::Proposal;
use domain::exchange::{Offer, SupportRequest};
use lateral::worker::{Progress, mail};
use lateral_tests::deal::{AUTUMN_2, act, overlay, read};
use lateral_tests::world::{AllianceOf, SchoolOf};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::json;

use crate::exchange::{request_terms, term};

/// What is to be known of a school by which anybody would know it again.
pub struct Marked {
    /// Its name.
    pub name: &'static str,
    urn: i32,
    town: &'static str,
    postcode: &'static str,
    telephone: &'static str,
    head: &'static str,
    email: &'static str,
    /// The alliance of which it is a member.
    pub alliance: &'static str,
    place: (i32, i32),
}

/// The schools that might be the one that asks.
pub const MARKED: [Marked; 2] = [
    Marked {
        name: "Quillfeather Heron Primary",
        urn: 190_011,
        town: "Heronswade",
        postcode: "ZQ1 7HN",
        telephone: "01909 770011",
        head: "Perpetua Quillfeather",
        email: "perpetua.quillfeather@heron.example",
        alliance: "The Sedge Alliance",
        place: (352_000, 170_000),
    },
    Marked {
        name: "Winterbourne Kestrel Primary",
        urn: 190_022,
        town: "Kestrelby",
        postcode: "ZW2 8KS",
        telephone: "01808 660022",
        head: "Ignatius Winterbourne",
        email: "ignatius.winterbourne@kestrel.example",
        alliance: "The Rill Alliance",
        place: (366_000, 181_000),
    },
];

impl Marked {
    /// Everything that gives the school away.
    pub fn marks(&self) -> [String; 7] {
        let urn = self.urn.to_string();
        let plain = [self.name, self.town, self.postcode, self.telephone, self.head, self.email].map(str::to_owned);
        let [name, town, postcode, telephone, head, email] = plain;
        [name, urn, town, postcode, telephone, head, email]
    }
}

/// One of the two schools that might ask, with those who know whether it does.
pub struct Side<'a> {
    /// The school.
    pub school: SchoolOf<'a>,
    /// Its alliance.
    pub alliance: AllianceOf<'a>,
    /// Its head.
    pub head: Persona<'a>,
    /// A broker of its alliance.
    pub broker: Persona<'a>,
}

/// A world in which one of the two asks.
pub struct World<'a> {
    /// The service.
    pub app: &'a TestApp,
    /// The two schools.
    pub sides: [Side<'a>; 2],
    /// Which of the two it is.
    asks: usize,
    offer: Id<Offer>,
    /// The alliance of the school that could help.
    avon: AllianceOf<'a>,
    /// Its head, to whom the request is proposed.
    pub giver: Persona<'a>,
    /// Everybody who may not know, each with a word.
    pub others: Vec<(&'static str, Persona<'a>)>,
    /// The request.
    pub request: Id<SupportRequest>,
}

async fn placed<'a>(app: &'a TestApp, name: &str, urn: i32, (easting, northing): (i32, i32)) -> SchoolOf<'a> {
    let mut school = app.school_at(name, easting, northing).await;
    app.write("UPDATE school SET urn = $2 WHERE id = $1", values![school.id.uuid(), urn]).await;
    school.urn = urn;
    school
}

async fn side<'a>(app: &'a TestApp, it: &Marked) -> (Side<'a>, Persona<'a>) {
    let school = placed(app, it.name, it.urn, it.place).await;
    let facts = "UPDATE school SET town = $2, postcode = $3, telephone = $4 WHERE id = $1";
    app.write(facts, values![school.id.uuid(), it.town, it.postcode, it.telephone]).await;
    let fellow = placed(app, "Fellow Green", it.urn + 1, (400_000, 300_000)).await;
    let alliance = app.alliance(it.alliance, &fellow, &[&school]).await;
    let head = school.head().await;
    let known = "UPDATE person SET name = $2, email = $3 WHERE id = $1";
    app.write(known, values![head.who().person.uuid(), it.head, it.email]).await;
    let broker = alliance.broker().await;
    (Side { school, alliance, head, broker }, fellow.head().await)
}

impl<'a> World<'a> {
    /// Makes the world, in which one of the two raises its request.
    pub async fn of(app: &'a TestApp, asks: usize) -> Self {
        let [(heron, by_heron), (kestrel, by_kestrel)] = [side(app, &MARKED[0]).await, side(app, &MARKED[1]).await];
        let ash = placed(app, "Ash Lane", 190_033, (360_000, 175_000)).await;
        let avon = app.alliance("The Avon Alliance", &ash, &[]).await;
        let specialist = ash.specialist().await;
        ash.time(&specialist, AUTUMN_2, 10).await;
        let offer = ash.offer(&specialist).await;
        let far = placed(app, "Far Away", 190_044, (500_000, 400_000)).await;
        let trent = app.alliance("The Trent Alliance", &far, &[]).await;
        let giver = ash.head().await;
        let others = vec![
            ("head", giver.clone()),
            ("specialist", specialist.persona.clone()),
            ("governor", ash.somebody(Role::Governor).await),
            ("broker of the helpers", avon.broker().await),
            ("head elsewhere", far.head().await),
            ("broker elsewhere", trent.broker().await),
            ("head beside the one", by_heron),
            ("head beside the other", by_kestrel),
            ("analyst", app.national(Role::Analyst).await),
            ("auditor", app.national(Role::Auditor).await),
            ("operator", app.national(Role::Operator).await),
            ("stranger", app.stranger()),
        ];
        let sides = [heron, kestrel];
        let mut terms = request_terms("Reading in year 1", &term(app, "pupil-achievement/english").await);
        let otherwise = json!({
            "keyStages": ["KS1"], "halfDays": 4, "startsOn": "2026-11-09", "endsOn": "2027-03-25", "disclosure": "ANONYMOUS",
        });
        overlay(&mut terms, otherwise);
        let raise = act("requestSupport", "RequestSupportInput", "request");
        let raised = sides[asks].head.ask(&raise, json!({"input": {"terms": terms}})).await;
        raised.done();
        app.settle().await;
        let request = read(&raised.text("requestSupport.request.id"));
        Self { app, sides, asks, offer, avon, giver, others, request }
    }

    /// The school that asks, and those who know it.
    pub fn asker(&self) -> &Side<'a> {
        &self.sides[self.asks]
    }

    /// The school that does not ask.
    pub fn idle(&self) -> &Side<'a> {
        &self.sides[1 - self.asks]
    }

    /// The need is confirmed after an audit visit, candidates are looked for, and the request is referred to another
    /// alliance and to all of them. Nobody is named in time, and that is noted and carried on.
    pub async fn sought(&self) {
        let (broker, request) = (&self.asker().broker, self.request.to_string());
        let input = json!({"input": {"request": request}});
        broker.ask(&act("triageRequest", "TriageRequestInput", "request"), input.clone()).await.done();
        let audit = broker.ask_for_audit(&request, json!({})).await;
        self.after(24).await;
        broker.hold_audit(&audit.text("askForAuditVisit.auditVisit.id"), json!({})).await.done();
        let run = act("runMatch", "RunMatchInput", "run").replace("{ id status version }", "{ id }");
        broker.ask(&run, input).await.done();
        let refer = act("referRequest", "ReferRequestInput", "referral");
        for to in [json!(self.avon.id.to_string()), json!(null)] {
            let input = json!({"request": request, "alliance": to, "reason": "Nobody here has the time."});
            broker.ask(&refer, json!({"input": input})).await.done();
        }
        self.after(48).await;
        self.after(72).await;
    }

    /// The request is proposed to the school that could help, which accepts, and is reminded of nothing more.
    pub async fn proposed(&self) -> Id<Proposal> {
        let sent = self.asker().broker.propose(self.offer, self.request).await;
        sent.done();
        let proposal = read(&sent.text("proposeSupport.proposal.id"));
        self.after(24).await;
        self.giver.accept(proposal).await.done();
        self.after(24).await;
        proposal
    }

    /// Lets so many hours pass, and whatever is due be done and told.
    pub async fn after(&self, hours: i64) {
        self.app.clock.advance(TimeDelta::hours(hours));
        self.app.settle().await;
        while mail::tick(&self.app.app).await.unwrap() != Progress::Idle {}
    }
}

/// A folder for the letters of one world, which goes when it does.
pub struct Post(pub PathBuf);

impl Post {
    /// An empty folder.
    pub fn new() -> Self {
        Self(std::env::temp_dir().join(format!("lateral-post-{}", lateral::app::Ids.uuid().simple())))
    }

    /// Every letter so far: to whom, and what it says.
    pub fn letters(&self) -> Vec<(String, String)> {
        let files = std::fs::read_dir(&self.0).into_iter().flatten();
        let letters = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
        letters.map(|letter| (header(&letter, "To: "), said(&letter))).collect()
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        // Where nothing was written there is no folder.
        drop(std::fs::remove_dir_all(&self.0));
    }
}

fn header(letter: &str, name: &str) -> String {
    letter.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default().to_owned()
}

/// Subject and text, with the soft ends of lines taken out.
fn said(letter: &str) -> String {
    assert_ne!(header(letter, "Content-Transfer-Encoding: "), "base64", "what it says can be read");
    let (_, body) = letter.split_once("\r\n\r\n").unwrap_or_default();
    format!("{}\n{}", header(letter, "Subject: "), body.replace("=\r\n", ""))
}
