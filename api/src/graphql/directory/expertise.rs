//! The taxonomy of expertise in the contract.

use async_graphql::{Context, Object, Result, SimpleObject};
use domain::Id;
use domain::directory::{self, TaxonomyList};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::loaders::failed;

/// A term of the taxonomy.
pub struct Expertise(directory::Expertise);

/// A term of the taxonomy: an area of expertise, a specialism within one, or a way of learning together.
#[Object]
impl Expertise {
    /// The term's id, the same everywhere.
    async fn id(&self) -> Gid<directory::Expertise> {
        Gid(self.0.id)
    }

    /// A short spelling that never changes its meaning, such as `pupil-achievement/maths`.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// The term as schools know it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What it covers.
    async fn about(&self) -> &str {
        &self.0.about
    }

    /// The list to which it belongs.
    async fn list(&self) -> Choice<TaxonomyList> {
        Choice(self.0.list)
    }

    /// The term above it; nothing at the top.
    async fn parent(&self, ctx: &Context<'_>) -> Option<Result<Expertise>> {
        nullable(async {
            match self.0.parent {
                Some(parent) => Ok(terms(ctx, &[parent]).await?.pop()),
                None => Ok(None),
            }
        })
        .await
    }

    /// The terms just below it.
    async fn children(&self, ctx: &Context<'_>) -> Result<Vec<Expertise>> {
        let taxonomy = ctx.app().taxonomy().await.map_err(failed)?;
        Ok(taxonomy.children(Some(self.0.id)).cloned().map(Expertise).collect())
    }

    /// The edition with which it came.
    async fn since(&self) -> i32 {
        self.0.since
    }

    /// The edition with which it was given up; nothing while it is in use.
    async fn retired(&self) -> Option<i32> {
        self.0.retired
    }
}

/// The terms with these ids, in that order.
pub async fn terms(ctx: &Context<'_>, ids: &[Id<directory::Expertise>]) -> Result<Vec<Expertise>> {
    let taxonomy = ctx.app().taxonomy().await.map_err(failed)?;
    Ok(ids.iter().filter_map(|id| taxonomy.find(*id)).cloned().map(Expertise).collect())
}

/// The taxonomy in its newest edition.
#[derive(SimpleObject)]
pub struct Taxonomy {
    /// The number of the edition.
    pub edition: i32,
    /// Every term, each before those below it.
    pub terms: Vec<Expertise>,
}

/// Questions about the taxonomy.
#[derive(Default)]
pub struct ExpertiseQuery;

#[Object]
impl ExpertiseQuery {
    /// The taxonomy of expertise: what can be offered and asked for, and the ways in which leaders learn together.
    async fn taxonomy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only this list; both, if left out.")] list: Option<Choice<TaxonomyList>>,
    ) -> Result<Taxonomy> {
        let taxonomy = ctx.app().taxonomy().await.map_err(failed)?;
        let terms = taxonomy.terms().iter().filter(|term| list.is_none_or(|list| term.list == list.0));
        Ok(Taxonomy { edition: taxonomy.edition(), terms: terms.cloned().map(Expertise).collect() })
    }

    /// A term of the taxonomy by its id or its code; nothing if there is none.
    async fn expertise(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The term's id.")] id: Option<Gid<directory::Expertise>>,
        #[graphql(desc = "The term's code.")] code: Option<String>,
    ) -> Option<Result<Expertise>> {
        nullable(async {
            let taxonomy = ctx.app().taxonomy().await.map_err(failed)?;
            let term = match (id, code) {
                (Some(id), None) => taxonomy.find(id.0),
                (None, Some(code)) => taxonomy.by_code(&code),
                _ => return Err(crate::graphql::page::bad("Give either an id or a code.")),
            };
            Ok(term.cloned().map(Expertise))
        })
        .await
    }
}
