//! The contract's own scalars: instants, days, amounts and places, each with its rules.

use async_graphql::{InputValueError, InputValueResult, Number, Scalar, ScalarType, Value};
use chrono::{DateTime, NaiveDate};
use domain::Timestamp;

/// An instant in UTC, written as in RFC 3339, such as `2026-11-21T10:00:00Z`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment(pub Timestamp);

/// An instant in UTC, written as in RFC 3339, such as `2026-11-21T10:00:00Z`.
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

/// A day, written as in ISO 8601, such as `2026-11-21`.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/chillicream/local-date.html")]
impl ScalarType for Day {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // Digits and dashes in their places: chrono alone would also read blanks, signs and longer years.
        let shaped =
            |(place, byte): (usize, u8)| if matches!(place, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
        let shaped = text.len() == 10 && text.bytes().enumerate().all(shaped);
        let day = if shaped { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None };
        day.map(Self).ok_or_else(|| InputValueError::custom("This is not a day, such as 2026-11-21."))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// A school's Unique Reference Number in the national register: six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Urn(pub i32);

/// A school's Unique Reference Number in the national register: six digits.
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

/// Declares scalars that are whole numbers within a range, and where their rules are told.
macro_rules! whole_numbers {
    (specified by $page:literal: $($(#[doc = $about:literal])+ $name:ident($stored:ty) from $least:literal to $most:literal;)+) => {
        /// Where this service tells the rules of the scalars that are its own: `docs/scalars.md`.
        pub const RULES: &str = $page;

        $(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub struct $name(pub $stored);

        $(#[doc = $about])+
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
        )+
    };
}

whole_numbers! {
    specified by "/docs/scalars":
    /// An amount of time in half-days: the unit in which support is planned, given and received.
    HalfDays(i32) from -1_000_000 to 1_000_000;
    /// An amount of money in pence.
    Pence(i64) from -9_007_199_254_740_991 to 9_007_199_254_740_991;
    /// Points of matching: what a pair, a request or a whole plan is worth.
    Points(i64) from -9_007_199_254_740_991 to 9_007_199_254_740_991;
}

/// Declares scalars that are degrees of WGS84.
macro_rules! degrees {
    ($($(#[doc = $about:literal])+ $name:ident within $most:literal;)+) => {$(
        $(#[doc = $about])+
        #[derive(Clone, Copy, Debug, PartialEq)]
        pub struct $name(pub f64);

        $(#[doc = $about])+
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

/// A postcode of the United Kingdom, such as `BS1 4ND`.
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

/// Any value of JSON.
#[derive(Clone, Debug, PartialEq)]
pub struct Document(pub serde_json::Value);

/// Any value of JSON.
#[Scalar(name = "JSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Document {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}
