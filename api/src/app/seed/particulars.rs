//! What each kind of work asks, written by the two schools of the demonstration.

use domain::Timestamp;
use domain::brokerage::{
    CoachingPlan, Deployment, Findings, JointPart, Learning, Particulars, PostDraft, Preparation, PupilBand,
    PupilGroup, SecondedPost, Terms, TrialCycle, VisitPlan,
};
use domain::rule::Refusals;
use domain::text::{Name, Note};

use super::attempts::Attempt;

/// Writes what the kind asks before both heads sign.
pub(super) fn prepare(it: &mut Deployment, of: &Attempt, (terms, at): (&Terms, Timestamp)) -> Result<(), Refusals> {
    let (home, host) = (&of.home, &of.host);
    let parts = match Particulars::of(it.kind) {
        Some(Particulars::JointPractice(_)) => vec![
            (
                home,
                joint("Readers who choose books for themselves.", "Our reading lead, and lessons open to visitors.")?,
            ),
            (host, joint("Lessons that begin calmly.", "Our work with parents, and two classes to try it with.")?),
        ],
        Some(Particulars::Coaching(_)) => {
            let plan =
                CoachingPlan::parse("Questions in whole-class teaching.", "To wait longer, and ask fewer of them.")?;
            vec![(host, Preparation::Coaching(plan))]
        }
        Some(Particulars::StudyVisit(_)) => {
            let agenda = "Assembly, two lessons, the library, then an hour with the subject leader.";
            let protocol = "We watch and ask. Nobody is judged, and no pupil is named in what we write.";
            vec![(home, Preparation::StudyVisit(VisitPlan::parse(agenda, protocol, None)?))]
        }
        Some(Particulars::Secondment(_)) => {
            let post = PostDraft {
                starts_on: terms.period.from(),
                ends_on: terms.period.until(),
                fte: 40,
                substantive_post: "Subject leader".to_owned(),
                returns_to_post: true,
            };
            let manager = Preparation::LineManager(Name::new("Deputy head, teaching")?);
            vec![(home, Preparation::SecondedPost(SecondedPost::parse(&post)?)), (host, manager)]
        }
        Some(Particulars::PupilCollaboration(_)) => {
            vec![(home, pupils(PupilBand::From31To60)?), (host, pupils(PupilBand::UpTo30)?)]
        }
        None => Vec::new(),
    };
    for (by, part) in parts {
        it.prepare(part, by, at).map(drop)?;
    }
    Ok(())
}

/// Writes what the kind asks before the work is complete.
pub(super) fn conclude(it: &mut Deployment, of: &Attempt, at: Timestamp) -> Result<(), Refusals> {
    match Particulars::of(it.kind) {
        Some(Particulars::JointPractice(_)) => {
            let held_on = it.started_at.unwrap_or(at).day();
            for by in [&of.home, &of.host] {
                let note = Note::new("Two classes began each lesson with a question. The quiet ones spoke.")?;
                it.record_trial((TrialCycle { held_on, note }, false), by, at).map(drop)?;
                let learning =
                    Learning::parse("Trying it beats talking of it.", "Every lesson begins with a question.")?;
                it.state_learning(learning, by).map(drop)?;
            }
            Ok(())
        }
        Some(Particulars::StudyVisit(_)) => {
            let findings =
                Findings::parse("Short routines that everybody keeps.", "We take one of them, and leave two of ours.")?;
            Ok(it.record_findings(findings, &of.host).map(drop)?)
        }
        _ => Ok(()),
    }
}

fn joint(gain: &str, contribution: &str) -> Result<Preparation, Refusals> {
    JointPart::parse(gain, contribution, "Lessons begin with notices.").map(Preparation::JointPractice)
}

fn pupils(band: PupilBand) -> Result<Preparation, Refusals> {
    PupilGroup::parse("Classes that read to each other once a fortnight.", band).map(Preparation::PupilGroup)
}
