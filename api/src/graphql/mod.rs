//! The contract: GraphQL over the use cases. Resolvers read inputs and shape answers, nothing else.

pub mod adapter;
pub mod brokerage;
pub mod context;
pub mod directory;
pub mod exchange;
pub mod front;
pub mod identity;
pub mod loaders;
pub mod node;
pub mod page;
pub mod payload;
pub mod reciprocity;
pub mod scalar;

use std::sync::Arc;

use async_graphql::{EmptySubscription, MergedObject, Request, Response, SDLExportOptions};

use crate::app::{App, Caller};

pub use front::{Admitted, Asked, Code, Front, Introspection, Limits, Refused, RequestError};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    identity::IdentityQuery,
    directory::DirectoryQuery,
    directory::ExpertiseQuery,
    directory::SpecialistQuery,
    exchange::ExchangeQuery,
    brokerage::BrokerageQuery,
    front::catalogue::CatalogueQuery,
    brokerage::matching::MatchingQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    directory::mutation::DirectoryMutation,
    directory::SpecialistMutation,
    exchange::ExchangeMutation,
    brokerage::BrokerageMutation,
    identity::IdentityMutation,
    brokerage::matching::MatchingMutation,
);

/// The schema: everything that can be asked and done.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Builds the schema over the service.
pub fn schema(app: Arc<App>) -> Schema {
    bare().data(app).finish()
}

/// Carries out a request on behalf of a caller.
pub async fn execute(schema: &Schema, app: &Arc<App>, caller: Caller, request: Request) -> Response {
    let loaders = loaders::of_request(app.clone(), caller.scope());
    schema.execute(request.data(caller).data(loaders)).await
}

/// The schema of the service behind its front.
pub async fn guarded(app: Arc<App>, limits: Limits, introspection: Introspection) -> Front<Query, Mutation> {
    let engine = front::Engine::of(bare().data(app), Query::default(), Mutation::default()).await;
    Front::new(engine, limits, introspection)
}

/// The public contract as text, as `schema.graphql` keeps it.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    bare().finish().sdl_with_options(options.include_specified_by())
}

fn bare() -> async_graphql::SchemaBuilder<Query, Mutation, EmptySubscription> {
    // The limits are ours and are kept before execution; the library's own walk fragments without memory.
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
}
