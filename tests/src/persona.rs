//! Who is asking: people of the world, each asking in one of their roles.

use std::sync::Arc;

use async_graphql::Variables;
use domain::access::{Acting, Actor, Role};
use lateral::app::{App, Caller};
use lateral::graphql::{Asked, Asker};
use serde_json::{Value as Json, json};

use crate::answer::Answer;
use crate::app::{Behind, TestApp};
use crate::page::Page;

/// Somebody who asks.
#[derive(Clone)]
pub struct Persona<'a> {
    /// The service that is asked.
    pub app: &'a TestApp,
    /// Who it is.
    pub caller: Caller,
    /// The page at which they ask; nothing for whoever asks without one.
    page: Option<Arc<Page>>,
}

impl<'a> Persona<'a> {
    /// Whoever calls.
    pub fn of(app: &'a TestApp, caller: Caller) -> Self {
        Self { app, caller, page: None }
    }

    /// A person in a role.
    pub fn acting(app: &'a TestApp, acting: Acting) -> Self {
        Self::of(app, Caller { actor: Actor::Acting(acting), ..Caller::stranger("test") })
    }

    /// The same person, asking another process of the service.
    pub fn at<'b>(&self, app: &'b TestApp) -> Persona<'b> {
        Persona::of(app, self.caller.clone())
    }

    /// The same person, asking at a page on which they are signed in.
    pub fn seated_at(self, page: Arc<Page>) -> Self {
        Self { page: Some(page), ..self }
    }

    /// The person and the role that act.
    pub fn who(&self) -> &Acting {
        self.caller.actor.acting().expect("this persona acts in a role")
    }

    /// The role that acts.
    pub fn role(&self) -> Option<Role> {
        self.caller.actor.role()
    }

    /// Asks by way of the front, or of the page at which they sit, with variables.
    pub async fn ask(&self, document: &str, variables: Json) -> Answer {
        // Boxed, so that a long story is no deeper than the stack of a test.
        Box::pin(async move {
            if let Some(page) = &self.page {
                return page.ask(document, &variables).await;
            }
            let front = self.app.front().await;
            ask(&front, &self.app.app, self.caller.clone(), document, variables).await
        })
        .await
    }

    /// Asks without variables.
    pub async fn asks(&self, document: &str) -> Answer {
        self.ask(document, Json::Null).await
    }
}

/// Asks by way of a front, on behalf of a caller.
pub async fn ask(front: &Behind, app: &Arc<App>, caller: Caller, document: &str, variables: Json) -> Answer {
    let asked = Asked {
        query: document.to_owned(),
        variable_bytes: variables.to_string().len(),
        variables: Variables::from_json(variables),
        operation_name: None,
    };
    let request_id = caller.request_id.clone();
    let answer = match front.answer(asked, &Asker::of(Arc::clone(app), caller), true, &request_id).await {
        Ok(response) => serde_json::to_value(response),
        Err((_, errors)) => Ok(json!({ "errors": errors })),
    };
    Answer(answer.expect("an answer is JSON"))
}
