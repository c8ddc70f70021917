//! The parameters of a GraphQL request, from a JSON body or a query string.

use actix_web::web::Query;
use async_graphql::{Value, Variables};

use crate::graphql::{Asked, Code, Limits, RequestError};
use crate::http::json;

/// Reads the body of a POST.
pub fn of_body(body: &[u8], limits: &Limits) -> Result<Asked, RequestError> {
    if body.is_empty() {
        return Err(bad("The body is empty; it should be a JSON object with the parameter \"query\"."));
    }
    let mut given = match json::read(body, limits.json_depth)? {
        Value::Object(given) => given,
        Value::List(_) => return Err(Code::BatchingNotSupported.into()),
        _ => return Err(bad("The body should be a JSON object with the parameter \"query\".")),
    };
    let extensions = map(given.swap_remove("extensions"), "extensions")?;
    let variables = map(given.swap_remove("variables"), "variables")?;
    asked(
        text(given.swap_remove("query"), "query")?,
        text(given.swap_remove("operationName"), "operationName")?,
        variables,
        body.len(),
        &extensions,
    )
}

/// Reads the query string of a GET.
pub fn of_query_string(query: &str, limits: &Limits) -> Result<Asked, RequestError> {
    let pairs = Query::<Vec<(String, String)>>::from_query(query)
        .map_err(|_| bad("The query string cannot be read."))?
        .into_inner();
    let only = |name: &str| {
        let mut given = pairs.iter().filter(|(key, _)| key == name).map(|(_, value)| value.as_str());
        match (given.next(), given.next()) {
            (_, Some(_)) => Err(bad(format!("The parameter \"{name}\" is given twice."))),
            (given, None) => Ok(given),
        }
    };
    let json = |name: &str| match only(name)? {
        None | Some("") => Ok(Variables::default()),
        Some(text) => map(Some(json::read(text.as_bytes(), limits.json_depth)?), name),
    };
    let operation_name = only("operationName")?.map(ToOwned::to_owned);
    asked(only("query")?.map(ToOwned::to_owned), operation_name, json("variables")?, query.len(), &json("extensions")?)
}

fn asked(
    query: Option<String>,
    operation_name: Option<String>,
    variables: Variables,
    variable_bytes: usize,
    extensions: &Variables,
) -> Result<Asked, RequestError> {
    let Some(query) = query.filter(|it| !it.is_empty()) else {
        // The words by which clients know that they should send the text and stop asking.
        return Err(match extensions.contains_key("persistedQuery") {
            true => RequestError::saying(Code::PersistedQueryNotSupported, "PersistedQueryNotSupported"),
            false => bad("The parameter \"query\" is missing."),
        });
    };
    // An empty name is what some clients send for none.
    let operation_name = operation_name.filter(|it| !it.is_empty());
    Ok(Asked { query, operation_name, variables, variable_bytes })
}

fn text(given: Option<Value>, name: &str) -> Result<Option<String>, RequestError> {
    match given {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad(format!("The parameter \"{name}\" should be a text."))),
    }
}

fn map(given: Option<Value>, name: &str) -> Result<Variables, RequestError> {
    match given {
        None | Some(Value::Null) => Ok(Variables::default()),
        Some(map @ Value::Object(_)) => Ok(Variables::from_value(map)),
        Some(_) => Err(bad(format!("The parameter \"{name}\" should be a JSON object."))),
    }
}

fn bad(said: impl Into<std::borrow::Cow<'static, str>>) -> RequestError {
    RequestError::saying(Code::BadRequest, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Result<Asked, Code> {
        of_body(text.as_bytes(), &Limits::default()).map_err(|no| no.code)
    }

    fn query_string(text: &str) -> Result<Asked, Code> {
        of_query_string(text, &Limits::default()).map_err(|no| no.code)
    }

    #[test]
    fn a_body_is_read() {
        let asked = body(r#"{"query": "{a}", "operationName": "B", "variables": {"c": 1}, "extensions": {"d": 2}}"#);
        let asked = asked.unwrap();
        assert_eq!((asked.query.as_str(), asked.operation_name.as_deref()), ("{a}", Some("B")));
        assert_eq!(asked.variables.get("c"), Some(&Value::from(1)));
    }

    #[test]
    fn nulls_and_empty_names_are_none() {
        let asked = body(r#"{"query": "{a}", "operationName": null, "variables": null, "extensions": null}"#).unwrap();
        assert!(asked.operation_name.is_none() && asked.variables.is_empty());
        assert!(body(r#"{"query": "{a}", "operationName": ""}"#).unwrap().operation_name.is_none());
    }

    #[test]
    fn parameters_of_the_wrong_kind_are_refused() {
        for text in [
            "",
            "1",
            "{}",
            r#"{"query": ""}"#,
            r#"{"query": null}"#,
            r#"{"query": 1}"#,
            r#"{"query": "{a}", "query": "{b}"}"#,
            r#"{"query": "{a}", "operationName": 1}"#,
            r#"{"query": "{a}", "variables": []}"#,
            r#"{"query": "{a}", "variables": "{}"}"#,
            r#"{"query": "{a}", "extensions": 0}"#,
        ] {
            assert_eq!(body(text).unwrap_err(), Code::BadRequest, "{text}");
        }
        assert_eq!(body(r#"[{"query": "{a}"}]"#).unwrap_err(), Code::BatchingNotSupported);
        assert_eq!(body(r#"{"extensions": {"persistedQuery": {}}}"#).unwrap_err(), Code::PersistedQueryNotSupported);
    }

    #[test]
    fn a_query_string_is_read() {
        let asked = query_string("query=query+B%7Ba%7D&operationName=B&variables=%7B%22c%22%3A1%7D").unwrap();
        assert_eq!((asked.query.as_str(), asked.operation_name.as_deref()), ("query B{a}", Some("B")));
        assert_eq!(asked.variables.get("c"), Some(&Value::from(1)));
    }

    #[test]
    fn a_parameter_given_twice_or_broken_is_refused() {
        for text in ["", "query=", "query={a}&query={a}", "query={a}&variables=1", "query={a}&variables={"] {
            assert_eq!(query_string(text).unwrap_err(), Code::BadRequest, "{text}");
        }
    }
}
