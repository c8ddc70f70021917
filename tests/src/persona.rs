//! Who is asking: people of the world, each asking in one of their roles.

use async_graphql::{Request, Variables};
use domain::access::{Acting, Actor, Role};
use lateral::app::Caller;
use serde_json::Value as Json;

use crate::answer::Answer;
use crate::app::TestApp;

/// Somebody who asks.
#[derive(Clone)]
pub struct Persona<'a> {
    /// The service that is asked.
    pub app: &'a TestApp,
    /// Who it is.
    pub caller: Caller,
}

impl<'a> Persona<'a> {
    /// A person in a role.
    pub fn acting(app: &'a TestApp, acting: Acting) -> Self {
        let caller = Caller { actor: Actor::Acting(acting), ..Caller::stranger("test") };
        Self { app, caller }
    }

    /// The person and the role that act.
    pub fn who(&self) -> &Acting {
        self.caller.actor.acting().expect("this persona acts in a role")
    }

    /// The role that acts.
    pub fn role(&self) -> Option<Role> {
        self.caller.actor.role()
    }

    /// Asks, with variables.
    pub async fn ask(&self, document: &str, variables: Json) -> Answer {
        let request = Request::new(document).variables(Variables::from_json(variables));
        let response = lateral::graphql::execute(&self.app.schema, &self.app.app, self.caller.clone(), request).await;
        Answer(serde_json::to_value(response).expect("an answer is JSON"))
    }

    /// Asks without variables.
    pub async fn asks(&self, document: &str) -> Answer {
        self.ask(document, Json::Null).await
    }
}
