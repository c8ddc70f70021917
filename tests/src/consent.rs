//! Consents beside the signatures, in a test's world: an alliance that asks for them, and the people who give them.

use domain::access::Role;
use persistence::values;
use serde_json::json;

use crate::deal::Deal;
use crate::persona::Persona;

/// Those of the two schools whose consent may be asked for beside the heads' signatures.
pub struct Consenting<'a> {
    /// A governor of the school that gives.
    pub governor: Persona<'a>,
    /// An officer of the trust that runs that school.
    pub officer: Persona<'a>,
    /// A governor of the school that receives, and pays.
    pub payer: Persona<'a>,
}

impl<'a> Deal<'a> {
    /// The alliance settles, by its broker, whose consent it asks for from today on: to a release, and to what is paid.
    pub async fn asks_consents(&self, release: &[&str], paid: &[&str]) {
        let settle =
            "mutation($input: SetAlliancePolicyInput!) { setAlliancePolicy(input: $input) { userErrors { code } } }";
        let input = json!({
            "alliance": self.alliance.id.to_string(), "responseDays": 7, "releaseConsents": release, "paidConsents": paid,
        });
        self.broker.ask(settle, json!({ "input": input })).await.done();
    }

    /// A trust runs the school that gives, and both schools have governors.
    pub async fn governed(&self) -> Consenting<'a> {
        let trust = self.app.app.ids.uuid();
        self.app.write("INSERT INTO trust (id, name) VALUES ($1, 'Oak Trust')", values![trust]).await;
        let runs = "UPDATE school SET trust_id = $1 WHERE id = $2";
        self.app.write(runs, values![trust, self.home.id.uuid()]).await;
        Consenting {
            governor: self.home.somebody(Role::Governor).await,
            officer: self.home.somebody(Role::TrustOfficer).await,
            payer: self.host.somebody(Role::Governor).await,
        }
    }
}
