//! The contract: GraphQL over the use cases. Resolvers read inputs and shape answers, nothing else.

pub mod adapter;
mod asker;
pub mod brokerage;
pub mod communities;
pub mod context;
pub mod directory;
pub mod exchange;
pub mod front;
pub mod identity;
mod live;
pub mod loaders;
pub mod node;
pub mod once;
pub mod page;
pub mod payload;
pub mod reciprocity;
pub mod scalar;

use std::sync::Arc;

use async_graphql::{MergedObject, SDLExportOptions, Schema};

use crate::app::App;

pub use asker::Asker;
pub use front::{Admitted, Asked, Code, Front, Introspection, Limits, Refused, RequestError};
pub use live::{Live, Over};

/// What can be asked.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    identity::IdentityQuery,
    identity::RetentionQuery,
    directory::DirectoryQuery,
    directory::AllianceInvitationQuery,
    directory::ExpertiseQuery,
    directory::ProgrammeQuery,
    directory::SpecialistQuery,
    directory::DesignationQuery,
    exchange::ExchangeQuery,
    brokerage::BrokerageQuery,
    brokerage::TemplateQuery,
    brokerage::RingQuery,
    brokerage::RoundQuery,
    brokerage::ScenarioQuery,
    brokerage::PolicyChangeQuery,
    front::catalogue::CatalogueQuery,
    brokerage::matching::MatchingQuery,
    reciprocity::ReciprocityQuery,
    communities::CommunitiesQuery,
);

/// What can be done.
#[derive(MergedObject, Default)]
pub struct Mutation(
    directory::mutation::DirectoryMutation,
    directory::AllianceMutation,
    directory::ProgrammeMutation,
    directory::AllianceLeadMutation,
    directory::MembershipRestMutation,
    directory::SpecialistMutation,
    directory::DesignationMutation,
    exchange::ExchangeMutation,
    brokerage::BrokerageMutation,
    identity::IdentityMutation,
    identity::PrivacyMutation,
    brokerage::matching::MatchingMutation,
    reciprocity::ReciprocityMutation,
    communities::MentorshipMutation,
    communities::SupportGroupMutation,
    communities::CoachingMutation,
);

/// The schema of the service behind its front.
pub async fn guarded(app: Arc<App>, limits: Limits) -> Front<Query, Mutation, Live> {
    let introspection = app.config.introspection;
    let engine = front::Engine::of(bare().data(app), (Query::default(), Mutation::default(), Live)).await;
    Front::new(engine, limits, introspection)
}

/// The public contract as text, as `schema.graphql` keeps it.
pub fn sdl() -> String {
    let options = SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items();
    bare().finish().sdl_with_options(options.include_specified_by())
}

fn bare() -> async_graphql::SchemaBuilder<Query, Mutation, Live> {
    // The limits are ours and are kept before execution; the library's own walk fragments without memory.
    Schema::build(Query::default(), Mutation::default(), Live)
}
