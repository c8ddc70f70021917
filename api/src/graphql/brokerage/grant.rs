//! A grant in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject, TypeName};
use domain::Id;
use domain::brokerage::{Grant, GrantYear, GrantYearStatus};
use domain::directory;
use persistence::Page;
use persistence::brokerage::grant;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, AwardObject, ReviewGateObject, School};
use crate::graphql::identity::{Person, PersonBy};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::reciprocity::{ObligationBy, ObligationObject};
use crate::graphql::scalar::{Day, Moment, Pence};

/// The grants of an alliance.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct GrantsOf(Id<directory::Alliance>);

impl Loader<GrantsOf> for Links {
    type Value = Vec<Grant>;
    type Error = Error;

    async fn load(&self, keys: &[GrantsOf]) -> Result<HashMap<GrantsOf, Vec<Grant>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let mut found: HashMap<GrantsOf, Vec<Grant>> = HashMap::new();
        for it in grant::of_alliances(self.app.db(), &self.scope, ids).await.map_err(failed)? {
            found.entry(GrantsOf(it.alliance)).or_default().push(it);
        }
        Ok(found)
    }
}

/// A page of an alliance's grants that the reader may see.
pub async fn grants_of(
    ctx: &Context<'_>,
    alliance: Id<directory::Alliance>,
    page: Wanted,
) -> Result<Connection<GrantObject>> {
    let page = page.of(grant::OF_ALLIANCE)?;
    let all = ctx.load(GrantsOf(alliance)).await?;
    Ok(Connection::of(all.map_or_else(Page::empty, |all| grant::page_of(&page, all))))
}

/// Money of a national programme for a network that a school leads, or for somebody who works at a school.
pub struct GrantObject(Grant);

impl From<Grant> for GrantObject {
    fn from(it: Grant) -> Self {
        Self(it)
    }
}

impl TypeName for GrantObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Grant".into()
    }
}

/// Money of a national programme for a network that a school leads, or for somebody who works at a school.
#[Object(name = "Grant")]
impl GrantObject {
    /// The grant's id.
    async fn id(&self) -> Gid<Grant> {
        Gid(self.0.id)
    }

    /// The programme's short name, as `programmes` tells it.
    async fn programme(&self) -> &str {
        &self.0.programme
    }

    /// The version of the programme's rules by which it was opened.
    async fn rules(&self) -> i32 {
        self.0.version_of_rules
    }

    /// The alliance whose brokers keep it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// The school that leads, or at which the person worked when it was opened.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// The person for whom it is, where people take part in the programme, as far as you may see them.
    async fn person(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async {
            let Some(person) = self.0.person else { return Ok(None) };
            Ok(ctx.load(PersonBy(person)).await?.map(Person::from))
        })
        .await
    }

    /// The first day of its first year.
    async fn starts_on(&self) -> Day {
        Day(self.0.starts_on)
    }

    /// What each year pays.
    async fn award(&self) -> AwardObject {
        self.0.award.into()
    }

    /// What others must match of it, each year.
    async fn to_match(&self) -> Pence {
        Pence(self.0.to_match)
    }

    /// The review that must be passed, if there is one.
    async fn review(&self) -> Option<ReviewGateObject> {
        self.0.review.map(ReviewGateObject::from)
    }

    /// The good practice that the school shares for it, where the programme asks for that. While it is overdue nothing is
    /// released.
    async fn share_back(&self, ctx: &Context<'_>) -> Option<Result<ObligationObject>> {
        nullable(async {
            let Some(id) = self.0.share_back else { return Ok(None) };
            Ok(ctx.load(ObligationBy(id)).await?.map(ObligationObject::from))
        })
        .await
    }

    /// When it was reviewed last.
    async fn reviewed_on(&self) -> Option<Day> {
        self.0.reviewed.map(|(on, _)| Day(on))
    }

    /// Whether that review was passed.
    async fn passed(&self) -> Option<bool> {
        self.0.reviewed.map(|(_, passed)| passed)
    }

    /// Its years, the first before the others.
    async fn years(&self) -> Vec<GrantYearObject> {
        self.0.years.iter().map(GrantYearObject::from).collect()
    }

    /// When it was opened.
    async fn opened_at(&self) -> Moment {
        Moment(self.0.opened_at)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// One year of a grant.
#[derive(SimpleObject)]
#[graphql(name = "GrantYear")]
pub struct GrantYearObject {
    /// Which one, from 1.
    pub year: i32,
    /// Where it stands.
    pub status: Choice<GrantYearStatus>,
    /// What it pays once it is released.
    pub pays: Pence,
    /// What confirmed visits have spent of it.
    pub spent: Pence,
    /// What is released of it and not spent; never below nothing.
    pub left: Pence,
    /// The part of what is left that is held back for support that was agreed.
    pub reserved: Pence,
    /// What others have matched.
    pub matched: Pence,
    /// By what that is seen.
    pub evidence: Option<String>,
    /// When that was written down.
    pub evidenced_at: Option<Moment>,
    /// When its money was released.
    pub released_at: Option<Moment>,
}

impl From<&GrantYear> for GrantYearObject {
    fn from(it: &GrantYear) -> Self {
        Self {
            year: it.year,
            status: Choice(it.status),
            pays: Pence(it.pence),
            spent: Pence(it.spent),
            left: Pence(it.left()),
            reserved: Pence(it.reserved),
            matched: Pence(it.matched),
            evidence: it.evidence.as_ref().map(|it| it.as_str().to_owned()),
            evidenced_at: it.evidenced_at.map(Moment),
            released_at: it.released_at.map(Moment),
        }
    }
}
