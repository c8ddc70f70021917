//! Who pays: one payer or several, and what is brought without money (DOMAIN C34).

use crate::brokerage::settlement::{MOST_PENCE, optional};
use crate::brokerage::{PayerKind, PooledBudget};
use crate::rule::Faults;
use crate::text::{Name, Remark};
use crate::{Id, Rule, Word};

/// The whole of a price, in hundredths of a per cent.
pub const WHOLE: i64 = 10_000;
/// How many kinds of payer there are.
const KINDS: usize = <PayerKind as Word>::ALL.len();
/// The most things that are brought without money.
const MOST_IN_KIND: usize = 10;

/// One payer's part of a price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Who pays it; each kind of payer at most once.
    pub by: PayerKind,
    /// Their name, for a grant and for others.
    pub name: Option<Name>,
    /// Which pooled budget, where one pays.
    pub pool: Option<Id<PooledBudget>>,
    /// The part, in hundredths of a per cent.
    pub part: i64,
}

/// One payer's part as it is typed.
#[derive(Clone, Debug)]
pub struct ShareDraft {
    /// Who pays it.
    pub by: PayerKind,
    /// Their name.
    pub name: Option<String>,
    /// Which pooled budget.
    pub pool: Option<Id<PooledBudget>>,
    /// The part, in hundredths of a per cent.
    pub part: i64,
}

/// Something that is brought without money, such as administration free of charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InKind {
    /// Who brings it.
    pub by: PayerKind,
    /// What it is.
    pub what: Remark,
    /// What it is worth for the whole deployment, in pence.
    pub value: i64,
}

/// Something brought without money, as it is typed.
#[derive(Clone, Debug)]
pub struct InKindDraft {
    /// Who brings it.
    pub by: PayerKind,
    /// What it is.
    pub what: String,
    /// What it is worth, in pence.
    pub value: i64,
}

/// Checks the payers of a price: parts that make up the whole, or nothing.
pub(super) fn shares(drafts: &[ShareDraft], faults: &mut Faults) -> Vec<Share> {
    let mut kept: Vec<Share> = Vec::with_capacity(drafts.len());
    for (n, draft) in drafts.iter().enumerate() {
        let field = |of: &str| format!("settlement.payers.{n}.{of}");
        let twice = drafts[..n].iter().any(|it| it.by == draft.by);
        faults.need(!twice, || Rule::PayerTwice.at(field("by")));
        faults.need((1..=WHOLE).contains(&draft.part), || Rule::NumberOutOfRange.at(field("part")));
        let name = faults.keep(field("name"), optional(draft.name.as_deref(), Name::new)).flatten();
        let named = draft.name.is_some() || !matches!(draft.by, PayerKind::Grant | PayerKind::Other);
        faults.need(named, || Rule::SettlementIncomplete.at(field("name")));
        let found = draft.pool.is_some() == (draft.by == PayerKind::Pool);
        faults.need(found, || Rule::SettlementIncomplete.at(field("pool")));
        kept.push(Share { by: draft.by, name, pool: draft.pool, part: draft.part.clamp(0, WHOLE) });
    }
    let whole = drafts.is_empty() || kept.iter().map(|it| it.part).sum::<i64>() == WHOLE;
    faults.need(whole, || Rule::SharesNotWhole.at("settlement.payers"));
    kept
}

/// Checks what is brought without money.
pub(super) fn in_kind(drafts: &[InKindDraft], faults: &mut Faults) -> Vec<InKind> {
    faults.need(drafts.len() <= MOST_IN_KIND, || Rule::NumberOutOfRange.at("settlement.inKind"));
    let mut kept = Vec::new();
    for (n, draft) in drafts.iter().take(MOST_IN_KIND).enumerate() {
        let sensible = (1..=MOST_PENCE).contains(&draft.value);
        faults.need(sensible, || Rule::NumberOutOfRange.at(format!("settlement.inKind.{n}.value")));
        let brings = draft.by != PayerKind::Pool;
        faults.need(brings, || Rule::SettlementIncomplete.at(format!("settlement.inKind.{n}.by")));
        if let Some(what) = faults.keep(format!("settlement.inKind.{n}.what"), Remark::new(&draft.what)) {
            kept.push(InKind { by: draft.by, what, value: draft.value });
        }
    }
    kept
}

/// Cuts an amount in pence into parts by these weights, in their order, so that nothing is lost: each gets its part rounded
/// down, and the pennies that remain go one each to the largest remainders, the earlier first among equals.
pub fn apportion(amount: i64, weights: &[i64]) -> Vec<i64> {
    let whole = weights.iter().sum::<i64>().max(1);
    let mut cut: Vec<i64> = weights.iter().map(|weight| amount * weight / whole).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|n| std::cmp::Reverse(amount * weights[*n] % whole));
    let left = usize::try_from(amount - cut.iter().sum::<i64>()).unwrap_or(0);
    for n in order.into_iter().take(left) {
        cut[n] += 1;
    }
    cut
}

/// An amount for each kind of payer, in pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Paid([i64; KINDS]);

impl Paid {
    /// Cuts an amount among payers.
    pub fn cut(amount: i64, shares: &[Share]) -> Self {
        let parts: Vec<i64> = shares.iter().map(|it| it.part).collect();
        let mut it = Self::default();
        for (share, pence) in shares.iter().zip(apportion(amount, &parts)) {
            *it.of_mut(share.by) = pence;
        }
        it
    }

    /// Takes amounts in the order of the kinds of payer.
    pub const fn of_all(amounts: [i64; KINDS]) -> Self {
        Self(amounts)
    }

    /// The amounts in the order of the kinds of payer.
    pub const fn all(self) -> [i64; KINDS] {
        self.0
    }

    /// What payers of a kind pay.
    pub fn of(&self, by: PayerKind) -> i64 {
        self.0[by as usize]
    }

    /// What all of them pay.
    pub fn sum(&self) -> i64 {
        self.0.iter().sum()
    }

    /// These amounts and others, added up or taken off.
    pub(super) fn zip(self, other: Self, with: impl Fn(i64, i64) -> i64) -> Self {
        Self(std::array::from_fn(|n| with(self.0[n], other.0[n])))
    }

    /// Lets one payer pay so much in the place of another.
    pub(super) fn shift(&mut self, pence: i64, from: PayerKind, to: PayerKind) {
        *self.of_mut(from) -= pence;
        *self.of_mut(to) += pence;
    }

    fn of_mut(&mut self, by: PayerKind) -> &mut i64 {
        &mut self.0[by as usize]
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn share(by: PayerKind, name: Option<&str>, part: i64) -> ShareDraft {
        ShareDraft { by, name: name.map(str::to_owned), pool: None, part }
    }

    fn told(drafts: &[ShareDraft]) -> Vec<(Rule, String)> {
        let mut faults = Faults::default();
        shares(drafts, &mut faults);
        let no = faults.end().map_err(crate::rule::Refusals::into_vec).err().unwrap_or_default();
        no.into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
    }

    #[test]
    fn payers_make_up_the_whole_and_are_known() {
        let (host, grant) = (share(PayerKind::Host, None, 7_500), share(PayerKind::Grant, Some("The zone"), 2_500));
        assert_eq!(told(&[]), []);
        assert_eq!(told(&[host.clone(), grant.clone()]), []);
        assert_eq!(told(std::slice::from_ref(&host)), [(Rule::SharesNotWhole, "settlement.payers".to_owned())]);
        let unnamed = ShareDraft { name: None, ..grant };
        let field = |of: &str| format!("settlement.payers.1.{of}");
        assert_eq!(told(&[host.clone(), unnamed]), [(Rule::SettlementIncomplete, field("name"))]);
        let again = share(PayerKind::Host, None, 2_500);
        assert_eq!(told(&[host.clone(), again]), [(Rule::PayerTwice, field("by"))]);
        let nothing = share(PayerKind::Alliance, None, 0);
        let expected =
            [(Rule::NumberOutOfRange, field("part")), (Rule::SharesNotWhole, "settlement.payers".to_owned())];
        assert_eq!(told(&[host.clone(), nothing]), expected);
        let pool = ShareDraft { pool: Some(Id::from_uuid(uuid::Uuid::nil())), ..share(PayerKind::Pool, None, 2_500) };
        assert_eq!(told(&[host.clone(), pool.clone()]), []);
        for wrong in [ShareDraft { pool: None, ..pool.clone() }, ShareDraft { by: PayerKind::Alliance, ..pool }] {
            assert_eq!(told(&[host.clone(), wrong]), [(Rule::SettlementIncomplete, field("pool"))]);
        }
    }

    #[test]
    fn what_is_brought_without_money_has_a_worth() {
        let told = |drafts: &[InKindDraft]| {
            let mut faults = Faults::default();
            let kept = in_kind(drafts, &mut faults).len();
            (kept, faults.end().map_err(|no| no.into_vec().len()).err().unwrap_or(0))
        };
        let fine = InKindDraft { by: PayerKind::Alliance, what: "Administration".into(), value: 12_000 };
        assert_eq!(told(std::slice::from_ref(&fine)), (1, 0));
        assert_eq!(
            told(&[InKindDraft { by: PayerKind::Pool, ..fine.clone() }]),
            (1, 1),
            "a budget has nothing but money"
        );
        assert_eq!(told(&[InKindDraft { value: 0, what: " ".into(), ..fine.clone() }]), (0, 2));
        assert_eq!(told(&vec![fine; MOST_IN_KIND + 1]), (MOST_IN_KIND, 1));
    }

    #[test]
    fn the_pennies_that_remain_go_to_the_largest_remainders() {
        assert_eq!(apportion(100, &[3_333, 3_333, 3_334]), [33, 33, 34]);
        assert_eq!(apportion(101, &[5_000, 5_000]), [51, 50]);
        assert_eq!(apportion(10, &[1_500, 8_500]), [2, 8], "of equal remainders the earlier");
        assert_eq!(apportion(0, &[1_500, 8_500]), [0, 0]);
    }

    proptest! {
        #[test]
        fn no_penny_is_lost_or_made(amount in 0_i64..10_000_000, a in 1_i64..5_000, b in 1_i64..5_000) {
            let parts = [a, b, WHOLE - a - b];
            let cut = apportion(amount, &parts);
            prop_assert_eq!(cut.iter().sum::<i64>(), amount);
            for (pence, part) in cut.iter().zip(parts) {
                prop_assert!((pence * WHOLE - amount * part).abs() < WHOLE, "within a penny of the part");
            }
        }
    }
}
