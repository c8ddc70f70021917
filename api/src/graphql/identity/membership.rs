//! A role that somebody holds, in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::Id;
use domain::access::Role;
use domain::identity::{self, MembershipEnd, MembershipStatus, PlaceKind};
use persistence::identity::membership::Member;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, School};
use crate::graphql::identity::{Person, PersonBy};
use crate::graphql::scalar::Moment;

/// A role of one person at one place, for a time.
#[derive(Clone)]
pub struct Membership {
    it: identity::Membership,
    holder: Option<Person>,
}

impl Membership {
    /// Which one.
    pub const fn id(&self) -> Id<identity::Membership> {
        self.it.id
    }
}

impl From<identity::Membership> for Membership {
    fn from(it: identity::Membership) -> Self {
        Self { it, holder: None }
    }
}

impl From<Member> for Membership {
    fn from(it: Member) -> Self {
        let holder = Person { id: Gid(it.membership.person), name: it.name, email: it.email, version: it.version };
        Self { it: it.membership, holder: Some(holder) }
    }
}

impl TypeName for Membership {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Membership".into()
    }
}

/// A role of one person at one place, for a time.
#[Object]
impl Membership {
    /// The membership's id: what the header `Lateral-Acting-As` names.
    #[graphql(name = "id")]
    async fn gid(&self) -> Gid<identity::Membership> {
        Gid(self.it.id)
    }

    /// Counts the changes; give it back as `expectedVersion` when you change it.
    async fn version(&self) -> i32 {
        self.it.version
    }

    /// What it allows.
    async fn role(&self) -> Choice<Role> {
        Choice(self.it.role)
    }

    /// Until when it allows anything, if it was given for a time.
    async fn until(&self) -> Option<Moment> {
        self.it.until.map(Moment)
    }

    /// What it is held at.
    async fn place(&self) -> Choice<PlaceKind> {
        Choice(self.it.place.kind())
    }

    /// Where it stands.
    async fn status(&self) -> Choice<MembershipStatus> {
        Choice(self.it.status)
    }

    /// Who holds it; nothing where you may not see them.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async {
            if self.holder.is_some() {
                return Ok(self.holder.clone());
            }
            Ok(ctx.load(PersonBy(self.it.person)).await?.map(Person::from))
        })
        .await
    }

    /// The school at which it is held.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.it.place.school()?)
    }

    /// The alliance at which it is held.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.it.place.alliance()?).cloned().map(Alliance)
    }

    /// When the person took it up.
    async fn begun_at(&self) -> Moment {
        Moment(self.it.begun_at)
    }

    /// When it was confirmed: at once, but for the first head of a school.
    async fn confirmed_at(&self) -> Option<Moment> {
        self.it.confirmed_at.map(Moment)
    }

    /// When it ended.
    async fn ended_at(&self) -> Option<Moment> {
        self.it.ended_at.map(Moment)
    }

    /// Why it ended, by a code that blames nobody.
    async fn end_reason(&self) -> Option<Choice<MembershipEnd>> {
        self.it.end_reason.map(Choice)
    }
}
