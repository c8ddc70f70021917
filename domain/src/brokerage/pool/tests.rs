//! The rules of pooled budgets, and random histories of them.

use proptest::prelude::*;

use super::*;
use crate::brokerage::testing::{active, broker, charged, head, id, start};
use crate::brokerage::{Amounts, Charge, Deployment, Paid, PayerKind, Settlement, SettlementDraft, ShareDraft};
use crate::exchange::SettlementKind;

fn opening(lead: Option<Id<School>>, year: i32) -> PoolOpening {
    PoolOpening { id: id(80), alliance: id(10), lead, name: Name::new("The valley's pool").unwrap(), year }
}

pub fn pool(lead: Option<Id<School>>) -> PooledBudget {
    let by = if lead.is_some() { head(1) } else { broker(10, 5) };
    PooledBudget::open(opening(lead, 2026), &by, start()).unwrap().0
}

/// A pool into which the schools 1, 2 and so on put so much.
pub fn filled(amounts: &[i64]) -> PooledBudget {
    let mut it = pool(None);
    for (n, pence) in (1..).zip(amounts) {
        let _ = it.ask(id(n), &broker(10, 5), start()).unwrap();
        let _ = it.commit(id(n), *pence, &head(n), start()).unwrap();
    }
    it
}

fn no<T>(result: Result<T, Rejected>) -> Option<Rule> {
    result.err().map(|no| no.rule)
}

/// A charge of which the pool pays so much.
fn charge(of: &Deployment, n: u128, pence: i64) -> Charge {
    let paid = Paid::of_all([0, 0, 0, 0, pence]);
    charged(n, of, if pence < 0 { -1 } else { 1 }, Amounts { gross: pence, paid, ..Amounts::default() })
}

#[test]
fn its_keeper_opens_it_for_this_year_or_the_next() {
    for (lead, by) in [(None, broker(10, 5)), (Some(id(1)), head(1))] {
        assert!(PooledBudget::open(opening(lead, 2026), &by, start()).is_ok());
        assert_eq!(no(PooledBudget::open(opening(lead, 2025), &by, start())), Some(Rule::NumberOutOfRange));
        assert_eq!(no(PooledBudget::open(opening(lead, 2028), &by, start())), Some(Rule::NumberOutOfRange));
    }
    for (lead, by) in [(None, head(1)), (Some(id(1)), broker(10, 5)), (None, broker(11, 5)), (None, Actor::Stranger)] {
        assert_eq!(no(PooledBudget::open(opening(lead, 2026), &by, start())), Some(Rule::NotAllowed));
    }
}

#[test]
fn a_school_puts_money_in_by_its_own_head_and_only_when_it_was_asked() {
    let mut it = pool(None);
    assert_eq!(no(it.commit(id(2), 100, &head(2), start())), Some(Rule::StepNotOpen));
    assert_eq!(no(it.ask(id(2), &head(2), start())), Some(Rule::NotAllowed));
    let _ = it.ask(id(2), &broker(10, 5), start()).unwrap();
    assert_eq!(no(it.ask(id(2), &broker(10, 5), start())), Some(Rule::PoolAsked));
    for by in [head(1), broker(10, 5)] {
        assert_eq!(no(it.commit(id(2), 100, &by, start())), Some(Rule::NotAllowed));
        assert_eq!(no(it.leave(id(2), PoolLeave::Money, &by, start())), Some(Rule::NotAllowed));
    }
    for pence in [0, -1, MOST_PENCE + 1] {
        assert_eq!(no(it.commit(id(2), pence, &head(2), start())), Some(Rule::NumberOutOfRange));
    }
    let (_, line) = it.commit(id(2), 100, &head(2), start()).unwrap();
    assert_eq!(line.map(|it| (it.pence, it.after.balance)), Some((100, 100)));
    assert_eq!(it.commit(id(2), 100, &head(2), start()).unwrap().1, None, "nothing moves");
    let _ = it.ask(id(3), &broker(10, 5), start()).unwrap();
    let no = it.leave(id(3), PoolLeave::PaidOtherwise, &head(3), start());
    assert_eq!(no, Ok((Event::PoolDeclined { pool: it.id, school: id(3), reason: PoolLeave::PaidOtherwise }, None)));
    let _ = it.ask(id(3), &broker(10, 5), start()).unwrap();
}

#[test]
fn a_school_that_does_not_answer_in_time_is_not_waited_for_and_may_be_asked_again() {
    let mut it = pool(None);
    for school in [2, 3] {
        let _ = it.ask(id(school), &broker(10, 5), start()).unwrap();
    }
    let (last, late) = (start().plus_days(28), start().plus_days(28).plus_seconds(1));
    let _ = it.commit(id(3), 100, &head(3), last).unwrap();
    assert_eq!((it.members[0].respond_by, it.lapse(last)), (Some(last), vec![]));
    assert_eq!(no(it.commit(id(2), 100, &head(2), late)), Some(Rule::AnswerOverdue));
    assert!(it.commit(id(3), 200, &head(3), late).is_ok(), "who has joined says more whenever they wish");
    assert_eq!(it.lapse(late), [Event::PoolLapsed { pool: it.id, school: id(2) }]);
    assert_eq!((it.members[0].status, it.lapse(late)), (PoolMemberStatus::Lapsed, vec![]));
    assert_eq!(no(it.commit(id(2), 100, &head(2), late)), Some(Rule::StepNotOpen));
    let _ = it.ask(id(2), &broker(10, 5), late).unwrap();
    assert!(it.commit(id(2), 100, &head(2), late.plus_days(28)).is_ok());
}

#[test]
fn what_is_agreed_for_stays_in() {
    let (mut it, of) = (filled(&[600, 400]), active());
    let line = it.reserve(&of, 700, start()).unwrap();
    assert_eq!((line.pence, line.held, it.account.free()), (0, 700, 300));
    assert_eq!(no(it.reserve(&of, 301, start())), Some(Rule::PoolTooLow));
    assert_eq!(no(it.leave(id(2), PoolLeave::Money, &head(2), start())), Some(Rule::PoolCommitted));
    assert_eq!(no(it.commit(id(2), 99, &head(2), start())), Some(Rule::PoolCommitted));
    let _ = it.commit(id(2), 100, &head(2), start()).unwrap();
    assert_eq!(it.account.free(), 0);
    assert_eq!(it.release(&of, 700, 0, start()).map(|it| it.held), Some(-700));
    let (told, _) = it.leave(id(2), PoolLeave::Money, &head(2), start()).unwrap();
    assert_eq!(told, Event::PoolLeft { pool: it.id, school: id(2), reason: PoolLeave::Money });
    assert_eq!((it.account.balance, it.members[1].status), (600, PoolMemberStatus::Left));
}

#[test]
fn it_pays_for_its_own_schools_by_its_own_alliance() {
    let (mut it, of) = (filled(&[600, 400]), active());
    let outsider = Deployment { host: id(3), ..of.clone() };
    let elsewhere = Deployment { alliance: id(11), ..of.clone() };
    for wrong in [outsider, elsewhere] {
        assert_eq!(no(it.covers(&wrong, 1)), Some(Rule::PoolForeign));
    }
    assert_eq!(no(it.covers(&of, 1_000)), None);
    it.status = PoolStatus::Closed;
    assert_eq!(no(it.covers(&of, 1)), Some(Rule::PoolForeign));
}

#[test]
fn what_comes_back_is_held_again_as_long_as_the_support_goes_on() {
    let (mut it, of) = (filled(&[400, 600]), active());
    let _ = it.reserve(&of, 700, start()).unwrap();
    let drawn = it.book(&charge(&of, 50, 350), (700, true), start()).unwrap();
    assert_eq!((drawn[0].pence, drawn[0].held), (-350, -350));
    assert_eq!(it.account, PoolAccount { lines: 4, balance: 650, reserved: 350 });
    let _ = it.book(&charge(&of, 51, -350), (350, true), start()).unwrap();
    assert_eq!(it.account, PoolAccount { lines: 5, balance: 1_000, reserved: 700 });
    let _ = it.release(&of, 700, 0, start());
    assert_eq!(no(it.book(&charge(&of, 52, 1_001), (0, false), start())), Some(Rule::PoolSpent));
    let _ = it.book(&charge(&of, 52, 350), (0, false), start()).unwrap();
    assert_eq!(it.account, PoolAccount { lines: 7, balance: 650, reserved: 0 });
    assert_eq!(it.book(&charge(&of, 53, 0), (0, false), start()).unwrap(), []);
}

#[test]
fn it_lacks_what_is_neither_held_for_the_support_nor_free_and_gives_no_more_back_than_it_paid() {
    let (mut it, of) = (filled(&[400, 600]), active());
    let _ = it.reserve(&of, 700, start()).unwrap();
    let lacks = |pence, held, spent| it.lacks(&charge(&of, 50, pence), PoolHeld { held, spent });
    assert_eq!([lacks(1_000, 700, 0), lacks(1_001, 700, 0), lacks(301, 0, 700), lacks(0, 0, 0)], [0, 1, 1, 0]);
    assert_eq!([lacks(-350, 0, 350), lacks(-351, 0, 350)], [0, -1]);
}

#[test]
fn at_the_end_it_keeps_what_half_days_cost_that_wait_for_the_host() {
    let (mut it, mut of) = (filled(&[400, 600]), active());
    let part = |by, pool, part| ShareDraft { by, name: None, pool, part };
    let shares = vec![part(PayerKind::Host, None, 5_000), part(PayerKind::Pool, Some(it.id), 5_000)];
    let draft = SettlementDraft {
        kind: Some(SettlementKind::DayRate),
        day_rate: Some(200),
        shares,
        ..SettlementDraft::default()
    };
    of.terms.as_mut().unwrap().settlement = Settlement::parse(&draft).unwrap();
    let _ = it.reserve(&of, 300, start()).unwrap();
    assert_eq!(it.release(&of, 300, 2, start()).map(|it| it.held), Some(-199), "a day, and a penny that may remain");
    assert_eq!(it.release(&of, 101, 2, start()), None);
    let _ = it.book(&charge(&of, 50, 100), (101, false), start()).unwrap();
    assert_eq!(it.release(&of, 1, 0, start()).map(|it| it.held), Some(-1));
    assert_eq!(it.account, PoolAccount { lines: 6, balance: 900, reserved: 0 });
}

#[test]
fn what_remains_goes_back_by_what_was_put_in() {
    let (mut it, by) = (filled(&[500, 300, 200]), broker(10, 5));
    let of = active();
    let _ = it.reserve(&of, 500, start()).unwrap();
    let _ = it.book(&charge(&of, 50, 499), (500, true), start()).unwrap();
    assert_eq!(no(it.close(&by, start())), Some(Rule::PoolYearRuns));
    let later = start().plus_days(300);
    assert_eq!(no(it.close(&by, later)), Some(Rule::PoolReserved));
    let _ = it.release(&of, 1, 0, later);
    assert_eq!(no(it.close(&head(1), later)), Some(Rule::NotAllowed));
    let (_, lines) = it.close(&by, later).unwrap();
    assert_eq!(lines.iter().map(|it| it.pence).collect::<Vec<_>>(), [-251, -150, -100]);
    assert_eq!((it.account.balance, it.status), (0, PoolStatus::Closed));
    assert_eq!(no(it.close(&by, later)), Some(Rule::StepNotOpen));
    assert_eq!(no(it.commit(id(1), 1, &head(1), later)), Some(Rule::StepNotOpen));
    // A reversal that comes later finds the schools.
    let lines = it.book(&charge(&of, 51, -499), (0, false), later).unwrap();
    assert_eq!(lines.iter().map(|it| it.pence).collect::<Vec<_>>(), [499, -249, -150, -100]);
    assert_eq!(it.account.balance, 0);
}

proptest! {
    #[test]
    fn whatever_happens_the_balance_is_the_sum_of_the_lines_and_never_below_nothing(
        acts in prop::collection::vec((0..7_u8, 1_u128..4, 1_i64..50_000), 1..120),
    ) {
        let (mut it, mut lines, mut of, mut held) = (pool(None), Vec::<PoolLine>::new(), active(), 0);
        let mut drawn: Vec<i64> = Vec::new();
        let now = start();
        for (n, (act, school, pence)) in (100..).zip(acts) {
            of.host = id(school);
            let new = match act {
                0 => { let _ = it.ask(id(school), &broker(10, 5), now); Vec::new() }
                1 | 2 => it.commit(id(school), pence, &head(school), now).map(|done| done.1.into_iter().collect()).unwrap_or_default(),
                3 => it.leave(id(school), PoolLeave::NotStated, &head(school), now).map(|done| done.1.into_iter().collect()).unwrap_or_default(),
                4 => it.reserve(&of, pence, now).map(|line| vec![line]).unwrap_or_default(),
                5 => {
                    let done = it.book(&charge(&of, n, pence), (held, true), now).unwrap_or_default();
                    drawn.extend(done.first().map(|_| pence));
                    done
                }
                _ => match drawn.pop() {
                    Some(pence) => it.book(&charge(&of, n, -pence), (held, true), now).unwrap(),
                    None => it.release(&of, held, 0, now).into_iter().collect(),
                },
            };
            held += new.iter().filter(|it| it.deployment.is_some()).map(|it| it.held).sum::<i64>();
            lines.extend(new);
            let sum = PoolAccount {
                lines: i32::try_from(lines.len()).unwrap(),
                balance: lines.iter().map(|it| it.pence).sum(),
                reserved: lines.iter().map(|it| it.held).sum(),
            };
            prop_assert_eq!(it.account, sum);
            prop_assert!(0 <= sum.reserved && sum.reserved <= sum.balance, "{:?}", sum);
            prop_assert_eq!(PoolTotals::of(&lines).change(), sum.balance);
            prop_assert!(lines.iter().zip(1..).all(|(it, nth)| it.nth == nth));
        }
        let _ = it.release(&of, held, 0, now);
        let _ = it.close(&broker(10, 5), now.plus_days(300)).unwrap();
        prop_assert_eq!(it.account.balance, 0, "nothing stays behind");
    }
}
