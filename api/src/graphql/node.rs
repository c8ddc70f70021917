//! Whatever has an id of its own, found by it: `node` and `nodes`.

use std::borrow::Cow;

use async_graphql::indexmap::{IndexMap, IndexSet};
use async_graphql::parser::types::Field;
use async_graphql::registry::{MetaField, MetaType, MetaTypeId, Registry};
use async_graphql::{Context, ContextSelectionSet, ID, Object, OutputType, Positioned, Result, ServerResult, Value};
use domain::{Id, Noun, id, reciprocity};
use futures_util::future::join_all;
use uuid::Uuid;

use crate::graphql::brokerage::matching::MatchRun;
use crate::graphql::brokerage::{self as brokerage, RunBy};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{self, AllianceInvitationBy, DesignationBy, EditionBy, ProgrammeBy, SpecialistBy};
use crate::graphql::page::{bad, refused};
use crate::graphql::reciprocity::{EntriesBy, EntryObject, LedgerSide, ObligationBy, ObligationObject};
use crate::graphql::{Code, communities, exchange, identity};

/// How many are found at once, at most.
const MOST: usize = 100;

/// Declares the nouns of the contract: the object that shows each, and how one is found by the id of which noun.
macro_rules! nodes {
    ($($node:ident($object:ty) $(by $noun:ty => |$ctx:ident, $id:ident| $found:expr),+;)+) => {
        /// Something that has an id of its own.
        pub enum Node {
            $(
                #[doc = concat!("The object `", stringify!($node), "` of the contract.")]
                $node($object),
            )+
        }

        impl Node {
            /// The object that shows what has an id with this prefix.
            pub fn object_of(prefix: &str) -> Option<Cow<'static, str>> {
                match prefix {
                    $($(<$noun as Noun>::PREFIX)|+ => Some(<$object as OutputType>::type_name()),)+
                    _ => None,
                }
            }

            /// What has this id; nothing if there is none that the reader may see.
            async fn find(ctx: &Context<'_>, prefix: &str, uuid: Uuid) -> Result<Option<Self>> {
                match prefix {
                    $($(<$noun as Noun>::PREFIX => {
                        let ($ctx, $id) = (ctx, Id::<$noun>::from_uuid(uuid));
                        Ok($found.map(Self::$node))
                    })+)+
                    _ => Ok(None),
                }
            }
        }

        impl OutputType for Node {
            fn type_name() -> Cow<'static, str> {
                "Node".into()
            }

            fn introspection_type_name(&self) -> Cow<'static, str> {
                match self {
                    $(Self::$node(it) => it.introspection_type_name(),)+
                }
            }

            fn create_type_info(registry: &mut Registry) -> String {
                registry.create_output_type::<Self, _>(MetaTypeId::Interface, |registry| {
                    let mut objects = IndexSet::new();
                    $(
                        <$object as OutputType>::create_type_info(registry);
                        let name = <$object as OutputType>::type_name();
                        registry.add_implements(&name, &Self::type_name());
                        objects.insert(name.into_owned());
                    )+
                    interface(registry, objects)
                })
            }

            async fn resolve(&self, ctx: &ContextSelectionSet<'_>, field: &Positioned<Field>) -> ServerResult<Value> {
                match self {
                    $(Self::$node(it) => it.resolve(ctx, field).await,)+
                }
            }
        }
    };
}

nodes! {
    School(directory::School) by domain::directory::School
        => |ctx, id| directory::School::find(&ctx.app().snapshot(), id);
    Alliance(directory::Alliance) by domain::directory::Alliance
        => |ctx, id| ctx.app().snapshot().alliances.get(id).cloned().map(directory::Alliance);
    AllianceInvitation(directory::AllianceInvitation) by domain::directory::AllianceInvitation
        => |ctx, id| ctx.load(AllianceInvitationBy(id)).await?.map(Into::into);
    Trust(directory::Trust) by domain::directory::Trust
        => |ctx, id| directory::Trust::find(&ctx.app().snapshot(), id);
    LocalAuthority(directory::LocalAuthority) by domain::directory::LocalAuthority
        => |ctx, id| directory::LocalAuthority::find(&ctx.app().snapshot(), id);
    Expertise(directory::Expertise) by domain::directory::Expertise
        => |ctx, id| directory::terms(ctx, &[id]).await?.pop();
    Programme(directory::ProgrammeObject) by domain::directory::Programme
        => |ctx, id| ctx.load(ProgrammeBy(id)).await?.map(Into::into);
    Specialist(directory::Specialist) by domain::directory::Specialist
        => |ctx, id| ctx.load(SpecialistBy(id)).await?.map(Into::into);
    Designation(directory::DesignationObject) by domain::directory::Designation
        => |ctx, id| ctx.load(DesignationBy(id)).await?.map(Into::into);
    RegisterEdition(directory::RegisterEdition) by domain::directory::RegisterEdition
        => |ctx, id| ctx.load(EditionBy(id)).await?.map(Into::into);
    Offer(exchange::Offer) by domain::exchange::Offer
        => |ctx, id| ctx.load(exchange::OfferBy(id)).await?.map(Into::into);
    SupportRequest(exchange::SupportRequest) by domain::exchange::SupportRequest
        => |ctx, id| ctx.load(exchange::RequestBy(id)).await?.map(Into::into);
    CapacityWindow(exchange::CapacityObject) by domain::exchange::CapacityWindow
        => |ctx, id| ctx.load(exchange::CapacityBy(id)).await?.map(Into::into);
    MatchRun(MatchRun) by domain::brokerage::MatchRun
        => |ctx, id| ctx.load(RunBy(id)).await?.map(Into::into);
    Referral(brokerage::ReferralObject) by domain::brokerage::Referral
        => |ctx, id| ctx.load(brokerage::ReferralBy(id)).await?.map(Into::into);
    RateCard(brokerage::RateCardObject) by domain::brokerage::RateCard
        => |ctx, id| brokerage::card(ctx, id).await?;
    Proposal(brokerage::ProposalObject) by domain::brokerage::Proposal
        => |ctx, id| ctx.load(brokerage::ProposalBy(id)).await?.map(Into::into);
    Deployment(brokerage::DeploymentObject) by domain::brokerage::Deployment
        => |ctx, id| ctx.load(brokerage::DeploymentBy(id)).await?.map(Into::into);
    ConflictDeclaration(brokerage::DeclarationObject) by domain::brokerage::ConflictDeclaration
        => |ctx, id| ctx.load(brokerage::DeclarationBy(id)).await?.map(Into::into);
    Consent(brokerage::ConsentObject) by domain::brokerage::Consent
        => |ctx, id| ctx.load(brokerage::ConsentBy(id)).await?.map(Into::into);
    SafeguardingAssurance(brokerage::AssuranceObject) by domain::brokerage::SafeguardingAssurance
        => |ctx, id| ctx.load(brokerage::AssuranceBy(id)).await?.map(Into::into);
    Overruling(brokerage::OverrulingObject) by domain::brokerage::Overruling
        => |ctx, id| ctx.load(brokerage::OverrulingBy(id)).await?.map(Into::into);
    Visit(brokerage::VisitObject) by domain::brokerage::Visit
        => |ctx, id| ctx.load(brokerage::VisitBy(id)).await?.map(Into::into);
    Review(brokerage::ReviewObject) by domain::brokerage::Review
        => |ctx, id| ctx.load(brokerage::ReviewBy(id)).await?.map(Into::into);
    CaseStudy(brokerage::CaseStudyObject) by domain::brokerage::CaseStudy
        => |ctx, id| ctx.load(brokerage::CaseStudyBy(id)).await?.map(Into::into);
    Evaluation(brokerage::EvaluationObject) by domain::brokerage::Evaluation
        => |ctx, id| ctx.load(brokerage::EvaluationBy(id)).await?.map(Into::into);
    AuditVisit(brokerage::AuditVisitObject) by domain::brokerage::AuditVisit
        => |ctx, id| ctx.load(brokerage::AuditVisitBy(id)).await?.map(Into::into);
    InitialMeeting(brokerage::InitialMeetingObject) by domain::brokerage::InitialMeeting
        => |ctx, id| ctx.load(brokerage::InitialMeetingBy(id)).await?.map(Into::into);
    ServiceBreach(brokerage::ServiceBreachObject) by domain::brokerage::ServiceBreach
        => |ctx, id| ctx.load(brokerage::ServiceBreachBy(id)).await?.map(Into::into);
    ExchangeRing(brokerage::RingObject) by domain::brokerage::ExchangeRing
        => |ctx, id| ctx.load(brokerage::RingBy(id)).await?.map(Into::into);
    BrokerageRound(brokerage::RoundObject) by domain::brokerage::Round
        => |ctx, id| ctx.load(brokerage::RoundBy(id)).await?.map(Into::into);
    Scenario(brokerage::ScenarioObject) by domain::brokerage::Scenario
        => |ctx, id| ctx.load(brokerage::ScenarioBy(id)).await?.map(Into::into);
    PolicyChange(brokerage::PolicyChangeObject) by domain::brokerage::PolicyChange
        => |ctx, id| ctx.load(brokerage::PolicyChangeBy(id)).await?.map(Into::into);
    Grant(brokerage::GrantObject) by domain::brokerage::Grant
        => |ctx, id| ctx.load(brokerage::GrantBy(id)).await?.map(Into::into);
    PooledBudget(brokerage::PoolObject) by domain::brokerage::PooledBudget
        => |ctx, id| ctx.load(brokerage::PoolBy(id)).await?.map(Into::into);
    JointCommission(brokerage::CommissionObject) by domain::brokerage::JointCommission
        => |ctx, id| ctx.load(brokerage::CommissionBy(id)).await?.map(Into::into);
    LedgerEntry(EntryObject)
        by reciprocity::CreditEntry => |ctx, id| entry(ctx, LedgerSide::Credit, id.uuid()).await?,
        by reciprocity::DebitEntry => |ctx, id| entry(ctx, LedgerSide::Debit, id.uuid()).await?;
    Obligation(ObligationObject) by reciprocity::Obligation
        => |ctx, id| ctx.load(ObligationBy(id)).await?.map(Into::into);
    Mentorship(communities::MentorshipObject) by domain::communities::Mentorship
        => |ctx, id| ctx.load(communities::MentorshipBy(id)).await?.map(Into::into);
    SupportGroup(communities::SupportGroupObject) by domain::communities::SupportGroup
        => |ctx, id| ctx.load(communities::SupportGroupBy(id)).await?.map(Into::into);
    SupportGroupPlace(communities::SupportPlaceObject) by domain::communities::SupportGroupPlace
        => |ctx, id| ctx.load(communities::SupportPlaceBy(id)).await?.map(Into::into);
    CoachingPractice(communities::CoachingPracticeObject) by domain::communities::CoachingPractice
        => |ctx, id| ctx.load(communities::CoachingPracticeBy(id)).await?.map(Into::into);
    Person(identity::Person) by domain::identity::Person
        => |ctx, id| ctx.load(identity::PersonBy(id)).await?.map(Into::into);
    Membership(identity::Membership) by domain::identity::Membership
        => |ctx, id| ctx.load(identity::MembershipBy(id)).await?.map(Into::into);
    Notification(identity::NotificationObject) by domain::identity::Notification
        => |ctx, id| ctx.load(identity::NotificationBy(id)).await?.map(Into::into);
    DataExport(identity::DataExportObject) by domain::identity::DataExport
        => |ctx, id| ctx.load(identity::DataExportBy(id)).await?.map(Into::into);
    Erasure(identity::ErasureObject) by domain::identity::Erasure
        => |ctx, id| ctx.load(identity::ErasureBy(id)).await?.map(Into::into);
    Invitation(identity::Invitation) by domain::identity::Invitation
        => |ctx, id| ctx.load(identity::InvitationBy(id)).await?.map(Into::into);
}

async fn entry(ctx: &Context<'_>, side: LedgerSide, transfer: Uuid) -> Result<Option<EntryObject>> {
    let entries = ctx.load(EntriesBy(Id::from_uuid(transfer))).await?;
    Ok(entries.and_then(|entries| EntryObject::shown(side, entries)))
}

/// The interface as the contract prints it.
fn interface(registry: &mut Registry, possible_types: IndexSet<String>) -> MetaType {
    let mut id = MetaField::new("id", <ID as OutputType>::create_type_info(registry));
    id.description = Some("The id, the same everywhere and for ever.".into());
    MetaType::Interface {
        name: Node::type_name().into_owned(),
        description: Some("Something that has an id of its own, by which it can be found again.".into()),
        fields: IndexMap::from_iter([("id".to_owned(), id)]),
        possible_types,
        extends: false,
        inaccessible: false,
        tags: Vec::new(),
        keys: None,
        visible: None,
        rust_typename: Some(std::any::type_name::<Node>()),
        directive_invocations: Vec::new(),
        requires_scopes: Vec::new(),
    }
}

/// Questions about whatever has an id.
#[derive(Default)]
pub struct NodeQuery;

#[Object]
impl NodeQuery {
    /// What has this id, whatever it is; nothing if there is nothing of this id that you may see.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "The id.")] id: ID) -> Option<Result<Node>> {
        nullable(async {
            let (prefix, uuid) = read(&id)?;
            Node::find(ctx, prefix, uuid).await
        })
        .await
    }

    /// What has these ids, in their order; nothing in the place of each of which there is nothing that you may see.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The ids, at most 100.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if ids.len() > MOST {
            return Err(refused(Code::TooManyIds, "At most 100 ids are looked up at once."));
        }
        let ids = ids.iter().map(read).collect::<Result<Vec<_>>>()?;
        // Each is found once, however often it is named: loaders read a key once, and so do the fields below.
        Ok(join_all(ids.into_iter().map(|(prefix, uuid)| nullable(Node::find(ctx, prefix, uuid)))).await)
    }
}

fn read(id: &ID) -> Result<(&str, Uuid)> {
    id::split(id).ok_or_else(|| bad("This is not an id."))
}
