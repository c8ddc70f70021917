//! What a scheme of designation asks for.

use async_graphql::{Object, SimpleObject};
use domain::directory::{Criteria, DesignationScheme, IssuerKind, Post};

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::Day;

/// What a scheme of designation asks for, in one version.
pub struct CriteriaObject(pub Criteria);

/// One thing that a scheme asks for, judged on its own with evidence.
#[derive(SimpleObject)]
pub struct DesignationCriterion {
    /// By which findings name it.
    pub code: String,
    /// What is asked for.
    pub text: String,
}

/// What a scheme of designation asks for, in one version. Of a school's type, phase and inspection grade nothing is asked.
#[Object(name = "DesignationCriteria")]
impl CriteriaObject {
    /// The scheme.
    async fn scheme(&self) -> Choice<DesignationScheme> {
        Choice(self.0.scheme)
    }

    /// Counts the versions of the scheme's criteria, from 1.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The day from which this version is in force.
    async fn since(&self) -> Day {
        Day(self.0.since)
    }

    /// Who gives the designation.
    async fn issuer(&self) -> Choice<IssuerKind> {
        Choice(self.0.issuer)
    }

    /// From which day on nobody is designated anew; nothing while the scheme is open.
    async fn closed_on(&self) -> Option<Day> {
        self.0.closed_on.map(Day)
    }

    /// The posts from which it takes people.
    async fn posts(&self) -> Vec<Choice<Post>> {
        self.0.posts.iter().copied().map(Choice).collect()
    }

    /// The posts whose holders such a leader may support.
    async fn supports(&self) -> Vec<Choice<Post>> {
        self.0.supports.iter().copied().map(Choice).collect()
    }

    /// The least time in leadership, in months.
    async fn leadership_months(&self) -> i32 {
        self.0.leadership_months
    }

    /// What an assessor judges.
    async fn points(&self) -> Vec<DesignationCriterion> {
        let point =
            |it: &domain::directory::Criterion| DesignationCriterion { code: it.code.clone(), text: it.text.clone() };
        self.0.points.iter().map(point).collect()
    }
}
