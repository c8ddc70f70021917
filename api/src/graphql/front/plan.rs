//! What is left of a checked operation for running it: fragments written out, fields of one name made one, and what
//! `@skip` and `@include` leave out gone. So a field runs once, however often it is asked, as GraphQL wants it.

use std::collections::HashMap;

use async_graphql::parser::types::{Directive, ExecutableDocument, Field, InlineFragment, Selection, SelectionSet};
use async_graphql::{Name, Positioned, Value as Given, Variables};
use async_graphql_value::Value;

use crate::graphql::front::shape::{Shape, innermost};

/// Plans the selection set of an operation of a checked document, with the variables that decide what is left out.
pub fn plan(
    document: &ExecutableDocument,
    shape: &Shape,
    root: &str,
    set: &Positioned<SelectionSet>,
    variables: &Variables,
) -> Positioned<SelectionSet> {
    let planned = Planner { document, shape, variables }.set(root, &[set]);
    Positioned::new(planned, set.pos)
}

struct Planner<'a> {
    document: &'a ExecutableDocument,
    shape: &'a Shape,
    variables: &'a Variables,
}

/// A selection that is kept, with everything that is asked below it.
enum Kept<'a> {
    Field(&'a Positioned<Field>, Vec<&'a Positioned<SelectionSet>>),
    /// A fragment that applies to some of the types that may stand here.
    Sometimes(&'a Name, Vec<Positioned<Directive>>, &'a Positioned<SelectionSet>),
}

impl<'a> Planner<'a> {
    fn set(&self, of: &str, sets: &[&'a Positioned<SelectionSet>]) -> SelectionSet {
        let (mut kept, mut places) = (Vec::new(), HashMap::new());
        for set in sets {
            self.collect(of, &set.node, &mut kept, &mut places);
        }
        SelectionSet { items: kept.into_iter().map(|it| self.selection(of, it)).collect() }
    }

    fn collect(&self, of: &str, set: &'a SelectionSet, kept: &mut Vec<Kept<'a>>, places: &mut HashMap<&'a str, usize>) {
        for selection in set.items.iter().filter(|it| self.is_kept(it.node.directives())) {
            let (on, directives, inner) = match &selection.node {
                Selection::Field(field) => {
                    match places.get(field.node.response_key().node.as_str()) {
                        Some(place) => {
                            if let Kept::Field(_, sets) = &mut kept[*place] {
                                sets.push(&field.node.selection_set);
                            }
                        }
                        None => {
                            places.insert(&field.node.response_key().node, kept.len());
                            kept.push(Kept::Field(field, vec![&field.node.selection_set]));
                        }
                    }
                    continue;
                }
                Selection::InlineFragment(fragment) => {
                    let InlineFragment { type_condition, directives, selection_set } = &fragment.node;
                    (type_condition.as_ref().map(|on| &on.node.on.node), directives, selection_set)
                }
                Selection::FragmentSpread(spread) => {
                    let Some(fragment) = self.document.fragments.get(&spread.node.fragment_name.node) else { continue };
                    (
                        Some(&fragment.node.type_condition.node.on.node),
                        &spread.node.directives,
                        &fragment.node.selection_set,
                    )
                }
            };
            match on {
                // In a checked document, every fragment on an object's selection applies to that object.
                Some(on) if on != of && !self.shape.is_object(of) => {
                    kept.push(Kept::Sometimes(on, others(directives), inner));
                }
                _ => self.collect(of, &inner.node, kept, places),
            }
        }
    }

    fn selection(&self, of: &str, kept: Kept<'a>) -> Positioned<Selection> {
        match kept {
            Kept::Field(field, sets) => {
                let Field { alias, name, arguments, directives, selection_set } = &field.node;
                let into = self.shape.field(of, &name.node).map_or("", |it| innermost(&it.ty).as_str());
                let planned = Field {
                    alias: alias.clone(),
                    name: name.clone(),
                    arguments: arguments.clone(),
                    directives: others(directives),
                    selection_set: Positioned::new(self.set(into, &sets), selection_set.pos),
                };
                Positioned::new(Selection::Field(Positioned::new(planned, field.pos)), field.pos)
            }
            Kept::Sometimes(on, directives, inner) => {
                let planned = InlineFragment {
                    type_condition: Some(Positioned::new(
                        async_graphql::parser::types::TypeCondition { on: Positioned::new(on.clone(), inner.pos) },
                        inner.pos,
                    )),
                    directives,
                    selection_set: Positioned::new(self.set(on, &[inner]), inner.pos),
                };
                Positioned::new(Selection::InlineFragment(Positioned::new(planned, inner.pos)), inner.pos)
            }
        }
    }

    fn is_kept(&self, directives: &[Positioned<Directive>]) -> bool {
        directives.iter().all(|it| match it.node.name.node.as_str() {
            "skip" => !self.holds(&it.node),
            "include" => self.holds(&it.node),
            _ => true,
        })
    }

    fn holds(&self, directive: &Directive) -> bool {
        match directive.get_argument("if").map(|it| &it.node) {
            Some(Value::Boolean(holds)) => *holds,
            Some(Value::Variable(name)) => matches!(self.variables.get(name), Some(Given::Boolean(true))),
            _ => false,
        }
    }
}

/// The directives that are not spent yet.
fn others(directives: &[Positioned<Directive>]) -> Vec<Positioned<Directive>> {
    let spent = |it: &&Positioned<Directive>| it.node.name.node != "skip" && it.node.name.node != "include";
    directives.iter().filter(spent).cloned().collect()
}
