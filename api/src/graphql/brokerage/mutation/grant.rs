//! What can be done with a grant.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::Grant;
use domain::directory;
use domain::identity;
use domain::rule::Rule;

use crate::app::Refusal;
use crate::app::brokerage::grant::{self, Told};
use crate::graphql::adapter::Gid;
use crate::graphql::brokerage::GrantObject;
use crate::graphql::context::Reach;
use crate::graphql::directory::ApplicationInput;
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, Pence};
use crate::payload;

payload! {
    /// The answer to a step of a grant.
    pub GrantPayload {
        /// The grant as it stands now.
        grant: GrantObject
    } from Grant;
}

/// A grant that is to be opened for a network of your alliance, or for somebody at one of its schools.
#[derive(InputObject)]
pub struct OpenGrantInput {
    /// The programme's short name, such as `networked-learning-communities`.
    pub programme: String,
    /// The school that leads, or at which the person works: a member of your alliance.
    pub school: Gid<directory::School>,
    /// For whom it is, where people take part in the programme: somebody who is employed at the school.
    pub person: Option<Gid<identity::Person>>,
    /// The first day: the rules of that day hold.
    pub starts_on: Day,
    /// Who takes part.
    pub application: ApplicationInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What others have matched of one year.
#[derive(InputObject)]
pub struct EvidenceMatchInput {
    /// The grant.
    pub grant: Gid<Grant>,
    /// Which year of it, from 1.
    pub number: i32,
    /// What they have matched.
    pub amount: Pence,
    /// By what that is seen, such as a letter.
    pub evidence: String,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// The review of a grant.
#[derive(InputObject)]
pub struct RecordGrantReviewInput {
    /// The grant.
    pub grant: Gid<Grant>,
    /// The day on which it was held.
    pub held_on: Day,
    /// Whether it was passed.
    pub passed: bool,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A year of a grant that is to be released.
#[derive(InputObject)]
pub struct ReleaseGrantYearInput {
    /// The grant.
    pub grant: Gid<Grant>,
    /// Which year of it, from 1.
    pub number: i32,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a grant.
#[derive(Default)]
pub struct GrantMutation;

#[Object]
impl GrantMutation {
    /// Opens a grant of a national programme for a network of your alliance or for somebody at one of its schools, as a broker. Whatever stands against it
    /// by the programme's rules is told at once.
    async fn open_grant(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The programme, the school that leads, and who takes part.")] input: OpenGrantInput,
    ) -> Result<GrantPayload> {
        let caller = ctx.caller()?;
        let OpenGrantInput { programme, school, person, starts_on, application, .. } = input;
        let (person, application) = (person.map(|it| it.0), application.into());
        let told = Told { programme, school: school.0, person, starts_on: starts_on.0, application };
        GrantPayload::of(match caller.actor.acting().and_then(|acting| acting.alliance) {
            Some(alliance) => grant::open(ctx.app(), caller, alliance, &told).await,
            None => Err(Refusal::from(Rule::NotAllowed)),
        })
    }

    /// Writes down what others have matched of a year of a grant, as a broker of its alliance. Until the year is released it may
    /// be put right.
    async fn evidence_match(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant, the year, and what was matched.")] input: EvidenceMatchInput,
    ) -> Result<GrantPayload> {
        let (of, year) = ((input.grant.0, input.expected_version), (input.number, input.amount.0));
        GrantPayload::of(grant::evidence(ctx.app(), ctx.caller()?, of, year, &input.evidence).await)
    }

    /// Writes down the review that a grant must pass before a later year, as a broker or as whoever assures quality.
    async fn record_grant_review(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant, the day, and whether it was passed.")] input: RecordGrantReviewInput,
    ) -> Result<GrantPayload> {
        let (of, held) = ((input.grant.0, input.expected_version), (input.held_on.0, input.passed));
        GrantPayload::of(grant::review(ctx.app(), ctx.caller()?, of, held).await)
    }

    /// Releases the money of a year, as a broker of the alliance: once it has begun, was matched, and the review before it was
    /// passed.
    async fn release_grant_year(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The grant and the year.")] input: ReleaseGrantYearInput,
    ) -> Result<GrantPayload> {
        let of = (input.grant.0, input.expected_version);
        GrantPayload::of(grant::release(ctx.app(), ctx.caller()?, of, input.number).await)
    }
}
