//! The settlement: what is given in return. Nothing is agreed without one (DOMAIN C32).

use crate::exchange::SettlementKind;
use crate::rule::{Faults, Refusals};
use crate::text::{Name, Remark};
use crate::{Rejected, Rule};

/// The most that a day may cost, in pence: more is a slip of the pen.
const MOST_PENCE: i64 = 1_000_000;

/// What is given in return for a deployment, complete for its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settlement {
    /// Its kind.
    pub kind: SettlementKind,
    /// The price of a whole day (two half-days) in pence; only for a day rate.
    pub day_rate: Option<i64>,
    /// What is paid beside it for covering absent staff, in pence for the whole deployment (DOMAIN C41).
    pub cover: Option<i64>,
    /// Who pays, or who gives up the payment.
    pub payer: Option<Name>,
    /// What is given in exchange, or why payment is waived.
    pub reason: Option<Remark>,
    /// Who approved that payment is waived.
    pub approver: Option<Name>,
}

/// A settlement as it is typed.
#[derive(Clone, Debug, Default)]
pub struct SettlementDraft {
    /// Its kind; a missing one is refused.
    pub kind: Option<SettlementKind>,
    /// The price of a whole day in pence.
    pub day_rate: Option<i64>,
    /// Payment for cover in pence.
    pub cover: Option<i64>,
    /// Who pays, or gives up the payment.
    pub payer: Option<String>,
    /// What is given in exchange, or why payment is waived.
    pub reason: Option<String>,
    /// Who approved a waiver.
    pub approver: Option<String>,
}

impl Settlement {
    /// Checks a settlement for what its kind needs.
    pub fn parse(draft: &SettlementDraft) -> Result<Self, Refusals> {
        let kind = draft.kind.ok_or_else(|| Rule::SettlementMissing.at("settlement.kind"))?;
        let mut faults = Faults::default();
        let payer = faults.keep("settlement.payer", optional(draft.payer.as_deref(), Name::new)).flatten();
        let reason = faults.keep("settlement.reason", optional(draft.reason.as_deref(), Remark::new)).flatten();
        let approver = faults.keep("settlement.approver", optional(draft.approver.as_deref(), Name::new)).flatten();
        for (field, pence) in [("settlement.dayRate", draft.day_rate), ("settlement.cover", draft.cover)] {
            let sensible = pence.is_none_or(|pence| (1..=MOST_PENCE).contains(&pence));
            faults.need(sensible, || Rule::NumberOutOfRange.at(field));
        }
        let mut need = |given: bool, field| faults.need(given, || Rule::SettlementIncomplete.at(field));
        match kind {
            SettlementKind::DayRate => need(draft.day_rate.is_some(), "settlement.dayRate"),
            SettlementKind::Grant => need(draft.payer.is_some(), "settlement.payer"),
            SettlementKind::ExchangeOfServices => need(draft.reason.is_some(), "settlement.reason"),
            SettlementKind::Waived => {
                need(draft.payer.is_some(), "settlement.payer");
                need(draft.reason.is_some(), "settlement.reason");
                need(draft.approver.is_some(), "settlement.approver");
            }
            SettlementKind::ReciprocalCredit | SettlementKind::Subscription => {}
        }
        faults.end()?;
        Ok(Self { kind, day_rate: draft.day_rate, cover: draft.cover, payer, reason, approver })
    }
}

/// Checks a text where one is given.
pub(super) fn optional<T>(
    text: Option<&str>,
    check: impl Fn(&str) -> Result<T, Rejected>,
) -> Result<Option<T>, Rejected> {
    text.map(check).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(kind: SettlementKind) -> SettlementDraft {
        SettlementDraft { kind: Some(kind), ..SettlementDraft::default() }
    }

    fn faults(draft: &SettlementDraft) -> Vec<(Rule, String)> {
        let no = Settlement::parse(draft).map_err(Refusals::into_vec).err().unwrap_or_default();
        no.into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
    }

    #[test]
    fn nothing_is_not_a_settlement() {
        assert_eq!(faults(&SettlementDraft::default()), [(Rule::SettlementMissing, "settlement.kind".to_owned())]);
    }

    #[test]
    fn a_waiver_says_who_why_and_by_whose_leave() {
        let fields = ["settlement.payer", "settlement.reason", "settlement.approver"];
        let expected = fields.map(|field| (Rule::SettlementIncomplete, field.to_owned()));
        assert_eq!(faults(&of(SettlementKind::Waived)), expected);
        let said = |text: &str| Some(text.to_owned());
        let whole = SettlementDraft {
            payer: said("Elm Park"),
            reason: said("A first step"),
            approver: said("The chair of governors"),
            ..of(SettlementKind::Waived)
        };
        assert!(Settlement::parse(&whole).is_ok());
    }

    #[test]
    fn a_day_rate_has_a_price_and_the_others_what_they_need() {
        let incomplete = |field: &str| vec![(Rule::SettlementIncomplete, field.to_owned())];
        assert_eq!(faults(&of(SettlementKind::DayRate)), incomplete("settlement.dayRate"));
        assert_eq!(faults(&of(SettlementKind::Grant)), incomplete("settlement.payer"));
        assert_eq!(faults(&of(SettlementKind::ExchangeOfServices)), incomplete("settlement.reason"));
        assert!(Settlement::parse(&of(SettlementKind::ReciprocalCredit)).is_ok());
        assert!(Settlement::parse(&of(SettlementKind::Subscription)).is_ok());
        for price in [0, -1, MOST_PENCE + 1] {
            let draft = SettlementDraft { day_rate: Some(price), ..of(SettlementKind::DayRate) };
            assert_eq!(faults(&draft), [(Rule::NumberOutOfRange, "settlement.dayRate".to_owned())]);
        }
    }
}
