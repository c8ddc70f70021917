//! What stands in front of the schema: from the text of a query to the answer, by way of every limit.

use std::sync::Arc;

use async_graphql::parser::types::{OperationType, Selection};
use async_graphql::{ContainerType, Data, ObjectType, Positioned, Response, ServerError, SubscriptionType, Variables};

use crate::graphql::front::errors::told;
use crate::graphql::front::{
    Code, Document, Documents, Engine, Introspection, Limits, Operation, Price, RequestError, changes,
};
use crate::graphql::{Asker, Over};

/// The schema and everything that guards it.
pub struct Front<Q, M, L> {
    engine: Engine<Q, M, L>,
    documents: Documents,
    limits: Limits,
    introspection: Introspection,
}

/// What was asked, read from a body or a query string.
#[derive(Debug, Default)]
pub struct Asked {
    /// The text of the document.
    pub query: String,
    /// The operation that is meant.
    pub operation_name: Option<String>,
    /// The values of its variables.
    pub variables: Variables,
    /// Bytes in which the variables came.
    pub variable_bytes: usize,
}

/// An operation that may run, with its variables.
#[derive(Debug)]
pub struct Admitted {
    /// The operation.
    pub operation: Arc<Operation>,
    /// Its variables, coerced.
    pub variables: Variables,
    /// What it costs with them.
    pub price: Price,
    /// Whether the schema is shown to the caller.
    pub sees_schema: bool,
}

/// Errors before execution: the first one's code, and how they are told.
pub type Refused = (Code, Vec<ServerError>);

impl<Q, M, L> Front<Q, M, L>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    /// Guards a schema.
    pub fn new(engine: Engine<Q, M, L>, limits: Limits, introspection: Introspection) -> Self {
        Self { engine, documents: Documents::default(), limits, introspection }
    }

    /// The limits.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads, checks and prices what was asked, up to the point where it may run.
    pub async fn admit(&self, asked: Asked, signed_in: bool, request_id: &str) -> Result<Admitted, Refused> {
        let sees_schema = self.introspection.allows(signed_in);
        self.admitted(asked, sees_schema).await.map_err(|errors| {
            let errors = told(errors, &self.limits, request_id, sees_schema);
            (first_code(&errors), errors)
        })
    }

    async fn admitted(&self, asked: Asked, sees_schema: bool) -> Result<Admitted, Vec<ServerError>> {
        let document = match self.documents.find(&asked.query) {
            Some(document) => document,
            None => {
                let document = Arc::new(Document::read(&asked.query, &self.engine, &self.limits).await?);
                self.documents.keep(&asked.query, Arc::clone(&document));
                document
            }
        };
        let operation = document.operation(asked.operation_name.as_deref())?;
        if operation.measure().asks_schema && !sees_schema {
            return Err(RequestError::from(Code::IntrospectionNotAllowed).into());
        }
        let (variables, price) =
            operation.admit(asked.variables, asked.variable_bytes, self.engine.shape(), &self.limits)?;
        Ok(Admitted { operation: Arc::clone(operation), variables, price, sees_schema })
    }

    /// Answers what was asked, on behalf of whoever asks; a change only if the way by which it came allows one.
    pub async fn answer(
        &self,
        asked: Asked,
        asker: &Asker,
        may_change: bool,
        request_id: &str,
    ) -> Result<Response, Refused> {
        let admitted = self.admit(asked, asker.signed_in, request_id).await?;
        if admitted.watches() {
            let said = "A subscription is asked with Accept: text/event-stream.";
            return Err(self.refused(RequestError::saying(Code::NotAcceptable, said), request_id));
        }
        if admitted.changes() && !may_change {
            let said = "A mutation is asked by POST.";
            return Err(self.refused(RequestError::saying(Code::MethodNotAllowed, said), request_id));
        }
        let data = (asker.data)(None);
        self.run(&admitted, asker, data, request_id).await
    }

    /// Reads, checks and prices what is to be watched: one field, which is looked at again and again.
    pub async fn watch(&self, asked: Asked, signed_in: bool, request_id: &str) -> Result<Admitted, Refused> {
        let admitted = self.admit(asked, signed_in, request_id).await?;
        let refuse = |code, said| Err(self.refused(RequestError::saying(code, said), request_id));
        if !admitted.watches() {
            return refuse(Code::NotAcceptable, "Only a subscription is told by events.");
        }
        let selection = self.engine.selection(&admitted.operation, &admitted.variables);
        // What the contract says of itself never changes, and never ends.
        let watched = |it: &Positioned<Selection>| match &it.node {
            Selection::Field(field) => !field.node.name.node.starts_with("__"),
            Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
        };
        if !matches!(&selection.node.items[..], [one] if watched(one)) {
            return refuse(Code::GraphqlValidationFailed, "A subscription asks for one field.");
        }
        Ok(admitted)
    }

    /// Looks once at what is watched. `over` is set when there is nothing more to come.
    pub async fn look(
        &self,
        admitted: &Admitted,
        asker: &Asker,
        over: &Over,
        request_id: &str,
    ) -> Result<Response, Refused> {
        let mut data = (asker.data)(None);
        data.insert(over.clone());
        self.run(admitted, asker, data, request_id).await
    }

    /// Runs what was admitted, for as long as it may take.
    async fn run(&self, admitted: &Admitted, asker: &Asker, data: Data, request_id: &str) -> Result<Response, Refused> {
        let Admitted { operation, variables, sees_schema, .. } = admitted;
        let tell = |errors| told(errors, &self.limits, request_id, *sees_schema);
        let running = async {
            if let Some(keys) = &asker.keys {
                changes::check(operation, keys)?;
            }
            let variables = variables.clone();
            if admitted.changes() {
                changes::run(&self.engine, operation, variables, asker, tell).await
            } else if operation.measure().introspects {
                Ok(self.engine.introspect(operation, variables, data, *sees_schema).await)
            } else {
                let selection = self.engine.selection(operation, &variables);
                Ok(self.engine.run(operation, operation.ty, &selection, variables, data).await)
            }
        };
        let ran = tokio::time::timeout(self.limits.deadline, running).await.unwrap_or_else(|_| {
            tracing::warn!(request_id, operation = operation.name.as_deref(), "given up at the deadline");
            Err(Code::DeadlineExceeded.into())
        });
        let mut response = ran.map_err(|refused| self.refused(refused, request_id))?;
        response.errors = tell(response.errors);
        Ok(response)
    }

    /// Whether a document is kept.
    #[cfg(test)]
    pub(super) fn remembers(&self, text: &str) -> bool {
        self.documents.find(text).is_some()
    }

    /// A refusal as it is told.
    pub fn refused(&self, error: RequestError, request_id: &str) -> Refused {
        (error.code, told(error.into(), &self.limits, request_id, false))
    }
}

impl Admitted {
    /// Whether it changes something.
    pub fn changes(&self) -> bool {
        self.operation.ty == OperationType::Mutation
    }

    /// Whether it is to be told again and again.
    pub fn watches(&self) -> bool {
        self.operation.ty == OperationType::Subscription
    }
}

fn first_code(errors: &[ServerError]) -> Code {
    use domain::Word;
    let code = errors.first().and_then(|it| it.extensions.as_ref()?.get("code").cloned());
    match code {
        Some(async_graphql::Value::String(code)) => Code::read(&code.to_ascii_lowercase()),
        _ => None,
    }
    .unwrap_or(Code::InternalServerError)
}
