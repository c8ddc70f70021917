//! A million random steps over the core: proposals, deployments, visits, what they post, what they hold, what they cost, what is
//! owed, and schools that become others. Whatever happens, the invariants hold (TRUST F13).

mod acts;
mod money;
mod owed;
mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{BuildHasher, Hasher, RandomState};

use self::world::{Slot, World};
use super::*;
use crate::brokerage::{Deployment, PayerKind, Totals, VisitStatus};

/// How many steps a run takes, and how many of them make one history.
const STEPS: usize = 1_000_000;
const HISTORY: usize = 2_000;

/// What holds after every step.
fn holds(world: &World) {
    for kind in [AccountKind::Support, AccountKind::Promise] {
        let of_kind = || world.accounts.values().filter(|it| it.key.kind == kind);
        let sum: i64 = of_kind().map(LedgerAccount::balance).sum();
        let for_credit: i64 = of_kind().map(|it| it.for_credit.credited - it.for_credit.debited).sum();
        assert_eq!((sum, for_credit), (0, 0), "postings of {kind:?} sum to nothing: {}", world.told());
    }
    let sound = |it: &LedgerAccount| {
        (0..=it.credited).contains(&it.for_credit.credited) && (0..=it.debited).contains(&it.for_credit.debited)
    };
    assert!(world.accounts.values().all(sound), "{}", world.told());
    for window in &world.windows {
        let held = [window.reserved, window.committed, window.free()];
        assert!(held.iter().all(|it| *it >= 0), "capacity {held:?}: {}", world.told());
    }
    let money = [world.pool.account.balance, world.pool.account.reserved, world.pool.account.free()];
    assert!(money.iter().all(|it| *it >= 0), "the budget {money:?}: {}", world.told());
}

/// What holds of everything that one proposal came to.
fn holds_of(slot: &Slot, told: &str) {
    let forwards = |steps: &[Option<crate::Timestamp>]| {
        let steps: Vec<_> = steps.iter().flatten().collect();
        assert!(steps.is_sorted(), "dates run backwards, {steps:?}: {told}");
    };
    forwards(&[Some(slot.proposal.sent_at), slot.proposal.ended_at]);
    if let Some(it) = &slot.deployment {
        forwards(&[Some(it.planned_at), it.agreed_at, it.started_at, it.ended_at]);
        assert!((0..=it.half_days).contains(&it.promised), "{told}");
        assert!(it.ended_at.is_none() || it.promised == 0, "the end promises nothing: {told}");
    }
    holds_of_owed(slot, told);
    let undone: BTreeSet<_> = slot.posted.iter().filter_map(|it| it.reverses).collect();
    let mut settled = BTreeMap::new();
    for it in slot.posted.iter().filter(|it| it.kind == TransferKind::Support && !undone.contains(&it.id)) {
        assert_eq!(settled.insert(it.source.id, it.half_days), None, "one half-day in two settlements: {told}");
    }
    for visit in &slot.visits {
        forwards(&[Some(visit.recorded_at), visit.confirmed_at]);
        let posted = visit.confirmation.and_then(|it| settled.remove(&it.uuid()));
        let due = (visit.status == VisitStatus::Confirmed).then_some(visit.record.half_days);
        assert_eq!(posted, due, "a confirmed visit is settled once, and no other: {told}");
    }
    assert!(settled.is_empty(), "a settlement of nothing: {told}");
    holds_of_money(slot, told);
}

/// What holds of what is owed for one piece of work: once that has ended, its part of what came.
fn holds_of_owed(slot: &Slot, told: &str) {
    let (Some(it), Some(of)) = (&slot.owed, &slot.deployment) else { return };
    assert!(it.ended_at.is_none_or(|ended| it.created_at <= ended), "dates run backwards: {told}");
    assert_eq!(it.is_open(), it.ended_at.is_none(), "{told}");
    let (ended, came) = (of.ended_at.is_some(), slot.came());
    assert!(!it.fell_away || ended && came == 0, "what came is owed for: {told}");
    assert!(!ended || !it.is_open() || came > 0, "nothing is owed for what never came: {told}");
    let agreed = of.terms.as_ref().and_then(|terms| terms.give_back?.half_days).filter(|_| ended && it.is_open());
    let part = agreed.map(|all| f64::from(all * came) / f64::from(of.half_days));
    assert!(part.is_none_or(|part| it.half_days.map(f64::from) == Some(part.ceil())), "its part of what came: {told}");
}

/// What holds of the charges of one piece of work: they are the price of the half-days that stand, once each, to the penny.
fn holds_of_money(slot: &Slot, told: &str) {
    for visit in &slot.visits {
        let charged: i32 = slot.charges.iter().filter(|it| it.visit == visit.id).map(|it| it.half_days).sum();
        let stands = visit.status == VisitStatus::Confirmed;
        assert_eq!(charged, if stands { visit.record.half_days } else { 0 }, "{told}");
    }
    let terms = slot.deployment.as_ref().and_then(|it| it.terms.as_ref().map(|terms| (it.half_days, terms)));
    if let Some((half_days, terms)) = terms {
        let all = Totals::of(&slot.charges);
        assert_eq!(all.amounts, terms.settlement.bill(all.half_days, half_days), "the price of what stands: {told}");
    }
    assert!(slot.charges.iter().all(|it| it.amounts.paid.sum() == it.amounts.gross), "{told}");
}

/// Adds an entry to the sums of both accounts, as plainly as can be.
fn add(sums: &mut BTreeMap<AccountKey, Sums>, it: &Transfer) {
    let half_days = i64::from(it.half_days);
    if it.takes_back {
        sums.entry(it.credit).or_default().debited -= half_days;
        sums.entry(it.debit).or_default().credited -= half_days;
    } else {
        sums.entry(it.credit).or_default().credited += half_days;
        sums.entry(it.debit).or_default().debited += half_days;
    }
}

/// What holds of a whole history: the tallies are the sums of the entries, and those for credit of the entries for credit.
fn holds_at_the_end(world: &World) {
    let (mut sums, mut for_credit) = (BTreeMap::new(), BTreeMap::new());
    for slot in world.everything() {
        let counts = slot.deployment.as_ref().is_some_and(Deployment::is_for_credit);
        for it in &slot.posted {
            add(&mut sums, it);
            if counts {
                add(&mut for_credit, it);
            }
        }
    }
    for (key, account) in &world.accounts {
        let of = |sums: &BTreeMap<AccountKey, Sums>| sums.get(key).copied().unwrap_or_default();
        let LedgerAccount { credited, debited, .. } = *account;
        assert_eq!(Sums { credited, debited }, of(&sums), "the tallies of {key:?}: {}", world.told());
        assert_eq!(account.for_credit, of(&for_credit), "what {key:?} was for credit: {}", world.told());
    }
    let promised: i64 =
        world.everything().filter_map(|it| it.deployment.as_ref()).map(|it| i64::from(it.promised)).sum();
    let held: i64 =
        world.accounts.values().filter(|it| it.key.kind == AccountKind::Promise).map(|it| it.credited).sum();
    assert_eq!(promised, held, "what is promised is what the ledger holds: {}", world.told());
    holds_of_statements(world);
}

/// What holds of the money of a whole history: the statements of all who receive, of all who give and of the budget tell the
/// same.
fn holds_of_statements(world: &World) {
    let charges = || world.everything().flat_map(|slot| &slot.charges);
    let whole = Totals::of(charges());
    let (mut hosts, mut homes) = (BTreeMap::new(), BTreeMap::new());
    for it in charges() {
        hosts.entry((it.host, it.month)).or_insert_with(Vec::new).push(it);
        homes.entry((it.home, it.month)).or_insert_with(Vec::new).push(it);
    }
    for statements in [hosts, homes] {
        let totals = statements.into_values().map(Totals::of);
        let (half_days, net) = totals.fold((0, 0), |sum, it| (sum.0 + it.half_days, sum.1 + it.amounts.net()));
        assert_eq!(
            (half_days, net),
            (whole.half_days, whole.amounts.gross - whole.amounts.brokerage),
            "{}",
            world.told()
        );
    }
    let drawn: i64 = world.lines.iter().filter(|it| it.charge.is_some()).map(|it| -it.pence).sum();
    assert_eq!(drawn, whole.amounts.paid.of(PayerKind::Pool), "what the budget paid: {}", world.told());
    let sum = |of: fn(&crate::brokerage::PoolLine) -> i64| world.lines.iter().map(of).sum::<i64>();
    let kept = (world.pool.account.balance, world.pool.account.reserved);
    assert_eq!((sum(|it| it.pence), sum(|it| it.held)), kept, "the budget is its lines: {}", world.told());
}

#[test]
fn a_million_random_steps_break_nothing() {
    // A new seed for each run: a failure names it, and the number of its history.
    let seed = RandomState::new().build_hasher().finish();
    let (mut agreed, mut settled, mut owed, mut ended, mut pooled, mut converted) = (0, 0, 0, 0, 0, 0);
    let (mut met_with_work, mut reopened) = (0, 0);
    for number in 0..STEPS / HISTORY {
        let mut world = World::new(seed, number as u64);
        for _ in 0..HISTORY {
            let touched = world.step();
            holds(&world);
            // A visit that is reversed lets others owe again.
            let told = world.told();
            world.slots.iter().flatten().for_each(|slot| holds_of_owed(slot, &told));
            if let Some(slot) = &world.slots[touched] {
                holds_of(slot, &told);
            }
        }
        holds_at_the_end(&world);
        for slot in world.everything() {
            agreed += usize::from(slot.deployment.as_ref().is_some_and(|it| it.agreed_at.is_some()));
            ended += usize::from(slot.deployment.as_ref().is_some_and(|it| it.ended_at.is_some()));
            settled += slot.posted.iter().filter(|it| it.kind == TransferKind::Support).count();
            owed += usize::from(slot.owed.is_some());
            met_with_work += usize::from(slot.owed.as_ref().is_some_and(|it| it.met_with.is_some()));
            holds_of_owed(slot, &world.told());
            assert!(world.covers_what_it_met(slot), "no half-day meets two things that are owed: {}", world.told());
        }
        pooled += world.lines.iter().filter(|it| it.charge.is_some()).count();
        converted += world.converted;
        reopened += world.reopened;
    }
    // Steps that are all refused would show nothing.
    assert!(
        [agreed, settled, ended, converted].iter().all(|it| *it > 1_000)
            && owed > 500
            && pooled > 250
            && met_with_work > 0,
        "{agreed}, {settled}, {owed}, {ended}, {pooled}, {converted}, {met_with_work}, {reopened}: {seed}"
    );
}
