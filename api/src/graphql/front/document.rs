//! A document that was read, measured, checked and planned once, and may then run any number of times.

use std::collections::HashMap;
use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
    VariableDefinition,
};
use async_graphql::{ContainerType, ObjectType, Positioned, ServerError, SubscriptionType, Variables};

use domain::Word;
use sha2::{Digest, Sha256};

use crate::graphql::front::measure::{self, Measure, within};
use crate::graphql::front::plan::plan;
use crate::graphql::front::price::{Price, price};
use crate::graphql::front::shape::Shape;
use crate::graphql::front::{Code, Engine, Limits, RequestError, coerce, tokens};

/// A document fit to run.
#[derive(Debug)]
pub struct Document {
    operations: HashMap<Option<String>, Arc<Operation>>,
}

/// One operation of it.
#[derive(Debug)]
pub struct Operation {
    /// Its name, if it has one.
    pub name: Option<String>,
    /// Whether it reads or changes.
    pub ty: OperationType,
    /// The variables that it declares.
    pub variables: Vec<Positioned<VariableDefinition>>,
    /// What it selects, planned; where variables decide, [`selection`](Self::selection) plans anew.
    planned: Positioned<SelectionSet>,
    measure: Measure,
    source: Arc<ExecutableDocument>,
    digest: [u8; 32],
    /// Changes that its document makes, in all operations.
    changes: usize,
}

impl Document {
    /// Reads a document and refuses it at the first limit that it passes; then checks it against the schema.
    pub async fn read<Q, M, L>(text: &str, engine: &Engine<Q, M, L>, limits: &Limits) -> Result<Self, Vec<ServerError>>
    where
        Q: ObjectType + 'static,
        M: ObjectType + 'static,
        L: ContainerType + SubscriptionType + 'static,
    {
        tokens::check(text, limits)?;
        let parsed = parse_query(text).map_err(|no| {
            let mut refused = RequestError::saying(Code::GraphqlParseFailed, no.to_string());
            refused.locations.extend(no.positions());
            refused
        })?;
        let measures = measure(&parsed, engine.shape(), limits)?;
        let any_name = measures.keys().flatten().next().map(String::as_str);
        engine.check(&parsed, any_name).await.map_err(|mut faults| {
            for fault in &mut faults {
                fault.extensions.get_or_insert_default().set("code", Code::GraphqlValidationFailed.shout());
            }
            faults
        })?;
        let source = Arc::new(parsed);
        let text =
            Text { digest: Sha256::digest(text).into(), changes: measures.values().map(|it| it.mutations).sum() };
        let operations = measures.into_iter().map(|(name, measure)| {
            let asked = find(&source, name.as_deref());
            let operation = Operation::of(name.clone(), asked, measure, &source, engine.shape(), &text);
            (name, Arc::new(operation))
        });
        Ok(Self { operations: operations.collect() })
    }

    /// The operation of that name, or the only one.
    pub fn operation(&self, name: Option<&str>) -> Result<&Arc<Operation>, RequestError> {
        let Some(name) = name else {
            let mut all = self.operations.values();
            return match (all.next(), all.next()) {
                (Some(only), None) => Ok(only),
                _ => Err(RequestError::saying(
                    Code::OperationResolutionFailure,
                    "The document holds several operations; operationName says which one is meant.",
                )),
            };
        };
        self.operations.get(&Some(name.to_owned())).ok_or_else(|| {
            let said = format!("The document holds no operation named \"{name}\".");
            RequestError::saying(Code::OperationResolutionFailure, said)
        })
    }
}

fn measure(
    document: &ExecutableDocument,
    shape: &Shape,
    limits: &Limits,
) -> Result<HashMap<Option<String>, Measure>, RequestError> {
    let nowhere = async_graphql::Pos::default();
    within(document.operations.iter().len(), limits.operations, Code::TooManyOperations, "operations", nowhere)?;
    within(document.fragments.len(), limits.fragments, Code::TooManyFragments, "fragments", nowhere)?;
    let mut measures = HashMap::new();
    for (name, asked) in document.operations.iter() {
        measures.insert(name.map(ToString::to_string), measure::operation(document, asked, shape, limits)?);
    }
    let mutations = measures.values().map(|it| it.mutations).sum();
    within(mutations, limits.mutations, Code::TooManyMutations, "mutations in a document", nowhere)?;
    Ok(measures)
}

fn find<'a>(document: &'a ExecutableDocument, name: Option<&str>) -> &'a Positioned<OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(only), _) => only,
        (DocumentOperations::Multiple(all), name) => &all[name.unwrap_or_default()],
    }
}

/// What the operations of a document know of it as a whole.
struct Text {
    digest: [u8; 32],
    changes: usize,
}

impl Operation {
    fn of(
        name: Option<String>,
        asked: &Positioned<OperationDefinition>,
        measure: Measure,
        source: &Arc<ExecutableDocument>,
        shape: &Shape,
        text: &Text,
    ) -> Self {
        let OperationDefinition { ty, variable_definitions, selection_set, .. } = &asked.node;
        Self {
            name,
            ty: *ty,
            variables: variable_definitions.clone(),
            planned: plan(source, shape, root(*ty), selection_set, &Variables::default()),
            measure,
            source: Arc::clone(source),
            digest: text.digest,
            changes: text.changes,
        }
    }

    /// What it counts.
    pub const fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The document as it was read.
    pub fn source(&self) -> &ExecutableDocument {
        &self.source
    }

    /// The SHA-256 digest of the document's text.
    pub const fn digest(&self) -> &[u8; 32] {
        &self.digest
    }

    /// The field by which this operation changes something, if that is the only change of its document.
    pub fn only_change(&self) -> Option<&str> {
        let mut fields = self.planned.node.items.iter().filter_map(|it| match &it.node {
            Selection::Field(field) if field.node.name.node != "__typename" => Some(field.node.name.node.as_str()),
            _ => None,
        });
        fields.next().filter(|_| self.changes == 1 && self.measure.mutations == 1)
    }

    /// Coerces the given variables, and prices the operation with them; refuses what would cost too much.
    pub fn admit(
        &self,
        given: Variables,
        bytes: usize,
        shape: &Shape,
        limits: &Limits,
    ) -> Result<(Variables, Price), RequestError> {
        if bytes.saturating_mul(self.measure.variable_uses) > limits.variable_bytes {
            let said = "The variables are too large for the number of places in which they are used.";
            return Err(RequestError::saying(Code::VariablesTooLarge, said));
        }
        let variables = coerce::variables(shape, &self.variables, given)?;
        let price = price(&self.measure.parts, &variables);
        if price.nodes > limits.nodes {
            let said = format!("The answer could hold {} records; at most {} are given.", price.nodes, limits.nodes);
            return Err(RequestError::saying(Code::TooManyNodes, said));
        }
        if price.cost() > limits.cost {
            let said = format!("The operation costs {} points; at most {} are accepted.", price.cost(), limits.cost);
            return Err(RequestError::saying(Code::TooCostly, said));
        }
        Ok((variables, price))
    }

    /// What is to be resolved with these variables: `None` if it is what was planned beforehand.
    pub fn replanned(&self, shape: &Shape, variables: &Variables) -> Option<Positioned<SelectionSet>> {
        self.measure.conditional.then(|| {
            let asked = find(&self.source, self.name.as_deref());
            plan(&self.source, shape, root(self.ty), &asked.node.selection_set, variables)
        })
    }

    /// What is to be resolved where no variable decides.
    pub const fn planned(&self) -> &Positioned<SelectionSet> {
        &self.planned
    }
}

const fn root(ty: OperationType) -> &'static str {
    match ty {
        OperationType::Query => "Query",
        OperationType::Mutation => "Mutation",
        OperationType::Subscription => "Subscription",
    }
}
