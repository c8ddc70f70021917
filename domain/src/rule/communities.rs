//! Why we say no of mentors, support groups and coaches.

macro_rules! communities {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// Only whoever leads a school now can say that they still do.
            NotHeadThere = "not_head_there" from "DOMAIN C.1",
            /// These days meet two headships that you have stated of this school.
            HeadshipsMeet = "headships_meet" from "DOMAIN C.1",
            /// Mentoring goes with somebody through a beginning: this head is not new. For practice there is coaching.
            HeadNotNew = "head_not_new" from "DOMAIN H115",
            /// Nobody mentors themselves.
            MentorIsSelf = "mentor_is_self" from "DOMAIN H116",
            /// A mentor works at another school.
            MentorAtSameSchool = "mentor_at_same_school" from "DOMAIN H116",
            /// A mentor does not manage the head whom they mentor.
            MentorManages = "mentor_manages" from "DOMAIN H116",
            /// A mentor has led schools for longer than the head whom they mentor. Headships before Lateral count once they are stated.
            MentorLessExperienced = "mentor_less_experienced" from "DOMAIN H116",
            /// This head has a mentor, or is asked whether they want one.
            MentorshipOverlaps = "mentorship_overlaps" from "DOMAIN H116",
            /// A mentor holds a designation as a mentor today.
            MentorNotDesignated = "mentor_not_designated" from "DOMAIN H118",
            /// This mentor has as many heads as one mentor is to have.
            MentorNotFree = "mentor_not_free" from "DOMAIN H119" unless reasoned,
            /// A mentorship has an end point: a day that lies ahead, and not too far.
            EndPointOutside = "end_point_outside" from "DOMAIN H120",
            /// This reason does not fit where the mentorship stands.
            EndReasonUnfit = "end_reason_unfit" from "DOMAIN E72",
            /// A support group is held by two people: somebody who is lent as a headteacher, and somebody who is lent as an adviser.
            FacilitatorsAlike = "facilitators_alike" from "DOMAIN H117",
            /// Whoever holds a support group has led schools for longer than the heads in it.
            FacilitatorLessExperienced = "facilitator_less_experienced" from "DOMAIN H117",
            /// Whoever holds a support group holds a designation as a facilitator today.
            FacilitatorNotDesignated = "facilitator_not_designated" from "DOMAIN H118",
            /// A support group of this size is unusual: say why.
            SupportGroupSizeUnsaid = "support_group_size_unsaid" from "DOMAIN G93",
            /// A support group has twenty members at most: form a second one.
            SupportGroupFull = "support_group_full" from "DOMAIN G93",
            /// This head has a place in a support group, or is asked whether they want one.
            InSupportGroup = "in_support_group" from "DOMAIN H115",
            /// This person holds the support group in that place already.
            FacilitatorUnchanged = "facilitator_unchanged" from "DOMAIN H117",
            /// One of the two who hold this support group cannot go on: name somebody else first.
            SupportGroupUnheld = "support_group_unheld" from "DOMAIN H117",
            /// Somebody begins to coach at a school at which they have a role.
            CoachNotOfSchool = "coach_not_of_school" from "DOMAIN H121",
            /// This person is practising as a coach already.
            CoachingBegunAlready = "coaching_begun_already" from "DOMAIN H121",
            /// Feedback on coaching is given when six months have passed since it began.
            CoachingFeedbackEarly = "coaching_feedback_early" from "DOMAIN H121",
            /// Feedback on somebody's coaching is given by somebody else.
            CoachingFeedbackOwn = "coaching_feedback_own" from "DOMAIN H121",
            /// Whoever coaches at other schools has coached at their own for six months first, and has had feedback on it. Say why in “overrides” if it is meant.
            CoachUntried = "coach_untried" from "DOMAIN H121" unless reasoned,
            /// This mentor is not lent at present, or works at another school than the one that was asked.
            MentorNotLent = "mentor_not_lent" from "DOMAIN H116",
        }
    };
}

pub(super) use communities;
