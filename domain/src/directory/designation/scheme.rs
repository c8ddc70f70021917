//! The schemes by which leaders are recognised, and what each asks for, as versioned data.

use chrono::NaiveDate;

use crate::directory::{Post, SpecialistProfile};
use crate::rule::{Faults, Refusals, Rule};
use crate::{Word, words};

words! {
    /// The schemes by which leaders are recognised for helping other schools (DOMAIN B15, B16, B25).
    pub enum DesignationScheme {
        /// Specialist leader of education: a serving middle or senior leader with a specialism.
        Sle = "sle",
        /// Local leader of education: a head, designated by an alliance since about 2015.
        Lle = "lle",
        /// National leader of education: a head, designated nationally. Closed to new applications.
        Nle = "nle",
        /// Mentor: stands by colleagues who are new in post or new to the area.
        Mentor = "mentor",
        /// Facilitator: leads groups and programmes.
        Facilitator = "facilitator",
        /// Advanced skills teacher: closed since 2013, shown where it was held.
        Ast = "ast",
        /// National leader of governance. Closed to new applications.
        Nlg = "nlg",
        /// Lead practitioner: a teacher with days to give to other schools. Accredited elsewhere, shown where it is held.
        LeadPractitioner = "lead_practitioner",
    }

    /// Who gives the designations of a scheme.
    pub enum IssuerKind {
        /// An alliance.
        Alliance = "alliance",
        /// A national body.
        Nation = "nation",
    }
}

/// One thing that a scheme asks for, judged on its own with evidence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criterion {
    /// By which findings name it, unique within its version.
    pub code: String,
    /// What is asked for, in plain words.
    pub text: String,
}

/// What a scheme asks for, in one version. The phase, the type and the inspection grade of the school are never part of it
/// (DOMAIN part B).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Criteria {
    /// The scheme.
    pub scheme: DesignationScheme,
    /// Counts the versions of one scheme, from 1.
    pub version: i32,
    /// The day from which it is in force, until a later version is.
    pub since: NaiveDate,
    /// Who gives it.
    pub issuer: IssuerKind,
    /// From which day on nobody is designated anew.
    pub closed_on: Option<NaiveDate>,
    /// The posts from which it takes people (DOMAIN B15, B16).
    pub posts: Vec<Post>,
    /// The posts whose holders such a leader supports: people in similar positions (DOMAIN B15).
    pub supports: Vec<Post>,
    /// The least time in such a post, in months.
    pub leadership_months: i32,
    /// What is judged.
    pub points: Vec<Criterion>,
}

impl Criteria {
    /// Whether nobody is designated anew on a day.
    pub fn is_closed(&self, day: NaiveDate) -> bool {
        self.closed_on.is_some_and(|closed| closed <= day)
    }

    /// Whether it takes people from a post.
    pub fn takes(&self, post: Post) -> bool {
        self.posts.contains(&post)
    }

    /// Whether it is for the support of the holders of all these posts.
    pub fn is_for(&self, posts: &[Post]) -> bool {
        posts.iter().all(|post| self.supports.contains(post))
    }

    /// Refuses to list somebody who holds a designation of this scheme or has applied for one in a post that it does not take,
    /// or for the support of people for whom it is not: who is designated serves in such a post and supports people in similar
    /// ones as long as it lasts (DOMAIN B15).
    pub fn require_listing(&self, profile: &SpecialistProfile) -> Result<(), Refusals> {
        let mut faults = Faults::default();
        let scheme = self.scheme.shout();
        faults.need(self.takes(profile.post), || {
            Rule::PostDoesNotFit.at("post").saying(format!(
                "A designation as {scheme}, held or applied for, is for people in other posts: they lay it down first."
            ))
        });
        faults.need(self.is_for(&profile.supports), || {
            Rule::SupportNotSimilar.at("supports").saying(format!(
                "A designation as {scheme}, held or applied for, is for the support of people in other posts than these."
            ))
        });
        faults.into_result(Some(()))
    }
}

/// How a designation is told in a sentence: since when it is or was held, and who issued it (DOMAIN part B).
pub fn standing(since: NaiveDate, ended: Option<NaiveDate>, issuer: &str) -> String {
    let day = |day: NaiveDate| day.format("%-d %B %Y").to_string();
    match ended {
        Some(ended) => format!("Held from {} to {}, issued by {issuer}.", day(since), day(ended)),
        None => format!("Held since {}, issued by {issuer}.", day(since)),
    }
}
