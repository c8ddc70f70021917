//! What an operation may cost: records by the declared page sizes, and surcharges (SETTLED 19).

use async_graphql::parser::types::{BaseType, Field as Asked, Type};
use async_graphql::{Name, Value as Given, Variables};
use async_graphql_value::Value;

use crate::graphql::front::shape::{Field, innermost};

/// Records that share one point of cost.
const NODES_PER_POINT: u64 = 25;
/// How many records a list is taken to hold that has no page size.
const UNPAGED: u64 = 10;
/// The page that is assumed when none is named; such a field is refused later.
const LARGEST_PAGE: u64 = 100;
/// Points of a change.
const MUTATION: u64 = 10;
/// Points of fields that take more work than their records show.
const SURCHARGES: &[(&str, u64)] = &[("candidates", 50), ("runMatch", 50), ("widenMatch", 50)];
/// Points of a search in free text, which any field with this argument offers.
const SEARCH: (&str, u64) = ("text", 10);

/// What one field of an operation weighs, with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    times: Times,
    /// Among how many values a record of the field itself stands for its lists: a shortlist is one record, and its size
    /// is that of its lists, which count as lists without a page size.
    shared_by: u64,
    /// Records of the field itself: none for the wrappers of a page.
    weight: u64,
    surcharge: u64,
    below: Vec<Part>,
}

/// How many values a field gives.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Times {
    /// So many.
    Exactly(u64),
    /// As many as the largest of these variables says.
    Largest(Vec<Name>),
    /// As many as this variable's list is long.
    Length(Name),
}

/// A price.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Price {
    /// Records that the answer could hold.
    pub nodes: u64,
    /// Points for more work than records.
    pub surcharge: u64,
}

impl Price {
    /// The points.
    pub const fn cost(self) -> u64 {
        self.nodes.div_ceil(NODES_PER_POINT).saturating_add(self.surcharge)
    }

    const fn and(self, other: Self) -> Self {
        Self {
            nodes: self.nodes.saturating_add(other.nodes),
            surcharge: self.surcharge.saturating_add(other.surcharge),
        }
    }
}

/// The price of the parts with these variables.
pub fn price(parts: &[Part], variables: &Variables) -> Price {
    parts.iter().fold(Price::default(), |sum, part| {
        let below = price(&part.below, variables);
        let times = part.times.count(variables).div_ceil(part.shared_by);
        sum.and(Price {
            nodes: times.saturating_mul(part.weight.saturating_add(below.nodes)),
            surcharge: part.surcharge.saturating_add(times.saturating_mul(below.surcharge)),
        })
    })
}

impl Part {
    /// Weighs a field that gives something with fields. `changes`: it is a mutation.
    pub fn of(asked: &Asked, field: &Field, changes: bool, below: Vec<Self>) -> Self {
        let mut surcharge = if changes { MUTATION } else { 0 };
        let name = asked.name.node.as_str();
        surcharge += SURCHARGES.iter().find(|(of, _)| *of == name).map_or(0, |(_, points)| *points);
        if asked.get_argument(SEARCH.0).is_some_and(|it| it.node != Value::Null) {
            surcharge += SEARCH.1;
        }
        let ty = innermost(&field.ty);
        let is_wrapper = ["Connection", "Edge", "PageInfo", "UserError"].iter().any(|end| ty.ends_with(end));
        let is_shortlist = is_paged(field) && !is_list(&field.ty) && !is_wrapper;
        let shared_by = if is_shortlist { UNPAGED } else { 1 };
        Self { times: times(asked, field, ty), shared_by, weight: u64::from(!is_wrapper), surcharge, below }
    }
}

fn times(asked: &Asked, field: &Field, ty: &Name) -> Times {
    if is_paged(field) {
        return page(asked);
    }
    // A page's own lists: their length is the page's, which has been counted.
    if !is_list(&field.ty) || ty.ends_with("Edge") || name_is(asked, "nodes") && field.arguments.is_empty() {
        return Times::Exactly(1);
    }
    let ids =
        asked.arguments.iter().find(|(name, _)| field.arguments.get(&name.node).is_some_and(|it| is_list(&it.ty)));
    match ids.map(|(_, value)| &value.node) {
        Some(Value::List(of)) => Times::Exactly(of.len() as u64),
        Some(Value::Variable(name)) => Times::Length(name.clone()),
        _ => Times::Exactly(UNPAGED),
    }
}

fn is_paged(field: &Field) -> bool {
    field.arguments.contains_key("first") || field.arguments.contains_key("last")
}

fn name_is(asked: &Asked, name: &str) -> bool {
    asked.name.node == *name
}

const fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

fn page(asked: &Asked) -> Times {
    let given = ["first", "last"].into_iter().filter_map(|name| asked.get_argument(name));
    let (mut largest, mut variables) = (None, Vec::new());
    for value in given {
        match &value.node {
            Value::Number(number) => largest = largest.max(number.as_u64()),
            Value::Variable(name) => variables.push(name.clone()),
            _ => {}
        }
    }
    if variables.is_empty() { Times::Exactly(largest.unwrap_or(LARGEST_PAGE)) } else { Times::Largest(variables) }
}

impl Times {
    fn count(&self, variables: &Variables) -> u64 {
        match self {
            Self::Exactly(so_many) => *so_many,
            Self::Largest(names) => {
                let given = names.iter().filter_map(|name| match variables.get(name) {
                    Some(Given::Number(number)) => number.as_u64(),
                    _ => None,
                });
                given.max().unwrap_or(LARGEST_PAGE)
            }
            Self::Length(name) => match variables.get(name) {
                Some(Given::List(of)) => of.len() as u64,
                Some(Given::Null) | None => UNPAGED,
                Some(_) => 1,
            },
        }
    }
}
