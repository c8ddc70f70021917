//! Changes, some of which bear an idempotency key: each runs alone, in order, and one that bears a key runs once.

use std::sync::Arc;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, Selection, SelectionSet};
use async_graphql::{
    ContainerType, ObjectType, PathSegment, Positioned, Response, ServerError, SubscriptionType, Value as Given,
    Variables,
};
use async_graphql_value::Value;
use persistence::once::Claim;
use sha2::{Digest, Sha256};

use crate::graphql::front::{Code, Engine, Operation, RequestError, lost};
use crate::graphql::once::Keys;
use crate::graphql::{Asker, once};

/// A key of one change.
struct Borne {
    claim: Arc<Claim>,
    /// Whether it came in the header: then a refusal of the key is one of the whole request.
    of_request: bool,
}

/// Whether a document can be done once under the key of the request's header, if there is one.
pub fn check(operation: &Operation, keys: &Keys) -> Result<(), RequestError> {
    match keys.header() {
        Some(_) if operation.only_change().is_none() => Err(Code::IdempotencyKeyNotUsable.into()),
        _ => Ok(()),
    }
}

/// Runs the changes of an operation. `tell` makes errors fit to be shown, and so to be kept.
pub async fn run<Q, M, L>(
    engine: &Engine<Q, M, L>,
    operation: &Operation,
    variables: Variables,
    asker: &Asker,
    tell: impl Fn(Vec<ServerError>) -> Vec<ServerError>,
) -> Result<Response, RequestError>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    let selection = engine.selection(operation, &variables);
    let borne = match &asker.keys {
        Some(keys) => all_borne(operation, &selection.node, &variables, keys)?,
        None => Vec::new(),
    };
    let Some(keys) = asker.keys.as_ref().filter(|_| borne.iter().any(Option::is_some)) else {
        return Ok(engine.run(operation, operation.ty, &selection, variables, (asker.data)(None)).await);
    };
    let (mut data, mut errors) = (IndexMap::new(), Vec::new());
    for (item, borne) in selection.node.items.iter().zip(borne) {
        let alone = Positioned::new(SelectionSet { items: vec![item.clone()] }, selection.pos);
        let run = async |claim: Option<Arc<Claim>>| {
            let data = (asker.data)(claim);
            let mut response = engine.run(operation, operation.ty, &alone, variables.clone(), data).await;
            response.errors = tell(response.errors);
            response
        };
        let response = match (borne, &item.node) {
            (Some(borne), Selection::Field(field)) => {
                let again = |changed: String| lost::render(engine, operation, field, &variables, changed, asker);
                match keys.answer(&borne.claim, run(Some(Arc::clone(&borne.claim))), again).await {
                    Err(no) if borne.of_request => return Err(no),
                    Err(no) => refused(no, field),
                    Ok(response) => response,
                }
            }
            _ => run(None).await,
        };
        errors.extend(response.errors);
        let Given::Object(fields) = response.data else {
            // Every payload is non-null: what broke one takes the whole answer with it, and ends the work.
            return Ok(Response::from_errors(errors));
        };
        data.extend(fields);
    }
    let mut response = Response::new(Given::Object(data));
    response.errors = errors;
    Ok(response)
}

/// The key that each selection of the operation bears, in order.
fn all_borne(
    operation: &Operation,
    selection: &SelectionSet,
    variables: &Variables,
    keys: &Keys,
) -> Result<Vec<Option<Borne>>, RequestError> {
    let borne = |item: &Positioned<Selection>| match &item.node {
        Selection::Field(field) if field.node.name.node != "__typename" => {
            borne(operation, field, variables, keys).map_err(|no| no.at(field.pos))
        }
        _ => Ok(None),
    };
    selection.items.iter().map(borne).collect()
}

fn borne(
    operation: &Operation,
    field: &Positioned<Field>,
    variables: &Variables,
    keys: &Keys,
) -> Result<Option<Borne>, RequestError> {
    let of_request = keys.header().is_some();
    let key = match (keys.header(), own_key(&field.node, variables)) {
        (Some(_), Some(_)) => {
            let said = "Give the idempotency key once, in the header or in the input.";
            return Err(RequestError::saying(Code::IdempotencyKeyNotUsable, said));
        }
        (Some(key), None) | (None, Some(key)) => key,
        (None, None) => return Ok(None),
    };
    let content = Sha256::new()
        .chain_update(operation.digest())
        .chain_update(operation.name.as_deref().unwrap_or_default())
        .chain_update([0])
        // The same change twice in one document is two changes.
        .chain_update(field.node.response_key().node.as_str())
        .chain_update([0])
        .chain_update(canonical(variables)?);
    let claim = keys.claim(&field.node.name.node, key, content.finalize().into())?;
    Ok(Some(Borne { claim, of_request }))
}

/// The variables in the order of their names, and so every object within them: two clients may write the same thing in
/// different orders.
fn canonical(variables: &Variables) -> Result<Vec<u8>, RequestError> {
    let sorted = Given::Object(variables.iter().map(|(name, value)| (name.clone(), value.clone())).collect());
    serde_json::to_vec(&in_order(sorted)).map_err(|_| Code::IdempotencyKeyNotUsable.into())
}

fn in_order(value: Given) -> Given {
    match value {
        Given::Object(fields) => {
            let mut fields: IndexMap<_, _> = fields.into_iter().map(|(name, value)| (name, in_order(value))).collect();
            fields.sort_unstable_keys();
            Given::Object(fields)
        }
        Given::List(items) => Given::List(items.into_iter().map(in_order).collect()),
        other => other,
    }
}

/// The key within the input of a change, written out or given by a variable.
fn own_key<'a>(field: &'a Field, variables: &'a Variables) -> Option<&'a str> {
    let text = |given: &'a Given| match given {
        Given::String(key) => Some(key.as_str()),
        _ => None,
    };
    match &field.get_argument("input")?.node {
        Value::Variable(name) => match variables.get(name)? {
            Given::Object(input) => text(input.get(once::KEY)?),
            _ => None,
        },
        Value::Object(input) => match input.get(once::KEY)? {
            Value::String(key) => Some(key),
            Value::Variable(name) => text(variables.get(name)?),
            _ => None,
        },
        _ => None,
    }
}

/// A key that is refused, told where its field stands.
fn refused(no: RequestError, field: &Positioned<Field>) -> Response {
    let mut error = ServerError::from(no.at(field.pos));
    error.path = vec![PathSegment::Field(field.node.response_key().node.to_string())];
    Response::from_errors(vec![error])
}
