//! What support would cost in each way in which it may reach the school, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject};
use domain::Id;
use domain::brokerage::{self, CoverRange, Deployment, DeploymentStatus, Proposal, RateCard};
use domain::directory::{self, Specialist};
use domain::exchange::{self, Mode, SupportKind, SupportRequest};
use domain::time::academic_year;
use persistence::brokerage::rate_card;

use super::rate_card::{PriceObject, RateCardObject, may_read};
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::exchange::{OfferBy, RequestBy};
use crate::graphql::loaders::{Links, failed};
use crate::graphql::page::bad;
use crate::graphql::scalar::{HalfDays, Pence};

/// The card by which an alliance charges in an academic year, for a specialist or for whoever has no designation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CardFor(rate_card::For);

impl Loader<CardFor> for Links {
    type Value = RateCard;
    type Error = Error;

    async fn load(&self, keys: &[CardFor]) -> Result<HashMap<CardFor, RateCard>, Error> {
        let (asked, today) = (keys.iter().map(|key| key.0).collect(), self.app.clock.now().day());
        let cards = rate_card::for_each(self.app.db(), asked, today).await.map_err(failed)?;
        Ok(cards.into_iter().map(|(of, card)| (CardFor(of), card)).collect())
    }
}

/// What covering absent staff would cost. It is no part of the price.
#[derive(SimpleObject)]
pub struct CoverEstimate {
    /// At the least: where some of the work is done over the network, perhaps nobody is away.
    pub least: Pence,
    /// At the most: as if somebody were away for all of the work.
    pub most: Pence,
}

impl From<CoverRange> for CoverEstimate {
    fn from(it: CoverRange) -> Self {
        Self { least: Pence(it.least), most: Pence(it.most) }
    }
}

/// What some support would cost in one of the ways in which both schools said that it may be done. It binds nobody.
#[derive(SimpleObject)]
pub struct CostEstimate {
    /// The way.
    pub mode: Choice<Mode>,
    /// How much work.
    pub half_days: HalfDays,
    /// What all of it costs by the alliance's rate card, and who gets it; nothing where it has no rate card for that year. It is the
    /// price of work that is paid for by the day: credit, exchange and waiver cost no money.
    pub price: Option<PriceObject>,
    /// The rate card on which the price rests, with its year and its version.
    pub rate_card: Option<RateCardObject>,
    /// What covering absent staff would cost beside it; nothing where you do not say what a day of cover costs.
    pub cover: Option<CoverEstimate>,
}

/// Of what the cost is estimated.
struct Of {
    kind: SupportKind,
    request: Id<SupportRequest>,
    offer: Id<exchange::Offer>,
    alliance: Id<directory::Alliance>,
    specialist: Option<Id<Specialist>>,
    half_days: i32,
}

/// The estimates for a proposal. None for whoever is not told which alliance brokers it: its prices would tell.
pub async fn of_proposal(
    ctx: &Context<'_>,
    it: &Proposal,
    cover_day: Option<Pence>,
) -> Result<Option<Vec<CostEstimate>>> {
    if !it.names_host_to(&ctx.scope()) {
        return Ok(None);
    }
    let &Proposal { kind, request, offer, alliance, specialist, half_days, .. } = it;
    estimates(ctx, Of { kind, request, offer, alliance, specialist, half_days }, cover_day).await
}

/// What it would cost, before it is agreed.
pub struct DeploymentEstimates(pub Deployment);

/// What it would cost, before it is agreed.
#[Object]
impl DeploymentEstimates {
    /// What it would cost in each way in which both schools said that it may be done, side by side. Nothing once it is agreed: then
    /// the terms say what it costs.
    async fn estimates(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "What covering somebody for a whole day costs at the school, if you want cover beside the price."
        )]
        cover_day: Option<Pence>,
    ) -> Option<Result<Vec<CostEstimate>>> {
        nullable(async {
            let &Deployment { kind, request, offer, alliance, specialist, half_days, status, .. } = &self.0;
            if status != DeploymentStatus::Planned {
                return Ok(None);
            }
            estimates(ctx, Of { kind, request, offer, alliance, specialist, half_days }, cover_day).await
        })
        .await
    }
}

async fn estimates(ctx: &Context<'_>, of: Of, cover_day: Option<Pence>) -> Result<Option<Vec<CostEstimate>>> {
    let cover_day = cover_day.map(|it| it.0);
    if cover_day.is_some_and(|day| !brokerage::Estimate::is_sensible(day)) {
        return Err(bad("A day of cover costs between a penny and 10,000 pounds."));
    }
    if !may_read(ctx) {
        return Ok(None);
    }
    let (request, offer) = (ctx.load(RequestBy(of.request)).await?, ctx.load(OfferBy(of.offer)).await?);
    let (Some(request), Some(offer)) = (request, offer) else { return Ok(None) };
    let year = academic_year(request.starts_on.max(ctx.app().clock.now().day()));
    let card = ctx.load(CardFor(rate_card::For { alliance: of.alliance, year, specialist: of.specialist })).await?;
    let words = |modes: &persistence::column::Texts<Mode>| modes.0.clone();
    let (asked, offered) = (words(&request.modes), words(&offer.modes));
    let all = brokerage::Estimate::side_by_side(of.kind, (&asked, &offered), of.half_days, card.as_ref(), cover_day);
    let shown = |it: brokerage::Estimate| CostEstimate {
        mode: Choice(it.mode),
        half_days: HalfDays(it.half_days),
        price: it.price.map(PriceObject::from),
        rate_card: it.price.and(card.clone()).map(RateCardObject::from),
        cover: it.cover.map(CoverEstimate::from),
    };
    Ok(Some(all.into_iter().map(shown).collect()))
}
