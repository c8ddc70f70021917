//! The walk itself: sums of selection sets, each fragment's once.

use std::collections::HashMap;
use std::rc::Rc;

use async_graphql::parser::types::{
    BaseType, Directive, ExecutableDocument, Field, Selection, SelectionSet, Type, VariableDefinition,
};
use async_graphql::{Name, Pos, Positioned};
use async_graphql_value::Value;

use crate::graphql::front::measure::within;
use crate::graphql::front::price::Part;
use crate::graphql::front::shape::{Input, Shape, innermost};
use crate::graphql::front::{Code, Limits, RequestError, coerce};

/// In which type a selection set stands.
#[derive(Clone, Copy)]
pub enum Below<'a> {
    /// The type in which an operation begins.
    Root(&'a str),
    /// Any other type that is ours.
    Type(&'a str),
    /// A type of the introspection system.
    Schema,
    /// A type that is not known; the check of the document says so later.
    Unknown,
}

/// The sum of a selection set, fragments included.
#[derive(Default)]
pub struct Sum<'a> {
    /// Selections, with fragments written out.
    pub selections: usize,
    /// Levels of selection sets.
    pub levels: usize,
    /// Levels of fields.
    pub depth: usize,
    /// Levels of lists, in the introspection system.
    pub lists: usize,
    /// Levels of fields below `__schema` and `__type`.
    pub shown_depth: usize,
    /// Levels of lists there.
    pub shown_lists: usize,
    /// How often each field is asked in this very set.
    pub names: HashMap<&'a str, usize>,
    /// How often each variable is used.
    pub variables: HashMap<&'a str, usize>,
    /// Whether a variable decides what is selected.
    pub conditional: bool,
    /// What the fields weigh.
    pub parts: Vec<Part>,
}

/// The walk over one operation.
pub struct Walk<'a> {
    document: &'a ExecutableDocument,
    shape: &'a Shape,
    limits: &'a Limits,
    definitions: &'a [Positioned<VariableDefinition>],
    /// What `@skip` and `@include` take.
    condition: Input,
    /// The sum of each fragment; `None` while it is being walked.
    fragments: HashMap<&'a str, Option<Rc<Sum<'a>>>>,
}

/// The lists of the introspection system.
const LISTS: [&str; 8] =
    ["types", "fields", "args", "interfaces", "possibleTypes", "enumValues", "inputFields", "directives"];

impl<'a> Walk<'a> {
    /// Gets ready to walk an operation with these variables.
    pub fn over(
        document: &'a ExecutableDocument,
        shape: &'a Shape,
        limits: &'a Limits,
        definitions: &'a [Positioned<VariableDefinition>],
    ) -> Self {
        Self { document, shape, limits, definitions, condition: condition(), fragments: HashMap::new() }
    }

    /// Sums up a selection set.
    pub fn set(&mut self, set: &'a SelectionSet, below: Below<'a>, level: usize) -> Result<Sum<'a>, RequestError> {
        let mut sum = Sum { levels: 1, ..Sum::default() };
        for selection in &set.items {
            self.nesting(level, selection.pos)?;
            sum.selections += 1;
            let directives = selection.node.directives();
            self.directives(directives, selection.pos)?;
            sum.conditional |= directives.iter().any(|it| decides_by_variable(&it.node));
            for (name, value) in directives.iter().flat_map(|it| &it.node.arguments) {
                self.value(&value.node, value.pos, &mut sum)?;
                if name.node == "if" {
                    coerce::literal(self.shape, self.definitions, &self.condition, value)?;
                }
            }
            match &selection.node {
                Selection::Field(field) => self.field(field, below, level, &mut sum)?,
                Selection::InlineFragment(fragment) => {
                    let on = fragment.node.type_condition.as_ref().map_or(below, |on| self.on(&on.node.on.node));
                    let inner = self.set(&fragment.node.selection_set.node, on, level + 1)?;
                    self.merge(&mut sum, &inner, selection.pos)?;
                }
                Selection::FragmentSpread(spread) => {
                    let name = spread.node.fragment_name.node.as_str();
                    let inner = self.fragment(name, level + 1, selection.pos)?;
                    self.nesting(level + inner.levels, selection.pos)?;
                    self.merge(&mut sum, &inner, selection.pos)?;
                }
            }
            within(sum.selections, self.limits.selections, Code::TooManySelections, "selections", selection.pos)?;
        }
        Ok(sum)
    }

    fn field(
        &mut self,
        asked: &'a Positioned<Field>,
        below: Below<'a>,
        level: usize,
        sum: &mut Sum<'a>,
    ) -> Result<(), RequestError> {
        let name = asked.node.name.node.as_str();
        self.repeat(sum, name, 1, asked.pos)?;
        let (of, changes) = match below {
            Below::Root(of) => (of, of == "Mutation"),
            Below::Type(of) => (of, false),
            Below::Schema | Below::Unknown => ("", false),
        };
        let known = self.shape.field(of, name);
        for (argument, value) in &asked.node.arguments {
            self.value(&value.node, value.pos, sum)?;
            if let Some(known) = known.and_then(|it| it.arguments.get(&argument.node)) {
                coerce::literal(self.shape, self.definitions, known, value)?;
            }
        }
        let about_schema = matches!(name, "__schema" | "__type");
        let into = match known.map(|it| innermost(&it.ty).as_str()) {
            _ if about_schema || matches!(below, Below::Schema) => Below::Schema,
            Some(ty) if self.shape.is_composite(ty) => Below::Type(ty),
            _ => Below::Unknown,
        };
        let mut inner = self.set(&asked.node.selection_set.node, into, level + 1)?;
        sum.selections += inner.selections;
        sum.levels = sum.levels.max(inner.levels + 1);
        sum.conditional |= inner.conditional;
        self.variables(sum, &inner, asked.pos)?;
        if about_schema {
            sum.shown_depth = sum.shown_depth.max(inner.depth + 1);
            sum.shown_lists = sum.shown_lists.max(inner.lists);
            sum.depth = sum.depth.max(1);
        } else {
            sum.shown_depth = sum.shown_depth.max(inner.shown_depth);
            sum.shown_lists = sum.shown_lists.max(inner.shown_lists);
            sum.depth = sum.depth.max(inner.depth + 1);
            sum.lists = sum.lists.max(inner.lists + usize::from(LISTS.contains(&name)));
        }
        if let (Some(known), Below::Type(_)) = (known, into) {
            sum.parts.push(Part::of(of, &asked.node, known, changes, self.shape, std::mem::take(&mut inner.parts)));
        }
        Ok(())
    }

    fn fragment(&mut self, name: &'a str, level: usize, place: Pos) -> Result<Rc<Sum<'a>>, RequestError> {
        match self.fragments.get(name) {
            Some(Some(known)) => return Ok(Rc::clone(known)),
            Some(None) => {
                let said = format!("Fragment \"{name}\" spreads itself.");
                return Err(RequestError::saying(Code::GraphqlValidationFailed, said).at(place));
            }
            None => {}
        }
        let document = self.document;
        let Some(fragment) = document.fragments.get(name) else {
            let said = format!("Unknown fragment \"{name}\".");
            return Err(RequestError::saying(Code::GraphqlValidationFailed, said).at(place));
        };
        self.fragments.insert(name, None);
        self.directives(&fragment.node.directives, fragment.pos)?;
        let on = self.on(&fragment.node.type_condition.node.on.node);
        let sum = Rc::new(self.set(&fragment.node.selection_set.node, on, level)?);
        self.fragments.insert(name, Some(Rc::clone(&sum)));
        Ok(sum)
    }

    fn on(&self, name: &'a str) -> Below<'a> {
        match name {
            _ if name.starts_with("__") => Below::Schema,
            "Query" | "Mutation" => Below::Root(name),
            _ => Below::Type(name),
        }
    }

    /// Adds the sum of a fragment to the set in which it stands.
    fn merge(&self, sum: &mut Sum<'a>, inner: &Sum<'a>, place: Pos) -> Result<(), RequestError> {
        sum.selections += inner.selections;
        // Refuse before copying: what is copied stays within the limit.
        within(sum.selections, self.limits.selections, Code::TooManySelections, "selections", place)?;
        sum.levels = sum.levels.max(inner.levels + 1);
        sum.depth = sum.depth.max(inner.depth);
        sum.lists = sum.lists.max(inner.lists);
        sum.shown_depth = sum.shown_depth.max(inner.shown_depth);
        sum.shown_lists = sum.shown_lists.max(inner.shown_lists);
        sum.conditional |= inner.conditional;
        sum.parts.extend_from_slice(&inner.parts);
        for (name, times) in &inner.names {
            self.repeat(sum, name, *times, place)?;
        }
        self.variables(sum, inner, place)
    }

    fn repeat(&self, sum: &mut Sum<'a>, name: &'a str, times: usize, place: Pos) -> Result<(), RequestError> {
        let count = sum.names.entry(name).or_default();
        *count += times;
        if *count > self.limits.repeats {
            let said = format!("\"{name}\" is asked more than {} times in one place.", self.limits.repeats);
            return Err(RequestError::saying(Code::NameRepeatedTooOften, said).at(place));
        }
        Ok(())
    }

    fn variables(&self, sum: &mut Sum<'a>, inner: &Sum<'a>, place: Pos) -> Result<(), RequestError> {
        for (name, times) in &inner.variables {
            let count = sum.variables.entry(name).or_default();
            *count = count.saturating_add(*times);
        }
        within(sum.variables.len(), self.limits.variables, Code::TooManyVariables, "variables", place)
    }

    fn value(&self, value: &'a Value, place: Pos, sum: &mut Sum<'a>) -> Result<(), RequestError> {
        match value {
            Value::Variable(name) => {
                *sum.variables.entry(name).or_default() += 1;
                within(sum.variables.len(), self.limits.variables, Code::TooManyVariables, "variables", place)
            }
            Value::String(text) if text.contains('\0') => {
                Err(RequestError::saying(Code::BadUserInput, "A text may not hold the character NUL.").at(place))
            }
            Value::List(items) => items.iter().try_for_each(|it| self.value(it, place, sum)),
            Value::Object(fields) => fields.values().try_for_each(|it| self.value(it, place, sum)),
            _ => Ok(()),
        }
    }

    /// Refuses too many directives at one place.
    pub fn directives(&self, directives: &[Positioned<Directive>], place: Pos) -> Result<(), RequestError> {
        within(directives.len(), self.limits.directives, Code::TooManyDirectives, "directives at one place", place)
    }

    fn nesting(&self, level: usize, place: Pos) -> Result<(), RequestError> {
        within(level, self.limits.nesting, Code::NestedTooDeeply, "levels of selections", place)
    }
}

fn condition() -> Input {
    let ty = Type { base: BaseType::Named(Name::new("Boolean")), nullable: false };
    Input { ty, default: None }
}

/// Whether this is a `@skip` or `@include` that a variable decides.
fn decides_by_variable(directive: &Directive) -> bool {
    let decides = directive.name.node == "skip" || directive.name.node == "include";
    decides && directive.arguments.iter().any(|(_, value)| matches!(value.node, Value::Variable(_)))
}
