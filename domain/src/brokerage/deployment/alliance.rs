//! The alliance as a party to the agreement: its money, its fee and its name stand in the terms, so that two heads alone do not
//! bind it.

use crate::access::{Action, Actor};
use crate::brokerage::Deployment;
use crate::brokerage::peer_visit::require_short;
use crate::exchange::SupportKind;
use crate::{Event, Rejected, Rule, Timestamp};

impl Deployment {
    /// Signs for the alliance, as a broker of it who has no post at either school (`involved`) and signed for neither. The second
    /// head's signature waits for it.
    pub fn agree_for_alliance(&mut self, by: &Actor, involved: bool, now: Timestamp) -> Result<Event, Rejected> {
        by.require(Action::AgreeForAlliance { alliance: self.alliance })?;
        let person = by.person().ok_or(Rule::NotAllowed)?;
        self.require_agreeable(now)?;
        self.require_signable(now)?;
        if involved || [self.home_agreed_by, self.host_agreed_by].contains(&Some(person)) {
            return Err(Rule::AllianceSignerInvolved.into());
        }
        (self.alliance_agreed_at, self.alliance_agreed_by) = (Some(now), Some(person));
        Ok(Event::DeploymentAllianceSigned { deployment: self.id })
    }

    /// Whether the alliance signs too: always, but for a peer visit of a day at most for which nobody pays anything, which the
    /// two heads arranged between them (DOMAIN D48). One that a broker proposed is signed like everything else.
    pub fn needs_alliance(&self) -> bool {
        let free = self.terms.as_ref().is_some_and(|terms| terms.settlement.is_credit_alone());
        let light = self.kind == SupportKind::PeerVisit && require_short(self.kind, self.half_days).is_ok();
        !(self.arranged && light && free)
    }

    /// Refuses a signature where no terms are written yet, or where those that stand are over: nobody agrees to what can no
    /// longer be done.
    pub(super) fn require_signable(&self, now: Timestamp) -> Result<(), Rejected> {
        let terms = self.terms.as_ref().ok_or(Rule::TermsMissing)?;
        terms.require_whole()?;
        if terms.period.until() < now.day() { Err(Rule::DatePassed.at("endsOn")) } else { Ok(()) }
    }
}
