//! One walk over an operation that counts what it asks for. A fragment is walked once, however often it is spread, and
//! the walk stops at the first limit, so that it stays linear in the text whatever the text asks for.

use async_graphql::parser::types::{ExecutableDocument, OperationDefinition, OperationType};
use async_graphql::{Pos, Positioned};

use crate::graphql::front::price::Part;
use crate::graphql::front::shape::Shape;
use crate::graphql::front::walk::{Below, Walk};
use crate::graphql::front::{Code, Limits, RequestError};

/// What an operation asks for, with its fragments written out.
#[derive(Debug)]
pub struct Measure {
    /// The changes that it makes.
    pub mutations: usize,
    /// Whether it asks about the schema at all.
    pub introspects: bool,
    /// Whether it asks for the whole schema, not only for one type by name.
    pub asks_schema: bool,
    /// Whether a variable decides what is selected.
    pub conditional: bool,
    /// How often the variable that is used most is used.
    pub variable_uses: usize,
    /// What its fields weigh.
    pub parts: Vec<Part>,
}

/// Measures the operation and refuses it at the first limit.
pub fn operation(
    document: &ExecutableDocument,
    asked: &Positioned<OperationDefinition>,
    shape: &Shape,
    limits: &Limits,
) -> Result<Measure, RequestError> {
    let definitions = asked.node.variable_definitions.len();
    within(definitions, limits.variables, Code::TooManyVariables, "variables", asked.pos)?;
    let definitions = &asked.node.variable_definitions;
    let mut walk = Walk::over(document, shape, limits, definitions);
    for definition in definitions {
        walk.directives(&definition.node.directives, definition.pos)?;
    }
    walk.directives(&asked.node.directives, asked.pos)?;
    let changes = asked.node.ty == OperationType::Mutation;
    let root = if changes { Below::Root("Mutation") } else { Below::Root("Query") };
    let sum = walk.set(&asked.node.selection_set.node, root, 1)?;

    let count = |name: &str| sum.names.get(name).copied().unwrap_or(0);
    let roots: usize = sum.names.values().sum();
    within(roots, limits.root_fields, Code::TooManyRootFields, "fields of the root", asked.pos)?;
    let mutations = if changes { roots - count("__typename") } else { 0 };
    within(sum.depth, limits.depth, Code::TooDeep, "levels of fields", asked.pos)?;
    let (schemas, types) = (count("__schema"), count("__type"));
    if schemas > 1 || sum.shown_depth > limits.introspection_depth || sum.shown_lists > limits.introspection_lists {
        return Err(RequestError::from(Code::IntrospectionTooCostly).at(asked.pos));
    }
    Ok(Measure {
        mutations,
        introspects: schemas + types > 0,
        asks_schema: schemas > 0,
        conditional: sum.conditional,
        variable_uses: sum.variables.values().copied().max().unwrap_or(0),
        parts: sum.parts,
    })
}

/// Refuses more than the limit.
pub fn within(count: usize, most: usize, code: Code, what: &str, place: Pos) -> Result<(), RequestError> {
    if count > most {
        return Err(
            RequestError::saying(code, format!("At most {most} {what} are accepted; here are {count}.")).at(place)
        );
    }
    Ok(())
}
