//! JSON from strangers: nested no deeper than agreed, no key twice in one object, no NUL in a text.

use std::cell::Cell;
use std::fmt;

use async_graphql::{Name, Number, Value};
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::graphql::{Code, RequestError};

/// Reads one JSON value and nothing after it. A key that is given twice is refused: two readers could take different
/// ones of the two, and no honest client sends it.
pub fn read(bytes: &[u8], depth: usize) -> Result<Value, RequestError> {
    let fault = Cell::new(None);
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let value = Strict { depth, fault: &fault }.deserialize(&mut json).and_then(|value| json.end().map(|()| value));
    value.map_err(|no| match fault.take() {
        Some(Code::JsonTooDeep) => {
            let said = format!("The JSON is nested more than {depth} levels deep.");
            RequestError::saying(Code::JsonTooDeep, said)
        }
        Some(code) => RequestError::saying(code, no.to_string()),
        None => RequestError::saying(Code::BadRequest, format!("The JSON cannot be read: {no}.")),
    })
}

#[derive(Clone, Copy)]
struct Strict<'a> {
    depth: usize,
    fault: &'a Cell<Option<Code>>,
}

impl Strict<'_> {
    fn refuse<E: Error>(&self, code: Code, said: impl fmt::Display) -> E {
        self.fault.set(Some(code));
        E::custom(said)
    }

    fn below<E: Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(self.refuse(Code::JsonTooDeep, "too deep")),
        }
    }

    fn text<E: Error>(&self, text: String) -> Result<String, E> {
        if text.contains('\0') {
            return Err(self.refuse(Code::BadUserInput, "A text may not hold the character NUL"));
        }
        Ok(text)
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Boolean(it))
    }

    fn visit_i64<E: Error>(self, it: i64) -> Result<Value, E> {
        Ok(Value::Number(it.into()))
    }

    fn visit_u64<E: Error>(self, it: u64) -> Result<Value, E> {
        Ok(Value::Number(it.into()))
    }

    fn visit_f64<E: Error>(self, it: f64) -> Result<Value, E> {
        Number::from_f64(it).map(Value::Number).ok_or_else(|| E::custom("a number without end"))
    }

    fn visit_str<E: Error>(self, it: &str) -> Result<Value, E> {
        self.text(it.to_owned()).map(Value::String)
    }

    fn visit_string<E: Error>(self, it: String) -> Result<Value, E> {
        self.text(it).map(Value::String)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(below)? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let below = self.below()?;
        let Value::Object(mut object) =
            Value::from_json(serde_json::Value::Object(serde_json::Map::new())).map_err(A::Error::custom)?
        else {
            return Err(A::Error::custom("not an object"));
        };
        while let Some(key) = entries.next_key::<String>()? {
            let key = self.text(key)?;
            let value = entries.next_value_seed(below)?;
            if object.insert(Name::new(&key), value).is_some() {
                return Err(self.refuse(Code::BadRequest, format_args!("The key \"{key}\" is given twice")));
            }
        }
        Ok(Value::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: impl AsRef<[u8]>) -> Option<Code> {
        read(text.as_ref(), 64).err().map(|no| no.code)
    }

    #[test]
    fn plain_json_is_read() {
        let text = r#"{"a": [1, -2, 3.5, true, null, "é\u00e9"], "__proto__": {}}"#;
        let read = read(text.as_bytes(), 64).unwrap().into_json().unwrap();
        assert_eq!(read, serde_json::from_str::<serde_json::Value>(text).unwrap());
    }

    #[test]
    fn depth_is_counted_and_no_stack_is_lost_to_it() {
        let nested = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
        assert_eq!(refused(nested(64)), None);
        assert_eq!(refused(nested(65)), Some(Code::JsonTooDeep));
        assert_eq!(refused("[".repeat(100_000)), Some(Code::JsonTooDeep));
        assert_eq!(refused("{\"a\":".repeat(100_000)), Some(Code::JsonTooDeep));
    }

    #[test]
    fn a_key_given_twice_is_refused_at_every_level() {
        assert_eq!(refused(r#"{"a": 1, "a": 1}"#), Some(Code::BadRequest));
        assert_eq!(refused(r#"{"v": {"a": 1, "\u0061": 1}}"#), Some(Code::BadRequest));
        assert_eq!(refused(r#"[{"a": 1}, {"a": 1}]"#), None);
    }

    #[test]
    fn text_that_is_no_text_is_refused() {
        assert_eq!(refused(r#"{"a": "x\u0000y"}"#), Some(Code::BadUserInput));
        assert_eq!(refused(r#"{"a\u0000": 1}"#), Some(Code::BadUserInput));
        for text in [&b"\"\\ud800\""[..], b"\"\\udc00\\ud800\"", b"\"\xff\"", b"\"\xed\xa0\x80\"", b"\xef\xbb\xbf{}"] {
            assert_eq!(refused(text), Some(Code::BadRequest), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_json_is_refused() {
        for text in ["", " ", "{", "{]", "nul", "{} {}", "{\"a\": 1e999}", "{'a': 1}", "[1,]", "NaN", "01"] {
            assert_eq!(refused(text), Some(Code::BadRequest), "{text:?}");
        }
    }

    #[test]
    fn numbers_beyond_64_bits_lose_nothing_silently_but_their_wholeness() {
        let read = read(b"[9223372036854775807, 18446744073709551615, 1e308, 36893488147419103232]", 64).unwrap();
        let Value::List(read) = read else { panic!("a list") };
        let whole = |value: &Value| matches!(value, Value::Number(it) if !it.is_f64());
        assert_eq!(read.iter().map(whole).collect::<Vec<_>>(), [true, true, false, false]);
    }
}
