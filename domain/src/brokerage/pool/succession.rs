//! What becomes of a school's place in a pooled budget when the school closes: it passes to the school that took its place, or
//! ends where none did (SETTLED 2).

use super::{PoolLeave, PoolLine, PoolLineKind, PoolMember, PoolMemberStatus, PoolStatus, PooledBudget};
use crate::directory::School;
use crate::{Event, Id, Timestamp};

impl PooledBudget {
    /// Passes what a closed school keeps, was asked for and put in to its successor. The money is put in under the new number
    /// before it is taken out under the old one, so that nothing that was agreed is uncovered in between. A successor that has
    /// answered for itself is not asked again.
    ///
    /// Part of a succession, whose own permission was asked by then.
    pub fn pass_on(&mut self, from: Id<School>, to: Id<School>, now: Timestamp) -> Vec<PoolLine> {
        if self.status != PoolStatus::Open {
            return Vec::new();
        }
        if self.lead == Some(from) {
            self.lead = Some(to);
        }
        let Some(old) = self.members.iter_mut().find(|it| it.school == from && it.is_in()) else { return Vec::new() };
        let passed = old.clone();
        old.end(now);
        let new = match self.members.iter_mut().find(|it| it.school == to) {
            Some(it) => it,
            None => {
                self.members.push(PoolMember { school: to, committed: 0, ..passed.clone() });
                self.members.last_mut().expect("it was just added")
            }
        };
        if passed.committed > 0 {
            new.status = PoolMemberStatus::Joined;
            new.committed += passed.committed;
            new.answered_at.get_or_insert(now);
            (new.left_at, new.leave_reason) = (None, None);
        }
        let put_in = self.put(to, PoolLineKind::Commitment, passed.committed, now);
        let taken_out = self.put(from, PoolLineKind::Commitment, -passed.committed, now);
        put_in.into_iter().chain(taken_out).collect()
    }

    /// Ends the place of a closed school that nobody followed: what it put in is taken out as soon as nothing is agreed that
    /// needs it, and until then nothing changes. A budget that it kept is kept by the alliance's brokers.
    ///
    /// Part of reading the register, whose own permission was asked by then.
    pub fn let_go(&mut self, school: Id<School>, now: Timestamp) -> Option<(Event, Option<PoolLine>)> {
        if self.status != PoolStatus::Open {
            return None;
        }
        if self.lead == Some(school) {
            self.lead = None;
        }
        let free = self.account.free();
        let member = self.members.iter_mut().find(|it| it.school == school && it.is_in() && it.committed <= free)?;
        let put_in = member.committed;
        member.end(now);
        let line = self.put(school, PoolLineKind::Commitment, -put_in, now);
        Some((Event::PoolLeft { pool: self.id, school, reason: PoolLeave::SchoolChanged }, line))
    }
}

impl PoolMember {
    fn end(&mut self, now: Timestamp) {
        self.status = PoolMemberStatus::Left;
        self.committed = 0;
        self.answered_at.get_or_insert(now);
        self.left_at = Some(now);
        self.leave_reason = Some(PoolLeave::SchoolChanged);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{filled, pool};
    use super::*;
    use crate::brokerage::testing::{active, broker, head, id, start};

    fn members(it: &PooledBudget) -> Vec<(Id<School>, PoolMemberStatus, i64)> {
        it.members.iter().map(|it| (it.school, it.status, it.committed)).collect()
    }

    #[test]
    fn a_successor_puts_in_what_the_closed_school_had_put_in_and_no_penny_is_uncovered_in_between() {
        use PoolMemberStatus::{Joined, Left};
        let mut it = filled(&[100, 50]);
        let _ = it.reserve(&crate::brokerage::Deployment { host: id(1), ..active() }, 150, start()).unwrap();
        let lines = it.pass_on(id(1), id(9), start());
        assert_eq!(members(&it), [(id(1), Left, 0), (id(2), Joined, 50), (id(9), Joined, 100)]);
        assert_eq!(
            lines.iter().map(|it| (it.school, it.pence)).collect::<Vec<_>>(),
            [(Some(id(9)), 100), (Some(id(1)), -100)]
        );
        assert!(lines.iter().all(|it| it.after.free() >= 0));
        assert_eq!(it.account.balance, 150);
        assert_eq!(it.pass_on(id(1), id(9), start()), [], "it passes once");
        // Two that become one put in together what they put in apart.
        let _ = it.pass_on(id(9), id(2), start());
        assert_eq!(members(&it), [(id(1), Left, 0), (id(2), Joined, 150), (id(9), Left, 0)]);
    }

    #[test]
    fn a_successor_is_asked_in_its_place_and_keeps_its_budgets() {
        let mut it = pool(Some(id(1)));
        for school in [1, 2] {
            let _ = it.ask(id(school), &head(1), start()).unwrap();
        }
        let _ = it.leave(id(2), PoolLeave::Money, &head(2), start()).unwrap();
        assert_eq!(it.pass_on(id(1), id(9), start()), []);
        assert_eq!(it.lead, Some(id(9)));
        assert_eq!(members(&it)[2], (id(9), PoolMemberStatus::Asked, 0));
        let _ = it.pass_on(id(9), id(2), start());
        assert_eq!(members(&it)[1], (id(2), PoolMemberStatus::Declined, 0), "who declined is not asked again by it");
    }

    #[test]
    fn nobodys_part_is_taken_out_as_soon_as_nothing_needs_it() {
        let mut it = filled(&[100, 50]);
        let of = crate::brokerage::Deployment { host: id(1), ..active() };
        let _ = it.reserve(&of, 60, start()).unwrap();
        assert_eq!(it.let_go(id(1), start()), None);
        let _ = it.release(&of, 60, 0, start()).unwrap();
        let (event, line) = it.let_go(id(1), start()).unwrap();
        assert_eq!((event.name(), line.map(|it| it.pence)), ("pool.left", Some(-100)));
        assert_eq!(it.let_go(id(1), start()), None);
        assert_eq!(it.members[0].leave_reason, Some(PoolLeave::SchoolChanged));
        let mut kept = pool(Some(id(1)));
        assert_eq!((kept.let_go(id(1), start()), kept.lead), (None, None));
        assert!(kept.ask(id(2), &broker(10, 5), start()).is_ok());
    }

    #[test]
    fn what_is_closed_stays_as_it_was() {
        let mut it = PooledBudget { status: PoolStatus::Closed, ..filled(&[100]) };
        let before = it.clone();
        assert_eq!((it.pass_on(id(1), id(9), start()), it.let_go(id(1), start())), (vec![], None));
        assert_eq!(it, before);
    }
}
