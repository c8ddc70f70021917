//! The settlement: what is given in return. Nothing is agreed without one (DOMAIN C32).

use crate::brokerage::payer::{self, WHOLE};
use crate::brokerage::{
    Amounts, Grant, InKind, InKindDraft, Paid, PayerKind, PooledBudget, Price, RateCard, Share, ShareDraft,
    Subscription, SubscriptionDraft, subscription,
};
use crate::exchange::SettlementKind;
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Remark};
use crate::{Id, Rejected, Rule};

/// The most that a day may cost, in pence: more is a slip of the pen.
pub(super) const MOST_PENCE: i64 = 1_000_000;

/// What is given in return for a deployment, complete for its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Its kind.
    pub kind: SettlementKind,
    /// The price of a whole day (two half-days), for a day rate and for a grant.
    pub day: Option<Price>,
    /// Whether value-added tax comes on top of it; no figure includes it.
    pub vat: bool,
    /// Who pays it; where nobody is named, the school that receives, or the grant.
    pub shares: Vec<Share>,
    /// What is brought without money.
    pub in_kind: Vec<InKind>,
    /// What is paid beside it for covering absent staff, in pence for the whole deployment (DOMAIN C41).
    pub cover: Option<i64>,
    /// Who pays, or who gives up the payment.
    pub payer: Option<Name>,
    /// What is given in exchange, or why payment is waived.
    pub reason: Option<Remark>,
    /// To what the school that receives subscribed.
    pub subscription: Option<Subscription>,
    /// The grant that pays, where the service keeps it.
    pub grant: Option<Id<Grant>>,
    /// Who approved a waiver, as it was typed before approving was an act of its own (decision 94).
    pub approver: Option<Name>,
}

/// A settlement as it is typed.
#[derive(Clone, Debug, Default)]
pub struct SettlementDraft {
    /// Its kind; a missing one is refused.
    pub kind: Option<SettlementKind>,
    /// The price of a whole day in pence, with the alliance's part of it.
    pub day_rate: Option<i64>,
    /// The alliance's part of it, for brokering; nothing is nothing.
    pub brokerage: Option<i64>,
    /// Whether value-added tax comes on top; of a price that the rate card makes, the card says it.
    pub vat: bool,
    /// Who pays, where it is not the school that receives alone.
    pub shares: Vec<ShareDraft>,
    /// What is brought without money.
    pub in_kind: Vec<InKindDraft>,
    /// Payment for cover in pence.
    pub cover: Option<i64>,
    /// Who pays, or gives up the payment.
    pub payer: Option<String>,
    /// What is given in exchange, or why payment is waived.
    pub reason: Option<String>,
    /// To what the school that receives subscribed.
    pub subscription: Option<SubscriptionDraft>,
    /// The grant that pays, where the service keeps it.
    pub grant: Option<Id<Grant>>,
}

impl SettlementDraft {
    /// Whether the price of a day is left to the alliance's rate card.
    pub fn leaves_price(&self) -> bool {
        self.kind.is_some_and(is_money) && self.day_rate.is_none() && self.brokerage.is_none()
    }

    /// Takes the price of a day from a rate card.
    pub fn take_price(&mut self, card: &RateCard) {
        let price = card.rates.price();
        self.day_rate = price.map(Price::gross);
        self.brokerage = price.map(Price::brokerage);
        self.vat = card.rates.vat;
    }
}

impl Settlement {
    /// Checks a settlement for what its kind needs.
    pub fn parse(draft: &SettlementDraft) -> Result<Self, Refusals> {
        let kind = draft.kind.ok_or_else(|| Rule::SettlementMissing.at("settlement.kind"))?;
        let mut faults = Faults::default();
        let payer = faults.keep("settlement.payer", optional(draft.payer.as_deref(), Name::new)).flatten();
        let reason = faults.keep("settlement.reason", optional(draft.reason.as_deref(), Remark::new)).flatten();
        let subscription = subscription::parse(draft.subscription.as_ref(), &mut faults);
        for (field, pence) in [("settlement.dayRate", draft.day_rate), ("settlement.cover", draft.cover)] {
            let sensible = pence.is_none_or(|pence| (1..=MOST_PENCE).contains(&pence));
            faults.need(sensible, || Rule::NumberOutOfRange.at(field));
        }
        let sensible = draft.day_rate.filter(|pence| (1..=MOST_PENCE).contains(pence));
        let day = sensible.and_then(|gross| {
            let price = Price::new(gross, draft.brokerage.unwrap_or(0));
            faults.need(price.is_some(), || Rule::FeeAbovePrice.at("settlement.brokerage"));
            price
        });
        let part_of_nothing = draft.brokerage.is_some() && draft.day_rate.is_none() && !is_money(kind);
        let shares = payer::shares(&draft.shares, &mut faults);
        let in_kind = payer::in_kind(&draft.in_kind, &mut faults);
        let mut need = |given: bool, field| faults.need(given, || Rule::SettlementIncomplete.at(field));
        need(!part_of_nothing, "settlement.dayRate");
        need(draft.shares.is_empty() || draft.day_rate.is_some(), "settlement.dayRate");
        need(draft.subscription.is_none() || kind == SettlementKind::Subscription, "settlement.kind");
        need(draft.grant.is_none() || kind == SettlementKind::Grant, "settlement.kind");
        let pays = draft.shares.is_empty() || draft.shares.iter().any(|it| it.by == PayerKind::Grant);
        need(draft.grant.is_none() || pays, "settlement.payers");
        match kind {
            SettlementKind::DayRate => need(draft.day_rate.is_some(), "settlement.dayRate"),
            SettlementKind::Grant => {
                need(draft.payer.is_some() || draft.grant.is_some(), "settlement.payer");
                need(draft.day_rate.is_some(), "settlement.dayRate");
            }
            SettlementKind::ExchangeOfServices => need(draft.reason.is_some(), "settlement.reason"),
            SettlementKind::Subscription => need(draft.subscription.is_some(), "settlement.subscription"),
            SettlementKind::Waived => {
                need(draft.payer.is_some(), "settlement.payer");
                need(draft.reason.is_some(), "settlement.reason");
            }
            SettlementKind::ReciprocalCredit => {}
        }
        faults.end()?;
        let &SettlementDraft { vat, cover, grant, .. } = draft;
        let approver = None;
        Ok(Self { kind, day, vat, shares, in_kind, cover, payer, reason, subscription, grant, approver })
    }

    /// What so many of the agreed half-days cost, by the terms. Money is paid for by the day or by a grant; what credit, an
    /// exchange, a subscription or a waiver settles has no price, so that no half-day is settled twice (DOMAIN C.4). Cover
    /// and what is brought in kind are stated for the whole, and told in proportion, pennies rounded down.
    pub fn bill(&self, given: i32, agreed: i32) -> Amounts {
        let price = self.day.filter(|_| self.is_money()).map(|day| day.of_half_days(given));
        let gross = price.map_or(0, Price::gross);
        let paid = if self.shares.is_empty() {
            let by = if self.kind == SettlementKind::Grant { PayerKind::Grant } else { PayerKind::Host };
            Paid::cut(gross, &[Share { by, name: None, pool: None, part: WHOLE }])
        } else {
            Paid::cut(gross, &self.shares)
        };
        let so_much = |whole: i64| whole * i64::from(given) / i64::from(agreed.max(1));
        Amounts {
            gross,
            brokerage: price.map_or(0, Price::brokerage),
            paid,
            cover: so_much(self.cover.unwrap_or(0)),
            in_kind: so_much(self.in_kind.iter().map(|it| it.value).sum()),
        }
    }
}

impl Settlement {
    /// Whether it is settled in money: by the day or by a grant.
    pub const fn is_money(&self) -> bool {
        is_money(self.kind)
    }

    /// Whether nobody pays and nobody gives anything in return.
    pub fn is_waived(&self) -> bool {
        self.kind == SettlementKind::Waived
    }

    /// Whether nothing but credit comes in return, so that the work counts for where the two schools stand, and may meet what the
    /// school that gives owes.
    pub const fn is_free(&self) -> bool {
        matches!(self.kind, SettlementKind::ReciprocalCredit | SettlementKind::Waived)
    }

    /// Whether credit alone comes in return: no price, nothing for cover, and nothing that somebody brings.
    pub const fn is_credit_alone(&self) -> bool {
        matches!(self.kind, SettlementKind::ReciprocalCredit)
            && self.day.is_none()
            && self.cover.is_none()
            && self.in_kind.is_empty()
    }

    /// Which pooled budget pays a part, and the most that it may come to for so many half-days: rounded up, because the
    /// pennies that remain may fall to it at any visit.
    pub fn pooled(&self, half_days: i32) -> Option<(Id<PooledBudget>, i64)> {
        let share = self.shares.iter().find(|it| it.by == PayerKind::Pool)?;
        Some((share.pool?, self.most(share.part, half_days)))
    }

    /// Which grant that is kept here pays all or a part, and the most that it may come to for so many half-days.
    pub fn granted(&self, half_days: i32) -> Option<(Id<Grant>, i64)> {
        let share = self.shares.iter().find(|it| it.by == PayerKind::Grant);
        let part = if self.shares.is_empty() { WHOLE } else { share?.part };
        Some((self.grant?, self.most(part, half_days)))
    }

    /// By which names grants pay it that are not referred to.
    pub fn named_grants(&self) -> impl Iterator<Item = &Name> {
        let payer = self.payer.iter().filter(|_| self.kind == SettlementKind::Grant);
        let shares = self.shares.iter().filter(|it| it.by == PayerKind::Grant).filter_map(|it| it.name.as_ref());
        payer.chain(shares).filter(|_| self.grant.is_none())
    }

    fn most(&self, part: i64, half_days: i32) -> i64 {
        let gross = self.day.filter(|_| self.is_money()).map_or(0, |day| day.of_half_days(half_days).gross());
        (gross * part + WHOLE - 1) / WHOLE
    }
}

/// The most that some half-days take of a payer in whatever order they are charged among others, where alone they take so much:
/// a penny that remains may fall to them besides (decision 61).
pub(super) const fn beside_others(alone: i64) -> i64 {
    if alone > 0 { alone + 1 } else { 0 }
}

const fn is_money(kind: SettlementKind) -> bool {
    matches!(kind, SettlementKind::DayRate | SettlementKind::Grant)
}

/// Checks a text where one is given.
pub(super) fn optional<T>(
    text: Option<&str>,
    check: impl Fn(&str) -> Result<T, Rejected>,
) -> Result<Option<T>, Rejected> {
    text.map(check).transpose()
}

#[cfg(test)]
mod tests;
