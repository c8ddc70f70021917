//! How pooled budgets, the schools in them, and joint commissions are led through their lives.

use super::{Explorer, Lifecycle};
use crate::access::Actor;
use crate::brokerage::testing::{active, broker, head, id, start};
use crate::brokerage::{
    BackingDecline, Commissioning, JointCommission, PoolAccount, PoolLeave, PoolMember, PoolOpening, PooledBudget,
    Settlement, SettlementDraft,
};
use crate::directory::School;
use crate::exchange::{RequestStatus, SettlementKind, SupportRequest, request_of_tests};
use crate::text::{Name, Remark};
use crate::{Event, Id};

fn opened() -> (PooledBudget, Event) {
    let name = Name::new("The valley's pool").unwrap();
    let opening = PoolOpening { id: id(80), alliance: id(10), lead: None, name, year: 2026 };
    PooledBudget::open(opening, &broker(10, 5), start()).unwrap()
}

/// A pooled budget.
pub(super) fn pool() -> Lifecycle {
    let later = start().plus_days(300);
    Explorer::asking([("broker", broker(10, 5)), ("head of a school", head(2))])
        .step(move |it: &mut PooledBudget, by| it.close(by, later).ok().map(|(event, _)| event))
        .explore("Pooled budget", [opened()], |it| it.status)
}

/// A school in a pooled budget.
pub(super) fn member() -> Lifecycle {
    let now = start();
    let holding = |it: &PoolMember| {
        let mut pool = opened().0;
        pool.account = PoolAccount { lines: 1, balance: it.committed, reserved: 0 };
        pool.members.push(it.clone());
        pool
    };
    let mut pool = opened().0;
    let asked = pool.ask(id(2), &broker(10, 5), now).unwrap();
    Explorer::asking([("broker", broker(10, 5)), ("head of the school", head(2)), ("another head", head(3))])
        .step(move |it: &mut PoolMember, by: &Actor| {
            let mut pool = holding(it);
            let (event, _) = pool.commit(it.school, 100, by, now).ok()?;
            *it = pool.members.remove(0);
            Some(event)
        })
        .step(move |it, by| {
            let mut pool = holding(it);
            let (event, _) = pool.leave(it.school, PoolLeave::Money, by, now).ok()?;
            *it = pool.members.remove(0);
            Some(event)
        })
        .step(move |it, by| {
            let mut pool = holding(it);
            let event = pool.ask(it.school, by, now).ok()?;
            *it = pool.members.remove(0);
            Some(event)
        })
        .alone(move |it: &mut PoolMember| {
            let mut pool = holding(it);
            let (event, _) = pool.let_go(it.school, now)?;
            *it = pool.members.remove(0);
            Some(event)
        })
        .alone(move |it: &mut PoolMember| {
            let mut pool = holding(it);
            let event = pool.lapse(now.plus_days(60)).pop()?;
            *it = pool.members.remove(0);
            Some(event)
        })
        .explore("School in a pooled budget", [(pool.members.remove(0), asked)], |it| it.status)
}

/// Two schools are asked to back a request, of which one leads.
fn asked() -> (JointCommission, Event) {
    let backers = vec![(id(2), 5_000, 2), (id(3), 5_000, 2)];
    let asking = Commissioning { id: id(90), purpose: Remark::new("Phonics").unwrap(), backers, most: 200_000 };
    let request = SupportRequest { school: id(2), ..request_of_tests(RequestStatus::Matching) };
    let (begun, mut asked) = JointCommission::ask(asking, &request, &head(2), start()).unwrap();
    (begun, asked.remove(0))
}

fn backers() -> [(&'static str, Actor); 3] {
    [("head of the school that asks", head(2)), ("head of another", head(3)), ("broker", broker(10, 5))]
}

/// A school that backs a joint commission, or is asked to.
pub(super) fn backer() -> Lifecycle {
    Explorer::asking(backers())
        .step(|it: &mut JointCommission, by| Some(it.answer(id(3), None, by, start()).ok()?.remove(0)))
        .step(|it, by| Some(it.answer(id(3), Some(BackingDecline::Money), by, start()).ok()?.remove(0)))
        .alone(|it| it.lapse(start().plus_days(60)).ok())
        .explore("School that backs a joint commission", [asked()], |it| it.backers[1].status)
}

/// A joint commission.
pub(super) fn commission() -> Lifecycle {
    let now = start();
    let other: Id<School> = id(3);
    let why = || Remark::new("Another way was found").unwrap();
    let paid = move || {
        let mut it = active();
        let kind = Some(SettlementKind::DayRate);
        let draft = SettlementDraft { kind, day_rate: Some(35_000), ..SettlementDraft::default() };
        it.terms.as_mut().unwrap().settlement = Settlement::parse(&draft).unwrap();
        it
    };
    Explorer::asking(backers())
        .step(move |it: &mut JointCommission, by| it.answer(other, None, by, now).ok()?.pop())
        .step(move |it, by| it.answer(other, Some(BackingDecline::Money), by, now).ok()?.pop())
        .step(move |it, by| it.end(why(), by, now).ok())
        .alone(move |it| it.fall(now).ok())
        .alone(move |it| it.let_go(now))
        .alone(move |it| it.lapse(now.plus_days(60)).ok())
        .alone(move |it| it.bind(&paid(), now).ok())
        .explore("Joint commission", [asked()], |it| it.status)
}
