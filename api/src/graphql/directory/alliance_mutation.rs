//! What can be done with an alliance by its brokers, and with its invitations by the schools that it asks.

use async_graphql::{Context, InputObject, Object, Result};
use domain::brokerage::OwnLevels;
use domain::directory::{self, ConsentKind, FiguresShown, PolicyForm, Retraction};

use crate::app::directory::{alliance_invitation, alliance_policy};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::directory::{Alliance, AllianceInvitation};
use crate::graphql::once::Once;
use crate::graphql::scalar::{Day, Moment};
use crate::payload;

/// What your alliance settles for itself, whole: what is left out is as if nothing had ever been settled of it.
#[derive(InputObject)]
pub struct SetAlliancePolicyInput {
    /// The alliance.
    pub alliance: Gid<directory::Alliance>,
    /// The day from which it holds, at most three months ahead; today, if left out.
    pub holds_from: Option<Day>,
    /// Whether your own schools are asked before others are proposed.
    #[graphql(default)]
    pub own_members_first: bool,
    /// How many days two schools have to answer a proposal: 1 to 60.
    pub response_days: i32,
    /// Hours after a request was raised within which you propose somebody for it; at most as many as nationally, which hold if
    /// left out.
    pub candidate_hours: Option<i32>,
    /// Days after both schools accepted within which those who will work together meet; at most as many as nationally.
    pub meeting_days: Option<i32>,
    /// Working days after a visit within which it is written down; at most as many as nationally.
    pub record_days: Option<i32>,
    /// Who sees how you keep your deadlines.
    #[graphql(default_with = "Choice(FiguresShown::Brokers)")]
    pub figures_shown: Choice<FiguresShown>,
    /// Whose consent the release of staff needs, at the school that gives.
    #[graphql(default)]
    pub release_consents: Vec<Choice<ConsentKind>>,
    /// Whose consent paid work needs, at the school that receives it.
    #[graphql(default)]
    pub paid_consents: Vec<Choice<ConsentKind>>,
    /// Whether other alliances may refer requests to you.
    #[graphql(default = true)]
    pub accepts_referrals: bool,
    /// What you work at: twelve work-streams at most.
    #[graphql(default)]
    pub workstreams: Vec<String>,
    /// The version of the policy that you have read; if another one was set since, nothing is.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which school your alliance asks to join.
#[derive(InputObject)]
pub struct InviteSchoolInput {
    /// The school.
    pub school: Gid<directory::School>,
    /// Until when it may answer, at most three months; four weeks, if left out.
    pub respond_by: Option<Moment>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which invitation is answered.
#[derive(InputObject)]
pub struct AnswerAllianceInvitationInput {
    /// The invitation.
    pub alliance_invitation: Gid<directory::AllianceInvitation>,
    /// The version that you have read; an invitation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which invitation is taken back, and why.
#[derive(InputObject)]
pub struct WithdrawAllianceInvitationInput {
    /// The invitation.
    pub alliance_invitation: Gid<directory::AllianceInvitation>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(Retraction::NotStated)")]
    pub reason: Choice<Retraction>,
    /// The version that you have read; an invitation that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

payload! {
    /// What came of settling a policy.
    pub SetAlliancePolicyPayload {
        /// The alliance, with its policy.
        alliance: Alliance
    } from directory::Alliance;
    /// The answer to an act upon the invitation of a school.
    pub AllianceInvitationPayload {
        /// The invitation as it stands now.
        invitation: AllianceInvitation
    } from directory::AllianceInvitation;
}

/// What can be done with an alliance and its invitations.
#[derive(Default)]
pub struct AllianceMutation;

#[Object]
impl AllianceMutation {
    /// Settles what your alliance holds to from a day on, beside what holds nationally. Earlier versions stay on record.
    async fn set_alliance_policy(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alliance, and what it settles for itself.")] input: SetAlliancePolicyInput,
    ) -> Result<SetAlliancePolicyPayload> {
        let (id, expected) = (input.alliance.0, input.expected_version);
        let form = PolicyForm {
            own_first: input.own_members_first,
            response_days: input.response_days,
            levels: OwnLevels {
                candidate_hours: input.candidate_hours,
                meeting_days: input.meeting_days,
                record_days: input.record_days,
            },
            figures: input.figures_shown.0,
            release_consents: input.release_consents.into_iter().map(|it| it.0).collect(),
            paid_consents: input.paid_consents.into_iter().map(|it| it.0).collect(),
            accepts_referrals: input.accepts_referrals,
            workstreams: input.workstreams,
            from: input.holds_from.map(|day| day.0),
        };
        SetAlliancePolicyPayload::of(alliance_policy::set(ctx.app(), ctx.caller()?, id, form, expected).await)
    }

    /// Asks a school to join your alliance. Its own head accepts or declines; to decline carries no penalty.
    async fn invite_school(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The school that is asked, and until when it may answer.")] input: InviteSchoolInput,
    ) -> Result<AllianceInvitationPayload> {
        let respond_by = input.respond_by.map(|it| it.0);
        let asked = alliance_invitation::invite(ctx.app(), ctx.caller()?, input.school.0, respond_by);
        AllianceInvitationPayload::of(asked.await)
    }

    /// Accepts an alliance's invitation for your school, which is a member from then on.
    async fn accept_alliance_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation that your school accepts.")] input: AnswerAllianceInvitationInput,
    ) -> Result<AllianceInvitationPayload> {
        let (id, expected) = (input.alliance_invitation.0, input.expected_version);
        AllianceInvitationPayload::of(alliance_invitation::accept(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Declines an alliance's invitation for your school. Nobody asks why.
    async fn decline_alliance_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation that your school declines.")] input: AnswerAllianceInvitationInput,
    ) -> Result<AllianceInvitationPayload> {
        let (id, expected) = (input.alliance_invitation.0, input.expected_version);
        AllianceInvitationPayload::of(alliance_invitation::decline(ctx.app(), ctx.caller()?, id, expected).await)
    }

    /// Takes back that your alliance asks a school to join, as long as it has not answered.
    async fn withdraw_alliance_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The invitation that your alliance takes back, and why.")]
        input: WithdrawAllianceInvitationInput,
    ) -> Result<AllianceInvitationPayload> {
        let (id, reason, expected) = (input.alliance_invitation.0, input.reason.0, input.expected_version);
        AllianceInvitationPayload::of(
            alliance_invitation::withdraw(ctx.app(), ctx.caller()?, id, reason, expected).await,
        )
    }
}
