//! What the host gives back by the terms: stated by the two heads, or reckoned from where the host stands, and then reckoned
//! once more before the second signature (DOMAIN C.4; decision 99).

use super::Terms;
use crate::exchange::SettlementKind;
use crate::reciprocity::GiveBack;
use crate::{Rejected, Rule};

impl Terms {
    /// Whether what is given back follows from where the host stands: for credit, unless the two heads stated something of their
    /// own (decision 70). What is only repeated, as it stood reckoned in `before`, is not stated.
    pub fn leaves_give_back(&self, before: Option<&Self>) -> bool {
        let repeated = before.is_some_and(|it| it.reckoned && it.give_back == self.give_back);
        self.settlement.kind == SettlementKind::ReciprocalCredit
            && (self.give_back.is_none() || self.reckoned || repeated)
    }

    /// Takes what was reckoned to be given back.
    #[must_use]
    pub fn giving_back(self, give_back: Option<GiveBack>) -> Self {
        Self { give_back, reckoned: give_back.is_some(), ..self }
    }

    /// Refuses terms by which something else would be given back than what is reckoned now, and names that (decision 99).
    pub fn require_give_back(&self, now: Option<GiveBack>) -> Result<(), Rejected> {
        if !self.leaves_give_back(None) || self.give_back == now {
            return Ok(());
        }
        let sentence = now.map_or_else(
            || "By now nothing is given back for this: write the terms anew, and sign those.".to_owned(),
            |it| {
                let half_days = it.half_days.unwrap_or_default();
                let plural = if half_days == 1 { "" } else { "s" };
                format!(
                    "By now {half_days} half-day{plural} would be given back by {}: write the terms anew, and sign those.",
                    it.due_on
                )
            },
        );
        Err(Rule::GiveBackChanged.at("giveBack").saying(sentence))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::SettlementDraft;
    use crate::brokerage::testing::terms;
    use crate::reciprocity::ObligationKind;

    fn owed(half_days: i32) -> GiveBack {
        GiveBack { kind: ObligationKind::GiveBack, half_days: Some(half_days), due_on: "2027-09-25".parse().unwrap() }
    }

    #[test]
    fn what_the_heads_stated_stands_and_what_was_reckoned_is_reckoned_again() {
        let reckoned = terms().giving_back(Some(owed(2)));
        let stated = Terms { give_back: Some(owed(2)), ..terms() };
        assert!(terms().leaves_give_back(None) && reckoned.leaves_give_back(None));
        assert!(!stated.leaves_give_back(None) && !stated.leaves_give_back(Some(&stated)));
        assert!(stated.leaves_give_back(Some(&reckoned)), "what was read and is sent back is not stated");
        let other = Terms { give_back: Some(owed(3)), ..terms() };
        assert!(!other.leaves_give_back(Some(&reckoned)));
        let mut paid = terms();
        let day =
            SettlementDraft { kind: Some(SettlementKind::DayRate), day_rate: Some(100), ..SettlementDraft::default() };
        paid.settlement = crate::brokerage::Settlement::parse(&day).unwrap();
        assert!(!paid.leaves_give_back(None));
        assert_eq!(paid.require_give_back(Some(owed(1))), Ok(()));
    }

    #[test]
    fn terms_by_which_something_else_would_be_given_back_are_refused_with_what_it_is_now() {
        let told = |it: &Terms, now: Option<GiveBack>| {
            it.require_give_back(now).map_err(|no| (no.rule, no.field.clone().unwrap(), no.message().to_owned())).err()
        };
        let reckoned = terms().giving_back(Some(owed(2)));
        assert_eq!((told(&reckoned, Some(owed(2))), told(&terms(), None)), (None, None));
        let (rule, field, more) = told(&reckoned, Some(owed(3))).unwrap();
        assert_eq!((rule, &*field), (Rule::GiveBackChanged, "giveBack"));
        assert!(more.contains("3 half-days") && more.contains("2027-09-25"), "{more}");
        assert!(told(&terms(), Some(owed(1))).unwrap().2.contains("1 half-day would"));
        assert!(told(&reckoned, None).unwrap().2.contains("nothing is given back"));
        let stated = Terms { give_back: Some(owed(2)), ..terms() };
        assert_eq!(told(&stated, Some(owed(9))), None);
    }
}
