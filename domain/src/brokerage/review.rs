//! A review of a deployment: how the work goes half-way, what it came to, and what has lasted some time after its end. It
//! is written once.

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::brokerage::{
    Deployment, DeploymentStatus, FollowUpWay, ImpactLevel, Rag, ReviewDecision, ReviewKind, ReviewQuestion,
};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Note, Remark};
use crate::{Event, Id, Rule, Timestamp};

/// What a review of a deployment found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: Id<Review>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// What it looked at.
    pub kind: ReviewKind,
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// The answers to the questions of its kind, in their order.
    pub answers: Vec<Answer>,
    /// How each expected outcome of the terms stood, in their order.
    pub ratings: Vec<Rating>,
    /// What was decided; only half-way.
    pub decision: Option<ReviewDecision>,
    /// In which way somebody looked; only of a follow-up, and not of one that was written down before this was asked.
    pub way: Option<FollowUpWay>,
    /// The last day of work, where an end was decided.
    pub final_day: Option<NaiveDate>,
    /// Whether a head of the school that gave wrote it in the place of the specialist, who holds that role no longer.
    pub in_place: bool,
    /// Who wrote it down.
    pub written_by: Id<Person>,
    /// When.
    pub written_at: Timestamp,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The question.
    pub question: ReviewQuestion,
    /// What was answered.
    pub text: Note,
}

/// How one expected outcome stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Its place in the terms, from 1.
    pub outcome: i32,
    /// How it stands.
    pub rag: Rag,
    /// At which level it was reached; only in the final review (DOMAIN E75).
    pub level: Option<ImpactLevel>,
    /// What that is seen by.
    pub details: Remark,
}

/// A review as it is typed.
#[derive(Clone, Debug)]
pub struct ReviewDraft {
    /// The day on which it was held.
    pub held_on: NaiveDate,
    /// The answers to the questions of its kind, in their order.
    pub answers: Vec<String>,
    /// How the expected outcomes stand, in any order.
    pub ratings: Vec<RatingDraft>,
}

/// A rating as it is typed.
#[derive(Clone, Debug)]
pub struct RatingDraft {
    /// The outcome's place in the terms, from 1.
    pub outcome: i32,
    /// How it stands.
    pub rag: Rag,
    /// At which level it was reached.
    pub level: Option<ImpactLevel>,
    /// What that is seen by.
    pub details: String,
}

impl ReviewKind {
    /// The questions that a review of this kind answers (DOMAIN F7, F8, D45).
    pub const fn questions(self) -> &'static [ReviewQuestion] {
        use ReviewQuestion::{
            Appropriate, Changes, GoingOn, Impact, Lasting, Learned, Needed, NextSteps, Otherwise, WentWell, Working,
        };
        match self {
            Self::Final => &[Impact, GoingOn],
            Self::SelfEvaluation => &[WentWell, Otherwise, Learned],
            Self::Midterm => &[Working, Appropriate, Changes, NextSteps],
            Self::FollowUp => &[Lasting, Needed],
        }
    }
}

impl ReviewQuestion {
    /// The field of a form in which it is answered.
    const fn field(self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::Appropriate => "appropriate",
            Self::Changes => "changes",
            Self::NextSteps => "nextSteps",
            Self::Lasting => "lasting",
            Self::Needed => "needed",
            Self::Impact => "impact",
            Self::GoingOn => "goingOn",
            Self::WentWell => "wentWell",
            Self::Otherwise => "otherwise",
            Self::Learned => "learned",
        }
    }
}

impl Review {
    /// Writes down a mid-term review of work that goes on: for the school that receives, or for the alliance. What it
    /// decides takes the place of what an earlier one decided.
    pub fn midterm(
        id: Id<Self>,
        deployment: &mut Deployment,
        draft: &ReviewDraft,
        (decision, final_day): (ReviewDecision, Option<NaiveDate>),
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        let written_by = reviewer(deployment, by)?;
        deployment.require(deployment.status == DeploymentStatus::Active)?;
        let (first, last) = (deployment.started_at.map(Timestamp::day), deployment.last_day());
        let mut faults = Faults::default();
        let held = draft.held_on <= now.day()
            && first.is_some_and(|first| draft.held_on >= first)
            && last.is_none_or(|last| draft.held_on <= last);
        faults.need(held, || Rule::ReviewOutside.at("heldOn"));
        let ends = decision == ReviewDecision::End;
        faults.need(ends == final_day.is_some(), || Rule::FinalDayUnclear.at("finalDay"));
        if let (Some(day), Some(agreed)) = (final_day, deployment.terms.as_ref().map(|terms| terms.period.until())) {
            // A visit that is recorded lies before today, so none is left outside.
            let sensible = day <= agreed && day >= agreed.min(now.day());
            faults.need(sensible, || Rule::FinalDayOutside.at("finalDay"));
        }
        let found = findings(ReviewKind::Midterm, deployment, draft, faults)?;
        deployment.take_midterm(final_day, now);
        let review = Self { decision: Some(decision), final_day, ..Self::of(id, deployment, found, (written_by, now)) };
        let event = review.recorded();
        Ok((review, event))
    }

    /// Writes down what somebody saw who looked again after the end, and in which way: for the school that received, or for
    /// the alliance (DOMAIN D45).
    pub fn follow_up(
        id: Id<Self>,
        deployment: &mut Deployment,
        (draft, way): (&ReviewDraft, FollowUpWay),
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, [Event; 2]), Refusals> {
        let written_by = reviewer(deployment, by)?;
        deployment.require(deployment.status == DeploymentStatus::Evaluated)?;
        let mut faults = Faults::default();
        let ended = deployment.ended_at.map(Timestamp::day);
        let held = draft.held_on <= now.day() && ended.is_some_and(|ended| draft.held_on >= ended);
        faults.need(held, || Rule::ReviewOutside.at("heldOn"));
        let found = findings(ReviewKind::FollowUp, deployment, draft, faults)?;
        let followed_up = deployment.take_follow_up(now);
        let review = Self { way: Some(way), ..Self::of(id, deployment, found, (written_by, now)) };
        let events = [review.recorded(), followed_up];
        Ok((review, events))
    }

    /// Writes down what the work came to, once it is done: the school that received says it of every outcome, and at which
    /// level; whoever gave says how they see the own work, or a head of that school does in their place where nobody holds the
    /// specialist's role any more (`here`). `written` are the kinds of review that are there (DOMAIN F8).
    pub fn look_back(
        id: Id<Self>,
        (kind, written): (ReviewKind, &[ReviewKind]),
        (deployment, here): (&Deployment, bool),
        draft: &ReviewDraft,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        by.require(match kind {
            ReviewKind::SelfEvaluation => {
                let person = deployment.person.filter(|_| here);
                Action::WriteSelfEvaluation { home: deployment.home, person }
            }
            _ => Action::WriteFinalReview { host: deployment.host },
        })?;
        let written_by = by.person().ok_or(Rule::NotAllowed)?;
        if written.contains(&kind) {
            return Err(Rule::ReviewedAlready.into());
        }
        let asked = matches!(kind, ReviewKind::Final | ReviewKind::SelfEvaluation);
        deployment.require(asked && deployment.is_looked_back_on())?;
        let mut faults = Faults::default();
        let ended = deployment.ended_at.map(Timestamp::day);
        let held = draft.held_on <= now.day() && ended.is_some_and(|ended| draft.held_on >= ended);
        faults.need(held, || Rule::ReviewOutside.at("heldOn"));
        let found = findings(kind, deployment, draft, faults)?;
        let in_place = kind == ReviewKind::SelfEvaluation && deployment.person.is_some() && !here;
        let review = Self { in_place, ..Self::of(id, deployment, found, (written_by, now)) };
        let event = review.recorded();
        Ok((review, event))
    }

    fn of(
        id: Id<Self>,
        deployment: &Deployment,
        found: Findings,
        (written_by, written_at): (Id<Person>, Timestamp),
    ) -> Self {
        let Findings { kind, held_on, answers, ratings } = found;
        let deployment = deployment.id;
        let (decision, way, final_day, in_place) = (None, None, None, false);
        Self {
            id,
            deployment,
            kind,
            held_on,
            answers,
            ratings,
            decision,
            way,
            final_day,
            in_place,
            written_by,
            written_at,
        }
    }

    const fn recorded(&self) -> Event {
        Event::ReviewRecorded { review: self.id, deployment: self.deployment, kind: self.kind }
    }
}

fn reviewer(deployment: &Deployment, by: &Actor) -> Result<Id<Person>, Refusals> {
    by.require(Action::ReviewDeployment { host: deployment.host, alliance: deployment.alliance })?;
    Ok(by.person().ok_or(Rule::NotAllowed)?)
}

/// What every review holds, checked.
struct Findings {
    kind: ReviewKind,
    held_on: NaiveDate,
    answers: Vec<Answer>,
    ratings: Vec<Rating>,
}

/// Checks the answers, and that every expected outcome of the terms is rated once.
fn findings(
    kind: ReviewKind,
    deployment: &Deployment,
    draft: &ReviewDraft,
    mut faults: Faults,
) -> Result<Findings, Refusals> {
    let mut answers = Vec::with_capacity(kind.questions().len());
    for (place, question) in kind.questions().iter().enumerate() {
        let text = draft.answers.get(place).map_or("", String::as_str);
        let text = faults.keep(question.field(), Note::new(text));
        answers.extend(text.map(|text| Answer { question: *question, text }));
    }
    let mut ratings = Vec::with_capacity(draft.ratings.len());
    for (place, rating) in draft.ratings.iter().enumerate() {
        let details = faults.keep(format!("ratings.{place}.details"), Remark::new(&rating.details));
        let levelled = rating.level.is_some() == (kind == ReviewKind::Final);
        faults.need(levelled, || Rule::LevelMissing.at(format!("ratings.{place}.level")));
        let RatingDraft { outcome, rag, level, .. } = *rating;
        ratings.extend(details.map(|details| Rating { outcome, rag, level, details }));
    }
    ratings.sort_by_key(|it| it.outcome);
    let outcomes = match kind {
        // How somebody sees the own work is no measure of it.
        ReviewKind::SelfEvaluation => 0,
        _ => deployment.terms.as_ref().map_or(0, |terms| terms.outcomes.len()),
    };
    let mut rated: Vec<i32> = draft.ratings.iter().map(|it| it.outcome).collect();
    rated.sort_unstable();
    let whole = rated.len() == outcomes && rated.iter().zip(1..).all(|(rated, place)| *rated == place);
    faults.need(whole, || Rule::OutcomeUnrated.at("ratings"));
    faults.end()?;
    Ok(Findings { kind, held_on: draft.held_on, answers, ratings })
}

#[cfg(test)]
mod tests;
