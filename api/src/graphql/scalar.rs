//! How ids, words and amounts stand in the contract: one adapter each, for every noun and every list.

use std::borrow::Cow;

use async_graphql::indexmap::IndexMap;
use async_graphql::parser::types::Field;
use async_graphql::registry::{EnumBuilder, MetaEnumValue, MetaTypeId, Registry};
use async_graphql::{
    ContextSelectionSet, ID, InputType, InputValueError, InputValueResult, Name, Number, OutputType, Positioned,
    Scalar, ScalarType, ServerResult, Value,
};
use chrono::{DateTime, NaiveDate};
use domain::{Id, Noun, Timestamp, Word};

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

/// A doc comment's lines as they read in the contract: without the space that follows the slashes, and without the
/// provenance, which the pages of the house keep and heads need not read.
pub(super) fn plain(doc: &str) -> String {
    let lines: Vec<&str> = doc.lines().map(str::trim).collect();
    lines.join("\n")
}

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

/// An instant in UTC, written as in RFC 3339, such as `2026-11-21T10:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for Moment {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let at = DateTime::parse_from_rfc3339(text);
        at.map(|at| Self(Timestamp::new(at.to_utc())))
            .map_err(|_| InputValueError::custom("This is not an RFC 3339 instant."))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A day, written as in ISO 8601, such as `2026-11-21`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day(pub NaiveDate);

#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/chillicream/local-date.html")]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // Four digits of year: chrono alone would also read longer and signed years.
        let day = if text.len() == 10 { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None };
        day.map(Self).ok_or_else(|| InputValueError::custom("This is not a day, such as 2026-11-21."))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A school's Unique Reference Number in the national register: six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urn(pub i32);

#[Scalar(name = "URN", specified_by_url = "https://www.get-information-schools.service.gov.uk/glossary")]
impl ScalarType for Urn {
    fn parse(value: Value) -> InputValueResult<Self> {
        let urn = match &value {
            Value::String(text) if text.len() == 6 && text.bytes().all(|b| b.is_ascii_digit()) => text.parse().ok(),
            Value::Number(number) => number.as_i64().and_then(|number| i32::try_from(number).ok()),
            _ => None,
        };
        let urn = urn.filter(|urn| (100_000..=999_999).contains(urn));
        urn.map(Self).ok_or_else(|| InputValueError::custom("A URN has six digits."))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// Declares scalars that are whole numbers within a range.
macro_rules! whole_numbers {
    ($($(#[doc = $about:literal])+ $name:ident($stored:ty) from $least:literal to $most:literal specified by $page:literal;)+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub $stored);

        #[Scalar(specified_by_url = $page)]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let number = match &value {
                    Value::Number(number) => number.as_i64(),
                    _ => None,
                };
                let within = number.filter(|it| ($least..=$most).contains(it)).and_then(|it| <$stored>::try_from(it).ok());
                within.map(Self).ok_or_else(|| {
                    InputValueError::custom(concat!("This is a whole number from ", $least, " to ", $most, "."))
                })
            }

            fn to_value(&self) -> Value {
                Value::Number(Number::from(self.0))
            }
        }
    )+};
}

whole_numbers! {
    /// An amount of time in half-days: the unit in which support is planned, given and received.
    HalfDays(i32) from -1_000_000 to 1_000_000 specified by "https://lateral.example/docs/scalars#half-days";
    /// An amount of money in pence.
    Pence(i64) from -9_007_199_254_740_991 to 9_007_199_254_740_991 specified by "https://lateral.example/docs/scalars#pence";
}

/// Declares scalars that are degrees of WGS84.
macro_rules! degrees {
    ($($(#[doc = $about:literal])+ $name:ident within $most:literal;)+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name(pub f64);

        #[Scalar(specified_by_url = "https://www.rfc-editor.org/rfc/rfc7946#section-4")]
        impl ScalarType for $name {
            fn parse(value: Value) -> InputValueResult<Self> {
                let degrees = match &value {
                    Value::Number(number) => number.as_f64(),
                    _ => None,
                };
                let within = degrees.filter(|it| it.is_finite() && it.abs() <= $most);
                within.map(Self).ok_or_else(|| InputValueError::custom(concat!("Degrees lie within ±", $most, ".")))
            }

            fn to_value(&self) -> Value {
                Number::from_f64(self.0).map_or(Value::Null, Value::Number)
            }
        }
    )+};
}

degrees! {
    /// Degrees north of the equator, WGS84.
    Latitude within 90.0;
    /// Degrees east of Greenwich, WGS84.
    Longitude within 180.0;
}

/// A postcode of the United Kingdom, such as `BS1 4ND`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode(pub String);

#[Scalar(specified_by_url = "https://www.gov.uk/government/publications/bulk-data-transfer-for-sponsors-xml-schema")]
impl ScalarType for Postcode {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_uppercase()).collect();
        let shaped = (5..=7).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
        if !shaped {
            return Err(InputValueError::custom("This is not a postcode."));
        }
        let (outward, inward) = text.split_at(text.len() - 3);
        Ok(Self(format!("{outward} {inward}")))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}
