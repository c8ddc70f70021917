//! What happens to mentorships and support groups.

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
            MentorshipEnded = "mentorship.ended" { mentorship: Id<Mentorship>, alliance: Id<Alliance>, reason: MentorshipEnd }
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
            SupportPlaceLeft = "support_group_place.left" { place: Id<SupportGroupPlace>, group: Id<SupportGroup>, alliance: Id<Alliance> }
        }
    };
}

pub(super) use communities;
