//! What people fill in about people.

use async_graphql::InputObject;
use domain::access::Role;
use domain::directory;
use domain::identity::{self, InvitationDraft, InvitationRevocation, MembershipEnd, Place, SuspensionReason};
use domain::rule::{Faults, Refusals, Rule};
use domain::text::{Email, Name};

use crate::app::identity::Acceptance;
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::once::Once;
use crate::graphql::scalar::Moment;

/// Whom you invite, to which role, and where. Give a school or an alliance; neither for a national role.
#[derive(InputObject)]
pub struct InviteMemberInput {
    /// The address to which the invitation goes, and by which the person will sign in.
    pub email: String,
    /// The person's name; they may write it otherwise when they accept.
    pub name: String,
    /// The role that you offer.
    pub role: Choice<Role>,
    /// The school at which it would be held.
    pub school: Option<Gid<directory::School>>,
    /// The alliance at which it would be held.
    pub alliance: Option<Gid<directory::Alliance>>,
    /// What the person's post at the school is called, such as "Head of mathematics".
    pub post: Option<String>,
    /// Until when the role is held, a year ahead at most. An auditor's access always has an end.
    pub until: Option<Moment>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

impl InviteMemberInput {
    /// Checks every field.
    pub fn checked(self) -> Result<InvitationDraft, Refusals> {
        let mut faults = Faults::default();
        let email = faults.keep("email", Email::new(&self.email));
        let name = faults.keep("name", Name::new(&self.name));
        let post = faults.keep("post", self.post.as_deref().map(Name::new).transpose());
        let place = Place::of(self.school.map(|it| it.0), self.alliance.map(|it| it.0));
        let place = faults.keep("alliance", place.ok_or_else(|| Rule::RoleNotHeldHere.into()));
        let built = email.zip(name).zip(post.zip(place));
        let role = self.role.0;
        let until = self.until.map(|it| it.0);
        let draft = |((email, name), (post, place))| InvitationDraft { email, name, role, place, post, until };
        let built = built.map(draft);
        faults.into_result(built)
    }
}

/// The code of the letter that invited you and, if you are new here, your name and a password.
#[derive(InputObject)]
pub struct AcceptInvitationInput {
    /// The code in the letter.
    pub secret: String,
    /// Your name, if it should be written otherwise than in the invitation.
    pub name: Option<String>,
    /// The password of your new account: at least 12 characters. Leave it out when you are signed in.
    pub password: Option<String>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

impl From<AcceptInvitationInput> for Acceptance {
    fn from(it: AcceptInvitationInput) -> Self {
        Self { secret: it.secret, name: it.name, password: it.password }
    }
}

/// Which invitation you take back.
#[derive(InputObject)]
pub struct RevokeInvitationInput {
    /// The invitation.
    pub invitation: Gid<identity::Invitation>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(InvitationRevocation::NotStated)")]
    pub reason: Choice<InvitationRevocation>,
    /// Its version as you read it.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whom you confirm as head of a school.
#[derive(InputObject)]
pub struct ConfirmMembershipInput {
    /// The membership that waits.
    pub membership: Gid<identity::Membership>,
    /// Its version as you read it.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which role ends, and why.
#[derive(InputObject)]
pub struct EndMembershipInput {
    /// The membership.
    pub membership: Gid<identity::Membership>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(MembershipEnd::NotStated)")]
    pub reason: Choice<MembershipEnd>,
    /// Its version as you read it.
    pub expected_version: i32,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// The address whose password was forgotten.
#[derive(InputObject)]
pub struct RequestPasswordResetInput {
    /// The address by which the person signs in.
    pub email: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// The code of the letter, and the new password.
#[derive(InputObject)]
pub struct ResetPasswordInput {
    /// The code in the letter.
    pub secret: String,
    /// The new password: at least 12 characters.
    pub password: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// The old password and the new one.
#[derive(InputObject)]
pub struct ChangePasswordInput {
    /// The password that you sign in with now.
    pub current: String,
    /// The new password: at least 12 characters.
    pub new: String,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whose sign-ins end.
#[derive(InputObject)]
pub struct SignOutEverywhereInput {
    /// The person; leave it out for yourself.
    pub person: Option<Gid<identity::Person>>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whom an operator keeps from signing in, or lets in again.
#[derive(InputObject)]
pub struct SuspendPersonInput {
    /// The person.
    pub person: Gid<identity::Person>,
    /// Whether they are suspended from now on; otherwise they may sign in again.
    pub suspended: bool,
    /// Why, by a code that blames nobody; it counts only where they are suspended.
    #[graphql(default_with = "Choice(SuspensionReason::NotStated)")]
    pub reason: Choice<SuspensionReason>,
    /// The version of the person that you have read; one who has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}
