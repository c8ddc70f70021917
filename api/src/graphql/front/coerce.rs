//! Values and variables against the types that ask for them, as GraphQL coerces them.

use std::collections::HashMap;

use async_graphql::parser::types::{BaseType, Type, VariableDefinition};
use async_graphql::{Name, Number, Positioned, Value as Given, Variables};
use async_graphql_value::Value;

use crate::graphql::front::shape::{Input, Kind, Shape};
use crate::graphql::front::{Code, RequestError};

/// Checks the given variables against the operation's definitions, and fills in the defaults.
pub fn variables(
    shape: &Shape,
    definitions: &[Positioned<VariableDefinition>],
    mut given: Variables,
) -> Result<Variables, RequestError> {
    for definition in definitions {
        let VariableDefinition { name, var_type, default_value, .. } = &definition.node;
        match (given.get(&name.node), default_value) {
            (Some(value), _) => {
                Checker { shape, definitions: &[] }
                    .check(&var_type.node, value)
                    .map_err(|no| no.of_variable(definition))?;
            }
            (None, Some(default)) => {
                given.insert(name.node.clone(), default.node.clone());
            }
            (None, None) if var_type.node.nullable => {}
            (None, None) => return Err(Misfit::new("a value is needed, and none is given").of_variable(definition)),
        }
    }
    Ok(given)
}

/// Checks a value that is written in the document. A variable within it has a type of its own, which must fit there:
/// the library's rule for this is never reached by its own visitor.
pub fn literal(
    shape: &Shape,
    definitions: &[Positioned<VariableDefinition>],
    wanted: &Input,
    value: &Positioned<Value>,
) -> Result<(), RequestError> {
    Checker { shape, definitions }.input(wanted, &value.node).map_err(|no| {
        RequestError::saying(Code::GraphqlValidationFailed, format!("Invalid value{}.", no.sentence())).at(value.pos)
    })
}

/// Why a value does not fit, and where in it, innermost name last.
struct Misfit {
    reason: String,
    path: Vec<String>,
}

impl Misfit {
    fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into(), path: Vec::new() }
    }

    fn within(mut self, place: impl ToString) -> Self {
        self.path.push(place.to_string());
        self
    }

    fn sentence(&self) -> String {
        let path = self.path.iter().rev().fold(String::new(), |path, place| match path.is_empty() {
            true => place.clone(),
            false => path + "." + place,
        });
        if path.is_empty() { format!(": {}", self.reason) } else { format!(" at \"{path}\": {}", self.reason) }
    }

    fn of_variable(self, definition: &Positioned<VariableDefinition>) -> RequestError {
        let VariableDefinition { name, var_type, .. } = &definition.node;
        let said = format!("Variable \"${}\" of type \"{}\"{}.", name.node, var_type.node, self.sentence());
        RequestError::saying(Code::BadUserInput, said).at(definition.pos)
    }
}

/// A value seen from outside, whether it may hold variables or not.
enum Seen<'a, V> {
    Variable(&'a Name),
    Null,
    Number(&'a Number),
    Text(&'a str),
    Boolean,
    Word(&'a Name),
    List(&'a [V]),
    Object(Vec<(&'a Name, &'a V)>),
}

trait Look: Sized {
    fn look(&self) -> Seen<'_, Self>;
}

impl Look for Value {
    fn look(&self) -> Seen<'_, Self> {
        match self {
            Self::Variable(it) => Seen::Variable(it),
            Self::Null => Seen::Null,
            Self::Number(it) => Seen::Number(it),
            Self::String(it) => Seen::Text(it),
            Self::Boolean(_) | Self::Binary(_) => Seen::Boolean,
            Self::Enum(it) => Seen::Word(it),
            Self::List(it) => Seen::List(it),
            Self::Object(it) => Seen::Object(it.iter().collect()),
        }
    }
}

impl Look for Given {
    fn look(&self) -> Seen<'_, Self> {
        match self {
            Self::Null => Seen::Null,
            Self::Number(it) => Seen::Number(it),
            Self::String(it) => Seen::Text(it),
            Self::Boolean(_) | Self::Binary(_) => Seen::Boolean,
            Self::Enum(it) => Seen::Word(it),
            Self::List(it) => Seen::List(it),
            Self::Object(it) => Seen::Object(it.iter().collect()),
        }
    }
}

/// Checks values against types, with the variables that may stand in them.
struct Checker<'a> {
    shape: &'a Shape,
    definitions: &'a [Positioned<VariableDefinition>],
}

impl Checker<'_> {
    /// Checks what is given for an argument or for a field of an input.
    fn input<V: Look>(&self, wanted: &Input, value: &V) -> Result<(), Misfit> {
        match value.look() {
            Seen::Variable(name) => self.variable(&wanted.ty, wanted.default.is_some(), name),
            _ => self.check(&wanted.ty, value),
        }
    }

    fn check<V: Look>(&self, ty: &Type, value: &V) -> Result<(), Misfit> {
        match (value.look(), &ty.base) {
            (Seen::Variable(name), _) => self.variable(ty, false, name),
            (Seen::Null, _) if ty.nullable => Ok(()),
            (Seen::Null, _) => Err(Misfit::new(format!("\"{ty}\" takes no null"))),
            (Seen::List(items), BaseType::List(of)) => {
                items.iter().enumerate().try_for_each(|(at, item)| self.check(of, item).map_err(|no| no.within(at)))
            }
            // A single value is a list of one.
            (_, BaseType::List(of)) => self.check(of, value),
            (seen, BaseType::Named(name)) => self.named(name, seen),
        }
    }

    fn named<V: Look>(&self, name: &Name, seen: Seen<'_, V>) -> Result<(), Misfit> {
        match self.shape.kind(name) {
            Some(Kind::Enum(words)) => {
                let said = match &seen {
                    Seen::Word(word) => word.as_str(),
                    Seen::Text(text) => text,
                    _ => "",
                };
                let known = words.contains(said);
                if known { Ok(()) } else { Err(Misfit::new(format!("this is not one of the words of \"{name}\""))) }
            }
            Some(Kind::Input { fields, one }) => match seen {
                Seen::Object(given) => self.object(name, fields, *one, &given),
                _ => Err(Misfit::new(format!("\"{name}\" is an object"))),
            },
            Some(Kind::Composite { .. }) => Err(Misfit::new(format!("\"{name}\" is not an input"))),
            Some(Kind::Scalar) | None => scalar(name, &seen),
        }
    }

    fn object<V: Look>(
        &self,
        name: &Name,
        fields: &HashMap<Name, Input>,
        one: bool,
        given: &[(&Name, &V)],
    ) -> Result<(), Misfit> {
        if one && (given.len() != 1 || matches!(given[0].1.look(), Seen::Null)) {
            return Err(Misfit::new(format!("\"{name}\" takes exactly one of its fields, and not null")));
        }
        for (key, value) in given {
            let field = fields.get(*key).ok_or_else(|| Misfit::new(format!("\"{name}\" has no field \"{key}\"")))?;
            self.input(field, *value).map_err(|no| no.within(key))?;
        }
        let missing = fields.iter().find(|(key, field)| {
            !field.ty.nullable && field.default.is_none() && !given.iter().any(|(given, _)| given == key)
        });
        match missing {
            Some((key, _)) => Err(Misfit::new("a value is needed, and none is given").within(key)),
            None => Ok(()),
        }
    }

    /// Checks that a variable may stand where the type is wanted. One that is not declared is refused elsewhere.
    fn variable(&self, wanted: &Type, has_default: bool, name: &Name) -> Result<(), Misfit> {
        let Some(VariableDefinition { var_type, default_value, .. }) =
            self.definitions.iter().map(|it| &it.node).find(|it| it.name.node == *name)
        else {
            return Ok(());
        };
        let given = &var_type.node;
        let never_null = default_value.as_ref().is_some_and(|it| it.node != Given::Null) || has_default;
        let fits = if !wanted.nullable && given.nullable && never_null {
            base_fits(&wanted.base, &given.base)
        } else {
            type_fits(wanted, given)
        };
        if fits { Ok(()) } else { Err(Misfit::new(format!("\"${name}\" is \"{given}\", and \"{wanted}\" is needed"))) }
    }
}

fn type_fits(wanted: &Type, given: &Type) -> bool {
    (wanted.nullable || !given.nullable) && base_fits(&wanted.base, &given.base)
}

fn base_fits(wanted: &BaseType, given: &BaseType) -> bool {
    match (wanted, given) {
        (BaseType::Named(wanted), BaseType::Named(given)) => wanted == given,
        (BaseType::List(wanted), BaseType::List(given)) => type_fits(wanted, given),
        _ => false,
    }
}

/// Checks the scalars of GraphQL itself; ours are read, with their own rules, where they are used.
fn scalar<V>(name: &Name, seen: &Seen<'_, V>) -> Result<(), Misfit> {
    let (fits, said) = match name.as_str() {
        "Int" => {
            let fits = matches!(seen, Seen::Number(it) if it.as_i64().is_some_and(|it| i32::try_from(it).is_ok()));
            (fits, "this is not a whole number from -2147483648 to 2147483647")
        }
        "Float" => (matches!(seen, Seen::Number(_)), "this is not a number"),
        "String" => (matches!(seen, Seen::Text(_)), "this is not a text"),
        "Boolean" => (matches!(seen, Seen::Boolean), "this is neither true nor false"),
        "ID" => {
            let fits = matches!(seen, Seen::Text(_)) || matches!(seen, Seen::Number(it) if !it.is_f64());
            (fits, "this is not an id")
        }
        _ => return Ok(()),
    };
    if fits { Ok(()) } else { Err(Misfit::new(said)) }
}
