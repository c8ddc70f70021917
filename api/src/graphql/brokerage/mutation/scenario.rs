//! What can be done with a scenario.

use async_graphql::{Context, InputObject, Object, OneofObject, Result};
use domain::brokerage::matching::{Change, Factor, Setting};
use domain::brokerage::{Scenario, ScenarioReaders};
use domain::directory::{School, Specialist};
use domain::exchange::{CapacityHolder, Offer};

use super::round::half_terms;
use crate::app::brokerage::scenario::{self, Form};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::ScenarioObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::HalfDays;
use crate::payload;

payload! {
    /// The answer to a step of a scenario.
    pub ScenarioPayload {
        /// The scenario as it stands now.
        scenario: ScenarioObject
    } from Scenario;
}

/// Something that is supposed to be otherwise: one of these.
#[derive(OneofObject)]
pub enum ScenarioChangeInput {
    /// More people at a school, each with an offer like one that there is, and with as much time.
    AddOffers(AddOffersInput),
    /// An offer that would not be there.
    RemoveOffer(RemoveOfferInput),
    /// One more person at a school, with all offers that another has, and with as much time.
    AddSpecialist(AddSpecialistInput),
    /// A person who would not be there.
    RemoveSpecialist(RemoveSpecialistInput),
    /// What a person or a school would have free.
    Capacity(SupposedCapacityInput),
    /// A weight of the matching policy.
    Weight(SupposedWeightInput),
    /// A number of the matching policy.
    Setting(SupposedSettingInput),
}

/// People who are supposed at a school.
#[derive(InputObject)]
pub struct AddOffersInput {
    /// The offer that theirs are like.
    pub offer: Gid<Offer>,
    /// How many people: 1 to 50.
    pub number: i32,
    /// The school at which they would work.
    pub school: Gid<School>,
}

/// An offer that is supposed away.
#[derive(InputObject)]
pub struct RemoveOfferInput {
    /// The offer.
    pub offer: Gid<Offer>,
}

/// Somebody who is supposed at a school.
#[derive(InputObject)]
pub struct AddSpecialistInput {
    /// The person whom he or she is like.
    pub specialist: Gid<Specialist>,
    /// The school at which he or she would work.
    pub school: Gid<School>,
}

/// Somebody who is supposed away.
#[derive(InputObject)]
pub struct RemoveSpecialistInput {
    /// The person.
    pub specialist: Gid<Specialist>,
}

/// Time that somebody is supposed to have.
#[derive(InputObject)]
pub struct SupposedCapacityInput {
    /// Whose time.
    pub holder: SupposedHolderInput,
    /// How much is free in each half-term of the scenario: 0 to 200.
    pub half_days: HalfDays,
}

/// Whose time it is: one of these.
#[derive(OneofObject)]
pub enum SupposedHolderInput {
    /// A person's.
    Specialist(Gid<Specialist>),
    /// A school's, for what it gives as a whole.
    School(Gid<School>),
}

/// A weight that is supposed.
#[derive(InputObject)]
pub struct SupposedWeightInput {
    /// The factor.
    pub factor: Choice<Factor>,
    /// What it would weigh.
    pub to: i32,
}

/// A number of the policy that is supposed.
#[derive(InputObject)]
pub struct SupposedSettingInput {
    /// Which.
    pub setting: Choice<Setting>,
    /// What it would be.
    pub to: i32,
}

impl From<ScenarioChangeInput> for Change {
    fn from(it: ScenarioChangeInput) -> Self {
        match it {
            ScenarioChangeInput::AddOffers(it) => {
                Self::AddOffers { like: it.offer.0, number: it.number, at: it.school.0 }
            }
            ScenarioChangeInput::RemoveOffer(it) => Self::RemoveOffer { offer: it.offer.0 },
            ScenarioChangeInput::AddSpecialist(it) => Self::AddSpecialist { like: it.specialist.0, at: it.school.0 },
            ScenarioChangeInput::RemoveSpecialist(it) => Self::RemoveSpecialist { specialist: it.specialist.0 },
            ScenarioChangeInput::Capacity(it) => Self::Capacity {
                holder: match it.holder {
                    SupposedHolderInput::Specialist(specialist) => CapacityHolder::Specialist(specialist.0),
                    SupposedHolderInput::School(school) => CapacityHolder::School(school.0),
                },
                half_days: it.half_days.0,
            },
            ScenarioChangeInput::Weight(it) => Self::Weight { factor: it.factor.0, to: it.to },
            ScenarioChangeInput::Setting(it) => Self::Setting { setting: it.setting.0, to: it.to },
        }
    }
}

/// A scenario that is written.
#[derive(InputObject)]
pub struct WriteScenarioInput {
    /// What it is called.
    pub name: String,
    /// What it is to answer.
    pub question: String,
    /// How much support each request in it is given: requests of exactly this size are in it.
    pub half_days: HalfDays,
    /// The half-terms in which the support lies, such as 20263 for the third of the school year that ends in 2027.
    pub half_terms: Vec<i32>,
    /// What is supposed to be otherwise: 1 to 20 changes.
    pub changes: Vec<ScenarioChangeInput>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A scenario that is reckoned.
#[derive(InputObject)]
pub struct ReckonScenarioInput {
    /// The scenario.
    pub scenario: Gid<Scenario>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A scenario that is shared.
#[derive(InputObject)]
pub struct ShareScenarioInput {
    /// The scenario.
    pub scenario: Gid<Scenario>,
    /// Who may read it from now on.
    pub readers: Choice<ScenarioReaders>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A scenario that is put away.
#[derive(InputObject)]
pub struct ArchiveScenarioInput {
    /// The scenario.
    pub scenario: Gid<Scenario>,
    /// Why.
    pub reason: String,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done with a scenario.
#[derive(Default)]
pub struct ScenarioMutation;

#[Object]
impl ScenarioMutation {
    /// Writes a scenario: as a broker about the market of your alliance, as an analyst about the nation's.
    async fn write_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is asked, and what is supposed.")] input: WriteScenarioInput,
    ) -> Result<ScenarioPayload> {
        let caller = ctx.caller()?;
        let changes = input.changes.into_iter().map(Change::from).collect();
        let (name, question, half_days) = (input.name, input.question, input.half_days.0);
        let outcome = match half_terms(&input.half_terms) {
            Ok(half_terms) => {
                let form = Form { name, question, half_days, half_terms, changes };
                Box::pin(scenario::write(ctx.app(), caller, &form)).await
            }
            Err(no) => Err(no),
        };
        ScenarioPayload::of(outcome)
    }

    /// Plans the requests that wait now as things are, and as the scenario supposes, and lays both beside each other. Nothing but the
    /// scenario is written.
    async fn reckon_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scenario.")] input: ReckonScenarioInput,
    ) -> Result<ScenarioPayload> {
        let (id, expected) = (input.scenario.0, input.expected_version);
        ScenarioPayload::of(Box::pin(scenario::reckon(ctx.app(), ctx.caller()?, id, expected)).await)
    }

    /// Lets more people read a scenario. What others have read is not taken out of their hands.
    async fn share_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scenario, and who may read it.")] input: ShareScenarioInput,
    ) -> Result<ScenarioPayload> {
        let (id, expected) = (input.scenario.0, input.expected_version);
        ScenarioPayload::of(scenario::share(ctx.app(), ctx.caller()?, id, input.readers.0, expected).await)
    }

    /// Puts a scenario away. It is kept with its report, and whoever could read it still can.
    async fn archive_scenario(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The scenario, and why.")] input: ArchiveScenarioInput,
    ) -> Result<ScenarioPayload> {
        let (id, expected) = (input.scenario.0, input.expected_version);
        ScenarioPayload::of(scenario::archive(ctx.app(), ctx.caller()?, id, &input.reason, expected).await)
    }
}
