//! What somebody does to a proposal and all that it came to: a random act, by the decisions of the core.

use chrono::Days;

use super::world::{Slot, World};
use crate::Id;
use crate::access::Actor;
use crate::brokerage::testing::{broker, draft, head};
use crate::brokerage::{
    ConflictDeclaration, DeclineReason, Deployment, DeploymentStatus, DisputeOutcome, DisputeReason, Logged, Planning,
    ProposalStatus, StepOwner, StopReason, Terms, TermsDraft, Visit, VisitConfirmation, VisitRecord,
};
use crate::exchange::{CapacityHolder, CapacityOwner, Mode, Reservation, SettlementKind};
use crate::reciprocity::{GiveBack, Obligation, ObligationKind, Source, Transfer, TransferKind};
use crate::text::{Note, Remark};

impl World {
    /// A random act of somebody about what a proposal came to.
    pub fn act(&mut self, slot: &mut Slot) {
        let sides = [head_of(slot.proposal.home), head_of(slot.proposal.host)];
        let by = sides[self.below(2)].clone();
        let now = self.now;
        match self.below(24) {
            0..=3 => drop(slot.proposal.accept(&by, now)),
            4 if self.below(4) == 0 => drop(slot.proposal.withdraw(&broker(10, 5), DeclineReason::Fit, now)),
            5 => drop(slot.proposal.expire(now)),
            6 => self.now = now.plus_seconds(1 + self.below(90_000) as u32),
            7 if self.below(3) == 0 => self.fill(),
            7 => self.declare_capacity(&by),
            8 | 9 => self.end_obligation(slot, &by),
            it => self.work(slot, it, &by),
        }
        if slot.deployment.is_none() && slot.proposal.status == ProposalStatus::Confirmed {
            let planning = Planning { id: self.id(), arranged: false, person: None, agree_by: now.plus_days(14) };
            slot.deployment = Deployment::plan(&planning, &slot.proposal, now).ok().map(|(it, _)| it);
        }
        if slot.deployment.is_none() && !slot.proposal.is_open() {
            self.give_back(slot, 0);
        }
    }

    fn declare_capacity(&mut self, by: &Actor) {
        let (place, half_days) = (self.below(self.windows.len()), self.below(24) as i32);
        let window = &mut self.windows[place];
        let CapacityHolder::School(home) = window.holder else { return };
        drop(window.declare(half_days, CapacityOwner { home, person: None }, by));
    }

    fn work(&mut self, slot: &mut Slot, act: usize, by: &Actor) {
        let now = self.now;
        let Some(mut it) = slot.deployment.take() else { return };
        match act {
            10 => {
                let mut drafted = it.clone();
                if drafted.draft(self.terms(), by, now).is_ok() && self.is_covered(&drafted, false) {
                    it = drafted;
                    // Most of what is written the alliance signs, so that something comes to be agreed.
                    if self.below(8) > 0 {
                        drop(it.agree_for_alliance(&broker(10, 5), false, now));
                    }
                }
            }
            11 | 12 => {
                let interests = (&[][..], &[][..]);
                drop(ConflictDeclaration::declare(self.id(), &mut it, interests, None, by, now));
            }
            13 | 14 => {
                let mut signed = it.clone();
                let is_signed = signed.agree(by, now).is_ok();
                let agreed = is_signed && signed.status == DeploymentStatus::Agreed;
                if !is_signed || !self.is_covered(&signed, agreed) {
                    return slot.deployment = Some(it);
                }
                it = signed;
                if agreed {
                    self.shift(&slot.held, -1, 1);
                    slot.committed = true;
                    let promise = Transfer::promise(self.id(), &it, now);
                    self.post(slot, promise);
                    slot.owed = Obligation::agreed(self.id(), &it, now).map(|(it, _)| it);
                }
            }
            15 => drop(it.start(by, now)),
            16 if it.rests() => drop(it.resume(by)),
            16 => drop(it.pause(by, now)),
            17 | 18 => self.record(slot, &it, by),
            19 | 20 => self.confirm(slot, &mut it, by),
            21 => self.reverse(slot, &mut it, by),
            _ => {
                let was = it.ended_at;
                match self.below(20) {
                    0 => drop(it.complete(by, now)),
                    1 => drop(it.stop(by, (StopReason::Timing, said()), now)),
                    _ => drop(it.lapse(now)),
                }
                if it.ended_at != was {
                    let rest = it.end_promise();
                    if rest > 0 {
                        let release = Transfer::release(self.id(), &it, rest, Source::deployment(it.id), now);
                        self.post(slot, release);
                    }
                    self.let_go(slot, &it);
                    let used = slot.visits.iter().filter(|it| it.counts()).map(|it| it.record.half_days).sum();
                    self.give_back(slot, used);
                }
            }
        }
        let came = slot.came();
        if let Some(owed) = &mut slot.owed {
            let _ = owed.reckon(&it, came, now);
        }
        slot.deployment = Some(it);
    }

    fn terms(&mut self) -> Terms {
        let today = self.now.day();
        let due_on = today + Days::new(200);
        let (kind, half_days) =
            *[(ObligationKind::HostVisit, None), (ObligationKind::GiveBack, Some(2))].get(self.below(2)).unwrap();
        let give_back = GiveBack { kind, half_days, due_on };
        let (settlement, given_back) = (self.settlement(), self.below(4) > 0);
        let is_free = matches!(settlement.kind, Some(SettlementKind::ReciprocalCredit | SettlementKind::Waived));
        let mut typed = TermsDraft {
            starts_on: Some(today),
            ends_on: Some(today + Days::new(120)),
            settlement,
            give_back: (is_free && given_back).then_some(give_back),
            ..draft()
        };
        typed.outcomes.iter_mut().for_each(|it| it.due_on = due_on);
        // Some of them come without a specialist by name.
        typed.action_plan.iter_mut().for_each(|it| (it.owner, it.due_on) = (StepOwner::Home, today));
        Terms::parse(&typed, today).unwrap()
    }

    fn record(&mut self, slot: &mut Slot, of: &Deployment, by: &Actor) {
        let visited_on = self.now.day() - Days::new(self.below(3) as u64);
        let (half_days, note) = (self.below(4) as i32, note("Planned"));
        let record = VisitRecord { visited_on, mode: Mode::Remote, half_days, note, stage: None };
        let place = self.below(3 * slot.visits.len() + 1);
        let corrected = (place < slot.visits.len()).then_some(place);
        let others = || slot.visits.iter().enumerate().filter(|(place, _)| Some(*place) != corrected);
        let counted = || others().filter(|(_, it)| it.counts()).map(|(_, it)| &it.record);
        let all = counted().map(|it| it.half_days).sum();
        let that_day = counted().filter(|it| it.visited_on == visited_on).map(|it| it.half_days).sum();
        let logged = Logged { all, that_day, ..Logged::default() };
        if let Some(place) = corrected {
            return drop(slot.visits[place].correct(of, record, logged, by, self.now));
        }
        if let Ok((visit, _)) = Visit::record(self.id(), of, record, logged, by, self.now) {
            slot.visits.push(visit);
        }
    }

    fn confirm(&mut self, slot: &mut Slot, of: &mut Deployment, by: &Actor) {
        if slot.visits.is_empty() {
            return;
        }
        let (place, now) = (self.below(slot.visits.len()), self.now);
        let confirmation: Id<VisitConfirmation> = self.id();
        let (disputes, settles) = (self.below(4) == 0, self.below(4) == 0);
        if disputes {
            return drop(slot.visits[place].dispute(of, (DisputeReason::OtherDay, said()), by, now));
        }
        let mut visit = slot.visits[place].clone();
        let stands = if settles {
            visit.settle(of, (DisputeOutcome::Stands, said()), confirmation, (by, false), now).is_ok()
        } else {
            visit.confirm(of, confirmation, by, now).is_ok()
        };
        if !stands || !self.book(slot, of, &visit) {
            return;
        }
        let half_days = visit.record.half_days;
        slot.visits[place] = visit;
        let gift = Transfer::support(self.id(), of, half_days, confirmation, now);
        self.post(slot, gift);
        let kept = of.keep_promise(half_days);
        if kept > 0 {
            let release = Transfer::release(self.id(), of, kept, Source::confirmation(confirmation), now);
            self.post(slot, release);
        }
    }

    fn reverse(&mut self, slot: &mut Slot, of: &mut Deployment, by: &Actor) {
        if slot.visits.is_empty() {
            return;
        }
        let place = self.below(slot.visits.len());
        let visit = &mut slot.visits[place];
        if visit.reverse(of, said(), (by, false)).is_err() {
            return;
        }
        let visit = visit.clone();
        let source = visit.confirmation.map(Source::confirmation);
        let wrong: Vec<_> = slot.posted.iter().filter(|it| Some(it.source) == source).cloned().collect();
        for it in wrong {
            let is_release = it.kind == TransferKind::Release;
            if is_release && !of.renew_promise(it.half_days) {
                continue;
            }
            // A promise belongs to whoever stands in for the two schools now.
            let back = if is_release && !it.lies_between(of) {
                Transfer::renewal(self.id(), of, it.half_days, Source::reversed(it.id), self.now)
            } else {
                it.reversal(self.id(), self.now).unwrap()
            };
            self.post(slot, back);
        }
        assert!(self.book(slot, of, &visit), "what comes back has room in any budget: {}", self.told());
        self.uncover(slot, of);
    }

    /// Gives back what is held and was not used.
    fn give_back(&mut self, slot: &mut Slot, used: i32) {
        let lines = slot.held.give_back(used);
        let free = Reservation { lines, ..slot.held.clone() };
        let (reserved, committed) = if slot.committed { (0, -1) } else { (-1, 0) };
        self.shift(&free, reserved, committed);
    }
}

pub fn head_of(school: Id<crate::directory::School>) -> Actor {
    head(school.uuid().as_u128())
}

pub fn said() -> Remark {
    Remark::new("It is said").unwrap()
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}
