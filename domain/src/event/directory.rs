//! What happens to schools, alliances, specialists and designations.

macro_rules! directory {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// A specialist was entered in the directory.
            SpecialistListed = "specialist.listed" { specialist: Id<Specialist>, school: Id<School> }
            /// A home school no longer lends a specialist.
            ListingEnded = "specialist.listing_ended" { specialist: Id<Specialist>, school: Id<School>, reason: ListingEnd }
            /// A specialist works at another school now, which lends them from now on.
            SpecialistMoved = "specialist.moved" { specialist: Id<Specialist>, from: Id<School>, school: Id<School> }
            /// A specialist is not lent for a while.
            SpecialistPaused = "specialist.paused" { specialist: Id<Specialist>, school: Id<School> }
            /// A specialist who was not lent for a while is lent again.
            SpecialistResumed = "specialist.resumed" { specialist: Id<Specialist>, school: Id<School> }
            /// Somebody applied for a designation.
            DesignationApplied = "designation.applied" { designation: Id<Designation>, scheme: DesignationScheme, alliance: Id<Alliance> }
            /// The home school spoke for somebody who applied, and consented to lend them.
            DesignationReferenced = "designation.referenced" { designation: Id<Designation> }
            /// An application was judged by every criterion.
            DesignationAssessed = "designation.assessed" { designation: Id<Designation> }
            /// Somebody was designated.
            DesignationGiven = "designation.given" {
                designation: Id<Designation>, scheme: DesignationScheme, alliance: Id<Alliance>, since: NaiveDate, until: NaiveDate,
            }
            /// What somebody holds of a closed scheme was entered.
            DesignationRecorded = "designation.recorded" {
                designation: Id<Designation>, scheme: DesignationScheme, alliance: Id<Alliance>, since: NaiveDate, until: NaiveDate,
            }
            /// Somebody was not designated.
            DesignationDeclined = "designation.declined" { designation: Id<Designation> }
            /// Somebody appealed against not being designated.
            DesignationAppealed = "designation.appealed" { designation: Id<Designation> }
            /// A designation does not hold for the time being.
            DesignationSuspended = "designation.suspended" { designation: Id<Designation> }
            /// A suspended designation holds again.
            DesignationReinstated = "designation.reinstated" { designation: Id<Designation> }
            /// The last day of a designation is over.
            DesignationLapsed = "designation.lapsed" { designation: Id<Designation> }
            /// A designation was taken back, or it or its application was laid down.
            DesignationWithdrawn = "designation.withdrawn" { designation: Id<Designation> }
            /// An alliance was founded; the school that leads it belongs to it.
            AllianceFounded = "alliance.founded" { alliance: Id<Alliance>, kind: AllianceKind, lead: Id<School> }
            /// A school joined an alliance.
            AllianceJoined = "alliance.joined" { alliance: Id<Alliance>, school: Id<School> }
            /// A school keeps days of its own for a half-term.
            SchoolHalfTermSet = "school.half_term_set" { school: Id<School>, half_term: HalfTerm, starts_on: NaiveDate, ends_on: NaiveDate }
            /// A school keeps no days of its own for a half-term any more.
            SchoolHalfTermCleared = "school.half_term_cleared" { school: Id<School>, half_term: HalfTerm }
            /// A local authority keeps days of its own for a half-term.
            AuthorityHalfTermSet = "local_authority.half_term_set" {
                authority: Id<LocalAuthority>, half_term: HalfTerm, starts_on: NaiveDate, ends_on: NaiveDate,
            }
            /// A local authority keeps no days of its own for a half-term any more.
            AuthorityHalfTermCleared = "local_authority.half_term_cleared" { authority: Id<LocalAuthority>, half_term: HalfTerm }
            /// A school left an alliance.
            AllianceLeft = "alliance.left" { alliance: Id<Alliance>, school: Id<School>, reason: AllianceLeave }
            /// An alliance settled a version of its policy, which holds from a day on.
            AlliancePolicySet = "alliance.policy_set" { alliance: Id<Alliance>, version: i32, from: NaiveDate }
            /// An alliance asked a school to join.
            AllianceInvitationSent = "alliance_invitation.sent" {
                invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School>, respond_by: Timestamp,
            }
            /// A school accepted an alliance's invitation.
            AllianceInvitationAccepted = "alliance_invitation.accepted" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
            /// A school declined an alliance's invitation.
            AllianceInvitationDeclined = "alliance_invitation.declined" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
            /// Nobody answered an alliance's invitation in time.
            AllianceInvitationLapsed = "alliance_invitation.lapsed" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
            /// An alliance declared another its neighbour.
            NeighbourDeclared = "alliance.neighbour_declared" { alliance: Id<Alliance>, neighbour: Id<Alliance> }
            /// An edition of the national register was applied: anything known of any school may have changed.
            RegisterImported = "register.imported" { edition: Id<RegisterEdition> }
            /// A school closed, and everything open of it passed to the school that took its place: its only successor, or the one
            /// that was decided for.
            SchoolSucceeded = "school.succeeded" { school: Id<School>, successor: Id<School> }
            /// A national programme was added.
            ProgrammeAdded = "programme.added" { programme: Id<Programme> }
            /// Rules of a national programme were added, which hold from a day on.
            ProgrammeRulesAdded = "programme.rules_added" { programme: Id<Programme>, version: i32, since: NaiveDate }
            /// The last day was set of rules of a national programme.
            ProgrammeEnded = "programme.ended" { programme: Id<Programme>, version: i32, until: NaiveDate }
            /// Somebody who had applied for a designation works at another school now, whose head is asked to speak for them.
            DesignationReturned = "designation.returned" { designation: Id<Designation>, school: Id<School> }
            /// Another member was offered to lead an alliance.
            AllianceLeadOffered = "alliance.lead_offered" { alliance: Id<Alliance>, school: Id<School> }
            /// The offer to lead an alliance was taken back.
            AllianceLeadKept = "alliance.lead_kept" { alliance: Id<Alliance>, school: Id<School> }
            /// Another school leads an alliance from now on.
            AllianceLeadHanded = "alliance.lead_handed" { alliance: Id<Alliance>, school: Id<School>, former: Id<School> }
            /// An alliance took back that another is its neighbour.
            NeighbourWithdrawn = "alliance.neighbour_withdrawn" { alliance: Id<Alliance>, neighbour: Id<Alliance>, reason: Retraction }
            /// An alliance took the invitation of a school back.
            AllianceInvitationWithdrawn = "alliance_invitation.withdrawn" {
                invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School>, reason: Retraction,
            }
            /// A school rests in an alliance for a while, and stays a member.
            AllianceMemberPaused = "alliance.member_paused" {
                alliance: Id<Alliance>, school: Id<School>, reason: RestReason, until: Option<NaiveDate>,
            }
            /// A school that rested in an alliance takes part there again.
            AllianceMemberResumed = "alliance.member_resumed" { alliance: Id<Alliance>, school: Id<School> }
        }
    };
}

pub(super) use directory;
