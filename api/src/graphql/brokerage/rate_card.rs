//! A rate card in the contract, and a price.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, InputObject, Object, Result, SimpleObject};
use domain::Id;
use domain::access::Action;
use domain::brokerage::{Fee, FeeKind, FeePlace, Price, RateCard, RatesDraft};
use domain::directory::{self, DesignationScheme};
use persistence::brokerage::rate_card;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::directory::Alliance;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::Pence;

/// The cards of an alliance for an academic year.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CardsOf(Id<directory::Alliance>, i32);

/// The card with this id.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct CardBy(Id<RateCard>);

/// What an alliance charges in one academic year, for those who may see rates.
pub async fn cards_of(
    ctx: &Context<'_>,
    alliance: Id<directory::Alliance>,
    year: i32,
) -> Result<Option<Vec<RateCardObject>>> {
    if !may_read(ctx) {
        return Ok(None);
    }
    let cards = ctx.load(CardsOf(alliance, year)).await?.unwrap_or_default();
    Ok(Some(cards.into_iter().map(RateCardObject).collect()))
}

/// The card with this id, for those who may see rates.
pub async fn card(ctx: &Context<'_>, id: Id<RateCard>) -> Result<Option<RateCardObject>> {
    if may_read(ctx) { Ok(ctx.load(CardBy(id)).await?.map(RateCardObject)) } else { Ok(None) }
}

/// Whether whoever asks may see rates.
pub(super) fn may_read(ctx: &Context<'_>) -> bool {
    ctx.caller().is_ok_and(|caller| caller.actor.can(Action::ReadRateCards {}))
}

impl Loader<CardsOf> for Links {
    type Value = Vec<RateCard>;
    type Error = Error;

    async fn load(&self, keys: &[CardsOf]) -> Result<HashMap<CardsOf, Vec<RateCard>>, Error> {
        // One place of a document asks for one year.
        let mut years: HashMap<i32, Vec<Id<directory::Alliance>>> = HashMap::new();
        for CardsOf(alliance, year) in keys {
            years.entry(*year).or_default().push(*alliance);
        }
        let mut found: HashMap<CardsOf, Vec<RateCard>> = HashMap::new();
        for (year, ids) in years {
            for card in rate_card::of_alliances(self.app.db(), ids, year).await.map_err(failed)? {
                found.entry(CardsOf(card.alliance, year)).or_default().push(card);
            }
        }
        Ok(found)
    }
}

impl Loader<CardBy> for Links {
    type Value = RateCard;
    type Error = Error;

    async fn load(&self, keys: &[CardBy]) -> Result<HashMap<CardBy, RateCard>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let cards = rate_card::of_ids(self.app.db(), ids).await.map_err(failed)?;
        Ok(cards.into_iter().map(|it| (CardBy(it.id), it)).collect())
    }
}

/// Money for support: what the school that receives pays, and who gets it. Value-added tax is not in it.
#[derive(SimpleObject)]
#[graphql(name = "Price")]
pub struct PriceObject {
    /// What the school that receives pays.
    pub gross: Pence,
    /// What the alliance keeps of it for brokering.
    pub brokerage: Pence,
    /// What the school that gives gets of it.
    pub net: Pence,
}

impl PriceObject {
    /// A price, or a sum or a difference of prices: whatever it is, the home school gets the rest.
    pub const fn of(gross: i64, brokerage: i64) -> Self {
        Self { gross: Pence(gross), brokerage: Pence(brokerage), net: Pence(gross - brokerage) }
    }
}

impl From<Price> for PriceObject {
    fn from(it: Price) -> Self {
        Self::of(it.gross(), it.brokerage())
    }
}

/// What an alliance charges for a day with somebody of one designation, in one academic year.
pub struct RateCardObject(RateCard);

impl From<RateCard> for RateCardObject {
    fn from(it: RateCard) -> Self {
        Self(it)
    }
}

/// An alliance's fee for brokering a day.
#[derive(SimpleObject)]
#[graphql(name = "Fee")]
pub struct FeeObject {
    /// How it is reckoned.
    pub kind: Choice<FeeKind>,
    /// Whether the price of a day contains it, or it is added.
    pub place: Choice<FeePlace>,
    /// Of a part: hundredths of a per cent of the price of a day, so that 1500 is 15 per cent. Of a fixed sum: pence a day.
    pub amount: Pence,
}

/// What an alliance charges for a day with somebody of one designation, in one academic year.
#[Object(name = "RateCard")]
impl RateCardObject {
    /// The card's id.
    async fn id(&self) -> Gid<RateCard> {
        Gid(self.0.id)
    }

    /// The alliance that charges it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// The academic year, by the calendar year of its September: 2026 is 2026/27.
    async fn year(&self) -> i32 {
        self.0.year
    }

    /// The designation of whose day it is; nothing for whoever has none with a card of its own.
    async fn designation(&self) -> Option<Choice<DesignationScheme>> {
        self.0.designation.map(Choice)
    }

    /// What a whole day, which is two half-days, costs, and who gets it.
    async fn day(&self) -> Option<PriceObject> {
        self.0.rates.price().map(PriceObject::from)
    }

    /// The alliance's fee, as the card states it.
    async fn fee(&self) -> FeeObject {
        let Fee { kind, place, amount } = self.0.rates.fee;
        FeeObject { kind: Choice(kind), place: Choice(place), amount: Pence(amount) }
    }

    /// How many hours a day has.
    async fn hours(&self) -> i32 {
        self.0.rates.hours
    }

    /// Whether value-added tax comes on top.
    async fn vat(&self) -> bool {
        self.0.rates.vat
    }

    /// What is included in a day, such as preparation and a report.
    async fn included(&self) -> Option<&str> {
        self.0.rates.included.as_ref().map(|it| it.as_str())
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// An alliance's fee for brokering a day.
#[derive(InputObject)]
pub struct FeeInput {
    /// How it is reckoned.
    pub kind: Choice<FeeKind>,
    /// Whether the price of a day contains it, or it is added.
    pub place: Choice<FeePlace>,
    /// Of a part: hundredths of a per cent of the price of a day, so that 1500 is 15 per cent. Of a fixed sum: pence a day.
    pub amount: Pence,
}

/// What a day costs.
#[derive(InputObject)]
pub struct RatesInput {
    /// The price of a whole day, to which a fee on top is added.
    pub day: Pence,
    /// The alliance's fee.
    pub fee: FeeInput,
    /// How many hours a day has: 1 to 12.
    #[graphql(default = 5)]
    pub hours: i32,
    /// Whether value-added tax comes on top.
    #[graphql(default)]
    pub vat: bool,
    /// What is included in a day, such as preparation and a report.
    pub included: Option<String>,
}

impl From<RatesInput> for RatesDraft {
    fn from(it: RatesInput) -> Self {
        let fee = Fee { kind: it.fee.kind.0, place: it.fee.place.0, amount: it.fee.amount.0 };
        Self { day: it.day.0, fee, hours: it.hours, vat: it.vat, included: it.included }
    }
}
