//! The ledger balances, whatever is posted and reversed.

use proptest::prelude::*;

use super::*;
use crate::brokerage::Deployment;
use crate::brokerage::testing::{active, head, id, start};
use crate::exchange::SettlementKind;
use crate::reciprocity::{Position, Source, Tallies, TransferKind};

/// The four accounts of a home school and its host, and what was posted to them.
struct Ledger {
    accounts: Vec<LedgerAccount>,
    posted: Vec<Transfer>,
}

impl Ledger {
    fn new() -> Self {
        let keys = [1_u128, 2].into_iter().flat_map(|school| {
            [AccountKind::Support, AccountKind::Promise].map(|kind| AccountKey { school: id(school), kind })
        });
        let accounts = (1..).zip(keys).map(|(n, key)| LedgerAccount::new(id(n), key)).collect();
        Self { accounts, posted: Vec::new() }
    }

    fn next<N>(&self) -> Id<N> {
        id(500 + self.posted.len() as u128)
    }

    fn post(&mut self, it: Transfer) {
        for account in &mut self.accounts {
            account.post(&it);
        }
        self.posted.push(it);
    }

    fn tallies(&self, school: u128) -> Tallies {
        self.accounts.iter().filter(|account| account.key.school == id(school)).fold(Tallies::default(), Tallies::with)
    }

    fn position(&self, school: u128) -> Position {
        self.tallies(school).all
    }
}

fn confirm(ledger: &mut Ledger, of: &mut Deployment, half_days: i32) {
    let confirmation = ledger.next();
    ledger.post(Transfer::support(ledger.next(), of, half_days, confirmation, start()));
    let kept = of.keep_promise(half_days);
    if kept > 0 {
        ledger.post(Transfer::release(ledger.next(), of, kept, Source::confirmation(confirmation), start()));
    }
}

#[test]
fn a_visit_moves_half_days_from_the_host_to_the_home_school() {
    let (mut ledger, mut of) = (Ledger::new(), active());
    ledger.post(Transfer::promise(ledger.next(), &of, start()));
    assert_eq!(ledger.position(1), Position { given: 0, received: 0, promised: 6, awaited: 0 });
    confirm(&mut ledger, &mut of, 2);
    assert_eq!(ledger.position(1), Position { given: 2, received: 0, promised: 4, awaited: 0 });
    assert_eq!(ledger.position(2), Position { given: 0, received: 2, promised: 0, awaited: 4 });
    assert_eq!((ledger.position(1).position(), ledger.position(2).position()), (2, -2));
}

#[test]
fn what_is_paid_for_is_tallied_and_does_not_count_for_credit() {
    use SettlementKind::{DayRate, ExchangeOfServices, Grant, ReciprocalCredit, Subscription, Waived};
    for (kind, counts) in [
        (ReciprocalCredit, true),
        (Waived, true),
        (DayRate, false),
        (Grant, false),
        (Subscription, false),
        (ExchangeOfServices, false),
    ] {
        let (mut ledger, mut of) = (Ledger::new(), active());
        if let Some(terms) = &mut of.terms {
            terms.settlement.kind = kind;
        }
        ledger.post(Transfer::promise(ledger.next(), &of, start()));
        confirm(&mut ledger, &mut of, 2);
        let (gave, received) = (ledger.tallies(1), ledger.tallies(2));
        assert_eq!(gave.all, Position { given: 2, promised: 4, ..Position::default() }, "{kind:?}");
        assert_eq!(received.all, Position { received: 2, awaited: 4, ..Position::default() }, "{kind:?}");
        let so_much = |it: Tallies| if counts { it.all } else { Position::default() };
        assert_eq!((gave.for_credit, received.for_credit), (so_much(gave), so_much(received)), "{kind:?}");
    }
}

#[test]
fn a_reversal_leaves_everything_as_it_was_and_is_not_reversed() {
    let (mut ledger, mut of) = (Ledger::new(), active());
    ledger.post(Transfer::promise(ledger.next(), &of, start()));
    let before = ledger.accounts.clone();
    confirm(&mut ledger, &mut of, 2);
    for wrong in ledger.posted.split_off(1) {
        let reversal = wrong.reversal(ledger.next(), start()).unwrap();
        assert_eq!((reversal.debit, reversal.credit), (wrong.credit, wrong.debit));
        assert_eq!(reversal.reversal(ledger.next(), start()), None);
        ledger.post(reversal);
    }
    assert_eq!(ledger.accounts, before);
}

proptest! {
    #[test]
    fn the_ledger_sums_to_zero_and_ends_without_a_promise(
        steps in prop::collection::vec((1_i32..3, any::<bool>()), 0..30),
        ended in 0_usize..30,
    ) {
        let (mut ledger, mut of) = (Ledger::new(), active());
        ledger.post(Transfer::promise(ledger.next(), &of, start()));
        for (n, (half_days, reverse)) in steps.into_iter().enumerate() {
            if n == ended {
                let _ = of.complete(&head(2), start());
                let rest = of.end_promise();
                if rest > 0 {
                    ledger.post(Transfer::release(ledger.next(), &of, rest, Source::deployment(of.id), start()));
                }
            }
            let done: Vec<_> = ledger.posted.iter().filter_map(|it| it.reverses).collect();
            let standing = |it: &&Transfer| it.kind == TransferKind::Support && !done.contains(&it.id);
            match ledger.posted.iter().rev().find(standing).cloned() {
                Some(wrong) if reverse => {
                    let released = ledger.posted.iter().find(|it| {
                        it.source == wrong.source && it.kind == TransferKind::Release
                    }).cloned();
                    ledger.post(wrong.reversal(ledger.next(), start()).unwrap());
                    if let Some(released) = released && of.renew_promise(released.half_days) {
                        ledger.post(released.reversal(ledger.next(), start()).unwrap());
                    }
                }
                _ => confirm(&mut ledger, &mut of, half_days),
            }
            for kind in [AccountKind::Support, AccountKind::Promise] {
                let sum: i64 = ledger.accounts.iter().filter(|it| it.key.kind == kind).map(LedgerAccount::balance).sum();
                prop_assert_eq!(sum, 0);
            }
            prop_assert!(ledger.accounts.iter().all(|it| it.credited >= 0 && it.debited >= 0));
            prop_assert_eq!(ledger.tallies(1).for_credit, ledger.tallies(1).all);
            prop_assert_eq!(ledger.position(1).promised, i64::from(of.promised));
            prop_assert_eq!(ledger.position(1).given, ledger.position(2).received);
        }
    }
}
