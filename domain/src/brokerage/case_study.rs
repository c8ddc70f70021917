//! A case study of a deployment: a draft made of what the parties wrote, which stays theirs until both agree to show it, and
//! is published nowhere by this (DOMAIN J138).

use std::fmt::Write;

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, Measure, Review, ReviewKind, Side};
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Prose, Title};
use crate::{Event, Id, Rejected, Rule, Timestamp, Word, words};

words! {
    /// Where a case study stands.
    pub enum CaseStudyStatus {
        /// Both schools read and change it.
        Draft = "draft",
        /// Both heads agree that it is shown as it stands.
        Agreed = "agreed",
        /// One head has withdrawn, and the other school does not see it.
        Withdrawn = "withdrawn",
    }

    /// Why a head withdraws from a case study: neutral codes (DOMAIN E72).
    pub enum CaseStudyWithdrawal {
        /// It does not tell what was, or not all of it.
        Incomplete = "incomplete",
        /// Somebody could be recognised by it.
        Recognisable = "recognisable",
        /// Those of whom it tells work elsewhere by now.
        PeopleChanged = "people_changed",
        /// What it tells of did not last.
        Outdated = "outdated",
        /// Another reason, not stated.
        NotStated = "not_stated",
    }
}

/// The text of a case study: all that its sources may hold together.
pub type Story = Prose<80_000>;

/// A case study of a deployment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseStudy {
    /// Its id.
    pub id: Id<CaseStudy>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// Its title.
    pub title: Title,
    /// Its text.
    pub text: Story,
    /// When the head of the school that gave agreed that it is shown as it stands.
    pub home_consented_at: Option<Timestamp>,
    /// When the head of the school that received did.
    pub host_consented_at: Option<Timestamp>,
    /// The side that has withdrawn, and alone still sees it.
    pub withdrawn_by: Option<Side>,
    /// Why that side has withdrawn; nothing where it did so before a reason was kept.
    pub withdrawal: Option<CaseStudyWithdrawal>,
    /// Who drafted it.
    pub drafted_by: Id<Person>,
    /// When.
    pub drafted_at: Timestamp,
    /// How often it has changed, from 1.
    pub version: i32,
}

impl CaseStudy {
    /// Drafts one of what both schools have read already: the terms, the measures, and the reviews that both see. `there` says
    /// whether this deployment has one.
    pub fn draft(
        id: Id<Self>,
        (deployment, there): (&Deployment, bool),
        measures: &[Measure],
        reviews: &[Review],
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        side(deployment, by)?;
        let drafted_by = by.person().ok_or(Rule::NotAllowed)?;
        deployment.require(deployment.closed_at.is_some() || deployment.is_looked_back_on())?;
        if there {
            return Err(Rule::CaseStudyExists.into());
        }
        let title = Title::new(&format!("What {} half-days of support came to", deployment.half_days))?;
        let study = Self {
            id,
            deployment: deployment.id,
            title,
            text: Story::new(&story(deployment, measures, reviews))?,
            home_consented_at: None,
            host_consented_at: None,
            withdrawn_by: None,
            withdrawal: None,
            drafted_by,
            drafted_at: now,
            version: 1,
        };
        Ok((study, Event::CaseStudyDrafted { case_study: id, deployment: deployment.id }))
    }

    /// Changes a draft. Whoever agreed to other words has not agreed to these.
    pub fn revise(&mut self, of: &Deployment, (title, text): (&str, &str), by: &Actor) -> Result<Event, Refusals> {
        side(of, by)?;
        of.require(self.status() == CaseStudyStatus::Draft)?;
        let mut faults = Faults::default();
        let title = faults.keep("title", Title::new(title));
        let text = faults.keep("text", Story::new(text));
        (self.title, self.text) = faults.into_result(title.zip(text))?;
        (self.home_consented_at, self.host_consented_at) = (None, None);
        Ok(Event::CaseStudyRevised { case_study: self.id, deployment: self.deployment })
    }

    /// Agrees, for one's own school, that it is shown as it stands; one who had withdrawn shows it to the other side again.
    pub fn consent(&mut self, of: &Deployment, by: &Actor, now: Timestamp) -> Result<Event, Rejected> {
        let side = side(of, by)?;
        of.require(self.withdrawn_by.is_none_or(|it| it == side) && self.consented(side).is_none())?;
        (self.withdrawn_by, self.withdrawal) = (None, None);
        *self.consented_mut(side) = Some(now);
        let (case_study, deployment) = (self.id, self.deployment);
        Ok(match self.status() {
            CaseStudyStatus::Agreed => Event::CaseStudyAgreed { case_study, deployment },
            _ => Event::CaseStudyConsented { case_study, deployment, side },
        })
    }

    /// Withdraws, by a neutral code: nobody but one's own school sees it any more, until one agrees again.
    pub fn withdraw(&mut self, of: &Deployment, reason: CaseStudyWithdrawal, by: &Actor) -> Result<Event, Rejected> {
        let side = side(of, by)?;
        of.require(self.withdrawn_by.is_none())?;
        (self.withdrawn_by, self.withdrawal) = (Some(side), Some(reason));
        (self.home_consented_at, self.host_consented_at) = (None, None);
        Ok(Event::CaseStudyWithdrawn { case_study: self.id, deployment: self.deployment, side, reason })
    }

    /// Where it stands.
    pub const fn status(&self) -> CaseStudyStatus {
        match (self.withdrawn_by, self.home_consented_at, self.host_consented_at) {
            (Some(_), ..) => CaseStudyStatus::Withdrawn,
            (None, Some(_), Some(_)) => CaseStudyStatus::Agreed,
            _ => CaseStudyStatus::Draft,
        }
    }

    const fn consented(&self, side: Side) -> Option<Timestamp> {
        match side {
            Side::Home => self.home_consented_at,
            Side::Host => self.host_consented_at,
        }
    }

    const fn consented_mut(&mut self, side: Side) -> &mut Option<Timestamp> {
        match side {
            Side::Home => &mut self.home_consented_at,
            Side::Host => &mut self.host_consented_at,
        }
    }
}

/// The side for which a head acts.
fn side(of: &Deployment, by: &Actor) -> Result<Side, Rejected> {
    by.require(Action::WriteCaseStudy { home: of.home, host: of.host })?;
    Side::of(by, of.home, of.host).ok_or_else(|| Rule::NotAllowed.into())
}

/// What the parties wrote, in its order. No school and no person is named by it.
fn story(deployment: &Deployment, measures: &[Measure], reviews: &[Review]) -> String {
    let mut story = String::from("What was agreed\n");
    for outcome in deployment.terms.iter().flat_map(|terms| &terms.outcomes) {
        let (group, measure) = (outcome.pupil_group.as_str(), outcome.measure.as_str());
        line(&mut story, format_args!("{group}: {measure}, by {}.", outcome.due_on));
    }
    if let Some(terms) = &deployment.terms {
        line(&mut story, format_args!("How it was to end: {}", terms.exit_plan.as_str()));
    }
    story.push_str("\nWhat was measured\n");
    for (outcome, place) in deployment.terms.iter().flat_map(|terms| &terms.outcomes).zip(1..) {
        let none = Measure::none(deployment.id, place);
        let measure = measures.iter().find(|it| it.outcome == place).unwrap_or(&none);
        line(&mut story, format_args!("{}: {}", outcome.pupil_group.as_str(), measure.sentence()));
    }
    for (kind, heading) in [
        (ReviewKind::Midterm, "What was seen half-way"),
        (ReviewKind::Final, "What the school that received says of it"),
        (ReviewKind::FollowUp, "What has lasted"),
    ] {
        // Of several half-way, the last.
        let Some(review) = reviews.iter().rfind(|it| it.kind == kind) else { continue };
        line(&mut story, format_args!("\n{heading}"));
        for answer in &review.answers {
            line(&mut story, format_args!("{} {}", answer.question.about(), answer.text.as_str()));
        }
        for rating in &review.ratings {
            line(&mut story, format_args!("{}. {}", rating.outcome, rating.details.as_str()));
        }
    }
    story
}

fn line(story: &mut String, text: std::fmt::Arguments<'_>) {
    writeln!(story, "{text}").expect("a string takes every text");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::deployment::tests::active;
    use crate::brokerage::proposal::tests::{at, broker, head, id, start};

    fn completed() -> Deployment {
        let mut it = active();
        let _ = it.complete(&head(2), start()).unwrap();
        it
    }

    fn drafted(of: &Deployment, there: bool, by: &Actor) -> Result<CaseStudy, Rejected> {
        CaseStudy::draft(id(97), (of, there), &[], &[], by, start()).map(|(it, _)| it)
    }

    #[test]
    fn either_head_drafts_one_of_work_that_is_done() {
        for by in [head(1), head(2)] {
            let it = drafted(&completed(), false, &by).unwrap();
            assert!(it.text.as_str().contains("Reading ages, September to July"), "{}", it.text.as_str());
            assert!(it.text.as_str().contains("So nothing can be said of a change."), "{}", it.text.as_str());
        }
        for by in [head(3), broker(10, 5), at(Role::Specialist, 1, 8), at(Role::Coordinator, 2, 7), Actor::Stranger] {
            assert_eq!(drafted(&completed(), false, &by), Err(Rule::NotAllowed.into()), "{by:?}");
        }
        assert_eq!(drafted(&active(), false, &head(1)), Err(Rule::StepNotOpen.into()));
        assert_eq!(drafted(&completed(), true, &head(1)), Err(Rule::CaseStudyExists.into()));
    }

    #[test]
    fn both_agree_to_the_same_words_and_either_withdraws() {
        let of = completed();
        let mut it = drafted(&of, false, &head(1)).unwrap();
        assert_eq!(it.consent(&of, &head(1), start()).unwrap().name(), "case_study.consented");
        assert_eq!(it.consent(&of, &head(1), start()), Err(Rule::StepNotOpen.into()));
        it.revise(&of, ("Reading together", "We read."), &head(2)).map(drop).unwrap();
        assert_eq!(it.home_consented_at, None, "the first agreed to other words");
        let _ = it.consent(&of, &head(1), start()).unwrap();
        assert_eq!(it.consent(&of, &head(2), start()).unwrap().name(), "case_study.agreed");
        assert_eq!(it.status(), CaseStudyStatus::Agreed);
        let no = it.revise(&of, ("Reading", "We read."), &head(2)).map(drop);
        assert_eq!(no, Err(Rule::StepNotOpen.into()), "what is agreed is not changed under somebody's hands");

        let why = CaseStudyWithdrawal::Recognisable;
        assert_eq!(it.withdraw(&of, why, &head(2)).unwrap().name(), "case_study.withdrawn");
        assert_eq!((it.status(), it.withdrawn_by), (CaseStudyStatus::Withdrawn, Some(Side::Host)));
        assert_eq!(it.withdrawal, Some(why));
        for no in [it.withdraw(&of, why, &head(1)), it.withdraw(&of, why, &head(2)), it.consent(&of, &head(1), start())]
        {
            assert_eq!(no, Err(Rule::StepNotOpen.into()));
        }
        let _ = it.consent(&of, &head(2), start()).unwrap();
        assert_eq!((it.status(), it.home_consented_at), (CaseStudyStatus::Draft, None), "the other agrees anew");
        assert_eq!(it.withdrawal, None);
        for by in [broker(10, 5), head(3)] {
            assert_eq!(it.consent(&of, &by, start()), Err(Rule::NotAllowed.into()), "{by:?}");
            assert_eq!(it.withdraw(&of, why, &by), Err(Rule::NotAllowed.into()), "{by:?}");
        }
        let bare = it.revise(&of, (" ", ""), &head(1)).map(drop).unwrap_err().into_vec();
        assert_eq!(bare.len(), 2);
    }
}
