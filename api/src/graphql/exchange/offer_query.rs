//! How offers are found.

use async_graphql::{Context, InputObject, Object, Result};
use domain::access::Action;
use domain::directory::{Expertise, KeyStage, LocalAuthority, Region, School};
use domain::exchange::{self, Format, Mode, OfferStatus, SupportKind};
use domain::text::Title;
use domain::words;
use persistence::Page;
use persistence::exchange::offer::OfferRow;
use persistence::exchange::offer_search::{self, OfferFilter};
use persistence::exchange::{Order, offer};

use super::links::OfferBy;
use super::{Offer, OfferConnection};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::NearFilter;
use crate::graphql::loaders::failed;
use crate::graphql::page::{Wanted, asks_of_items, bad};

words! {
    /// In which order offers are listed.
    pub enum OfferOrder {
        /// Confirmed most lately first.
        Freshness = "freshness",
        /// Nearest first. Say to what, by `near`.
        Distance = "distance",
        /// Best fitting the words first. Say which, by `text`.
        Relevance = "relevance",
    }
}

/// Which offers are wanted. Everything that is stated must hold; of a list, anything.
#[derive(InputObject, Default)]
#[graphql(name = "OfferFilter")]
pub struct OfferFilterInput {
    /// Words to find in title and summary. Typing errors in a title are forgiven.
    pub text: Option<String>,
    /// What it is about: any of these terms, or of those below them.
    pub expertise: Option<Vec<Gid<Expertise>>>,
    /// Suits any of these key stages.
    pub key_stages: Option<Vec<Choice<KeyStage>>>,
    /// Comes in any of these modes.
    pub modes: Option<Vec<Choice<Mode>>>,
    /// Any of these kinds of work.
    pub kinds: Option<Vec<Choice<SupportKind>>>,
    /// One session, or several.
    pub format: Option<Choice<Format>>,
    /// By a school of this region.
    pub region: Option<Choice<Region>>,
    /// By a school of this local authority.
    pub local_authority: Option<Gid<LocalAuthority>>,
    /// By this school.
    pub school: Option<Gid<School>>,
    /// Near a place.
    pub near: Option<NearFilter>,
}

/// How offers are found.
#[derive(Default)]
pub struct OfferQuery;

#[expect(
    clippy::too_many_arguments,
    reason = "a connection has four arguments of its own, and each is one of the contract"
)]
#[Object]
impl OfferQuery {
    /// An offer by its id; nothing if there is none that you may see.
    async fn offer(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The offer's id.")] id: Gid<exchange::Offer>,
    ) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(id.0)).await?.map(Offer::from)) }).await
    }

    /// Published offers, from everywhere in England unless you narrow them down.
    async fn offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which offers are wanted; all, if left out.")] filter: Option<OfferFilterInput>,
        #[graphql(desc = "In which order; by words if there are any, else by freshness.")] sort: Option<
            Choice<OfferOrder>,
        >,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Result<OfferConnection> {
        let filter = read(ctx, filter.unwrap_or_default()).await?;
        let order = ordered(&filter, sort.map(|it| it.0))?;
        let wanted = Wanted { first, after, last, before };
        let page = match order {
            Order::Freshness => wanted.by_time(order.list())?,
            Order::Distance | Order::Relevance => wanted.of(order.list())?,
        };
        let with_specialist = asks_of_items(ctx, "specialist");
        let page = offer_search::page(ctx.app().db(), &filter, order, with_specialist, &page).await.map_err(failed)?;
        Ok(OfferConnection::of(page))
    }

    /// Your own school's offers in every state, drafts too, newest first. For its head and coordinators.
    async fn own_offers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In any of these states; in all, if left out.")] statuses: Option<Vec<Choice<OfferStatus>>>,
        #[graphql(desc = "How many from the start, or after a cursor: 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor: 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<OfferConnection>> {
        nullable(async {
            let caller = ctx.caller()?;
            let page = Wanted { first, after, last, before }.of(offer::OWN)?;
            // Drafts are seen by whoever may write them; anybody else has no offers of their own.
            let school = caller.actor.acting().and_then(|acting| acting.school);
            let Some(school) = school.filter(|school| caller.actor.can(Action::DraftOffer { school: *school })) else {
                return Ok(Some(OfferConnection::of(Page::<OfferRow>::empty())));
            };
            let statuses = statuses.map(words_of);
            let offers = offer::own(ctx.app().db(), school, statuses, &page).await.map_err(failed)?;
            Ok(Some(OfferConnection::of(offers)))
        })
        .await
    }
}

fn ordered(filter: &OfferFilter, sort: Option<OfferOrder>) -> Result<Order> {
    match sort {
        Some(OfferOrder::Relevance) if filter.text.is_none() => {
            Err(bad("Say which words to look for, by filter.text."))
        }
        Some(OfferOrder::Distance) if filter.near.is_none() => Err(bad("Say where to measure from, by filter.near.")),
        Some(OfferOrder::Relevance) => Ok(Order::Relevance),
        Some(OfferOrder::Distance) => Ok(Order::Distance),
        Some(OfferOrder::Freshness) => Ok(Order::Freshness),
        None if filter.text.is_some() => Ok(Order::Relevance),
        None => Ok(Order::Freshness),
    }
}

async fn read(ctx: &Context<'_>, it: OfferFilterInput) -> Result<OfferFilter> {
    let text = it.text.as_deref().map(Title::new).transpose().map_err(|no| bad(no.message()))?;
    let expertise = match it.expertise {
        Some(ids) => {
            let ids: Vec<_> = ids.into_iter().map(|id| id.0).collect();
            Some(ctx.app().taxonomy().await.map_err(failed)?.widen(&ids))
        }
        None => None,
    };
    let near = it.near.map(|near| near.place(ctx.app(), &ctx.app().snapshot())).transpose()?;
    Ok(OfferFilter {
        text: text.map(|text| text.as_str().to_owned()),
        expertise,
        key_stages: it.key_stages.map(words_of),
        modes: it.modes.map(words_of),
        kinds: it.kinds.map(words_of),
        format: it.format.map(|it| it.0),
        region: it.region.map(|it| it.0),
        local_authority: it.local_authority.map(|it| it.0),
        school: it.school.map(|it| it.0),
        near: near.map(|(place, _)| place),
        within: near.map(|(_, metres)| metres),
    })
}

fn words_of<W>(chosen: Vec<Choice<W>>) -> Vec<W> {
    chosen.into_iter().map(|it| it.0).collect()
}
