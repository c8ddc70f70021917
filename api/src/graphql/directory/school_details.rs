//! What is told of a school beyond what memory holds: read when it is asked for, together for all schools of an answer.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{ComplexObject, Context, Error, Object, Result, SimpleObject, TypeName};
use domain::Id;
use domain::directory::{self, LinkKind, Urn};
use persistence::directory::school::{self, Change, Details, LinkRow};
use persistence::{Page, PageRequest};

use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Address, EditionBy, RegisterEdition, School, SchoolRef};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Moment, Postcode};

/// What is read of a school when somebody looks.
pub struct SchoolDetails(pub(super) SchoolRef);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct DetailsOf(Id<directory::School>);

#[derive(Clone, PartialEq, Eq, Hash)]
struct ChangesOf(Id<directory::School>, PageRequest);

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct LinksOf(Urn);

/// Something that an edition of the register changed of a school.
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct SchoolChange {
    /// When the edition was applied.
    pub at: Moment,
    #[graphql(skip)]
    edition: Id<directory::RegisterEdition>,
    /// What changed, as the register's column is called here.
    pub field: String,
    /// What it was.
    pub before: Option<String>,
    /// What it became.
    pub after: Option<String>,
}

#[ComplexObject]
impl SchoolChange {
    /// The edition.
    async fn edition(&self, ctx: &Context<'_>) -> Option<Result<RegisterEdition>> {
        nullable(async { Ok(ctx.load(EditionBy(self.edition)).await?.map(RegisterEdition::from)) }).await
    }
}

impl TypeName for SchoolChange {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "SchoolChange".into()
    }
}

impl From<Change> for SchoolChange {
    fn from(it: Change) -> Self {
        Self {
            at: Moment(it.applied_at.0),
            edition: it.edition_id.0,
            field: it.field,
            before: it.before,
            after: it.after,
        }
    }
}

/// A link to a school that came before this one or after it.
#[derive(SimpleObject)]
pub struct SchoolLink {
    /// How the two are linked.
    pub kind: Choice<LinkKind>,
    /// Since when.
    pub established_on: Option<Day>,
    /// The other school's number in the register.
    pub urn: crate::graphql::scalar::Urn,
    /// The other school; nothing if it is not in the directory.
    pub school: Option<School>,
}

impl SchoolDetails {
    async fn details(&self, ctx: &Context<'_>) -> Result<Details> {
        let details = ctx.load(DetailsOf(self.0.id())).await?;
        details.ok_or_else(|| Error::new("This school has just left the register."))
    }
}

#[Object]
impl SchoolDetails {
    /// What kind of establishment it is, in the register's words.
    async fn establishment_type(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.type_name) }).await
    }

    /// The group of kinds of establishment to which it belongs, in the register's words.
    async fn establishment_group(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.type_group) }).await
    }

    /// Its number within the local authority.
    async fn establishment_number(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.establishment_number) }).await
    }

    /// The age of the youngest pupils, in years.
    async fn low_age(&self, ctx: &Context<'_>) -> Option<Result<i16>> {
        nullable(async { Ok(self.details(ctx).await?.low_age) }).await
    }

    /// The age at which the oldest pupils leave, in years.
    async fn high_age(&self, ctx: &Context<'_>) -> Option<Result<i16>> {
        nullable(async { Ok(self.details(ctx).await?.high_age) }).await
    }

    /// Whether it is for boys, girls or both, in the register's words.
    async fn gender(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.gender) }).await
    }

    /// Its religious character, in the register's words.
    async fn religious_character(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.religious_character) }).await
    }

    /// How pupils are admitted, in the register's words.
    async fn admissions(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.admissions) }).await
    }

    /// How many pupils there is room for.
    async fn capacity(&self, ctx: &Context<'_>) -> Option<Result<i32>> {
        nullable(async { Ok(self.details(ctx).await?.capacity) }).await
    }

    /// Its address.
    async fn address(&self, ctx: &Context<'_>) -> Result<Address> {
        let Details { street, locality, county, .. } = self.details(ctx).await?;
        let listed = self.0.listed();
        let town = self.0.snapshot().schools.town(listed).map(str::to_owned);
        let postcode = listed.postcode().map(|it| Postcode(it.to_owned()));
        Ok(Address { street, locality, town, county, postcode })
    }

    /// Its telephone number.
    async fn telephone(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.telephone) }).await
    }

    /// Its web site.
    async fn website(&self, ctx: &Context<'_>) -> Option<Result<String>> {
        nullable(async { Ok(self.details(ctx).await?.website) }).await
    }

    /// The day on which it opened.
    async fn opened_on(&self, ctx: &Context<'_>) -> Option<Result<Day>> {
        nullable(async { Ok(self.details(ctx).await?.opened_on.map(Day)) }).await
    }

    /// The day on which it closed or will close.
    async fn closed_on(&self, ctx: &Context<'_>) -> Option<Result<Day>> {
        nullable(async { Ok(self.details(ctx).await?.closed_on.map(Day)) }).await
    }

    /// What editions of the register changed of it, the newest first: renames, moves, closures, conversions.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<Connection<SchoolChange>> {
        let page = Wanted { first, after, last, before }.of(school::HISTORY)?;
        let changes = ctx.load(ChangesOf(self.0.id(), page)).await?;
        Ok(Connection::of(changes.unwrap_or_else(Page::empty)))
    }

    /// The schools that came before it or after it.
    async fn links(&self, ctx: &Context<'_>) -> Result<Vec<SchoolLink>> {
        let snapshot = self.0.snapshot();
        let links = ctx.load(LinksOf(self.0.listed().school.urn)).await?.unwrap_or_default();
        let shown = |it: LinkRow| SchoolLink {
            kind: Choice(it.kind.0),
            established_on: it.established_on.map(Day),
            urn: crate::graphql::scalar::Urn(it.linked_urn),
            school: Urn::new(it.linked_urn)
                .and_then(|urn| snapshot.schools.by_urn(urn))
                .and_then(|listed| School::find(snapshot, listed.school.id)),
        };
        Ok(links.into_iter().map(shown).collect())
    }
}

impl Loader<DetailsOf> for Links {
    type Value = Details;
    type Error = Error;

    async fn load(&self, keys: &[DetailsOf]) -> Result<HashMap<DetailsOf, Details>> {
        let ids: Vec<_> = keys.iter().map(|key| key.0).collect();
        let rows = school::details(self.app.db(), &ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|row| (DetailsOf(row.id.0), row)).collect())
    }
}

impl Loader<ChangesOf> for Links {
    type Value = Page<Change>;
    type Error = Error;

    async fn load(&self, keys: &[ChangesOf]) -> Result<HashMap<ChangesOf, Page<Change>>> {
        let mut by_page: HashMap<&PageRequest, Vec<_>> = HashMap::new();
        for ChangesOf(school, page) in keys {
            by_page.entry(page).or_default().push(*school);
        }
        let mut found = HashMap::new();
        for (page, schools) in by_page {
            let histories = school::histories(self.app.db(), schools, page).await.map_err(failed)?;
            found.extend(histories.into_iter().map(|(school, changes)| (ChangesOf(school, page.clone()), changes)));
        }
        Ok(found)
    }
}

impl Loader<LinksOf> for Links {
    type Value = Vec<LinkRow>;
    type Error = Error;

    async fn load(&self, keys: &[LinksOf]) -> Result<HashMap<LinksOf, Vec<LinkRow>>> {
        let urns: Vec<_> = keys.iter().map(|key| key.0).collect();
        let mut by_school: HashMap<_, Vec<_>> = HashMap::new();
        for row in school::links(self.app.db(), &urns).await.map_err(failed)? {
            if let Some(urn) = Urn::new(row.school_urn) {
                by_school.entry(LinksOf(urn)).or_default().push(row);
            }
        }
        Ok(by_school)
    }
}
