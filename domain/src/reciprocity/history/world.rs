//! A small world that takes random steps by the decisions of the core, as the scripts of the service take them.

use std::collections::BTreeMap;

use super::money;
use crate::brokerage::testing::{broker, id, sending, start};
use crate::brokerage::{Charge, Deployment, PoolLine, PooledBudget, Proposal, Sending, Visit, VisitStatus};
use crate::directory::School;
use crate::exchange::{CapacityHolder, CapacityWindow, OfferShare, Reservation};
use crate::reciprocity::{AccountKey, LedgerAccount, Obligation, Source, Transfer};
use crate::{HalfTerm, Id, Timestamp};

/// How much goes on at once, between how many schools.
const SLOTS: usize = 6;
const SCHOOLS: u128 = 4;

/// What a proposal came to.
pub struct Slot {
    pub proposal: Proposal,
    pub deployment: Option<Deployment>,
    pub visits: Vec<Visit>,
    pub posted: Vec<Transfer>,
    pub charges: Vec<Charge>,
    pub owed: Option<Obligation>,
    pub held: Reservation,
    pub committed: bool,
}

/// Everything, with the number from which it comes.
pub struct World {
    pub slots: [Option<Slot>; SLOTS],
    pub accounts: BTreeMap<AccountKey, LedgerAccount>,
    pub windows: Vec<CapacityWindow>,
    pub schools: Vec<Id<School>>,
    pub pool: PooledBudget,
    pub lines: Vec<PoolLine>,
    pub converted: usize,
    pub over: Vec<Slot>,
    /// How often something was owed again because its work was taken back.
    pub reopened: usize,
    seed: (u64, u64),
    state: u64,
    steps: usize,
    next: u128,
    pub now: Timestamp,
}

impl World {
    pub fn new(seed: u64, number: u64) -> Self {
        let windows = (1..=SCHOOLS).flat_map(|school| {
            [20262, 20263].map(|code| {
                let half_term = HalfTerm::read(code).unwrap();
                let holder = CapacityHolder::School(id(school));
                let window = CapacityWindow::empty(id(school * 100_000 + code as u128), holder, half_term);
                CapacityWindow { half_days: 12, ..window }
            })
        });
        let schools: Vec<_> = (1..=SCHOOLS).map(id).collect();
        let (pool, lines) = money::pool(id(80), &schools, start());
        Self {
            pool,
            lines,
            converted: 0,
            schools,
            slots: [const { None }; SLOTS],
            accounts: BTreeMap::new(),
            windows: windows.collect(),
            over: Vec::new(),
            reopened: 0,
            seed: (seed, number),
            state: seed ^ number.wrapping_mul(0x9e37_79b9_7f4a_7c15),
            steps: 0,
            next: 1_000_000,
            now: start(),
        }
    }

    /// Where it came from, for whoever looks for the step that broke something.
    pub fn told(&self) -> String {
        format!("seed {}, history {}, step {}", self.seed.0, self.seed.1, self.steps)
    }

    pub fn everything(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter().flatten().chain(&self.over)
    }

    /// Takes one step, which may be refused; says where.
    pub fn step(&mut self) -> usize {
        self.steps += 1;
        let place = self.below(SLOTS);
        if self.below(300) == 0 {
            self.convert();
            return place;
        }
        if self.below(10) == 0 {
            self.name_work();
        }
        match self.slots[place].take() {
            None => self.slots[place] = self.propose(),
            Some(slot) if slot.is_over() && self.below(12) == 0 => self.over.push(slot),
            Some(mut slot) => {
                self.act(&mut slot);
                self.slots[place] = Some(slot);
            }
        }
        place
    }

    /// The next number below another (SplitMix64).
    pub fn below(&mut self, limit: usize) -> usize {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % limit as u64) as usize
    }

    pub fn id<N>(&mut self) -> Id<N> {
        self.next += 1;
        id(self.next)
    }

    fn propose(&mut self) -> Option<Slot> {
        let [home, host] = self.pair();
        let half_days = 1 + self.below(8) as i32;
        let it = Sending {
            id: self.id(),
            request: self.id(),
            home,
            host,
            specialist: None,
            half_days,
            respond_by: self.now.plus_days(7),
            ..sending()
        };
        let (proposal, _) = Proposal::send(it, &broker(10, 5), self.now).ok()?;
        let own = self.windows.iter().filter(|it| it.holder == CapacityHolder::School(proposal.home));
        let own: Vec<_> = own.cloned().collect();
        let share = OfferShare { most: 200, held: Vec::new() };
        let held = Reservation::allocate(proposal.id, &own, &share, half_days, &[]).ok()?;
        self.shift(&held, 1, 0);
        let (visits, posted, charges) = (Vec::new(), Vec::new(), Vec::new());
        Some(Slot { proposal, deployment: None, visits, posted, charges, owed: None, held, committed: false })
    }

    /// Two schools: now and then those of something that goes on, the other way round, so that one may give back to the other.
    fn pair(&mut self) -> [Id<School>; 2] {
        let (place, back) = (self.below(SLOTS), self.below(2) == 0);
        let drawn = [(); 2].map(|()| self.below(self.schools.len()));
        match self.slots[place].as_ref().filter(|_| back) {
            Some(slot) => [slot.proposal.host, slot.proposal.home],
            None => drawn.map(|it| self.schools[it]),
        }
    }

    /// A school closes and another takes its place: what is not over passes to it, and what is promised is promised anew
    /// (SETTLED 2).
    fn convert(&mut self) {
        let (place, now, new) = (self.below(self.schools.len()), self.now, self.id());
        let old = std::mem::replace(&mut self.schools[place], new);
        let pass = |it: &mut Id<School>| {
            if *it == old {
                *it = new;
            }
        };
        for window in &mut self.windows {
            if let CapacityHolder::School(holder) = &mut window.holder {
                pass(holder);
            }
        }
        self.lines.extend(self.pool.pass_on(old, new, now));
        for place in 0..SLOTS {
            let Some(mut slot) = self.slots[place].take() else { continue };
            pass(&mut slot.proposal.home);
            pass(&mut slot.proposal.host);
            if let Some(mut it) = slot.deployment.take() {
                let was = it.clone();
                pass(&mut it.home);
                pass(&mut it.host);
                if was.promised > 0 && !(was.home, was.host).eq(&(it.home, it.host)) {
                    let cause = Source::succession(self.id::<School>().uuid());
                    let ended = Transfer::release(self.id(), &was, was.promised, cause, now);
                    self.post(&mut slot, ended);
                    let renewed = Transfer::renewal(self.id(), &it, it.promised, cause, now);
                    self.post(&mut slot, renewed);
                }
                slot.deployment = Some(it);
            }
            self.slots[place] = Some(slot);
        }
        for owed in self.slots.iter_mut().flatten().chain(&mut self.over).filter_map(|it| it.owed.as_mut()) {
            if owed.is_open() {
                pass(&mut owed.debtor);
                owed.creditor.iter_mut().for_each(pass);
            }
        }
        self.converted += 1;
    }

    pub fn shift(&mut self, lines: &Reservation, reserved: i32, committed: i32) {
        for line in &lines.lines {
            let window = self.windows.iter_mut().find(|it| it.id == line.window).unwrap();
            window.reserved += reserved * line.half_days;
            window.committed += committed * line.half_days;
        }
    }

    pub fn post(&mut self, slot: &mut Slot, it: Transfer) {
        for key in [it.debit, it.credit] {
            self.accounts.entry(key).or_insert_with(|| LedgerAccount::new(id(1), key)).post(&it);
        }
        slot.posted.push(it);
    }
}

impl Slot {
    /// How many half-days the host has confirmed.
    pub fn came(&self) -> i32 {
        let confirmed = self.visits.iter().filter(|it| it.status == VisitStatus::Confirmed);
        confirmed.map(|it| it.record.half_days).sum()
    }

    fn is_over(&self) -> bool {
        match &self.deployment {
            Some(it) => it.ended_at.is_some(),
            None => !self.proposal.is_open(),
        }
    }
}
