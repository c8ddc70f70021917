//! What happens to people, their roles and their posts.

macro_rules! identity {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// Somebody was entered.
            PersonEntered = "person.entered" { person: Id<Person> }
            /// Somebody may no longer sign in.
            PersonSuspended = "person.suspended" { person: Id<Person>, reason: SuspensionReason }
            /// Somebody may sign in again.
            PersonReinstated = "person.reinstated" { person: Id<Person> }
            /// Every session of somebody was ended.
            PersonSignedOut = "person.signed_out" { person: Id<Person> }
            /// Somebody has a new password.
            PasswordChanged = "person.password_changed" { person: Id<Person> }
            /// A refresh token was shown twice, so its sign-in was ended.
            SessionRevoked = "session.revoked" { session: Id<Session>, person: Id<Person> }
            /// Somebody was asked to take up a role.
            InvitationSent = "invitation.sent" { invitation: Id<Invitation>, role: Role }
            /// An invitation was accepted.
            InvitationAccepted = "invitation.accepted" { invitation: Id<Invitation>, person: Id<Person> }
            /// An invitation was taken back.
            InvitationRevoked = "invitation.revoked" { invitation: Id<Invitation>, reason: InvitationRevocation }
            /// Somebody says to lead a school, and waits to be confirmed.
            MembershipClaimed = "membership.claimed" { membership: Id<Membership>, person: Id<Person> }
            /// Somebody was given a role.
            MembershipBegun = "membership.begun" { membership: Id<Membership>, person: Id<Person> }
            /// A role ended.
            MembershipEnded = "membership.ended" { membership: Id<Membership>, person: Id<Person>, reason: MembershipEnd }
            /// Somebody began to work at a school.
            EmploymentBegun = "employment.begun" { employment: Id<Employment>, person: Id<Person>, school: Id<School> }
            /// Somebody's post at a school ended.
            EmploymentEnded = "employment.ended" { employment: Id<Employment>, person: Id<Person>, school: Id<School> }
            /// Somebody asked what is kept about a person.
            DataExportAsked = "data_export.asked" { export: Id<DataExport>, person: Id<Person> }
            /// What is kept about a person can be fetched by them.
            DataExportReady = "data_export.ready" { export: Id<DataExport>, person: Id<Person> }
            /// What was prepared for a person was deleted, because its time was over.
            DataExportExpired = "data_export.expired" { export: Id<DataExport>, person: Id<Person> }
            /// It was asked that a person be erased, which is done from that instant on.
            ErasureAsked = "erasure.asked" { erasure: Id<Erasure>, person: Id<Person>, not_before: Timestamp }
            /// The wish to be erased was taken back.
            ErasureWithdrawn = "erasure.withdrawn" { erasure: Id<Erasure>, person: Id<Person>, reason: ErasureWithdrawal }
            /// A person was erased: nothing names them any more.
            PersonErased = "person.erased" { person: Id<Person>, erasure: Id<Erasure> }
            /// It was set how long records of a class are kept.
            RetentionSet = "retention.set" { policy: Id<RetentionPolicy>, class: RecordClass }
            /// So many records of a class were forgotten, because their time was over.
            RecordsForgotten = "records.forgotten" { run: Id<RetentionRun>, class: RecordClass, rows: i32 }
        }
    };
}

pub(super) use identity;
