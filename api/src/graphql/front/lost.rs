//! The answer to a change that was done and whose answer was lost: rendered again from the ids of what was changed.

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::{Field, OperationType, Selection, SelectionSet};
use async_graphql::{
    ContainerType, Name, ObjectType, PathSegment, Positioned, Response, SubscriptionType, Value as Given, Variables,
};
use async_graphql_value::Value;
use domain::id;

use crate::graphql::Asker;
use crate::graphql::front::shape::innermost;
use crate::graphql::front::{Engine, Operation};
use crate::graphql::node::Node;

/// Renders the payload again: nouns as they stand now, as far as the caller sees them; no user errors, for it was done.
pub async fn render<Q, M, L>(
    engine: &Engine<Q, M, L>,
    operation: &Operation,
    change: &Positioned<Field>,
    variables: &Variables,
    changed: String,
    asker: &Asker,
) -> Response
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    L: ContainerType + SubscriptionType + 'static,
{
    let shape = engine.shape();
    let payload = shape.field("Mutation", &change.node.name.node).map_or("", |it| innermost(&it.ty).as_str());
    let (mut shown, mut nouns) = (IndexMap::new(), Vec::new());
    for item in &change.node.selection_set.node.items {
        // In a plan, fragments on an object are written out.
        let Selection::Field(asked) = &item.node else { continue };
        let value = match asked.node.name.node.as_str() {
            "__typename" => Given::from(payload),
            "userErrors" => Given::List(Vec::new()),
            name => match shape.field(payload, name).map(|it| innermost(&it.ty)) {
                Some(object) if shape.is_composite(object) => {
                    nouns.extend(find(&changed, object).map(|id| by_id(asked, id)));
                    Given::Null
                }
                // A payload without a noun says whether it was done.
                _ => Given::Boolean(true),
            },
        };
        shown.insert(asked.node.response_key().node.clone(), value);
    }
    let pos = change.pos;
    let selection = Positioned::new(SelectionSet { items: nouns }, pos);
    let data = (asker.data)(None);
    let mut response = engine.run(operation, OperationType::Query, &selection, variables.clone(), data).await;
    if let Given::Object(found) = std::mem::take(&mut response.data) {
        shown.extend(found);
    }
    let key = &change.node.response_key().node;
    for error in &mut response.errors {
        error.path.insert(0, PathSegment::Field(key.to_string()));
    }
    response.data = Given::Object(IndexMap::from_iter([(key.clone(), Given::Object(shown))]));
    response
}

/// The first of these ids that is of such an object: a script records first what it is about.
fn find<'a>(changed: &'a str, object: &str) -> Option<&'a str> {
    let mut ids = changed.split(' ');
    ids.find(|id| id::split(id).and_then(|(prefix, _)| Node::object_of(prefix)).is_some_and(|it| it == object))
}

/// What is asked of a noun, asked of the root by the noun's id.
fn by_id(asked: &Positioned<Field>, id: &str) -> Positioned<Selection> {
    let at = asked.pos;
    let field = Field {
        alias: Some(asked.node.response_key().clone()),
        name: Positioned::new(Name::new("node"), at),
        arguments: vec![(Positioned::new(Name::new("id"), at), Positioned::new(Value::String(id.to_owned()), at))],
        directives: Vec::new(),
        selection_set: asked.node.selection_set.clone(),
    };
    Positioned::new(Selection::Field(Positioned::new(field, at)), at)
}
