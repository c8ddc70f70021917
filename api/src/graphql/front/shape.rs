//! The schema as the front needs it: which fields, arguments and inputs there are, read from the printed schema.

use std::collections::{HashMap, HashSet};

use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeDefinition, TypeKind, TypeSystemDefinition,
};
use async_graphql::parser::{self, parse_schema};
use async_graphql::{Name, Value};

/// The types of the schema, by name.
#[derive(Debug)]
pub struct Shape {
    kinds: HashMap<Name, Kind>,
}

/// What a type is.
#[derive(Debug)]
pub enum Kind {
    /// Text, number and the like, whatever its rules.
    Scalar,
    /// One of these words.
    Enum(HashSet<Name>),
    /// An object with which arguments are given; exactly one of its fields if `one`.
    Input {
        /// The fields.
        fields: HashMap<Name, Input>,
        /// Whether exactly one field is given.
        one: bool,
    },
    /// Something that has fields: an object if `object`, else an interface or a union.
    Composite {
        /// The fields.
        fields: HashMap<Name, Field>,
        /// Whether it is an object.
        object: bool,
    },
}

/// A field.
#[derive(Debug)]
pub struct Field {
    /// What it gives.
    pub ty: Type,
    /// What it takes.
    pub arguments: HashMap<Name, Input>,
}

/// An argument, or a field of an input.
#[derive(Debug)]
pub struct Input {
    /// The type that it takes.
    pub ty: Type,
    /// What is taken if it is left out.
    pub default: Option<Value>,
}

impl Shape {
    /// Reads the printed schema.
    pub fn read(schema: &str) -> Result<Self, parser::Error> {
        let types = parse_schema(schema)?.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(it) => Some(it.node),
            TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
        });
        Ok(Self { kinds: types.map(kind).collect() })
    }

    /// The type of this name, if it is not built into GraphQL.
    pub fn kind(&self, name: &str) -> Option<&Kind> {
        self.kinds.get(name)
    }

    /// The field of the type.
    pub fn field(&self, of: &str, name: &str) -> Option<&Field> {
        match self.kinds.get(of)? {
            Kind::Composite { fields, .. } => fields.get(name),
            _ => None,
        }
    }

    /// Whether the type is an input that has this field.
    pub fn takes(&self, name: &str, field: &str) -> bool {
        matches!(self.kinds.get(name), Some(Kind::Input { fields, .. }) if fields.contains_key(field))
    }

    /// Whether the type has fields.
    pub fn is_composite(&self, name: &str) -> bool {
        matches!(self.kinds.get(name), Some(Kind::Composite { .. }))
    }

    /// Whether the type is an object, so that every fragment that fits it applies to it.
    pub fn is_object(&self, name: &str) -> bool {
        matches!(self.kinds.get(name), Some(Kind::Composite { object: true, .. }))
    }
}

/// The name of the type within all lists.
pub fn innermost(ty: &Type) -> &Name {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(of) => innermost(of),
    }
}

fn kind(of: TypeDefinition) -> (Name, Kind) {
    let one = of.directives.iter().any(|it| it.node.name.node == "oneOf");
    let kind = match of.kind {
        TypeKind::Scalar => Kind::Scalar,
        TypeKind::Enum(it) => Kind::Enum(it.values.into_iter().map(|value| value.node.value.node).collect()),
        TypeKind::InputObject(it) => {
            Kind::Input { fields: it.fields.into_iter().map(|f| input(f.node)).collect(), one }
        }
        TypeKind::Object(it) => composite(it.fields.into_iter().map(|f| field(f.node)), true),
        TypeKind::Interface(it) => composite(it.fields.into_iter().map(|f| field(f.node)), false),
        TypeKind::Union(_) => composite([].into_iter(), false),
    };
    (of.name.node, kind)
}

fn composite(fields: impl Iterator<Item = (Name, Field)>, object: bool) -> Kind {
    Kind::Composite { fields: fields.collect(), object }
}

fn field(of: FieldDefinition) -> (Name, Field) {
    let arguments = of.arguments.into_iter().map(|it| input(it.node)).collect();
    (of.name.node, Field { ty: of.ty.node, arguments })
}

fn input(of: InputValueDefinition) -> (Name, Input) {
    (of.name.node, Input { ty: of.ty.node, default: of.default_value.map(|it| it.node) })
}
