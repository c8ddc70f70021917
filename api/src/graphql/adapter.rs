//! How ids and words stand in the contract: one adapter each, for every noun and every list.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{EnumBuilder, MetaEnumValue, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, Name, OutputType, Positioned, ServerResult,
    Value,
};
use domain::{Id, Noun, Word};

/// The id of one noun, as the contract's `ID`.
pub struct Gid<N>(pub Id<N>);

impl<N> Clone for Gid<N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<N> Copy for Gid<N> {}

impl<N: Noun> std::fmt::Debug for Gid<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Debug::fmt(&self.0, f)
    }
}

impl<N> From<Id<N>> for Gid<N> {
    fn from(id: Id<N>) -> Self {
        Self(id)
    }
}

impl<N: Noun> InputType for Gid<N> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        match value {
            Some(Value::String(text)) => text
                .parse()
                .map(Self)
                .map_err(|_| InputValueError::custom(format!("This is not the id of a {}.", N::NAME))),
            other => Err(InputValueError::expected_type(other.unwrap_or_default())),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<N: Noun> OutputType for Gid<N> {
    fn type_name() -> Cow<'static, str> {
        <ID as InputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <ID as InputType>::create_type_info(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(InputType::to_value(self))
    }
}

/// A word of a closed list, as an enum of the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<W>(pub W);

impl<W> From<W> for Choice<W> {
    fn from(word: W) -> Self {
        Self(word)
    }
}

impl<W: Word> Choice<W> {
    fn value(self) -> Value {
        Value::Enum(Name::new(self.0.shout()))
    }

    fn describe(registry: &mut Registry) -> String {
        registry.create_input_type::<Self, _>(MetaTypeId::Enum, |_| {
            let values = W::ALL.iter().map(|word| {
                let mut value = MetaEnumValue::new(word.shout());
                value.description = Some(plain(word.about()));
                (word.shout(), value)
            });
            EnumBuilder::new(W::NAME, values.collect::<IndexMap<_, _>>())
                .description(Some(plain(W::ABOUT)))
                .rust_typename(std::any::type_name::<Self>())
                .build()
        })
    }
}

/// A word's meaning as it reads in the contract: without the provenance, which the pages of the house keep and heads need not
/// read.
pub(super) fn plain(doc: &str) -> String {
    let mut text = doc.to_owned();
    while let Some((from, length)) = PROVENANCE.iter().find_map(|it| text.find(it).zip(Some(it.len()))) {
        let to = text[from + length..].find(')').map_or(text.len(), |it| from + length + it + 1);
        let from = text[..from].trim_end().len();
        text.replace_range(from..to, "");
    }
    text
}

/// How a doc comment names the page of the house from which something comes.
const PROVENANCE: [&str; 2] = ["(DOMAIN", "(SETTLED"];

impl<W: Word> InputType for Choice<W> {
    type RawValueType = Self;

    fn type_name() -> Cow<'static, str> {
        W::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::describe(registry)
    }

    fn parse(value: Option<Value>) -> InputValueResult<Self> {
        let value = value.unwrap_or_default();
        let text = match &value {
            Value::Enum(name) => name.as_str(),
            Value::String(text) => text,
            _ => return Err(InputValueError::expected_type(value)),
        };
        let word = W::ALL.iter().copied().find(|word| word.shout() == text);
        word.map(Self).ok_or_else(|| InputValueError::custom(format!("This is not one of the values of {}.", W::NAME)))
    }

    fn to_value(&self) -> Value {
        self.value()
    }

    fn as_raw_value(&self) -> Option<&Self> {
        Some(self)
    }
}

impl<W: Word> OutputType for Choice<W> {
    fn type_name() -> Cow<'static, str> {
        W::NAME.into()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        Self::describe(registry)
    }

    async fn resolve(&self, _: &ContextSelectionSet<'_>, _: &Positioned<Field>) -> ServerResult<Value> {
        Ok(self.value())
    }
}
