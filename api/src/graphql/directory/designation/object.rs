//! A designation in the contract, as the person, the home school's head and the alliance see it.

use async_graphql::{Context, Object, Result, TypeName};
use domain::directory::{self, Assessment, Designation, DesignationScheme, DesignationStatus, Finding, Post};

use super::badge::issuer;
use super::criteria::CriteriaObject;
use super::links::{CriteriaBy, SpecialistOf};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Alliance, Expertise, School, Specialist, terms};
use crate::graphql::identity::{Person, PersonBy};
use crate::graphql::scalar::{Day, Moment};

/// The recognition of a person by a scheme.
pub struct DesignationObject(pub Designation);

impl TypeName for DesignationObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Designation".into()
    }
}

impl From<Designation> for DesignationObject {
    fn from(it: Designation) -> Self {
        Self(it)
    }
}

/// The recognition of a person by a scheme, from the application to its end. It is seen by the person, by the head of the
/// school where they work, and by the brokers and assessors of the alliance; others see the badge of one that holds.
#[Object(name = "Designation")]
impl DesignationObject {
    /// The designation's id.
    async fn id(&self) -> Gid<Designation> {
        Gid(self.0.id)
    }

    /// The scheme.
    async fn scheme(&self) -> Choice<DesignationScheme> {
        Choice(self.0.scheme)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<DesignationStatus> {
        Choice(self.0.status)
    }

    /// Whose it is, as the specialist whom a school lends now; nothing while no school does.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async { Ok(ctx.load(SpecialistOf(self.0.person)).await?.map(Specialist::from)) }).await
    }

    /// The school that speaks for them: where they worked when they applied, or where they have moved since.
    async fn home(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// The school at which they worked when they applied, where they have moved since.
    async fn applied_from(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.applied_from?)
    }

    /// When they last moved to another school; nothing if they have not since they applied.
    async fn moved_at(&self) -> Option<Moment> {
        self.0.moved_at.map(Moment)
    }

    /// The post that they held when they applied; of what is not decided, the one that they hold now.
    async fn post(&self) -> Choice<Post> {
        Choice(self.0.post)
    }

    /// The alliance that judges, decides and looks after it.
    async fn alliance(&self, ctx: &Context<'_>) -> Option<Alliance> {
        ctx.app().snapshot().alliances.get(self.0.alliance).cloned().map(Alliance)
    }

    /// Who issued it: the alliance, or the body that gave what was entered as held before. Nothing before it is given.
    async fn issuer(&self, ctx: &Context<'_>) -> Option<String> {
        self.0.since.map(|_| issuer(ctx, self.named_issuer(), self.0.alliance))
    }

    /// What the scheme asks for, in the version by which it is judged; nothing where it was entered as held before.
    async fn criteria(&self, ctx: &Context<'_>) -> Option<Result<CriteriaObject>> {
        nullable(async {
            let Some(version) = self.0.criteria else { return Ok(None) };
            Ok(ctx.load(CriteriaBy(self.0.scheme, version)).await?.map(CriteriaObject))
        })
        .await
    }

    /// The areas for which it is.
    async fn specialisms(&self, ctx: &Context<'_>) -> Result<Vec<Expertise>> {
        terms(ctx, &self.0.specialisms).await
    }

    /// What speaks for it.
    async fn evidence(&self) -> &str {
        self.0.evidence.as_str()
    }

    /// How long the person had led when they applied, in months.
    async fn leadership_months(&self) -> Option<i32> {
        self.0.leadership_months
    }

    /// What the home school says, which thereby consents to lend the person; for a head, the chair of governors.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_ref().map(|it| it.text.as_str())
    }

    /// When the home school said so.
    async fn referenced_at(&self) -> Option<Moment> {
        self.0.reference.as_ref().map(|it| Moment(it.at))
    }

    /// How it was judged: once, and after an appeal once more by somebody else.
    async fn assessments(&self) -> Vec<AssessmentObject> {
        self.0.assessments.iter().cloned().map(AssessmentObject).collect()
    }

    /// The first day on which it holds.
    async fn since(&self) -> Option<Day> {
        self.0.since.map(Day)
    }

    /// The last day on which it holds.
    async fn until(&self) -> Option<Day> {
        self.0.until.map(Day)
    }

    /// Since when it is or was held and who issued it, as a sentence; nothing before it is given.
    async fn standing(&self, ctx: &Context<'_>) -> Option<String> {
        let issuer = issuer(ctx, self.named_issuer(), self.0.alliance);
        self.0.since.map(|since| directory::standing(since, self.0.ended_on(), &issuer))
    }

    /// Why it was last declined, suspended or withdrawn.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(|it| it.as_str())
    }

    /// Why the person appealed.
    async fn appeal(&self) -> Option<&str> {
        self.0.appeal.as_ref().map(|it| it.as_str())
    }

    /// When it was applied for, or entered as held.
    async fn applied_at(&self) -> Moment {
        Moment(self.0.applied_at)
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<Moment> {
        self.0.decided_at.map(Moment)
    }

    /// When the person appealed.
    async fn appealed_at(&self) -> Option<Moment> {
        self.0.appealed_at.map(Moment)
    }

    /// When it lapsed or was withdrawn.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

impl DesignationObject {
    fn named_issuer(&self) -> Option<&str> {
        self.0.issuer.as_ref().map(|it| it.as_str())
    }
}

/// One judgement of an application.
pub struct AssessmentObject(Assessment);

/// One judgement of an application.
#[Object(name = "DesignationAssessment")]
impl AssessmentObject {
    /// The assessor, as far as you may see people of the alliance.
    async fn assessor(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async { Ok(ctx.load(PersonBy(self.0.by)).await?.map(Person::from)) }).await
    }

    /// When.
    async fn assessed_at(&self) -> Moment {
        Moment(self.0.at)
    }

    /// Whether every criterion is met.
    async fn met(&self) -> bool {
        self.0.is_met()
    }

    /// What was found of each criterion.
    async fn findings(&self) -> Vec<FindingObject> {
        self.0.findings.iter().cloned().map(FindingObject).collect()
    }
}

/// What was found of one criterion.
pub struct FindingObject(Finding);

/// What was found of one criterion.
#[Object(name = "DesignationFinding")]
impl FindingObject {
    /// The code of the criterion.
    async fn criterion(&self) -> &str {
        &self.0.criterion
    }

    /// Whether it is met.
    async fn met(&self) -> bool {
        self.0.met
    }

    /// What shows that.
    async fn evidence(&self) -> &str {
        self.0.evidence.as_str()
    }
}
