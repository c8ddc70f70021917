//! Reviews of deployments half-way, and what follows their end.

use domain::Timestamp;
use domain::brokerage::{
    Deployment, DeploymentStatus, NoFollowUp, Rag, RatingDraft, Review, ReviewDecision, ReviewDraft, ReviewKind,
};
use domain::rule::Refusals;

use super::attempts::{Attempt, DAYS_TO_START, Plan, days_after};
use super::chance::Chance;
use super::world::World;

/// Answers to the four questions of a mid-term review, and to the two of a follow-up.
const ANSWERS: [[&str; 2]; 6] = [
    ["Yes: teachers plan together and say so.", "Mostly. Two of the three teachers have taken it up."],
    ["Yes, it is what was asked for.", "Yes, though more time in lessons would help more than meetings."],
    ["Nothing for now.", "The visits move to mornings, when the group is taught."],
    ["Two more visits, and the reading lead leads the second.", "A check of the books before the next visit."],
    ["The routines are in every classroom of the year group.", "Planning together has lasted; the checks have not."],
    ["Nothing that the school cannot do itself.", "A visit to another school for the new teacher."],
];

/// What the outcomes were seen by.
const DETAILS: [&str; 3] = [
    "The latest check shows more pupils at the expected standard.",
    "Books and pupils' own words show it; the check is still to come.",
    "Too early to tell: absent data is absent.",
];

/// How long after the end somebody looks again, in days.
const DAYS_TO_FOLLOW_UP: i32 = 60;

impl World<'_> {
    /// Now and then a deployment is reviewed when half of its time is over.
    pub fn review(&mut self, attempt: &Attempt, deployment: &mut Deployment, plan: &Plan) -> Result<(), Refusals> {
        let at = days_after(attempt.proposal.sent_at, DAYS_TO_START + plan.lasts / 2).plus_seconds(43_200);
        if at > self.now || !self.chance.percent(60) {
            return Ok(());
        }
        let draft = drafted(&mut self.chance, ReviewKind::Midterm, deployment, at);
        let last = deployment.last_day();
        // An end that is decided is that of the terms.
        let ends = self.chance.percent(15) && last.is_some();
        let decided = if ends { (ReviewDecision::End, last) } else { (ReviewDecision::Continue, None) };
        let by = if self.chance.percent(70) { &attempt.host } else { &attempt.brokers[0] };
        let id = self.chance.id(at);
        let (review, _) = Review::midterm(id, deployment, &draft, decided, by, at)?;
        self.filled.reviews.push((review, self.filled.deployments.len()));
        Ok(())
    }

    /// Some of what is done is looked at again, and closed.
    pub fn look_back(&mut self, attempt: &Attempt, deployment: &mut Deployment) -> Result<(), Refusals> {
        let Some(ended) = deployment.ended_at.filter(|_| deployment.status == DeploymentStatus::Completed) else {
            return Ok(());
        };
        let (at, closes) = (days_after(ended, DAYS_TO_FOLLOW_UP), days_after(ended, DAYS_TO_FOLLOW_UP + 10));
        if self.chance.percent(60) {
            deployment.schedule_follow_up(at.day(), &attempt.host, ended).map(drop)?;
        }
        if at <= self.now && self.chance.percent(60) {
            let draft = drafted(&mut self.chance, ReviewKind::FollowUp, deployment, at);
            let id = self.chance.id(at);
            let (review, _) = Review::follow_up(id, deployment, &draft, &attempt.host, at)?;
            self.filled.reviews.push((review, self.filled.deployments.len()));
        }
        if closes <= self.now && self.chance.percent(60) {
            let why = *self.chance.pick(&[NoFollowUp::NotNeeded, NoFollowUp::NotWished, NoFollowUp::NoTime]);
            let why = (deployment.status == DeploymentStatus::Completed).then_some(why);
            deployment.close(why, &attempt.brokers[0], closes).map(drop)?;
        }
        Ok(())
    }
}

fn drafted(chance: &mut Chance, kind: ReviewKind, deployment: &Deployment, at: Timestamp) -> ReviewDraft {
    let texts = match kind {
        ReviewKind::Midterm => &ANSWERS[..4],
        ReviewKind::FollowUp => &ANSWERS[4..],
    };
    let outcomes = deployment.terms.iter().flat_map(|terms| &terms.outcomes).zip(1..);
    ReviewDraft {
        held_on: at.day(),
        answers: texts.iter().map(|texts| (*chance.pick(texts)).to_owned()).collect(),
        ratings: outcomes
            .map(|(_, outcome)| RatingDraft {
                outcome,
                rag: chance.weighted(&[(1, Rag::Red), (4, Rag::Amber), (5, Rag::Green)]),
                details: (*chance.pick(&DETAILS)).to_owned(),
            })
            .collect(),
    }
}
