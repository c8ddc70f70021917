//! Who would take part in a programme, as it is told.

use async_graphql::InputObject;
use domain::directory::{
    Application, CapScope, FundingStage, Partner, Phase, ProgrammeFocus, ProgrammeMember, Standing,
};

use crate::graphql::adapter::Choice;

/// Who would take part in a programme, as far as it is known.
#[derive(InputObject)]
#[graphql(name = "ProgrammeApplication")]
pub struct ApplicationInput {
    /// Who it is.
    pub member: Choice<ProgrammeMember>,
    /// For which stage of the funding.
    pub stage: Choice<FundingStage>,
    /// With which focus.
    pub focus: Choice<ProgrammeFocus>,
    /// The schools, the one that leads first. When a grant is opened, its phase is that of the national register.
    #[graphql(default)]
    pub schools: Vec<ApplyingSchoolInput>,
    /// The partners beside them.
    #[graphql(default)]
    pub partners: Vec<Choice<Partner>>,
    /// How many schools their authority has, and how many of them are below the floor.
    pub authority: Option<AuthorityFiguresInput>,
    /// How many there are already of what is capped. When a grant is opened, those that Lateral has are counted, unless you tell
    /// of more.
    #[graphql(default)]
    pub taken: Vec<TakenInput>,
    /// Whether the lead school is in the upper quartile by its results.
    #[graphql(default)]
    pub lead_by_results: bool,
    /// Whether the lead school is in the upper quartile by value added.
    #[graphql(default)]
    pub lead_by_value_added: bool,
    /// What the person is.
    #[graphql(default)]
    pub standing: Vec<Choice<Standing>>,
    /// Whether an evaluation is promised.
    #[graphql(default)]
    pub evaluates: bool,
}

/// A school that would take part.
#[derive(InputObject)]
#[graphql(name = "ApplyingSchool")]
pub struct ApplyingSchoolInput {
    /// Its phase.
    pub phase: Choice<Phase>,
    /// Whether it has pupils of primary age.
    #[graphql(default)]
    pub has_primary_pupils: bool,
}

/// What is known of an authority.
#[derive(InputObject)]
#[graphql(name = "AuthorityFigures")]
pub struct AuthorityFiguresInput {
    /// How many schools it has.
    pub schools: i32,
    /// How many of them are below the floor.
    pub below: i32,
}

/// How many there are already.
#[derive(InputObject)]
#[graphql(name = "Taken")]
pub struct TakenInput {
    /// Of what.
    pub per: Choice<CapScope>,
    /// How many.
    pub count: i32,
}

impl From<ApplicationInput> for Application {
    fn from(it: ApplicationInput) -> Self {
        Self {
            member: it.member.0,
            stage: it.stage.0,
            focus: it.focus.0,
            schools: it.schools.into_iter().map(|it| (it.phase.0, it.has_primary_pupils)).collect(),
            partners: it.partners.into_iter().map(|it| it.0).collect(),
            authority: it.authority.map(|it| (i64::from(it.below), i64::from(it.schools))),
            taken: it.taken.into_iter().map(|it| (it.per.0, it.count)).collect(),
            lead_by_results: it.lead_by_results,
            lead_by_value_added: it.lead_by_value_added,
            standing: it.standing.into_iter().map(|it| it.0).collect(),
            evaluates: it.evaluates,
        }
    }
}
