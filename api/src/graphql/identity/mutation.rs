//! What can be done about people: getting in, taking up a role, laying it down, passwords.

use async_graphql::{Context, Object, Result};
use domain::identity::PersonStatus;
use domain::rule::Rule;
use domain::text::Email;
use domain::{Id, identity as nouns};

use crate::app::{Refusal, identity};
use crate::graphql::context::Reach;
use crate::graphql::identity::input::{
    AcceptInvitationInput, ChangePasswordInput, ConfirmMembershipInput, EndMembershipInput, InviteMemberInput,
    RequestPasswordResetInput, ResetPasswordInput, RevokeInvitationInput, SignOutEverywhereInput, SuspendPersonInput,
};
use crate::graphql::identity::notification::{MarkNotificationsReadInput, SetNotificationPreferenceInput};
use crate::graphql::identity::{Invitation, Membership, Person};
use crate::payload;

payload! {
    /// What came of inviting somebody.
    pub InviteMemberPayload {
        /// The invitation, which is on its way by e-mail.
        invitation: Invitation
    } from nouns::Invitation;
    /// What came of taking an invitation back.
    pub RevokeInvitationPayload {
        /// The invitation.
        invitation: Invitation
    } from nouns::Invitation;
    /// What came of accepting an invitation.
    pub AcceptInvitationPayload {
        /// Your new role. Sign in to act in it; the first head of a school waits to be confirmed.
        membership: Membership
    } from nouns::Membership;
    /// What came of confirming a head.
    pub ConfirmMembershipPayload {
        /// The membership.
        membership: Membership
    } from nouns::Membership;
    /// What came of ending a role.
    pub EndMembershipPayload {
        /// The membership.
        membership: Membership
    } from nouns::Membership;
    /// What came of asking for a new password.
    pub RequestPasswordResetPayload {
        /// Whether the wish was noted. It says nothing about whether anybody is known by the address.
        noted: bool
    } from bool;
    /// What came of setting a new password.
    pub ResetPasswordPayload {
        /// Whether it was set. Every sign-in has ended; sign in with it.
        set: bool
    } from bool;
    /// What came of changing your password.
    pub ChangePasswordPayload {
        /// Whether it was changed. Every sign-in has ended; sign in with the new one.
        changed: bool
    } from bool;
    /// What came of ending somebody's sign-ins.
    pub SignOutEverywherePayload {
        /// The person.
        person: Person
    } from nouns::Person;
    /// What came of marking notifications as read.
    pub MarkNotificationsReadPayload {
        /// Whether they were marked.
        marked: bool
    } from bool;
    /// What came of choosing how to be told of a topic.
    pub SetNotificationPreferencePayload {
        /// Whether it was noted.
        noted: bool
    } from bool;
    /// What came of suspending or reinstating somebody.
    pub SuspendPersonPayload {
        /// The person.
        person: Person
    } from nouns::Person;
}

/// What can be done about people.
#[derive(Default)]
pub struct IdentityMutation;

#[Object]
impl IdentityMutation {
    /// Invites somebody to a role. Heads invite to their school, brokers to their alliance and the first head of a
    /// member school, operators everywhere.
    async fn invite_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, to what, and where.")] input: InviteMemberInput,
    ) -> Result<InviteMemberPayload> {
        let (app, caller) = (ctx.app(), ctx.caller()?);
        InviteMemberPayload::of(match input.checked() {
            Ok(draft) => identity::invite(app, caller, draft).await,
            Err(refusals) => Err(refusals.into()),
        })
    }

    /// Takes an invitation back before it is accepted.
    async fn revoke_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which invitation.")] input: RevokeInvitationInput,
    ) -> Result<RevokeInvitationPayload> {
        let (id, reason, version) = (input.invitation.0, input.reason.0, input.expected_version);
        RevokeInvitationPayload::of(identity::revoke(ctx.app(), ctx.caller()?, id, reason, version).await)
    }

    /// Accepts an invitation with the code of its letter. A newcomer chooses a password; somebody who has an account
    /// signs in first.
    async fn accept_invitation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code, and what a newcomer chooses.")] input: AcceptInvitationInput,
    ) -> Result<AcceptInvitationPayload> {
        AcceptInvitationPayload::of(identity::accept(ctx.app(), ctx.anybody(), input.into()).await)
    }

    /// Confirms the first head of a school: an operator does, or a broker of an alliance to which the school belongs.
    async fn confirm_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which membership.")] input: ConfirmMembershipInput,
    ) -> Result<ConfirmMembershipPayload> {
        let (id, version) = (input.membership.0, input.expected_version);
        ConfirmMembershipPayload::of(identity::confirm(ctx.app(), ctx.caller()?, id, version).await)
    }

    /// Ends a role: your own, or one at the school or alliance that you look after. It is honoured within a second.
    async fn end_membership(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which membership, and why.")] input: EndMembershipInput,
    ) -> Result<EndMembershipPayload> {
        let (id, reason, version) = (input.membership.0, input.reason.0, input.expected_version);
        EndMembershipPayload::of(identity::end(ctx.app(), ctx.caller()?, id, reason, version).await)
    }

    /// Notes that somebody forgot their password. If anybody is known by the address, a letter with a code follows.
    async fn request_password_reset(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address.")] input: RequestPasswordResetInput,
    ) -> Result<RequestPasswordResetPayload> {
        RequestPasswordResetPayload::of(match Email::new(&input.email) {
            Ok(email) => identity::wish_reset(ctx.app(), ctx.anybody(), email).await.map(|()| true),
            Err(no) => Err(no.at("email").into()),
        })
    }

    /// Sets a new password with the code of a letter, and ends every sign-in.
    async fn reset_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The code and the new password.")] input: ResetPasswordInput,
    ) -> Result<ResetPasswordPayload> {
        let done = identity::reset(ctx.app(), ctx.anybody(), &input.secret, &input.password).await;
        ResetPasswordPayload::of(done.map(|()| true))
    }

    /// Changes your password, and ends every sign-in.
    async fn change_password(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old password and the new one.")] input: ChangePasswordInput,
    ) -> Result<ChangePasswordPayload> {
        let done = identity::change(ctx.app(), ctx.caller()?, &input.current, &input.new).await;
        ChangePasswordPayload::of(done.map(|()| true))
    }

    /// Ends every sign-in, on every device: your own, or for an operator somebody else's.
    async fn sign_out_everywhere(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose; yours if nothing is said.")] input: SignOutEverywhereInput,
    ) -> Result<SignOutEverywherePayload> {
        let caller = ctx.caller()?;
        let named: Option<Id<nouns::Person>> = input.person.map(|it| it.0);
        SignOutEverywherePayload::of(match named.or_else(|| caller.actor.person()) {
            Some(person) => identity::sign_out_everywhere(ctx.app(), caller, person).await,
            None => Err(Refusal::from(Rule::NotFound)),
        })
    }

    /// Marks notifications of yours as read.
    async fn mark_notifications_read(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The notifications, or all of them.")] input: MarkNotificationsReadInput,
    ) -> Result<MarkNotificationsReadPayload> {
        let named = input.notifications.map(|ids| ids.into_iter().map(|id| id.0).collect());
        let marked = identity::notification::mark_read(ctx.app(), ctx.caller()?, named).await;
        MarkNotificationsReadPayload::of(marked.map(|()| true))
    }

    /// Sets how you are told of a topic from now on: in the list alone, by e-mail at once or once a day, or not at all.
    async fn set_notification_preference(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The topic and the way.")] input: SetNotificationPreferenceInput,
    ) -> Result<SetNotificationPreferencePayload> {
        let (topic, way) = (input.topic.0, input.way.0);
        let noted = identity::notification::prefer(ctx.app(), ctx.caller()?, topic, way).await;
        SetNotificationPreferencePayload::of(noted.map(|()| true))
    }

    /// Keeps somebody from signing in, or lets them in again: operators only.
    async fn suspend_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whom, and which of the two.")] input: SuspendPersonInput,
    ) -> Result<SuspendPersonPayload> {
        let to = if input.suspended { PersonStatus::Suspended } else { PersonStatus::Active };
        let (id, to, expected) = (input.person.0, (to, input.reason.0), input.expected_version);
        SuspendPersonPayload::of(identity::set_standing(ctx.app(), ctx.caller()?, id, to, expected).await)
    }
}
