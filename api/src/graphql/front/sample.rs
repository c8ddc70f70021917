//! A small schema with everything that the front must deal with, for its tests.

use std::borrow::Cow;
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};

use async_graphql::registry::Registry;
use async_graphql::{
    Context, Data, Enum, Error, ErrorExtensions, InputObject, Interface, Object, OneofObject, OutputType, Response,
    Result, Schema, SimpleObject, SubscriptionType, Variables,
};
use futures_util::Stream;
use serde_json::Value as Json;

use crate::graphql::front::{Asked, Engine, Front, Introspection, Limits};
use crate::graphql::{Asker, Over};

#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum Mood {
    Fine,
    SoSo,
}

#[derive(InputObject)]
pub struct Form {
    name: String,
    count: Option<i32>,
    #[graphql(default)]
    moods: Vec<Mood>,
}

#[derive(OneofObject)]
pub enum Where {
    Urn(i32),
    Name(String),
}

#[derive(SimpleObject)]
pub struct PageInfo {
    has_next_page: bool,
}

#[derive(SimpleObject)]
pub struct OfferEdge {
    node: Offer,
}

#[derive(SimpleObject)]
pub struct OfferConnection {
    edges: Vec<OfferEdge>,
    nodes: Vec<Offer>,
    page_info: PageInfo,
}

#[derive(Default)]
pub struct Offer;

#[Object]
impl Offer {
    async fn id(&self) -> &str {
        "off_1"
    }

    async fn title(&self) -> &str {
        "Phonics"
    }

    async fn school(&self) -> School {
        School
    }

    async fn request(&self) -> SupportRequest {
        SupportRequest
    }
}

/// What a ranking found.
#[derive(SimpleObject)]
pub struct MatchShortlist {
    candidates: Vec<Offer>,
    excluded: Vec<Offer>,
}

#[derive(Default)]
pub struct SupportRequest;

#[Object]
impl SupportRequest {
    async fn candidates(
        &self,
        #[graphql(default = 10)] first: i32,
        #[graphql(default = 10)] excluded: i32,
    ) -> MatchShortlist {
        let of = |most: i32| (0..most.min(3)).map(|_| Offer).collect();
        MatchShortlist { candidates: of(first), excluded: of(excluded) }
    }
}

/// Which offers are wanted.
#[derive(InputObject)]
pub struct OfferFilter {
    text: Option<String>,
}

#[derive(Default)]
pub struct School;

#[Object]
impl School {
    async fn id(&self) -> &str {
        "sch_1"
    }

    async fn name(&self) -> &str {
        "Ash Lane"
    }

    async fn offers(&self, first: Option<i32>, last: Option<i32>, filter: Option<OfferFilter>) -> OfferConnection {
        let _ = (last, filter.and_then(|it| it.text));
        let of = || (0..first.unwrap_or(0).min(2)).map(|_| Offer).collect::<Vec<_>>();
        OfferConnection {
            edges: of().into_iter().map(|node| OfferEdge { node }).collect(),
            nodes: of(),
            page_info: PageInfo { has_next_page: false },
        }
    }

    async fn neighbours(&self) -> Vec<School> {
        vec![School]
    }

    async fn lost(&self) -> Result<String> {
        Err(Error::new("relation \"school\" does not exist"))
    }

    async fn maybe_lost(&self) -> Option<Result<String>> {
        Some(Err(Error::new("relation \"school\" does not exist")))
    }
}

#[derive(Interface)]
#[graphql(field(name = "id", ty = "&str"))]
pub enum Node {
    School(School),
    Offer(Offer),
}

#[derive(Default)]
pub struct Query;

#[Object]
impl Query {
    async fn school(&self) -> Option<School> {
        Some(School)
    }

    async fn node(&self, id: String) -> Option<Node> {
        Some(if id.starts_with("off") { Node::Offer(Offer) } else { Node::School(School) })
    }

    async fn nodes(&self, ids: Vec<String>) -> Vec<Option<Node>> {
        ids.iter().map(|_| None).collect()
    }

    async fn echo(&self, text: String) -> String {
        text
    }

    async fn twice(&self, number: i32) -> i32 {
        number.wrapping_mul(2)
    }

    async fn mood(&self, of: Mood) -> Mood {
        of
    }

    async fn form(&self, form: Form) -> String {
        format!("{} {:?} {}", form.name, form.count, form.moods.len())
    }

    async fn find(&self, by: Where) -> String {
        match by {
            Where::Urn(urn) => urn.to_string(),
            Where::Name(name) => name,
        }
    }

    async fn refused(&self) -> Option<Result<bool>> {
        Some(Err(Error::new("Please sign in.").extend_with(|_, it| it.set("code", "UNAUTHENTICATED"))))
    }

    async fn panics(&self, number: Option<bool>) -> Option<bool> {
        Some(number.expect("a number, which the test does not give"))
    }

    async fn slow(&self) -> bool {
        std::future::pending().await
    }
}

/// How often the mutation ran.
pub static RAISED: AtomicUsize = AtomicUsize::new(0);

#[derive(SimpleObject)]
pub struct Raised {
    first: usize,
    second: usize,
}

#[derive(Default)]
pub struct Mutation;

#[Object]
impl Mutation {
    async fn raise(&self) -> Raised {
        let count = RAISED.fetch_add(1, Ordering::SeqCst);
        Raised { first: count, second: count }
    }
}

/// What can be watched: counted at each look, and over at the third.
pub struct Live;

static LOOKS: AtomicUsize = AtomicUsize::new(0);

#[Object(name = "Subscription")]
impl Live {
    async fn looks(&self, ctx: &Context<'_>) -> usize {
        let looks = LOOKS.fetch_add(1, Ordering::SeqCst) + 1;
        if looks >= 3 {
            ctx.data_unchecked::<Over>().set();
        }
        looks
    }
}

impl SubscriptionType for Live {
    fn type_name() -> Cow<'static, str> {
        <Self as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Self as OutputType>::create_type_info(registry)
    }

    fn create_field_stream<'a>(
        &'a self,
        _: &'a Context<'_>,
    ) -> Option<Pin<Box<dyn Stream<Item = Response> + Send + 'a>>> {
        None
    }
}

/// The schema behind its front.
pub async fn front(introspection: Introspection, limits: Limits) -> Front<Query, Mutation, Live> {
    let builder = Schema::build(Query, Mutation, Live);
    Front::new(Engine::of(builder, (Query, Mutation, Live)).await, limits, introspection)
}

/// Asks a front with the usual limits, as somebody who is signed in, and gives the answer as JSON.
pub async fn ask(query: &str, variables: Json) -> Json {
    ask_of(&front(Introspection::SignedIn, Limits::default()).await, query, variables, true).await
}

/// Asks this front.
pub async fn ask_of(front: &Front<Query, Mutation, Live>, query: &str, variables: Json, signed_in: bool) -> Json {
    let asked = Asked {
        query: query.to_owned(),
        variable_bytes: variables.to_string().len(),
        variables: Variables::from_json(variables),
        operation_name: None,
    };
    let asker = Asker { signed_in, keys: None, data: Box::new(|_| Data::default()) };
    match front.answer(asked, &asker, true, "test").await {
        Ok(response) => serde_json::to_value(response).unwrap(),
        Err((_, errors)) => serde_json::json!({ "errors": errors }),
    }
}

/// The code of the first error.
pub fn code(answer: &Json) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none")
}
