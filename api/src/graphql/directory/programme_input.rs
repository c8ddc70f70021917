//! Who would take part in a programme, as it is told.

use async_graphql::InputObject;
use domain::directory::{
    Application, CapScope, FundingStage, Partner, Phase, Places, ProgrammeFocus, ProgrammeMember, ProgrammePart,
    Region, Standing,
};

use crate::graphql::adapter::Choice;

/// Who would take part in a programme, as far as it is known.
#[derive(InputObject)]
#[graphql(name = "ProgrammeApplication")]
pub struct ApplicationInput {
    /// Who it is.
    pub member: Choice<ProgrammeMember>,
    /// As which kind of member, where the programme has more than one.
    pub part: Option<Choice<ProgrammePart>>,
    /// The number of the programme's area in which the school lies, where the programme is for some areas.
    pub area: Option<i32>,
    /// For which stage of the funding.
    pub stage: Choice<FundingStage>,
    /// Whether a plan was successful before, where the work is paid only after one.
    #[graphql(default)]
    pub planned: bool,
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
    /// The region, of the lead school where there are several. When a grant is opened, it is that of the national register.
    pub region: Option<Choice<Region>>,
    /// How many places each region has already, of all rounds. When a grant is opened, those that Lateral has are counted, unless
    /// you tell of more.
    #[graphql(default)]
    pub places: Vec<RegionPlacesInput>,
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

/// How many places a region has already.
#[derive(InputObject)]
#[graphql(name = "RegionPlaces")]
pub struct RegionPlacesInput {
    /// The region.
    pub region: Choice<Region>,
    /// How many.
    pub count: i32,
}

impl From<ApplicationInput> for Application {
    fn from(it: ApplicationInput) -> Self {
        Self {
            member: it.member.0,
            part: it.part.map(|it| it.0),
            area: it.area,
            stage: it.stage.0,
            planned: it.planned,
            focus: it.focus.0,
            schools: it.schools.into_iter().map(|it| (it.phase.0, it.has_primary_pupils)).collect(),
            partners: it.partners.into_iter().map(|it| it.0).collect(),
            authority: it.authority.map(|it| (i64::from(it.below), i64::from(it.schools))),
            taken: it.taken.into_iter().map(|it| (it.per.0, it.count)).collect(),
            region: it.region.map(|it| it.0),
            places: Places::new(it.places.into_iter().map(|it| (it.region.0, it.count))),
            lead_by_results: it.lead_by_results,
            lead_by_value_added: it.lead_by_value_added,
            standing: it.standing.into_iter().map(|it| it.0).collect(),
            evaluates: it.evaluates,
        }
    }
}
