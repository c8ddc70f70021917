//! The ledger of an alliance in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Result, SimpleObject};
use domain::Id;
use domain::brokerage::{PayerKind, Totals};
use domain::directory::Alliance;
use domain::time::Month;
use persistence::brokerage::charge;

use super::statement::SettlementTotals;
use crate::graphql::context::Reach;
use crate::graphql::loaders::{Links, failed};
use crate::graphql::scalar::{Day, Pence};

/// What an alliance's charges of some months add up to, from the first to the last.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct SumsOf(Id<Alliance>, Month, Month);

impl Loader<SumsOf> for Links {
    type Value = Totals;
    type Error = Error;

    async fn load(&self, keys: &[SumsOf]) -> Result<HashMap<SumsOf, Totals>, Error> {
        let mut periods: HashMap<(Month, Month), Vec<Id<Alliance>>> = HashMap::new();
        for SumsOf(alliance, from, until) in keys {
            periods.entry((*from, *until)).or_default().push(*alliance);
        }
        let mut found = HashMap::new();
        for (period, alliances) in periods {
            let sums = charge::sums(self.app.db(), &self.scope, alliances, period).await.map_err(failed)?;
            found.extend(sums.into_iter().map(|(alliance, it)| (SumsOf(alliance, period.0, period.1), it)));
        }
        Ok(found)
    }
}

/// What an alliance took in and paid out by brokering, over some months.
#[derive(SimpleObject)]
pub struct AllianceLedger {
    /// What it kept for brokering.
    pub fee_income: Pence,
    /// What went to the schools that gave.
    pub home_reimbursements: Pence,
    /// What it paid itself, so that schools paid less.
    pub subsidies: Pence,
    /// What is left of the fees after the subsidies; below nothing, it is a deficit.
    pub margin: Pence,
    /// What everything came to, with who paid it.
    pub total: SettlementTotals,
}

impl AllianceLedger {
    /// The ledger of an alliance from the month of one day until the month of another, both included.
    pub async fn of(ctx: &Context<'_>, alliance: Id<Alliance>, from: Day, until: Day) -> Result<Self> {
        let key = SumsOf(alliance, Month::of(from.0), Month::of(until.0));
        let total = ctx.load(key).await?.unwrap_or_default();
        let amounts = total.amounts;
        let subsidies = amounts.paid.of(PayerKind::Alliance);
        Ok(Self {
            fee_income: Pence(amounts.brokerage),
            home_reimbursements: Pence(amounts.net()),
            subsidies: Pence(subsidies),
            margin: Pence(amounts.brokerage - subsidies),
            total: total.into(),
        })
    }
}
