//! What brokers choose in a plan: who has whom in any case, and who on no account (MATCHING 4.2; DOMAIN A11).

use std::collections::BTreeSet;

use crate::access::{Action, Actor};
use crate::brokerage::matching::{RoundReport, Settled};
use crate::brokerage::{Round, RoundChoiceKind, RoundLine, RoundLineStatus, RoundOutcome, RoundStatus};
use crate::directory::{Alliance, School};
use crate::exchange::{CapacityHolder, Offer, SupportRequest};
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// What a broker chose for a request in a round.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundChoice {
    /// The round.
    pub round: Id<Round>,
    /// Which of the round's choices it is, from 1.
    pub number: i32,
    /// The request.
    pub request: Id<SupportRequest>,
    /// The offer that the broker named.
    pub offer: Id<Offer>,
    /// Whose time it is: the choice holds for all of their offers.
    pub holder: CapacityHolder,
    /// The school that would give.
    pub home: Id<School>,
    /// Whether the two are to come together.
    pub kind: RoundChoiceKind,
    /// By how many points the plan was worth less for it when it was chosen.
    pub loss: i64,
    /// Who chose it.
    pub chosen_by: Id<Person>,
    /// When.
    pub chosen_at: Timestamp,
    /// Why, where the broker said so.
    pub reason: Option<Remark>,
}

impl Settled {
    /// What is settled of the plan of a round whose lines and whose brokers' choices these are. `waiting` are the requests for which
    /// somebody is still looked for; `followed` those that were proposed since as the plan says, which keep what it gave them.
    /// Whatever was proposed otherwise, has left or waits no longer is not in the market any more.
    pub fn of_round(
        lines: &[RoundLine],
        waiting: &BTreeSet<Id<SupportRequest>>,
        followed: &BTreeSet<Id<SupportRequest>>,
        choices: &[RoundChoice],
    ) -> Self {
        let mut it = Self::default();
        for line in lines {
            let kept = line
                .place
                .as_ref()
                .filter(|_| line.status == RoundLineStatus::Proposed && followed.contains(&line.request));
            match kept {
                Some(place) => drop(it.pinned.insert(line.request, place.holder)),
                None if line.is_in() && waiting.contains(&line.request) => {}
                None => drop(it.without.insert(line.request)),
            }
        }
        let of_market = |it: &Self, request| !it.without.contains(&request) && !it.pinned.contains_key(&request);
        let open: Vec<_> = choices.iter().filter(|choice| of_market(&it, choice.request)).collect();
        for choice in open {
            match choice.kind {
                RoundChoiceKind::Pinned => drop(it.pinned.insert(choice.request, choice.holder)),
                RoundChoiceKind::Forbidden => drop(it.forbidden.insert((choice.request, choice.holder))),
            }
        }
        it
    }

    /// What is settled with one choice more. What stands against it is lifted first: nobody undoes another's choice unawares.
    pub fn with(
        mut self,
        request: Id<SupportRequest>,
        holder: CapacityHolder,
        kind: RoundChoiceKind,
    ) -> Result<Self, Rejected> {
        if self.without.contains(&request) {
            return Err(Rule::StepNotOpen.at("request"));
        }
        let pinned = self.pinned.get(&request).copied();
        let repeated = match kind {
            RoundChoiceKind::Pinned => pinned == Some(holder),
            RoundChoiceKind::Forbidden => self.forbidden.contains(&(request, holder)),
        };
        if repeated {
            return Err(Rule::RoundChoiceRepeated.at("offer"));
        }
        if pinned.is_some() && (kind == RoundChoiceKind::Pinned || pinned == Some(holder)) {
            return Err(Rule::RoundPairImpossible.at("offer"));
        }
        match kind {
            RoundChoiceKind::Pinned => drop(self.pinned.insert(request, holder)),
            RoundChoiceKind::Forbidden => drop(self.forbidden.insert((request, holder))),
        }
        Ok(self)
    }

    /// What is settled with one choice less.
    pub fn less(mut self, request: Id<SupportRequest>, holder: CapacityHolder, kind: RoundChoiceKind) -> Self {
        match kind {
            RoundChoiceKind::Pinned => drop(self.pinned.remove(&request)),
            RoundChoiceKind::Forbidden => drop(self.forbidden.remove(&(request, holder))),
        }
        self
    }
}

impl Round {
    /// Whether somebody may choose for a request that this alliance brokers: while the plan stands, and for a request of their own
    /// (DOMAIN A11). The plan of an alliance's round is that alliance's; in the nation's each alliance chooses for its own requests,
    /// and whoever runs it for none, since an operator reads no request.
    pub fn to_choose(&self, brokered_by: Option<Id<Alliance>>, by: &Actor) -> Result<RoundOutcome, Rejected> {
        let own = |alliance: &Id<Alliance>| self.alliance.is_none_or(|of| of == *alliance);
        let alliance = brokered_by.filter(own).ok_or(Rule::NotAllowed)?;
        by.require(Action::ChooseInRound { alliance })?;
        self.require(&[RoundStatus::Planned])?;
        self.outcome.ok_or_else(|| Rule::StepNotOpen.into())
    }

    /// Keeps the plan that was made anew, because somebody chose.
    pub fn choose(
        &mut self,
        choice: &RoundChoice,
        (outcome, report): (RoundOutcome, RoundReport),
        brokered_by: Option<Id<Alliance>>,
        by: &Actor,
    ) -> Result<Event, Rejected> {
        self.to_choose(brokered_by, by)?;
        (self.outcome, self.report) = (Some(outcome), Some(report));
        Ok(Event::RoundChosen { round: self.id, request: choice.request, kind: choice.kind })
    }

    /// Keeps the plan that was made anew, because somebody lifted a choice.
    pub fn lift(
        &mut self,
        choice: &RoundChoice,
        (outcome, report): (RoundOutcome, RoundReport),
        brokered_by: Option<Id<Alliance>>,
        by: &Actor,
    ) -> Result<Event, Rejected> {
        self.to_choose(brokered_by, by)?;
        (self.outcome, self.report) = (Some(outcome), Some(report));
        Ok(Event::RoundChoiceLifted { round: self.id, request: choice.request, kind: choice.kind })
    }

    /// Whether somebody is told the figures of its report whole: the brokers of the alliance whose requests are in it. Of the
    /// nation's everybody is told what cannot be about a few.
    pub fn is_told_whole_to(&self, by: &Actor) -> bool {
        self.alliance.is_some_and(|alliance| by.can(Action::RunRound { alliance }))
    }
}

#[cfg(test)]
pub(in crate::brokerage) mod tests;
