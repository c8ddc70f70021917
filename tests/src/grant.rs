//! Grants of a programme of this year, and support that they pay.

use domain::Id;
use domain::access::Role;
use domain::brokerage::Deployment;
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::app::TestApp;
use crate::deal::{Deal, read, terms};
use crate::persona::Persona;
use crate::world::SchoolOf;

impl Persona<'_> {
    /// A step of a grant.
    pub async fn grant(&self, mutation: &str, input: Json) -> Answer {
        let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
        let document = format!(
            "mutation Act($input: {kind}!) {{ {mutation}(input: $input) {{ grant {{ id version years {{ status }} }} \
             userErrors {{ code field message rule }} }} }}"
        );
        self.ask(&document, json!({ "input": input })).await
    }
}

impl TestApp {
    /// An operator adds rules of a programme.
    pub async fn rules(&self, programme: &str, rules: Json) -> Answer {
        let document = "mutation ($input: AddProgrammeRulesInput!) { addProgrammeRules(input: $input) { \
                        programme { versions { number since until } } userErrors { code field message rule } } }";
        let input = json!({"programme": programme, "rules": rules});
        self.national(Role::Operator).await.ask(document, json!({ "input": input })).await
    }
}

impl Deal<'_> {
    /// The broker opens a grant of a programme that pays a school 600 pounds in each of two years, of which none is released.
    pub async fn granted(&self, school: &SchoolOf<'_>, starts_on: &str) -> String {
        let awards = json!([{"stage": "RUNNING", "amount": 60_000}]);
        let rules = json!({"since": "2025-09-01", "members": ["SCHOOL"], "awards": awards, "years": 2});
        let added = self.app.rules("intensifying-support", rules).await.refusals();
        assert!(added.iter().all(|no| no.code == "PROGRAMME_RULES_OVERLAP"), "they are there from the first grant on");
        let input = json!({
            "programme": "intensifying-support", "school": school.gid(), "startsOn": starts_on,
            "application": {"member": "SCHOOL", "stage": "RUNNING", "focus": "OTHER", "schools": [{"phase": "PRIMARY"}]},
        });
        let opened = self.broker.grant("openGrant", input).await;
        opened.done();
        opened.text("openGrant.grant.id")
    }

    /// The broker releases a year of a grant.
    pub async fn released(&self, grant: &str, number: i32) {
        self.broker.grant("releaseGrantYear", json!({"grant": grant, "number": number})).await.done();
    }

    /// Work of four half-days of somebody else at the same schools, of which both have declared their interests.
    pub async fn planned_beside(&self) -> Id<Deployment> {
        let other = self.home.specialist().await;
        self.home.time(&other, crate::deal::AUTUMN_2, 4).await;
        let request = self.host.request(&self.alliance, 4).await;
        let sent = self.broker.propose(self.home.offer(&other).await, request).await;
        let proposal = read(&sent.text("proposeSupport.proposal.id"));
        self.home_head.accept(proposal).await.done();
        self.host_head.accept(proposal).await.done();
        let of = "query($id: ID!) { proposal(id: $id) { deployment { id } } }";
        let planned = self.broker.ask(of, json!({"id": proposal.to_string()})).await;
        let deployment = read(&planned.text("proposal.deployment.id"));
        self.home_head.declare(deployment, &[]).await.done();
        self.host_head.declare(deployment, &[]).await.done();
        deployment
    }
}

/// Terms by which a grant pays so much a day.
pub fn paid_by(grant: &str, day: i64) -> Json {
    let mut terms = terms();
    terms["settlement"] = json!({"kind": "GRANT", "dayRate": day, "brokerage": 0, "grant": grant});
    terms
}
