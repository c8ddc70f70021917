//! A deal of a test's world: two schools, a broker, a specialist with time, an offer and a request, and the acts that
//! lead from a proposal to a confirmed visit. The acts go through the public API.

use domain::Id;
use domain::brokerage::{Deployment, Proposal, Visit};
use domain::exchange::{Offer, SupportRequest};
use persistence::{check, values};
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::app::TestApp;
use crate::persona::Persona;
pub use crate::terms::terms;
use crate::world::{AllianceOf, SchoolOf, SpecialistOf};

/// The second half of the autumn term of 2026, in which every test begins.
pub const AUTUMN_2: i32 = 20262;

/// Two schools about to work together, and everybody around them.
pub struct Deal<'a> {
    /// The service.
    pub app: &'a TestApp,
    /// The school that gives.
    pub home: SchoolOf<'a>,
    /// The school that asks.
    pub host: SchoolOf<'a>,
    /// The alliance of both.
    pub alliance: AllianceOf<'a>,
    /// Its broker.
    pub broker: Persona<'a>,
    /// The head of the school that gives.
    pub home_head: Persona<'a>,
    /// The head of the school that asks.
    pub host_head: Persona<'a>,
    /// The specialist, with ten half-days in the present half-term.
    pub specialist: SpecialistOf<'a>,
    /// The offer.
    pub offer: Id<Offer>,
    /// The request, for four half-days.
    pub request: Id<SupportRequest>,
}

impl TestApp {
    /// Two schools about to work together.
    pub async fn deal(&self) -> Deal<'_> {
        self.deal_of(self.school("Ash Lane").await, self.school("Elm Park").await).await
    }

    /// These two schools about to work together: the first gives, the second asks.
    pub async fn deal_of<'a>(&'a self, home: SchoolOf<'a>, host: SchoolOf<'a>) -> Deal<'a> {
        let alliance = self.alliance("The Avon Alliance", &home, &[&host]).await;
        let specialist = home.specialist().await;
        home.time(&specialist, AUTUMN_2, 10).await;
        Deal {
            app: self,
            broker: alliance.broker().await,
            home_head: home.head().await,
            host_head: host.head().await,
            offer: home.offer(&specialist).await,
            request: host.request(&alliance, 4).await,
            home,
            host,
            alliance,
            specialist,
        }
    }

    /// Fails if an invariant of the database does not hold.
    pub async fn sound(&self) {
        let tx = self.app.begin(&lateral::app::Caller::service("check")).await.expect("a transaction opens");
        assert_eq!(check::breaches(&tx).await.expect("the checks run"), []);
    }

    /// One number of a query, for what the API does not show.
    pub async fn number(&self, sql: &str, id: uuid::Uuid) -> i64 {
        #[derive(sea_orm::FromQueryResult)]
        struct Row {
            number: i64,
        }
        let row = self.owner.row::<Row>(sql, values![id]).await.expect("the query runs");
        row.expect("there is a row").number
    }
}

/// The document of a mutation with one input, which answers the noun's id, status and version.
pub fn act(mutation: &str, input: &str, noun: &str) -> String {
    format!(
        "mutation Act($input: {input}!) {{ {mutation}(input: $input) {{ {noun} {{ id status version }} \
         userErrors {{ code field message rule }} }} }}"
    )
}

impl Persona<'_> {
    /// Accepts a proposal.
    pub async fn accept(&self, proposal: Id<Proposal>) -> Answer {
        let document = act("acceptProposal", "AcceptProposalInput", "proposal");
        self.ask(&document, json!({"input": {"proposal": proposal.to_string()}})).await
    }

    /// Declines a proposal.
    pub async fn decline(&self, proposal: Id<Proposal>) -> Answer {
        let document = act("declineProposal", "DeclineProposalInput", "proposal");
        self.ask(&document, json!({"input": {"proposal": proposal.to_string(), "reason": "TIMING"}})).await
    }

    /// Proposes an offer for a request.
    pub async fn propose(&self, offer: Id<Offer>, request: Id<SupportRequest>) -> Answer {
        let document = act("proposeSupport", "ProposeSupportInput", "proposal");
        let input = json!({"offer": offer.to_string(), "request": request.to_string()});
        self.ask(&document, json!({"input": input})).await
    }

    /// A step of a deployment that needs nothing but its id.
    pub async fn step(&self, mutation: &str, deployment: Id<Deployment>) -> Answer {
        let input = if mutation == "completeDeployment" { "CompleteDeploymentInput" } else { "DeploymentInput" };
        let document = act(mutation, input, "deployment");
        self.ask(&document, json!({"input": {"deployment": deployment.to_string()}})).await
    }

    /// Declares interests.
    pub async fn declare(&self, deployment: Id<Deployment>, interests: &[&str]) -> Answer {
        let document = act("declareConflict", "DeclareConflictInput", "deployment");
        let input = json!({"deployment": deployment.to_string(), "interests": interests});
        self.ask(&document, json!({"input": input})).await
    }

    /// Writes down a mid-term review of today after which the work goes on, with whatever else is said of it.
    pub async fn midterm(&self, deployment: Id<Deployment>, otherwise: Json) -> Answer {
        let document = "mutation Act($input: RecordMidtermInput!) { recordMidterm(input: $input) { \
             review { id kind decision finalDay deployment { status version } } userErrors { code field message rule } } }";
        let mut input = json!({
            "deployment": deployment.to_string(), "heldOn": self.app.clock.now().day(), "working": "It is.",
            "appropriate": "It is what was asked for.", "changes": "Nothing.", "nextSteps": "Two more visits.",
            "ratings": [{"outcome": 1, "rag": "AMBER", "details": "Six of nine read with ease."}],
            "decision": "CONTINUE",
        });
        overlay(&mut input, otherwise);
        self.ask(document, json!({"input": input})).await
    }

    /// Writes down a follow-up of today, with whatever else is said of it.
    pub async fn follow_up(&self, deployment: Id<Deployment>, otherwise: Json) -> Answer {
        let document = "mutation Act($input: RecordFollowUpInput!) { recordFollowUp(input: $input) { \
             review { id kind deployment { status version } } userErrors { code field message rule } } }";
        let mut input = json!({
            "deployment": deployment.to_string(), "heldOn": self.app.clock.now().day(),
            "way": "OWN", "lasting": "The routines have lasted.", "needed": "Nothing more.",
            "ratings": [{"outcome": 1, "rag": "GREEN", "details": "Eight of nine read with ease."}],
        });
        overlay(&mut input, otherwise);
        self.ask(document, json!({"input": input})).await
    }

    /// Says how it was to work with the other school.
    pub async fn evaluate(&self, deployment: Id<Deployment>) -> Answer {
        let document = "mutation Act($input: SubmitEvaluationInput!) { submitEvaluation(input: $input) { \
             evaluation { id openedAt deployment { status version } } userErrors { code field message rule } } }";
        let input = json!({
            "deployment": deployment.to_string(), "prepared": "FULLY", "reachable": "MOSTLY", "worthwhile": "FULLY",
            "again": "PARTLY", "words": "They knew the school before they came.",
        });
        self.ask(document, json!({"input": input})).await
    }

    /// Sets the day of a follow-up.
    pub async fn schedule_follow_up(&self, deployment: Id<Deployment>, on: &str) -> Answer {
        let document = act("scheduleFollowUp", "ScheduleFollowUpInput", "deployment");
        self.ask(&document, json!({"input": {"deployment": deployment.to_string(), "on": on}})).await
    }

    /// Closes a deployment.
    pub async fn close(&self, deployment: Id<Deployment>, reason: Option<&str>) -> Answer {
        let document = act("closeDeployment", "CloseDeploymentInput", "deployment");
        self.ask(&document, json!({"input": {"deployment": deployment.to_string(), "reason": reason}})).await
    }

    /// Writes down a visit of today.
    pub async fn record(&self, deployment: Id<Deployment>, half_days: i32) -> Answer {
        let document = act("recordVisit", "RecordVisitInput", "visit");
        let input = json!({
            "deployment": deployment.to_string(), "visitedOn": self.app.clock.now().day(), "mode": "IN_PERSON",
            "halfDays": half_days, "note": "Watched two lessons.",
        });
        self.ask(&document, json!({"input": input})).await
    }

    /// Given, received, promised, awaited and position of a school, as this persona sees them; nothing if it does not.
    pub async fn standing(&self, school: &SchoolOf<'_>) -> Option<[i64; 5]> {
        let document =
            "query ($urn: URN!) { school(urn: $urn) { reciprocity { given received promised awaited position } } }";
        let answer = self.ask(document, json!({"urn": school.urn})).await;
        answer.done();
        let number = |field: &str| answer.at(&format!("school.reciprocity.{field}")).as_i64();
        Some([number("given")?, number("received")?, number("promised")?, number("awaited")?, number("position")?])
    }
}

impl Deal<'_> {
    /// The broker proposes.
    pub async fn proposed(&self) -> Id<Proposal> {
        let answer = self.broker.propose(self.offer, self.request).await;
        answer.done();
        read(&answer.text("proposeSupport.proposal.id"))
    }

    /// Both schools accept: a deployment is planned.
    pub async fn planned(&self) -> Id<Deployment> {
        let proposal = self.proposed().await;
        self.home_head.accept(proposal).await.done();
        self.host_head.accept(proposal).await.done();
        let document = "{ proposals(first: 1) { edges { node { deployment { id } } } } }";
        let answer = self.broker.asks(document).await;
        read(&answer.text("proposals.edges.0.node.deployment.id"))
    }

    /// Both heads declare no interests and sign.
    pub async fn agreed(&self) -> Id<Deployment> {
        let deployment = self.planned().await;
        self.signed_by_one(deployment, terms()).await;
        self.host_head.agree(deployment, None).await.done();
        deployment
    }

    /// Both heads declare no interests, one signs these terms, and the broker signs them for the alliance.
    pub async fn signed_by_one(&self, deployment: Id<Deployment>, terms: Json) {
        self.home_head.declare(deployment, &[]).await.done();
        self.host_head.declare(deployment, &[]).await.done();
        self.home_head.agree(deployment, Some(terms)).await.done();
        self.broker.agree_for_alliance(deployment, None).await.done();
    }

    /// Work begins.
    pub async fn active(&self) -> Id<Deployment> {
        let deployment = self.agreed().await;
        self.host_head.step("startDeployment", deployment).await.done();
        deployment
    }

    /// The specialist writes down a visit.
    pub async fn recorded(&self, deployment: Id<Deployment>, half_days: i32) -> Id<Visit> {
        let answer = self.specialist.persona.record(deployment, half_days).await;
        answer.done();
        read(&answer.text("recordVisit.visit.id"))
    }

    /// How many half-days of the specialist's are reserved and committed.
    pub async fn held(&self) -> (i64, i64) {
        let of = |column: &str| {
            format!("SELECT coalesce(sum({column}), 0)::bigint AS number FROM capacity_window WHERE specialist_id = $1")
        };
        let id = self.specialist.id.uuid();
        (self.app.number(&of("reserved"), id).await, self.app.number(&of("committed"), id).await)
    }

    /// Where the request stands.
    pub async fn request_is(&self, status: &str) -> bool {
        let sql = format!("SELECT count(*) AS number FROM support_request WHERE id = $1 AND status = '{status}'");
        self.app.number(&sql, self.request.uuid()).await == 1
    }
}

/// Reads an id of an answer.
pub fn read<N: domain::Noun>(text: &str) -> Id<N> {
    text.parse().unwrap_or_else(|_| panic!("{text} is not the id of a {}", N::NAME))
}

/// Puts what is said otherwise in the place of what an input says.
pub fn overlay(input: &mut Json, otherwise: Json) {
    if let (Json::Object(input), Json::Object(otherwise)) = (input, otherwise) {
        input.extend(otherwise);
    }
}
