//! What can be done with a rate card.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::RateCard;
use domain::directory::DesignationScheme;
use domain::rule::Rule;

use crate::app::Refusal;
use crate::app::brokerage::rate_card;
use crate::graphql::adapter::Choice;
use crate::graphql::brokerage::{RateCardObject, RatesInput};
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::payload;

payload! {
    /// What came of setting a rate card.
    pub SetRateCardPayload {
        /// The card as it stands now.
        rate_card: RateCardObject
    } from RateCard;
}

/// What your alliance charges.
#[derive(InputObject)]
pub struct SetRateCardInput {
    /// The academic year, by the calendar year of its September: 2026 is 2026/27. Next year's is the last that can be set.
    pub year: i32,
    /// The designation of whose day it is; left out, it is for whoever has none with a card of its own.
    pub designation: Option<Choice<DesignationScheme>>,
    /// What it costs.
    pub rates: RatesInput,
    /// The version of the card that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a rate card.
#[derive(Default)]
pub struct RateCardMutation;

#[Object]
impl RateCardMutation {
    /// Says what your alliance charges for a day in an academic year, as one of its brokers. What was agreed before keeps the
    /// price that was agreed.
    async fn set_rate_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The year, whose day it is, and what it costs.")] input: SetRateCardInput,
    ) -> Result<SetRateCardPayload> {
        let caller = ctx.caller()?;
        let SetRateCardInput { year, designation, rates, expected_version, .. } = input;
        SetRateCardPayload::of(match caller.actor.acting().and_then(|acting| acting.alliance) {
            Some(alliance) => {
                let of = (year, designation.map(|it| it.0));
                rate_card::set(ctx.app(), caller, alliance, of, &rates.into(), expected_version).await
            }
            None => Err(Refusal::from(Rule::NotAllowed)),
        })
    }
}
