//! Why we say no of people, roles, passwords and invitations.

macro_rules! identity {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// This role is not held at that kind of place.
            RoleNotHeldHere = "role_not_held_here" from "DOMAIN C.3",
            /// An auditor reads for a time: say until when.
            AccessEndMissing = "access_end_missing" from "DOMAIN C.3",
            /// That is too far ahead: a year is the most.
            AccessEndTooFar = "access_end_too_far" from "DOMAIN C.3",
            /// The person holds this role here already.
            RoleHeldAlready = "role_held_already",
            /// Nobody decides about their own role.
            OwnRole = "own_role" from "SETTLED 13",
            /// The last operator cannot leave: nobody could let in the next.
            LastOperator = "last_operator",
            /// Somebody is known by that e-mail address already.
            EmailTaken = "email_taken",
            /// This invitation was sent to another e-mail address. Sign in with that one.
            InvitationForAnother = "invitation_for_another",
            /// This invitation was accepted, taken back, or has lapsed. Ask for a new one.
            InvitationNotOpen = "invitation_not_open",
            /// There is an account with this e-mail address. Sign in, then accept.
            SignInFirst = "sign_in_first",
            /// A password has at least 12 characters.
            PasswordTooShort = "password_too_short",
            /// A password has at most 128 characters.
            PasswordTooLong = "password_too_long",
            /// This password is among the first that anybody would try. Choose several words that do not belong together.
            PasswordTooCommon = "password_too_common",
            /// That is not the current password.
            PasswordWrong = "password_wrong",
            /// This link was used, has lapsed, or is incomplete. Ask for a new one.
            ResetNotOpen = "reset_not_open",
            /// Too many attempts. Wait a little and try again.
            TooManyAttempts = "too_many_attempts",
            /// What is kept about this person was asked for already, and is being prepared or can be fetched.
            DataAskedAlready = "data_asked_already",
            /// This is not prepared yet, or its time is over. Ask for it anew.
            DataNotReady = "data_not_ready",
            /// It was asked already that this person be erased.
            ErasureAskedAlready = "erasure_asked_already",
            /// There is time to think better of it.
            ErasureWaits = "erasure_waits",
            /// Nobody carries out their own erasure: another operator does.
            OwnErasure = "own_erasure",
            /// Support by this person is proposed, planned or under way. End it first, or place somebody else.
            ErasureWithOpenWork = "erasure_with_open_work",
            /// This person alone leads a school. It needs another head first.
            ErasureOfOnlyHead = "erasure_of_only_head",
            /// Records of work must name the person for some time.
            ErasureRetained = "erasure_retained" from "DOMAIN C.1",
            /// No time is set for records of this class: they name nobody, or their time is part of the contract.
            RetentionFixed = "retention_fixed" from "DOMAIN C.1",
        }
    };
}

pub(super) use identity;
