//! What happens to mentorships, support groups and practice as a coach.

macro_rules! communities {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// Somebody stated since when or until when they led a school.
            HeadshipStated = "headship.stated" { headship: Id<Headship>, person: Id<Person> }
            /// A broker suggested a mentor for a head who begins.
            MentorshipSuggested = "mentorship.suggested" { mentorship: Id<Mentorship>, alliance: Id<Alliance> }
            /// A mentorship was offered to both heads and to the mentor's school.
            MentorshipOffered = "mentorship.offered" { mentorship: Id<Mentorship>, alliance: Id<Alliance>, respond_by: Timestamp }
            /// One of those who were asked accepted a mentorship.
            MentorshipAccepted = "mentorship.accepted" { mentorship: Id<Mentorship>, alliance: Id<Alliance> }
            /// A mentorship began.
            MentorshipStarted = "mentorship.started" { mentorship: Id<Mentorship>, alliance: Id<Alliance> }
            /// A mentorship rests for a while.
            MentorshipPaused = "mentorship.paused" { mentorship: Id<Mentorship>, alliance: Id<Alliance> }
            /// A mentorship that rested goes on.
            MentorshipResumed = "mentorship.resumed" { mentorship: Id<Mentorship>, alliance: Id<Alliance> }
            /// A mentorship is over, or came to nothing.
            MentorshipEnded = "mentorship.ended" { mentorship: Id<Mentorship>, alliance: Id<Alliance>, reason: MentorshipEnd, declined: Option<MentorshipDecline> }
            /// A support group was formed.
            SupportGroupFormed = "support_group.formed" { group: Id<SupportGroup>, alliance: Id<Alliance> }
            /// A support group began to meet.
            SupportGroupBegun = "support_group.begun" { group: Id<SupportGroup>, alliance: Id<Alliance> }
            /// A support group was closed.
            SupportGroupClosed = "support_group.closed" { group: Id<SupportGroup>, alliance: Id<Alliance>, reason: SupportGroupEnd }
            /// A place in a support group was offered to a head who begins.
            SupportPlaceOffered = "support_group_place.offered" {
                place: Id<SupportGroupPlace>, group: Id<SupportGroup>, alliance: Id<Alliance>, respond_by: Timestamp,
            }
            /// A head accepted a place in a support group.
            SupportPlaceAccepted = "support_group_place.accepted" { place: Id<SupportGroupPlace>, group: Id<SupportGroup>, alliance: Id<Alliance> }
            /// A head declined a place in a support group.
            SupportPlaceDeclined = "support_group_place.declined" { place: Id<SupportGroupPlace>, group: Id<SupportGroup>, alliance: Id<Alliance> }
            /// A place in a support group was not answered in time.
            SupportPlaceLapsed = "support_group_place.lapsed" { place: Id<SupportGroupPlace>, group: Id<SupportGroup>, alliance: Id<Alliance> }
            /// A head takes part in a support group no longer.
            SupportPlaceLeft = "support_group_place.left" { place: Id<SupportGroupPlace>, group: Id<SupportGroup>, alliance: Id<Alliance>, reason: SupportPlaceLeave }
            /// A head who begins is without a mentor again: another one is to be suggested.
            MentorWanted = "mentorship.another_wanted" { mentorship: Id<Mentorship>, alliance: Id<Alliance> }
            /// One of the two who hold a support group cannot go on.
            FacilitatorMissed = "support_group.facilitator_missed" {
                group: Id<SupportGroup>, alliance: Id<Alliance>, side: FacilitatorSide, reason: FacilitatorEnd,
            }
            /// Somebody took the place of one of the two who hold a support group.
            FacilitatorReplaced = "support_group.facilitator_replaced" {
                group: Id<SupportGroup>, alliance: Id<Alliance>, side: FacilitatorSide, reason: FacilitatorEnd,
            }
            /// Somebody began to coach at their own school.
            CoachingBegun = "coaching_practice.begun" { practice: Id<CoachingPractice>, person: Id<Person>, school: Id<School> }
            /// Somebody had feedback on their coaching at their own school.
            CoachingFeedbackGiven = "coaching_practice.feedback_given" { practice: Id<CoachingPractice>, person: Id<Person>, school: Id<School> }
            /// Somebody's coaching at their own school ended before there was feedback.
            CoachingEnded = "coaching_practice.ended" {
                practice: Id<CoachingPractice>, person: Id<Person>, school: Id<School>, reason: CoachingPracticeEnd,
            }
            /// Somebody new leads a school, and has no mentor or no place in a support group yet.
            NewHeadBegun = "school.new_head" { school: Id<School>, membership: Id<Membership> }
        }
    };
}

pub(super) use communities;
