//! What somebody is told, in the contract: notifications, and how each topic is told.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Error, ID, InputObject, Object, SimpleObject, TypeName};
use domain::Id;
use domain::identity::{Notification, NotificationTopic, NotificationWay};

use crate::app::identity::notification::{self, Read};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::once::Once;
use crate::graphql::scalar::Moment;

/// Something that you were told.
#[derive(Clone)]
pub struct NotificationObject(Read);

impl TypeName for NotificationObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Notification".into()
    }
}

impl From<Read> for NotificationObject {
    fn from(it: Read) -> Self {
        Self(it)
    }
}

/// Something that you were told: what happened to something of yours, or what is due from you.
#[Object(name = "Notification")]
impl NotificationObject {
    /// The notification's id.
    async fn id(&self) -> Gid<Notification> {
        Gid(self.0.notification.id)
    }

    /// What happened or is due, by the name that webhooks and the records use, such as `proposal.sent`.
    async fn kind(&self) -> &str {
        self.0.notification.cause.name()
    }

    /// What it is about.
    async fn topic(&self) -> Choice<NotificationTopic> {
        Choice(self.0.notification.topic)
    }

    /// What happened or is due, in a sentence. It names whom you may know at this moment, in any of your roles.
    async fn text(&self) -> &str {
        &self.0.text
    }

    /// The id of what it is about, to be found by `node`; nothing where you do not see that any more.
    async fn subject(&self) -> Option<ID> {
        self.0.subject.as_deref().map(ID::from)
    }

    /// By when something is due, if it is.
    async fn due_at(&self) -> Option<Moment> {
        self.0.notification.due_at.map(Moment)
    }

    /// When you were told.
    async fn created_at(&self) -> Moment {
        Moment(self.0.notification.created_at)
    }

    /// When you marked it as read; nothing as long as you have not.
    async fn read_at(&self) -> Option<Moment> {
        self.0.notification.read_at.map(Moment)
    }
}

/// How you are told of what a topic holds.
#[derive(SimpleObject)]
pub struct NotificationPreference {
    /// The topic.
    pub topic: Choice<NotificationTopic>,
    /// How you are told.
    pub way: Choice<NotificationWay>,
}

/// Which notifications you have read.
#[derive(InputObject)]
pub struct MarkNotificationsReadInput {
    /// The notifications, at most 100. Leave them out to mark all that you have.
    pub notifications: Option<Vec<Gid<Notification>>>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// How you wish to be told of a topic from now on.
#[derive(InputObject)]
pub struct SetNotificationPreferenceInput {
    /// The topic.
    pub topic: Choice<NotificationTopic>,
    /// How you wish to be told. What is due from you yourself stays in the list whatever you choose.
    pub way: Choice<NotificationWay>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// The notification of the caller's with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NotificationBy(pub Id<Notification>);

impl Loader<NotificationBy> for Links {
    type Value = Read;
    type Error = Error;

    async fn load(&self, keys: &[NotificationBy]) -> Result<HashMap<NotificationBy, Read>, Error> {
        let Some(person) = self.person else { return Ok(HashMap::new()) };
        let ids = keys.iter().map(|key| key.0).collect();
        let found = notification::of_ids(&self.app, person, ids).await.map_err(failed)?;
        Ok(found.into_iter().map(|it| (NotificationBy(it.notification.id), it)).collect())
    }
}
