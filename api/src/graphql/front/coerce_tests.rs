//! Variables are read as the specification says, and what does not fit is refused by name.

use async_graphql::parser::parse_query;
use async_graphql::parser::types::DocumentOperations;
use async_graphql::{Value as Given, Variables};
use serde_json::json;

use super::Code;
use super::coerce::variables;
use super::shape::Shape;

const SCHEMA: &str = "
    type Query { a(i: Int, m: Mood, f: Form, l: [Int!]): Int }
    enum Mood { FINE SO_SO }
    scalar URN
    input Form { urn: URN!, moods: [Mood!] = [FINE], inner: Form, count: Int! = 3 }
    input Either @oneOf { a: Int, b: Int }
    directive @oneOf on INPUT_OBJECT";

fn given(ty: &str, value: serde_json::Value) -> Result<Variables, String> {
    let shape = Shape::read(SCHEMA).unwrap();
    let document = parse_query(format!("query ($v: {ty}) {{ a(x: $v) }}")).unwrap();
    let DocumentOperations::Single(operation) = document.operations else { panic!("one operation") };
    let given = Variables::from_json(value);
    variables(&shape, &operation.node.variable_definitions, given).map_err(|no| {
        assert_eq!(no.code, Code::BadUserInput);
        no.message.into_owned()
    })
}

#[test]
fn what_fits_passes() {
    for (ty, value) in [
        ("Int!", json!(2_147_483_647)),
        ("Int", json!(null)),
        ("Float", json!(1e308)),
        ("Float", json!(3)),
        ("ID!", json!("x")),
        ("ID", json!(7)),
        ("Boolean", json!(false)),
        ("[Int!]", json!([1, 2])),
        ("[Int!]", json!(1)),
        ("[[Int]]", json!([[1], null])),
        ("Mood", json!("SO_SO")),
        ("Form", json!({"urn": 100_000})),
        ("Form", json!({"urn": "x", "moods": ["FINE"], "inner": {"urn": 1, "count": 2}})),
        ("Either", json!({"a": 1})),
        ("URN", json!([1])),
    ] {
        assert!(given(ty, json!({"v": value})).is_ok(), "{ty} {value}");
    }
}

#[test]
fn what_does_not_fit_says_where() {
    for (ty, value, said) in [
        ("Int!", json!(2_147_483_648_i64), "whole number"),
        ("Int!", json!(1.5), "whole number"),
        ("Int!", json!("1"), "whole number"),
        ("Int!", json!(null), "takes no null"),
        ("String", json!(1), "not a text"),
        ("Boolean", json!("true"), "neither"),
        ("ID", json!(1.5), "not an id"),
        ("[Int!]!", json!([1, null]), "at \"1\": \"Int!\" takes no null"),
        ("Mood", json!("GLAD"), "words of \"Mood\""),
        ("Form", json!("x"), "is an object"),
        ("Form", json!({}), "at \"urn\": a value is needed"),
        ("Form", json!({"urn": 1, "extra": 2}), "has no field \"extra\""),
        ("Form", json!({"urn": 1, "inner": {"urn": 1, "moods": ["SAD"]}}), "at \"inner.moods.0\""),
        ("Form", json!({"urn": 1, "count": null}), "at \"count\""),
        ("Either", json!({"a": 1, "b": 2}), "exactly one"),
        ("Either", json!({"a": null}), "exactly one"),
        ("Query", json!({}), "not an input"),
    ] {
        let no = given(ty, json!({"v": value})).unwrap_err();
        assert!(no.contains(said), "{ty} {value}: {no}");
    }
}

#[test]
fn a_missing_variable_takes_its_default_or_stays_missing() {
    assert_eq!(given("Int = 4", json!({})).unwrap().get("v"), Some(&Given::from(4)));
    assert_eq!(given("Int = 4", json!({"v": null})).unwrap().get("v"), Some(&Given::Null));
    assert_eq!(given("Int", json!({})).unwrap().get("v"), None);
    assert!(given("Int!", json!({})).unwrap_err().contains("none is given"));
}
