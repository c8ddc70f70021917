//! What can be done about the initial meeting of a deployment.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::{Deployment, InitialMeeting, MeetingDraft};
use domain::exchange::Mode;

use crate::app::brokerage::initial_meeting;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::InitialMeetingObject;
use crate::graphql::context::Reach;
use crate::graphql::once::Once;
use crate::graphql::scalar::Day;
use crate::payload;

payload! {
    /// The answer to the record of an initial meeting.
    pub InitialMeetingPayload {
        /// The meeting as it was written down.
        meeting: InitialMeetingObject
    } from InitialMeeting;
}

/// What was agreed when those met who will work together.
#[derive(InputObject)]
pub struct RecordInitialMeetingInput {
    /// The deployment.
    pub deployment: Gid<Deployment>,
    /// The day on which they met: since both schools accepted, and before the work.
    pub held_on: Day,
    /// How they met. In person, or partly so, it needs the safeguarding assurance of that day for whoever goes to the other
    /// school, as a visit does; over the network none.
    pub mode: Choice<Mode>,
    /// Who was there, in at most 600 characters.
    pub attended: String,
    /// What the work is about, in at most 4,000 characters. Name no pupil.
    pub focus: String,
    /// How often they will work together, in at most 600 characters.
    pub frequency: String,
    /// Where and when the specialist gets in, and how the home school releases them, in at most 600 characters.
    pub access: String,
    /// The version that you have read; nothing is written down of a deployment that has changed since.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// What can be done about the initial meeting of a deployment.
#[derive(Default)]
pub struct InitialMeetingMutation;

#[Object]
impl InitialMeetingMutation {
    /// Writes down what was agreed when those met who will work together: for the school that gives, its specialist or the
    /// alliance. They meet within seven days after both schools accepted, and it is written down once.
    async fn record_initial_meeting(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The deployment, and what was agreed.")] input: RecordInitialMeetingInput,
    ) -> Result<InitialMeetingPayload> {
        let draft = MeetingDraft {
            held_on: input.held_on.0,
            mode: input.mode.0,
            attended: input.attended,
            focus: input.focus,
            frequency: input.frequency,
            access: input.access,
        };
        let (id, expected) = (input.deployment.0, input.expected_version);
        InitialMeetingPayload::of(initial_meeting::record(ctx.app(), ctx.caller()?, id, &draft, expected).await)
    }
}
