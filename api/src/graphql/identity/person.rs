//! A person in the contract, and the one who is asking.

use async_graphql::{ComplexObject, Context, Object, Result, SimpleObject};
use domain::access::{Actor, Role};
use domain::{Id, identity};
use persistence::PageRequest;
use persistence::brokerage::departure;
use persistence::directory::designation;
use persistence::identity::{data_export, erasure, membership, notification, person};

use crate::app::identity::notification as notices;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::DeploymentObject;
use crate::graphql::communities::{HeadshipObject, HeadshipsOf};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{DesignationObject, School};
use crate::graphql::identity::links::EmploymentsOf;
use crate::graphql::identity::notification::{NotificationObject, NotificationPreference};
use crate::graphql::identity::{DataExportObject, ErasureObject, Membership};
use crate::graphql::loaders::failed;
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::Day;

/// As many unread notifications are counted.
const MOST_COUNTED: i64 = 100;

/// Somebody who uses Lateral.
#[derive(Clone, SimpleObject)]
#[graphql(complex)]
pub struct Person {
    /// The person's id.
    pub id: Gid<identity::Person>,
    /// The name, as its owner writes it.
    pub name: String,
    /// The e-mail address. It is shown to the person, and to those who look after the place where the person has a role.
    pub email: String,
    /// Counts the changes: send it back as expectedVersion to change what you have read.
    pub version: i32,
}

impl From<identity::Person> for Person {
    fn from(it: identity::Person) -> Self {
        Self {
            id: Gid(it.id),
            name: it.name.as_str().to_owned(),
            email: it.email.as_str().to_owned(),
            version: it.version,
        }
    }
}

#[ComplexObject]
impl Person {
    /// Where the person works and has worked since they came to Lateral, the first post first.
    async fn employments(&self, ctx: &Context<'_>) -> Result<Vec<Employment>> {
        let posts = ctx.load(EmploymentsOf(self.id.0)).await?.unwrap_or_default();
        Ok(posts.into_iter().map(Employment).collect())
    }

    /// When the person led which school, in their own words, the first time first; shown to the person alone.
    async fn headships(&self, ctx: &Context<'_>) -> Result<Vec<HeadshipObject>> {
        let led = ctx.load(HeadshipsOf(self.id.0)).await?.unwrap_or_default();
        Ok(led.into_iter().map(HeadshipObject::from).collect())
    }
}

/// A person's post at a school, for a time: where somebody works is not yet what they may do.
pub struct Employment(identity::Employment);

/// A person's post at a school, for a time: where somebody works is not yet what they may do.
#[Object]
impl Employment {
    /// What the post is called there.
    async fn post(&self) -> &str {
        self.0.post.as_str()
    }

    /// The school.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// The first day.
    async fn started_on(&self) -> Day {
        Day(self.0.from)
    }

    /// The last day; nothing while it goes on.
    async fn ended_on(&self) -> Option<Day> {
        self.0.until.map(Day)
    }
}

/// Whoever is asking.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct Viewer {
    /// The person.
    pub person: Person,
    /// The roles that the person holds, the first to begin first.
    pub memberships: Vec<Membership>,
    #[graphql(skip)]
    acting: Option<Id<identity::Membership>>,
}

#[ComplexObject]
impl Viewer {
    /// The role in which the person acts now; nothing when they hold several and named none. Name one by the header
    /// `Lateral-Acting-As`.
    async fn acting(&self) -> Option<Membership> {
        self.memberships.iter().find(|it| Some(it.id()) == self.acting).cloned()
    }

    /// Designations that wait for the person in that role, newest first: for a head, or a head's governors, to speak for
    /// somebody, for an assessor to judge, for a broker to decide, and to speak for a head whose school has no governors here.
    /// What another has to do is not among them.
    async fn designations_waiting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<DesignationObject>> {
        let page = Wanted { first, after, last, before }.of(designation::LIST)?;
        let who = (self.person.id.0, ctx.caller()?.actor.role(), ctx.app().clock.now());
        let page = designation::waiting(ctx.app().db(), &ctx.scope(), who, &page).await.map_err(failed)?;
        Ok(Connection::of(page))
    }

    /// What you were told, in any of your roles, newest first: what happened to something of yours, and what is due.
    async fn notifications(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those that you have not marked as read.", default)] unread: bool,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<NotificationObject>> {
        let wanted = Wanted { first, after, last, before }.of(notification::LIST)?;
        let page = notices::page(ctx.app(), self.person.id.0, unread, &wanted).await.map_err(failed)?;
        Ok(Connection::of(page))
    }

    /// How many notifications you have not marked as read; 100 stands for a hundred or more.
    async fn unread_count(&self, ctx: &Context<'_>) -> Result<i32> {
        let unread = notification::unread(ctx.app().db(), self.person.id.0, MOST_COUNTED).await.map_err(failed)?;
        Ok(i32::try_from(unread).unwrap_or(i32::MAX))
    }

    /// How you are told of each topic.
    async fn notification_preferences(&self, ctx: &Context<'_>) -> Result<Vec<NotificationPreference>> {
        let ways = notices::preferences(ctx.app(), self.person.id.0).await.map_err(failed)?;
        let preference = |(topic, way)| NotificationPreference { topic: Choice(topic), way: Choice(way) };
        Ok(ways.into_iter().map(preference).collect())
    }

    /// What was prepared for you last, since you asked what is kept about you; nothing if you never did.
    async fn data_export(&self, ctx: &Context<'_>) -> Option<Result<DataExportObject>> {
        nullable(async {
            let own = Actor::Person(self.person.id.0).scope();
            let found = data_export::latest(ctx.app().db(), &own, self.person.id.0).await.map_err(failed)?;
            Ok(found.map(Into::into))
        })
        .await
    }

    /// Your last wish to be erased; nothing if you never had one.
    async fn erasure(&self, ctx: &Context<'_>) -> Option<Result<ErasureObject>> {
        nullable(async {
            let own = Actor::Person(self.person.id.0).scope();
            let found = erasure::latest(ctx.app().db(), &own, self.person.id.0).await.map_err(failed)?;
            Ok(found.map(Into::into))
        })
        .await
    }

    /// Deployments of the alliance whose specialist has left the school that gives, newest first, as long as its broker has not
    /// decided whether they go on.
    async fn departures_waiting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<DeploymentObject>> {
        let page = Wanted { first, after, last, before }.of(departure::WAITING)?;
        let acting = ctx.caller()?.actor.acting().filter(|acting| acting.role == Role::Broker);
        let alliance = acting.and_then(|acting| acting.alliance);
        let page = departure::page(ctx.app().db(), &ctx.scope(), alliance, &page).await.map_err(failed)?;
        Ok(Connection::of(page))
    }
}

impl Viewer {
    /// Whoever is asking; nothing when nobody is signed in.
    pub async fn of(ctx: &Context<'_>) -> Result<Option<Self>> {
        let (app, caller) = (ctx.app(), ctx.anybody());
        let Some(id) = caller.actor.person() else { return Ok(None) };
        // One's own roles are seen whichever of them acts.
        let own = Actor::Person(id).scope();
        let Some(person) = person::find(app.db(), &own, id).await.map_err(failed)? else { return Ok(None) };
        let wanted = PageRequest::first(100);
        let page = membership::page(app.db(), &own, membership::Which::Of(id), &wanted).await.map_err(failed)?;
        Ok(Some(Self {
            person: person.into(),
            memberships: page.items.into_iter().map(|(_, member)| member.into()).collect(),
            acting: caller.actor.acting().map(|acting| acting.membership),
        }))
    }
}
