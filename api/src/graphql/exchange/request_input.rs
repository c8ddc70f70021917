//! What a school fills in to ask for support.

use async_graphql::InputObject;
use domain::brokerage::ImpactLevel;
use domain::directory::{DesignationScheme, Expertise, KeyStage, Post, School};
use domain::exchange::{
    Disclosure, Mode, ObjectiveForm, RequestForm, SettlementKind, SupportKind, SupportRequest, UnmetReason, Urgency,
    WithdrawalReason,
};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, HalfDays};

/// What shall become better, for which pupils, and by when.
#[derive(InputObject)]
pub struct ObjectiveInput {
    /// What shall be better then, in at most 600 characters: what pupils or teachers do by then. Left out, the terms say it;
    /// whoever asks for a peer visit says it now.
    pub improvement: Option<String>,
    /// Which group of pupils, in at most 600 characters. Never a single pupil.
    pub pupil_group: String,
    /// What will be measured, in at most 600 characters.
    pub measure: String,
    /// The day by which.
    pub due_on: Day,
    /// At which level it is meant: for single members of staff, a department, or the whole school. Needed.
    pub level: Option<Choice<ImpactLevel>>,
    /// Where the target stands in your school's development plan to which it belongs, such as its number. Nothing of
    /// anybody's appraisal.
    pub plan_reference: Option<String>,
}

/// What is asked for.
#[derive(InputObject)]
pub struct RequestTermsInput {
    /// The kind of work.
    pub kind: Choice<SupportKind>,
    /// One line that says what is needed, of at most 140 characters.
    pub title: String,
    /// What is needed and why, in at most 4,000 characters. Only those whom it concerns will read it.
    pub need: String,
    /// One to three objectives; a fourth needs a reason.
    pub objectives: Vec<ObjectiveInput>,
    /// Why there is a fourth objective.
    pub override_reason: Option<String>,
    /// What it is about: one to ten terms of the taxonomy.
    pub expertise: Vec<Gid<Expertise>>,
    /// The key stages concerned.
    pub key_stages: Vec<Choice<KeyStage>>,
    /// How support may reach the school.
    pub modes: Vec<Choice<Mode>>,
    /// How soon it is needed.
    pub urgency: Choice<Urgency>,
    /// How much work is wanted: 1 to 200 half-days, or to 390 of a secondment, a whole school year.
    pub half_days: HalfDays,
    /// The first day on which support may happen.
    pub starts_on: Day,
    /// The last day on which support may happen.
    pub ends_on: Day,
    /// The longest journey for a helper that you think sensible, in minutes one way. Nobody is left out for it.
    pub max_travel_minutes: Option<i32>,
    /// Whether your school is named to possible helpers before it accepts one.
    #[graphql(default_with = "Choice(Disclosure::Named)")]
    pub disclosure: Choice<Disclosure>,
    /// What your school means to give in return.
    pub settlement: Choice<SettlementKind>,
    /// Whether a single session is what you want; sustained work comes first otherwise.
    #[graphql(default)]
    pub one_off: bool,
    /// Whether help from your own trust is welcome.
    #[graphql(default)]
    pub allow_same_trust: bool,
    /// Whether close neighbours shall be left out.
    #[graphql(default)]
    pub exclude_neighbours: bool,
    /// A designation that the helper must hold.
    pub designation: Option<Choice<DesignationScheme>>,
    /// Whose work is to be supported, by their posts. Left out, everybody fits; whoever does not support all of these is not
    /// proposed.
    #[graphql(default)]
    pub for_posts: Vec<Choice<Post>>,
}

impl From<ObjectiveInput> for ObjectiveForm {
    fn from(it: ObjectiveInput) -> Self {
        Self {
            improvement: it.improvement,
            pupil_group: it.pupil_group,
            measure: it.measure,
            due_on: it.due_on.0,
            level: it.level.map(|it| it.0),
            plan_reference: it.plan_reference,
        }
    }
}

impl From<RequestTermsInput> for RequestForm {
    fn from(it: RequestTermsInput) -> Self {
        Self {
            kind: it.kind.0,
            title: it.title,
            need: it.need,
            objectives: it.objectives.into_iter().map(ObjectiveForm::from).collect(),
            override_reason: it.override_reason,
            expertise: it.expertise.into_iter().map(|id| id.0).collect(),
            key_stages: it.key_stages.into_iter().map(|word| word.0).collect(),
            modes: it.modes.into_iter().map(|word| word.0).collect(),
            urgency: it.urgency.0,
            half_days: it.half_days.0,
            from: it.starts_on.0,
            until: it.ends_on.0,
            max_travel_minutes: it.max_travel_minutes,
            disclosure: it.disclosure.0,
            settlement: it.settlement.0,
            one_off: it.one_off,
            allow_same_trust: it.allow_same_trust,
            exclude_neighbours: it.exclude_neighbours,
            designation: it.designation.map(|it| it.0),
            for_posts: it.for_posts.into_iter().map(|word| word.0).collect(),
        }
    }
}

/// A new request.
#[derive(InputObject)]
pub struct RequestSupportInput {
    /// The school that asks; the one at which you act, if left out.
    pub school: Option<Gid<School>>,
    /// What it asks for.
    pub terms: RequestTermsInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which request is meant, and what it shall ask for from now on.
#[derive(InputObject)]
pub struct ReviseRequestInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The version that you have read; a request that has changed since is not touched.
    pub expected_version: i32,
    /// What it shall ask for.
    pub terms: RequestTermsInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which request is meant.
#[derive(InputObject)]
pub struct RequestInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The version that you have read; a request that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which request is meant, and where it belongs.
#[derive(InputObject)]
pub struct TriageRequestInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// To which of your alliance's work-streams it belongs, by the name that its policy has for it.
    pub workstream: Option<String>,
    /// The version that you have read; a request that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which request is meant, and to which of your alliance's work-streams it belongs.
#[derive(InputObject)]
pub struct AssignWorkstreamInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The work-stream, by the name that your alliance's policy has for it. Left out, the request belongs to none any more.
    pub workstream: Option<String>,
    /// The version that you have read; a request that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which request is meant, and why it is taken back.
#[derive(InputObject)]
pub struct WithdrawRequestInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The version that you have read; a request that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(WithdrawalReason::NotStated)")]
    pub reason: Choice<WithdrawalReason>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which request is meant, and why nobody was found.
#[derive(InputObject)]
pub struct MarkUnmetInput {
    /// The request.
    pub request: Gid<SupportRequest>,
    /// The version that you have read; a request that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// Why, by a code that blames nobody.
    pub reason: Choice<UnmetReason>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}
