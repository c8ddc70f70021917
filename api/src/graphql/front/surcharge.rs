//! Points for work that the records of an answer do not show (SETTLED 19), by the field of the schema that does it.

use async_graphql::parser::types::Field as Asked;
use async_graphql::{Name, Value as Given, Variables};
use async_graphql_value::Value;

use crate::graphql::front::shape::{Field, Shape, innermost};

/// Points of a change.
const MUTATION: u64 = 10;
/// Points of a search in free text.
const SEARCH: u64 = 10;
/// Points of a ranking.
const RANKING: u64 = 50;
/// What is searched for: an argument of this name, or a field of this name in what an argument takes.
const TEXT: &str = "text";

/// The fields that rank, or that weigh a whole area, as `Type.field`.
pub const RANKINGS: [&str; 22] = [
    "Alliance.coverage",
    "Alliance.supplyGaps",
    "BrokerageRound.choice",
    "MatchRun.replay",
    "MatchWhyNot.plan",
    "Mutation.forbidRoundPair",
    "Mutation.liftRoundChoice",
    "Mutation.pinRoundPair",
    "Mutation.proposeRing",
    "Mutation.proposeSupport",
    "Mutation.reckonScenario",
    "Mutation.runMatch",
    "Mutation.shareOutMentors",
    "Mutation.widenMatch",
    "Query.ringMending",
    "Query.ringSuggestions",
    "Query.roundReplay",
    "Query.scenarioReplay",
    "Query.whyNot",
    "SupportRequest.candidates",
    "SupportRequest.whyUnmet",
    "SupportRequest.whyUnplaced",
];

/// What is added for one field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Surcharge {
    points: u64,
    search: Search,
}

/// Whether a field searches in free text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Search {
    #[default]
    Never,
    Always,
    /// If this variable holds a text.
    If(Name),
    /// If this variable holds an object with a text.
    IfIn(Name),
}

impl Surcharge {
    /// What is added for a field of this type. `changes`: it is a mutation.
    pub fn of(of: &str, asked: &Asked, field: &Field, changes: bool, shape: &Shape) -> Self {
        let mut points = if changes { MUTATION } else { 0 };
        let ranks = RANKINGS.iter().filter_map(|it| it.split_once('.'));
        if ranks.into_iter().any(|(ty, name)| ty == of && asked.name.node == *name) {
            points += RANKING;
        }
        let search = if changes { Search::Never } else { search(asked, field, shape) };
        Self { points, search }
    }

    /// The points with these variables.
    pub fn count(&self, variables: &Variables) -> u64 {
        let searches = match &self.search {
            Search::Never => false,
            Search::Always => true,
            Search::If(name) => variables.get(name).is_some_and(|it| *it != Given::Null),
            Search::IfIn(name) => match variables.get(name) {
                Some(Given::Object(fields)) => fields.get(TEXT).is_some_and(|it| *it != Given::Null),
                _ => false,
            },
        };
        self.points + if searches { SEARCH } else { 0 }
    }
}

fn search(asked: &Asked, field: &Field, shape: &Shape) -> Search {
    let mut found = Search::Never;
    for (name, value) in &asked.arguments {
        let Some(takes) = field.arguments.get(&name.node) else { continue };
        let within = shape.takes(innermost(&takes.ty), TEXT);
        let search = match &value.node {
            text if name.node == TEXT => given(text),
            Value::Variable(name) if within => Search::IfIn(name.clone()),
            Value::Object(fields) if within => fields.get(TEXT).map_or(Search::Never, given),
            _ => Search::Never,
        };
        if search != Search::Never {
            found = search;
        }
    }
    found
}

fn given(text: &Value) -> Search {
    match text {
        Value::Null => Search::Never,
        Value::Variable(name) => Search::If(name.clone()),
        _ => Search::Always,
    }
}
