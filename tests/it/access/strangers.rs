//! Every mutation of the contract, tried by somebody who is not signed in. A new one is tried without being named here.

use lateral_tests::TestApp;

use super::contract::{Contract, innermost, prefix};

/// What a stranger may try: each asks for a secret, or does nothing that shows.
const OPEN: [&str; 3] = ["acceptInvitation", "requestPasswordReset", "resetPassword"];

#[tokio::test]
async fn a_stranger_changes_nothing() {
    let app = TestApp::start().await;
    app.deal().await;
    app.settle().await;
    let contract = Contract::read(&app).await;
    let ids = |field: &str| prefix(field).map(|prefix| format!("{prefix}_{:032x}", 1));
    let mut wrong = Vec::new();
    for mutation in contract.fields(&contract.mutation) {
        let given = mutation.takes.iter().map(|(name, of)| format!("{name}: {}", contract.sample(name, of, &ids)));
        let given = given.collect::<Vec<_>>().join(", ");
        let given = if given.is_empty() { given } else { format!("({given})") };
        let shown = if contract.kind(innermost(&mutation.gives)) == "OBJECT" { "{ userErrors { code } }" } else { "" };
        let document = format!("mutation {{ {}{given} {shown} }}", mutation.name);
        let answer = app.stranger().asks(&document).await;
        let refused = if OPEN.contains(&mutation.name.as_str()) {
            mutation.name == "requestPasswordReset" || !answer.refusals().is_empty()
        } else {
            answer.error_code() == "UNAUTHENTICATED"
        };
        if !refused {
            wrong.push(format!("{document}\n    {}", answer.0));
        }
    }
    assert!(wrong.is_empty(), "a stranger was not refused:\n{}", wrong.join("\n"));
    assert!(app.settle().await.events().is_empty());
}

#[tokio::test]
async fn what_a_stranger_may_not_ask_leaves_the_rest_of_the_answer() {
    let app = TestApp::start().await;
    let contract = Contract::read(&app).await;
    let ids = |field: &str| prefix(field).or(Some("sch")).map(|prefix| format!("{prefix}_{:032x}", 1));
    let (mut wrong, mut refused) = (Vec::new(), 0);
    for root in contract.fields(&contract.query) {
        let given = root.takes.iter().filter_map(|(name, of)| match name.as_str() {
            "first" => Some("first: 2".to_owned()),
            _ if of["kind"] == "NON_NULL" => Some(format!("{name}: {}", contract.sample(name, of, &ids))),
            _ => None,
        });
        let given = given.collect::<Vec<_>>().join(", ");
        let given = if given.is_empty() { given } else { format!("({given})") };
        let document = format!("{{ it: {}{given} {{ __typename }} errorCatalogue {{ code }} }}", root.name);
        let answer = app.stranger().asks(&document).await;
        if answer.error_code() == "UNAUTHENTICATED" {
            refused += 1;
            if answer.at("errorCatalogue").is_null() || !answer.at("it").is_null() {
                wrong.push(format!("{document}\n    {}", answer.0));
            }
        }
    }
    assert!(wrong.is_empty(), "nothing is left of the answer:\n{}", wrong.join("\n"));
    assert!(refused >= 7, "only {refused} fields of the root ask who is there");
}
