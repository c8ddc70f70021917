//! Deployments from their terms to their end: signed, begun, visited, confirmed, completed or stopped, and posted.

use chrono::Days;
use domain::access::Actor;
use domain::brokerage::{
    Booked, Charge, ConflictDeclaration, Deployment, DisputeReason, InPlaceOf, InterestKind, Logged, OutcomeDraft,
    SettlementDraft, StopReason, Terms, TermsDraft, Visit, VisitRecord,
};
use domain::exchange::{Mode, SupportRequest};
use domain::reciprocity::{Source, Transfer};
use domain::rule::Refusals;
use domain::text::{Note, Remark};
use domain::{Timestamp, Word};

use super::attempts::{Attempt, DAYS_TO_START, Plan, Reach, days_after};
use super::world::World;
use super::{particulars, texts};

/// The price of a day in pence, as alliances published it: 300 pounds to the school and 50 for brokering.
const DAY_RATE: i64 = 35_000;
/// The part of it for brokering, in pence.
const BROKERAGE: i64 = 5_000;

impl World<'_> {
    /// Leads a planned deployment as far as the plan says.
    pub fn carry_out(
        &mut self,
        mut attempt: Attempt,
        mut deployment: Deployment,
        request: &mut SupportRequest,
        plan: &Plan,
    ) -> Result<(), Refusals> {
        let sent = attempt.proposal.sent_at;
        if plan.reach >= Reach::Agreed {
            self.agree(&attempt, &mut deployment, request, plan)?;
            request.place(deployment.agreed_at.unwrap_or(sent)).map(drop)?;
            self.capacity.commit(&mut attempt.held);
        }
        if plan.reach >= Reach::Active {
            deployment.start(&attempt.home, days_after(sent, DAYS_TO_START)).map(drop)?;
            let until = days_after(sent, DAYS_TO_START + plan.lasts).min(self.now);
            let used = self.visit(&attempt, &mut deployment, until, plan.reach)?;
            self.review(&attempt, &mut deployment, plan)?;
            self.end(&mut attempt, &mut deployment, request, plan, used)?;
            self.look_back(&attempt, &mut deployment)?;
            self.owe(&attempt, &deployment)?;
        }
        self.keep(attempt);
        self.filled.deployments.push(deployment);
        Ok(())
    }

    /// Both heads declare and sign, six to nine days after the proposal.
    fn agree(
        &mut self,
        attempt: &Attempt,
        deployment: &mut Deployment,
        request: &SupportRequest,
        plan: &Plan,
    ) -> Result<(), Refusals> {
        let sent = attempt.proposal.sent_at;
        let written = days_after(sent, 6);
        let first_day = days_after(sent, DAYS_TO_START).day();
        let last_day = first_day + Days::new(u64::from(plan.lasts.unsigned_abs()) + 7);
        let goal = &request.draft.objectives[0];
        let draft = TermsDraft {
            outcomes: vec![OutcomeDraft {
                improvement: goal.improvement.as_ref().map(|it| it.as_str().to_owned()),
                pupil_group: goal.pupil_group.as_str().to_owned(),
                measure: goal.measure.as_str().to_owned(),
                due_on: first_day + Days::new(120),
                level: goal.level,
                plan_reference: goal.plan_reference.as_ref().map(|it| it.as_str().to_owned()),
            }],
            override_reason: None,
            action_plan: texts::action_plan(first_day, last_day),
            settlement: SettlementDraft {
                kind: Some(request.draft.settlement),
                day_rate: Some(DAY_RATE),
                brokerage: Some(BROKERAGE),
                reason: Some("Two lessons opened to visitors next term.".into()),
                ..SettlementDraft::default()
            },
            exit_plan: Some(texts::exit_plan(&mut self.chance)),
            starts_on: Some(first_day),
            ends_on: Some(last_day),
            give_back: None,
        };
        let terms = Terms::parse(&draft, written.day())?;
        particulars::prepare(deployment, attempt, (&terms, written))?;
        self.meet(attempt, deployment, written)?;
        deployment.draft(terms, &attempt.host, written).map(drop)?;
        // Now and then somebody has worked at the other school, and a second broker looks at it.
        let interests: &[InterestKind] = if self.chance.percent(3) { &[InterestKind::RecentEmployment] } else { &[] };
        let mut heads = [(&attempt.home, interests), (&attempt.host, &[][..])];
        self.chance.shuffle(&mut heads);
        for (head, interests) in heads {
            let id = self.chance.id(written);
            let (told, _) = ConflictDeclaration::declare(id, deployment, (interests, &[]), None, head, written)?;
            self.filled.declarations.push((told, self.filled.deployments.len()));
        }
        if deployment.needs_approval() {
            deployment.approve(&attempt.brokers[1], false, days_after(sent, 7)).map(drop)?;
        }
        deployment.agree(heads[0].0, days_after(sent, 7)).map(drop)?;
        deployment.agree_for_alliance(&attempt.brokers[0], false, days_after(sent, 8)).map(drop)?;
        let agreed = days_after(sent, 9);
        deployment.agree(heads[1].0, agreed).map(drop)?;
        let promise = Transfer::promise(self.chance.id(agreed), deployment, agreed);
        self.post(promise);
        Ok(())
    }

    /// Visits, evenly over the time; says how many half-days count.
    fn visit(
        &mut self,
        attempt: &Attempt,
        deployment: &mut Deployment,
        until: Timestamp,
        reach: Reach,
    ) -> Result<i32, Refusals> {
        let began = days_after(attempt.proposal.sent_at, DAYS_TO_START);
        let length = i32::try_from(until.days_since(began)).unwrap_or_default().max(1);
        let planned = match reach {
            Reach::Completed => deployment.half_days,
            Reach::Stopped => deployment.half_days / 2,
            _ => deployment.half_days * 2 / 3,
        };
        let mut given = 0;
        while given < planned {
            let half_days = self.chance.between(1, 2).min(planned - given);
            let day = length * (given + half_days) / (planned + 1);
            // Whoever is elsewhere on that day comes on a later one.
            let Some(on) = self.taken.take(attempt.person, (days_after(began, day), until), half_days) else {
                return Ok(given);
            };
            given += half_days;
            let recorded = on.plus_seconds(7_200 + self.chance.below(36_000) as u32);
            let confirmed = recorded.plus_seconds(3_600 * (3 + self.chance.below(20) as u32));
            if recorded > self.now {
                return Ok(given - half_days);
            }
            let settled = reach >= Reach::Completed;
            let confirmed = (confirmed <= self.now && (settled || self.chance.percent(85))).then_some(confirmed);
            self.record(attempt, deployment, (on, half_days), recorded, confirmed)?;
        }
        Ok(given)
    }

    fn record(
        &mut self,
        attempt: &Attempt,
        deployment: &mut Deployment,
        (on, half_days): (Timestamp, i32),
        recorded: Timestamp,
        confirmed: Option<Timestamp>,
    ) -> Result<(), Refusals> {
        let mode = *self.chance.pick(&[Mode::InPerson, Mode::InPerson, Mode::Remote, Mode::Blended]);
        let note = Note::new(&texts::visit_note(&mut self.chance, mode))?;
        let record = VisitRecord { visited_on: on.day(), mode, half_days, note, stage: None };
        let id = self.chance.id(recorded);
        // What was logged before is below what was planned, so the sum needs no looking up.
        let (mut visit, _) = Visit::record(id, deployment, record, Logged::default(), &attempt.recorder, recorded)?;
        if let Some(at) = confirmed {
            self.confirm_visit(&attempt.host, deployment, &mut visit, at)?;
        } else if self.filled.visits.len().is_multiple_of(4) {
            let told = (DisputeReason::OtherLength, Remark::new("Our reading lead remembers one lesson, not two.")?);
            visit.dispute(deployment, told, &attempt.host, recorded.plus_seconds(3_600).min(self.now)).map(drop)?;
        }
        self.filled.visits.push((visit, self.filled.deployments.len()));
        Ok(())
    }

    /// The host confirms: the ledger moves, and so much of the promise is kept.
    fn confirm_visit(
        &mut self,
        host: &Actor,
        deployment: &mut Deployment,
        visit: &mut Visit,
        at: Timestamp,
    ) -> Result<(), Refusals> {
        let confirmation = self.chance.id(at);
        visit.confirm(deployment, confirmation, host, at).map(drop)?;
        let half_days = visit.record.half_days;
        let gift = Transfer::support(self.chance.id(at), deployment, half_days, confirmation, at);
        self.post(gift.clone());
        let kept = deployment.keep_promise(half_days);
        let source = Source::confirmation(confirmation);
        let release = Transfer::release(self.chance.id(at), deployment, kept, source, at);
        self.post(release.clone());
        self.book(deployment, visit, at);
        let undone = at.plus_seconds(86_400);
        if self.chance.percent(2) && undone <= self.now {
            visit.reverse(deployment, Remark::new("The day was counted twice.")?, host).map(drop)?;
            for posted in [gift, release] {
                if let Some(back) = posted.reversal(self.chance.id(undone), undone) {
                    self.post(back);
                }
            }
            deployment.renew_promise(half_days);
            self.book(deployment, visit, undone);
        }
        Ok(())
    }

    /// Posts a transfer of the deployment that is being led on.
    fn post(&mut self, transfer: Transfer) {
        self.ledger.post(&mut self.chance, &transfer);
        self.filled.transfers.push((transfer, self.filled.deployments.len()));
    }

    /// Books what a visit costs that was confirmed, or takes it back.
    fn book(&mut self, deployment: &Deployment, visit: &Visit, at: Timestamp) {
        let of_it = self.filled.charges.iter().rev().take_while(|it| it.deployment == deployment.id);
        let of_it: Vec<&Charge> = of_it.collect();
        let of_visit: Vec<&Charge> = of_it.iter().copied().filter(|it| it.visit == visit.id).collect();
        let booked = Booked {
            half_days: of_it.iter().map(|it| it.half_days).sum(),
            of_visit: i32::try_from(of_visit.len()).unwrap_or_default(),
            between: of_visit.first().map(|it| (it.home, it.host)),
            taken_on: of_visit.iter().fold(InPlaceOf::NOTHING, |sum, it| sum.plus(it.taken_on)),
        };
        let id = self.chance.id(at);
        self.filled.charges.extend(Charge::of(id, deployment, visit, &booked, at));
    }

    /// Pauses, completes or stops it, gives back unused time, and ends what is left of the promise.
    fn end(
        &mut self,
        attempt: &mut Attempt,
        deployment: &mut Deployment,
        request: &mut SupportRequest,
        plan: &Plan,
        used: i32,
    ) -> Result<(), Refusals> {
        let at = days_after(attempt.proposal.sent_at, DAYS_TO_START + plan.lasts + 2);
        match plan.reach {
            Reach::Paused => {
                let (pause, _) = deployment.pause(&attempt.host, at.min(self.now))?;
                self.filled.pauses.push(pause);
                return Ok(());
            }
            Reach::Completed => {
                particulars::conclude(deployment, attempt, at)?;
                deployment.complete(&attempt.host, at).map(drop)?;
            }
            Reach::Stopped => {
                let reason = Remark::new(&texts::stop_reason(&mut self.chance))?;
                let code = *self.chance.pick(StopReason::ALL);
                deployment.stop(&attempt.host, (code, reason), at).map(drop)?;
            }
            _ => return Ok(()),
        }
        self.capacity.give_back(&mut attempt.held, used);
        let rest = deployment.end_promise();
        if rest > 0 {
            let release =
                Transfer::release(self.chance.id(at), deployment, rest, Source::deployment(deployment.id), at);
            self.post(release);
        }
        if plan.last {
            request.close(&attempt.host).map(drop)?;
        }
        Ok(())
    }
}
