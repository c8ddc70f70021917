//! Pooled budgets: schools of an alliance put money together for an academic year, each by the word of its own head, and
//! support is paid out of it (DOMAIN C39, A11). What moves the money is in `pool/account.rs`.

mod account;
mod statement;
mod succession;
mod vocabulary;

use crate::access::{Action, Actor};
use crate::directory::{Alliance, School};
use crate::text::Name;
use crate::time::academic_year;
use crate::{Event, Id, Rejected, Rule, Timestamp};

pub use account::{PoolAccount, PoolHeld, PoolLine};
pub use statement::{PoolTotals, pool_csv};
pub use vocabulary::{PoolLeave, PoolLineKind, PoolMemberStatus, PoolStatus};

/// The most that one school puts in, in pence: a million pounds. More is a slip of the pen.
const MOST_PENCE: i64 = 100_000_000;
/// Within how many days a school is asked to answer, as where it is asked to join the alliance.
const ANSWER_DAYS: u32 = 28;
/// The most schools that one budget asks.
const MOST_MEMBERS: usize = 100;

/// Money that several schools put together for an academic year.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledBudget {
    /// Its id.
    pub id: Id<PooledBudget>,
    /// The alliance to which its schools belong, and whose support it pays.
    pub alliance: Id<Alliance>,
    /// The school that keeps it; where there is none, the alliance's brokers do.
    pub lead: Option<Id<School>>,
    /// What it is called.
    pub name: Name,
    /// The academic year, by the year in which it begins.
    pub year: i32,
    /// Where it stands.
    pub status: PoolStatus,
    /// The schools that were asked, the first before the others.
    pub members: Vec<PoolMember>,
    /// What is in it.
    pub account: PoolAccount,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it was closed.
    pub closed_at: Option<Timestamp>,
    /// How often it has changed, from 1; payments are no changes of it.
    pub version: i32,
}

/// A school's place in a pooled budget.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PoolMember {
    /// The school.
    pub school: Id<School>,
    /// How it stands to the budget.
    pub status: PoolMemberStatus,
    /// What it has put in, in pence.
    pub committed: i64,
    /// When it was asked, the last time.
    pub asked_at: Timestamp,
    /// Until when its head may answer; nothing of what was asked before a day was kept.
    pub respond_by: Option<Timestamp>,
    /// When its head answered, or the time for it had passed.
    pub answered_at: Option<Timestamp>,
    /// When it left.
    pub left_at: Option<Timestamp>,
    /// Why it declined or left; nothing where it did so before a reason was kept.
    pub leave_reason: Option<PoolLeave>,
}

/// What is filled in to open a pooled budget.
#[derive(Clone, Debug)]
pub struct PoolOpening {
    /// The new id.
    pub id: Id<PooledBudget>,
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// The school that keeps it, where it is not the alliance.
    pub lead: Option<Id<School>>,
    /// What it is called.
    pub name: Name,
    /// The academic year.
    pub year: i32,
}

impl PooledBudget {
    /// Opens a budget for the present academic year or the next one.
    pub fn open(it: PoolOpening, by: &Actor, now: Timestamp) -> Result<(Self, Event), Rejected> {
        by.require(Action::KeepPool { alliance: it.alliance, lead: it.lead })?;
        let this_year = academic_year(now.day());
        if !(this_year..=this_year + 1).contains(&it.year) {
            return Err(Rule::NumberOutOfRange.at("year"));
        }
        let pool = Self {
            id: it.id,
            alliance: it.alliance,
            lead: it.lead,
            name: it.name,
            year: it.year,
            status: PoolStatus::Open,
            members: Vec::new(),
            account: PoolAccount::default(),
            opened_at: now,
            closed_at: None,
            version: 1,
        };
        Ok((pool, Event::PoolOpened { pool: it.id, alliance: it.alliance, year: it.year }))
    }

    /// Asks a school to put money in; one that declined, left or did not answer may be asked again.
    pub fn ask(&mut self, school: Id<School>, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::KeepPool { alliance: self.alliance, lead: self.lead })?;
        self.require_open()?;
        let respond_by = now.plus_days(ANSWER_DAYS);
        let asked = PoolMember {
            school,
            status: PoolMemberStatus::Asked,
            committed: 0,
            asked_at: now,
            respond_by: Some(respond_by),
            answered_at: None,
            left_at: None,
            leave_reason: None,
        };
        let full = self.members.len() >= MOST_MEMBERS;
        match self.members.iter_mut().find(|it| it.school == school) {
            Some(it) if it.is_in() => return Err(Rule::PoolAsked.at("school")),
            Some(it) => *it = asked,
            None if full => return Err(Rule::NumberOutOfRange.at("school")),
            None => self.members.push(asked),
        }
        Ok(Event::PoolAsked { pool: self.id, school, respond_by })
    }

    /// Says, for the own school, how much it puts in from now on, all in all: its head's consent (DOMAIN A11). Less than
    /// before only as long as nothing is agreed that needs it.
    pub fn commit(
        &mut self,
        school: Id<School>,
        pence: i64,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Event, Option<PoolLine>), Rejected> {
        by.require(Action::CommitToPool { school })?;
        self.require_open()?;
        if !(1..=MOST_PENCE).contains(&pence) {
            return Err(Rule::NumberOutOfRange.at("amount"));
        }
        let free = self.account.free();
        let member = self.member(school)?;
        if member.is_late(now) {
            return Err(Rule::AnswerOverdue.into());
        }
        let change = pence - member.committed;
        if free + change < 0 {
            return Err(Rule::PoolCommitted.at("amount"));
        }
        member.committed = pence;
        member.status = PoolMemberStatus::Joined;
        member.answered_at.get_or_insert(now);
        let line = self.put(school, PoolLineKind::Commitment, change, now);
        Ok((Event::PoolCommitted { pool: self.id, school }, line))
    }

    /// Declines, or leaves with what the own school put in, by a neutral code: only as long as nothing is agreed that needs it.
    pub fn leave(
        &mut self,
        school: Id<School>,
        reason: PoolLeave,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Event, Option<PoolLine>), Rejected> {
        by.require(Action::CommitToPool { school })?;
        self.require_open()?;
        let (pool, free) = (self.id, self.account.free());
        let member = self.member(school)?;
        if member.status == PoolMemberStatus::Asked {
            member.status = PoolMemberStatus::Declined;
            member.answered_at = Some(now);
            member.leave_reason = Some(reason);
            return Ok((Event::PoolDeclined { pool, school, reason }, None));
        }
        let put_in = member.committed;
        if put_in > free {
            return Err(Rule::PoolCommitted.into());
        }
        member.status = PoolMemberStatus::Left;
        member.left_at = Some(now);
        member.leave_reason = Some(reason);
        member.committed = 0;
        let line = self.put(school, PoolLineKind::Commitment, -put_in, now);
        Ok((Event::PoolLeft { pool, school, reason }, line))
    }

    /// Ends the asking of those schools whose time to answer has passed. Nothing else follows from their silence.
    pub fn lapse(&mut self, now: Timestamp) -> Vec<Event> {
        let pool = self.id;
        let late = self.members.iter_mut().filter(|it| it.is_late(now));
        late.map(|it| {
            it.status = PoolMemberStatus::Lapsed;
            it.answered_at = Some(now);
            Event::PoolLapsed { pool, school: it.school }
        })
        .collect()
    }

    /// Closes it once its year is over and nothing that it pays is under way; what remains goes back to the schools by what
    /// they put in.
    pub fn close(&mut self, by: &Actor, now: Timestamp) -> Result<(Event, Vec<PoolLine>), Rejected> {
        by.require(Action::KeepPool { alliance: self.alliance, lead: self.lead })?;
        self.require_open()?;
        if academic_year(now.day()) <= self.year {
            return Err(Rule::PoolYearRuns.into());
        }
        if self.account.reserved > 0 {
            return Err(Rule::PoolReserved.into());
        }
        self.status = PoolStatus::Closed;
        self.closed_at = Some(now);
        let lines = self.refund(now);
        Ok((Event::PoolClosed { pool: self.id, alliance: self.alliance }, lines))
    }

    fn require_open(&self) -> Result<(), Rejected> {
        if self.status == PoolStatus::Open { Ok(()) } else { Err(Rule::StepNotOpen.into()) }
    }

    fn member(&mut self, school: Id<School>) -> Result<&mut PoolMember, Rejected> {
        self.members.iter_mut().find(|it| it.school == school && it.is_in()).ok_or_else(|| Rule::StepNotOpen.into())
    }
}

impl PoolMember {
    /// Whether it is asked, or has put money in.
    pub const fn is_in(&self) -> bool {
        matches!(self.status, PoolMemberStatus::Asked | PoolMemberStatus::Joined)
    }

    fn is_late(&self, now: Timestamp) -> bool {
        self.status == PoolMemberStatus::Asked && self.respond_by.is_some_and(|last| now > last)
    }
}

#[cfg(test)]
mod tests;
