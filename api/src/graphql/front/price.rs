//! What an operation may cost: records by the declared page sizes, and surcharges (SETTLED 19).

use async_graphql::parser::types::{BaseType, Field as Asked, Type};
use async_graphql::{Name, Value as Given, Variables};
use async_graphql_value::Value;

use crate::graphql::front::shape::{Field, Shape, innermost};
use crate::graphql::front::surcharge::Surcharge;

/// Records that share one point of cost.
const NODES_PER_POINT: u64 = 25;
/// How many records a list is taken to hold that has no page size.
const UNPAGED: u64 = 10;
/// The page that is assumed when none is named; such a field is refused later. Also the most that a kept list holds.
const LARGEST_PAGE: u64 = 100;
/// Lists whose size is an argument of the field above them, as type, list and argument.
const SIZED_ABOVE: [(&str, &str, &str); 2] =
    [("MatchShortlist", "candidates", "first"), ("MatchShortlist", "excluded", "excluded")];

/// What one field of an operation weighs, with everything below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    times: Times,
    /// Records of the field itself: none for the wrappers of a page.
    weight: u64,
    surcharge: Surcharge,
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
    /// As many as this argument of the field above says.
    Above(&'static str),
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
        let times = part.times.count(variables);
        sum.and(Price {
            nodes: times.saturating_mul(part.weight.saturating_add(below.nodes)),
            surcharge: part.surcharge.count(variables).saturating_add(times.saturating_mul(below.surcharge)),
        })
    })
}

impl Part {
    /// Weighs a field of this type that gives something with fields. `changes`: it is a mutation.
    pub fn of(of: &str, asked: &Asked, field: &Field, changes: bool, shape: &Shape, mut below: Vec<Self>) -> Self {
        let ty = innermost(&field.ty);
        for part in &mut below {
            if let Times::Above(argument) = part.times
                && field.arguments.contains_key(argument)
            {
                part.times = size(asked, field, &[argument]);
            }
        }
        let is_wrapper = ["Connection", "Edge", "PageInfo", "UserError"].iter().any(|end| ty.ends_with(end));
        let surcharge = Surcharge::of(of, asked, field, changes, shape);
        Self { times: times(of, asked, field, ty), weight: u64::from(!is_wrapper), surcharge, below }
    }
}

fn times(of: &str, asked: &Asked, field: &Field, ty: &Name) -> Times {
    if ty.ends_with("Connection") {
        return size(asked, field, &["first", "last"]);
    }
    // A page's own lists: their length is the page's, which has been counted.
    if !is_list(&field.ty) || ty.ends_with("Edge") || asked.name.node == "nodes" && field.arguments.is_empty() {
        return Times::Exactly(1);
    }
    if let Some((_, _, argument)) = SIZED_ABOVE.iter().find(|(ty, list, _)| *ty == of && asked.name.node == *list) {
        return Times::Above(argument);
    }
    let ids =
        asked.arguments.iter().find(|(name, _)| field.arguments.get(&name.node).is_some_and(|it| is_list(&it.ty)));
    match ids.map(|(_, value)| &value.node) {
        Some(Value::List(of)) => Times::Exactly(of.len() as u64),
        Some(Value::Variable(name)) => Times::Length(name.clone()),
        _ => Times::Exactly(UNPAGED),
    }
}

const fn is_list(ty: &Type) -> bool {
    matches!(ty.base, BaseType::List(_))
}

/// As many as the largest of these arguments says, whether written, given by a variable, or left to its default.
fn size(asked: &Asked, field: &Field, arguments: &[&str]) -> Times {
    let (mut largest, mut variables) = (None, Vec::new());
    for name in arguments {
        let usual = || field.arguments.get(*name).and_then(|it| it.default.as_ref()).and_then(number);
        match asked.get_argument(name).map(|it| &it.node) {
            Some(Value::Number(number)) => largest = largest.max(number.as_u64()),
            Some(Value::Variable(name)) => variables.push(name.clone()),
            Some(_) => {}
            None => largest = largest.max(usual()),
        }
    }
    if variables.is_empty() { Times::Exactly(largest.unwrap_or(LARGEST_PAGE)) } else { Times::Largest(variables) }
}

fn number(value: &Given) -> Option<u64> {
    match value {
        Given::Number(number) => number.as_u64(),
        _ => None,
    }
}

impl Times {
    fn count(&self, variables: &Variables) -> u64 {
        match self {
            Self::Exactly(so_many) => *so_many,
            Self::Largest(names) => {
                let given = names.iter().filter_map(|name| variables.get(name).and_then(number));
                given.max().unwrap_or(LARGEST_PAGE)
            }
            Self::Length(name) => match variables.get(name) {
                Some(Given::List(of)) => of.len() as u64,
                Some(Given::Null) | None => UNPAGED,
                Some(_) => 1,
            },
            Self::Above(_) => LARGEST_PAGE,
        }
    }
}
