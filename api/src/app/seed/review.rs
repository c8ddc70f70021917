//! Reviews of deployments half-way, and what follows their end.

use domain::brokerage::{
    Deployment, DeploymentStatus, Evaluation, FollowUpWay, Grade, ImpactLevel, Judgement, NoFollowUp, Rag, RatingDraft,
    Review, ReviewDecision, ReviewDraft, ReviewKind,
};
use domain::rule::Refusals;
use domain::text::Note;
use domain::{Timestamp, Word};

use super::attempts::{Attempt, DAYS_TO_START, Plan, days_after};
use super::chance::Chance;
use super::world::World;

/// Answers to the questions of a mid-term review, a follow-up, a final review and a self-evaluation.
const ANSWERS: [[&str; 2]; 11] = [
    ["Yes: teachers plan together and say so.", "Mostly. Two of the three teachers have taken it up."],
    ["Yes, it is what was asked for.", "Yes, though more time in lessons would help more than meetings."],
    ["Nothing for now.", "The visits move to mornings, when the group is taught."],
    ["Two more visits, and the reading lead leads the second.", "A check of the books before the next visit."],
    ["The routines are in every classroom of the year group.", "Planning together has lasted; the checks have not."],
    ["Nothing that the school cannot do itself.", "A visit to another school for the new teacher."],
    ["Lessons begin with reading, in every class of the year group.", "Two teachers teach otherwise; the third left."],
    ["The reading lead holds the sessions and trains the next.", "The plan for the year has the sessions in it."],
    ["Watching lessons together, before any advice.", "The first day, on which nothing was taught and much was seen."],
    ["Fewer meetings after school.", "I would ask for the books before the first visit."],
    ["How much a short visit every week is worth.", "To leave the choice of the next step to the teachers."],
];

/// What the outcomes were seen by.
const DETAILS: [&str; 3] = [
    "The latest check shows more pupils at the expected standard.",
    "Books and pupils' own words show it; the check is still to come.",
    "Too early to tell: absent data is absent.",
];

/// What the sides say of each other.
const WORDS: [&str; 3] = [
    "They knew what we needed before the first day, and said plainly what they could not do.",
    "Good work when it took place; dates moved twice.",
    "We would ask again, with fewer and longer days.",
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
        self.weigh(attempt, deployment, ended)?;
        self.evaluate(attempt, deployment, ended)?;
        let (at, closes) = (days_after(ended, DAYS_TO_FOLLOW_UP), days_after(ended, DAYS_TO_FOLLOW_UP + 10));
        if self.chance.percent(60) {
            deployment.schedule_follow_up(at.day(), &attempt.host, ended).map(drop)?;
        }
        if deployment.status != DeploymentStatus::Evaluated {
            return Ok(());
        }
        if at <= self.now && self.chance.percent(60) {
            let draft = drafted(&mut self.chance, ReviewKind::FollowUp, deployment, at);
            let id = self.chance.id(at);
            let (review, _) = Review::follow_up(id, deployment, (&draft, FollowUpWay::Own), &attempt.host, at)?;
            self.filled.reviews.push((review, self.filled.deployments.len()));
        }
        if closes <= self.now && self.chance.percent(60) {
            let why = *self.chance.pick(&[NoFollowUp::NotNeeded, NoFollowUp::NotWished, NoFollowUp::NoTime]);
            let why = (deployment.status == DeploymentStatus::Evaluated).then_some(why);
            deployment.close(why, &attempt.brokers[0], closes).map(drop)?;
        }
        Ok(())
    }

    /// Most heads say how it was; what only one has said is opened when the time is over.
    fn evaluate(&mut self, attempt: &Attempt, deployment: &mut Deployment, ended: Timestamp) -> Result<(), Refusals> {
        let mut heard = Vec::new();
        let mut over = days_after(ended, 28).plus_seconds(1);
        let first = self.filled.evaluations.len();
        for (head, days) in [(&attempt.home, 4), (&attempt.host, 9)] {
            let at = days_after(ended, days);
            if at > self.now || !self.chance.percent(75) {
                continue;
            }
            let (id, said) = (self.chance.id(at), judgement(&mut self.chance)?);
            let (evaluation, _) = Evaluation::submit(id, deployment, said, &heard, head, at)?;
            heard.push(evaluation.side);
            self.filled.evaluations.push((evaluation, self.filled.deployments.len()));
            if heard.len() == 2 {
                over = at;
            }
        }
        if over <= self.now {
            deployment.end_evaluation(heard.len(), over).map(drop)?;
            for (evaluation, _) in &mut self.filled.evaluations[first..] {
                evaluation.opened_at = Some(over);
            }
        }
        Ok(())
    }
}

fn judgement(chance: &mut Chance) -> Result<Judgement, Refusals> {
    let mut grade = || chance.weighted(&[(1, Grade::Partly), (4, Grade::Mostly), (5, Grade::Fully)]);
    let (prepared, reachable, worthwhile, again) = (grade(), grade(), grade(), grade());
    let words = *chance.pick(&WORDS);
    let words = Note::new(words)?;
    Ok(Judgement { prepared, reachable, worthwhile, again, words })
}

/// A review of a kind, as somebody types it.
pub fn drafted(chance: &mut Chance, kind: ReviewKind, deployment: &Deployment, at: Timestamp) -> ReviewDraft {
    let texts = match kind {
        ReviewKind::Midterm => &ANSWERS[..4],
        ReviewKind::FollowUp => &ANSWERS[4..6],
        ReviewKind::Final => &ANSWERS[6..8],
        ReviewKind::SelfEvaluation => &ANSWERS[8..],
    };
    let rated = deployment.terms.iter().filter(|_| kind != ReviewKind::SelfEvaluation);
    let outcomes = rated.flat_map(|terms| &terms.outcomes).zip(1..);
    ReviewDraft {
        held_on: at.day(),
        answers: texts.iter().map(|texts| (*chance.pick(texts)).to_owned()).collect(),
        ratings: outcomes
            .map(|(_, outcome)| RatingDraft {
                outcome,
                rag: chance.weighted(&[(1, Rag::Red), (4, Rag::Amber), (5, Rag::Green)]),
                level: (kind == ReviewKind::Final).then(|| *chance.pick(ImpactLevel::ALL)),
                details: (*chance.pick(&DETAILS)).to_owned(),
            })
            .collect(),
    }
}
