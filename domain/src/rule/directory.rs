//! Why we say no of schools, alliances, specialists, designations and programmes.

macro_rules! directory {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// The school leads an alliance of this kind already.
            LeadsAlready = "leads_already" from "DOMAIN A3",
            /// The school is already a member of this alliance.
            AlreadyMember = "already_member",
            /// The school is not a member of this alliance.
            NotAMember = "not_a_member",
            /// The school is asked to join already, and has not answered.
            SchoolInvitedAlready = "school_invited_already" from "DOMAIN A11",
            /// This lies outside what an alliance may settle for itself.
            OutsideNationalRange = "outside_national_range" from "DOMAIN B22",
            /// An alliance may be sooner than it is nationally, and not later.
            LongerThanNational = "longer_than_national" from "DOMAIN B22",
            /// That alliance takes no referrals at present.
            ReferralsNotAccepted = "referrals_not_accepted" from "DOMAIN B22",
            /// The school that leads an alliance cannot leave it.
            LeadSchoolStays = "lead_school_stays",
            /// An alliance is not its own neighbour.
            NeighbourIsItself = "neighbour_is_itself",
            /// A school that is closed cannot do this.
            SchoolClosed = "school_closed" from "DOMAIN part B",
            /// This school is not open, so it neither offers nor asks for support.
            SchoolNotOpen = "school_not_open" from "DOMAIN part B",
            /// There is nothing to decide here: the school is not closed, has a single successor, or it was decided already.
            SuccessionNotOpen = "succession_not_open" from "SETTLED 2",
            /// This school did not take the place of the closed one, by the national register.
            NotASuccessor = "not_a_successor" from "SETTLED 2",
            /// The designation is given to people in other posts than this one.
            PostDoesNotFit = "post_does_not_fit" from "DOMAIN B15",
            /// A specialist leader supports people in similar positions.
            SupportNotSimilar = "support_not_similar" from "DOMAIN B15",
            /// This scheme takes no new applications.
            SchemeClosed = "scheme_closed" from "DOMAIN B16",
            /// This scheme is open: it is applied for, not entered as held.
            SchemeOpen = "scheme_open" from "DOMAIN B16",
            /// What is entered as held was given before the scheme closed.
            HeldAfterClosing = "held_after_closing" from "DOMAIN B16",
            /// Only somebody whom a school lists as a specialist applies for a designation or holds one.
            NotListed = "not_listed" from "DOMAIN B15",
            /// This scheme asks for a longer time in leadership.
            LeadershipTooShort = "leadership_too_short" from "DOMAIN B15",
            /// A reference counts only together with the consent to release the person for work elsewhere.
            CapacityConsentMissing = "capacity_consent_missing" from "DOMAIN B15",
            /// The person holds or has applied for a designation of this scheme already.
            DesignationHeld = "designation_held" from "DOMAIN B16",
            /// A designation holds for five years at most; then it is given anew.
            DesignationTooLong = "designation_too_long" from "DOMAIN B16",
            /// Nobody speaks for, judges or decides about themselves.
            OwnDesignation = "own_designation" from "DOMAIN C.3",
            /// An assessor does not judge what is their own school's.
            AssessorInvolved = "assessor_involved" from "DOMAIN C.3",
            /// After an appeal another assessor judges.
            SameAssessor = "same_assessor" from "DOMAIN C.2",
            /// Say of every criterion of the version, and of nothing else, whether it is met.
            CriteriaUnanswered = "criteria_unanswered" from "DOMAIN E55",
            /// Nobody is designated who does not meet every criterion.
            CriteriaNotMet = "criteria_not_met" from "DOMAIN E55",
            /// A decision is appealed against once.
            AppealedAlready = "appealed_already" from "DOMAIN C.2",
            /// Half-terms follow each other: these days meet those of another one.
            HalfTermsOverlap = "half_terms_overlap" from "SETTLED 6",
            /// Whoever moves to a school has taken up a specialist's role there: invite them first.
            NotTakenOn = "not_taken_on" from "DOMAIN C.1",
            /// This specialist works at this school already: there is no move.
            NotMoved = "not_moved" from "DOMAIN C.1",
            /// Only a specialist of the offering school can deliver its offer.
            SpecialistNotOfSchool = "specialist_not_of_school" from "DOMAIN B15",
            /// This person is listed as a specialist already.
            ListedAlready = "listed_already" from "DOMAIN B15",
            /// A short name is of small letters and digits, in words that are joined by hyphens.
            ProgrammeCodeNotPlain = "programme_code_not_plain",
            /// There is a programme by this short name already.
            ProgrammeExists = "programme_exists" from "DOMAIN C37",
            /// The rules of a programme follow one another: these begin before those of before have ended.
            ProgrammeRulesOverlap = "programme_rules_overlap" from "DOMAIN C37",
            /// Grants were opened by these rules that begin after that day.
            ProgrammeRulesInUse = "programme_rules_in_use" from "DOMAIN C37",
            /// These rules contradict each other.
            ProgrammeRulesContradict = "programme_rules_contradict" from "DOMAIN C37",
            /// In this programme people take part: say for whom the grant is.
            GrantPersonMissing = "grant_person_missing" from "DOMAIN C37",
            /// Schools take part here and no people: name nobody.
            GrantNotForPerson = "grant_not_for_person" from "DOMAIN C37",
            /// A grant for a person is for somebody who is employed at the school.
            GrantPersonElsewhere = "grant_person_elsewhere" from "DOMAIN C37",
            /// A broker with a post at the school of whoever it concerns has no part in their designation.
            DesignatorInvolved = "designator_involved" from "DOMAIN E58",
            /// Whoever entered what the home school says does not designate on it: another broker does.
            DesignatorReferred = "designator_referred" from "DOMAIN E58",
            /// The school that leads this alliance is open: its own head hands that on.
            LeadSchoolOpen = "lead_school_open" from "DOMAIN A11",
            /// The school that leads an alliance answers for it, and does not rest there.
            LeadSchoolActs = "lead_school_acts" from "DOMAIN C27",
            /// This school rests in the alliance, and is asked for nothing new there.
            MembershipRests = "membership_rests" from "DOMAIN C27",
        }
    };
}

pub(super) use directory;
