//! What somebody is told: what happened to something of theirs, or what is due from them (SETTLED 14).

mod telling;
mod wording;

use chrono::{Days, NaiveTime};

use crate::access::{Action, Actor};
use crate::identity::Person;
use crate::rule::{Rejected, Rule};
use crate::{EventKind, Id, Timestamp, Word, words};

pub use telling::{Hearer, Telling};
pub use wording::Names;

/// The most notifications that are marked by their ids at once; all of them can be marked without naming any.
pub const MOST_MARKED: usize = 100;

/// The hour, in UTC, at which what happened in a day is told together.
const MORNING: NaiveTime = NaiveTime::from_hms_opt(7, 0, 0).expect("seven is an hour");

words! {
    /// What a notification is about.
    pub enum NotificationTopic {
        /// Requests for support: raised, referred, looked into, ended.
        Requests = "requests",
        /// Proposals: sent, answered, ended.
        Proposals = "proposals",
        /// Support that is planned or under way, and its visits.
        Support = "support",
        /// Offers of your school.
        Offers = "offers",
        /// Roles, sign-ins, alliances, mentors and support groups.
        People = "people",
        /// What is due soon, and what was not done in time.
        Deadlines = "deadlines",
    }

    /// How somebody is told of what a topic holds.
    pub enum NotificationWay {
        /// In the list of notifications.
        InApp = "in_app",
        /// In the list, and by an e-mail at once.
        EMailAtOnce = "e_mail_at_once",
        /// In the list, and once a day by an e-mail that holds everything of that day.
        EMailDaily = "e_mail_daily",
        /// Not at all. What is due from you yourself stays in the list.
        None = "none",
    }

    /// What is due, or was not done in time, though nothing has happened.
    pub enum Reminder {
        /// A proposal is to be answered within a day.
        ProposalDue = "proposal.answer_due",
        /// A deployment is to be agreed within a day.
        AgreementDue = "deployment.agreement_due",
        /// A request is to be answered within half a day.
        RequestDue = "request.answer_due",
        /// A visit that was written down is to be confirmed within a day.
        ConfirmationDue = "visit.confirmation_due",
        /// A visit was not confirmed in a week.
        ConfirmationOverdue = "visit.confirmation_overdue",
        /// A side of a deployment is to say within a week how it was.
        EvaluationDue = "deployment.evaluation_due",
        /// A mentorship reaches its end point within two weeks.
        MentorshipEnding = "mentorship.ending",
        /// A safeguarding assurance ends within four weeks, and none comes after it.
        AssuranceEnding = "assurance.ends_soon",
        /// Feedback on somebody's coaching is due within two weeks, or was due already.
        CoachingFeedbackDue = "coaching_practice.feedback_due",
        /// A visit is disputed for almost a week, and nobody has settled it.
        DisputeDue = "visit.dispute_due",
        /// The last day of running work is within a week.
        WorkEnding = "deployment.ends_soon",
        /// The last day of running work is over, and nobody has ended it.
        WorkOver = "deployment.past_its_end",
        /// Work is half-way within a week, and was not reviewed.
        MidtermDue = "deployment.midterm_due",
        /// A side of a deployment is to look back within a week on what it came to.
        FinalReviewDue = "deployment.final_review_due",
        /// A deployment is to be signed off within a week.
        SignOffDue = "deployment.sign_off_due",
        /// The day of a follow-up is within a week.
        FollowUpDue = "deployment.follow_up_due",
        /// The day of a follow-up is over, and nothing was written down.
        FollowUpOverdue = "deployment.follow_up_overdue",
        /// A grant may be reviewed from this day on, and its next year waits for that.
        GrantReviewDue = "grant.review_due",
        /// An alliance's invitation is to be answered within a day.
        InvitationDue = "alliance_invitation.answer_due",
        /// A second broker is to approve a proposal within a day.
        ProposalApprovalDue = "proposal.approval_due",
        /// A second broker is to approve a deployment within a day.
        ApprovalDue = "deployment.approval_due",
        /// A consent to a deployment is to be given within a day.
        ConsentDue = "deployment.consent_due",
        /// An alliance is to answer within a day whether it takes a request on.
        ReferralDue = "referral.answer_due",
        /// A school is to answer within a day whether it puts money into a pooled budget.
        PoolDue = "pool.answer_due",
        /// A school is to answer within a day whether it backs another school's request.
        CommissionDue = "commission.answer_due",
        /// It is the day for which an audit visit is planned, or that day is over and nothing is written down.
        AuditVisitDue = "audit_visit.due",
        /// The first day of agreed work is over, and nobody has begun it.
        StartDue = "deployment.start_due",
        /// The last day of agreed work is over, and nobody ever began it.
        NeverBegun = "deployment.never_begun",
        /// Nobody has said when somebody looks at what has lasted, some weeks after both sides had spoken.
        FollowUpUnplanned = "deployment.follow_up_unplanned",
        /// It was followed up some weeks ago, and nobody has closed it.
        CloseDue = "deployment.close_due",
        /// Money that is held back for visits that nobody confirmed is let go of within a week.
        HeldMoneyEnding = "deployment.held_money_ends_soon",
        /// A new head has had no mentor or no place in a support group for some weeks.
        NewHeadUnsupported = "school.new_head_unsupported",
        /// A school has closed, several took its place, and nobody has decided between them.
        SuccessionUndecided = "school.succession_undecided",
        /// A designation ends within four weeks.
        DesignationEnding = "designation.ends_soon",
        /// Somebody is to be proposed for a request within half a day.
        CandidateDue = "request.candidate_due",
        /// Support is to be agreed within three days for a school that gives.
        GuaranteeDue = "request.guarantee_due",
        /// Those who will work together are to meet within a day.
        MeetingDue = "deployment.meeting_due",
        /// A step of an action plan is over, no visit of it was written down, and the time for that ends within a day.
        RecordDue = "deployment.record_due",
    }
}

impl NotificationTopic {
    /// How somebody is told who has not said otherwise.
    pub const fn usual_way(self) -> NotificationWay {
        match self {
            Self::Deadlines => NotificationWay::EMailAtOnce,
            Self::Requests | Self::Proposals | Self::Support => NotificationWay::EMailDaily,
            Self::Offers | Self::People => NotificationWay::InApp,
        }
    }
}

impl NotificationWay {
    /// Whether the list holds it: what is due from the person always is there.
    pub fn is_listed(self, is_due_from_them: bool) -> bool {
        is_due_from_them || self != Self::None
    }

    /// When it is told by e-mail, if it is: at once, or on the next morning.
    pub fn mailed_at(self, now: Timestamp) -> Option<Timestamp> {
        match self {
            Self::InApp | Self::None => None,
            Self::EMailAtOnce => Some(now),
            Self::EMailDaily => {
                let day = if now.utc().time() < MORNING { now.day() } else { now.day() + Days::new(1) };
                Some(Timestamp::new(day.and_time(MORNING).and_utc()))
            }
        }
    }
}

/// Why somebody is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// Something happened.
    Happened(EventKind),
    /// Something is due, or was not done in time.
    Due(Reminder),
}

impl Cause {
    /// The name: an event's public one, or a reminder's.
    pub fn name(self) -> &'static str {
        match self {
            Self::Happened(event) => event.as_str(),
            Self::Due(reminder) => reminder.as_str(),
        }
    }

    /// Finds a cause by its name.
    pub fn read(name: &str) -> Option<Self> {
        EventKind::read(name).map(Self::Happened).or_else(|| Reminder::read(name).map(Self::Due))
    }
}

/// One thing that one person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// Its id.
    pub id: Id<Self>,
    /// Who is told.
    pub person: Id<Person>,
    /// Why.
    pub cause: Cause,
    /// What it is about.
    pub topic: NotificationTopic,
    /// The id of what it happened to, as it is spelt outside.
    pub subject: String,
    /// By when something is due, if it is.
    pub due_at: Option<Timestamp>,
    /// When it was told.
    pub created_at: Timestamp,
    /// When the person marked it as read.
    pub read_at: Option<Timestamp>,
}

impl Notification {
    /// Whose notifications somebody keeps: their own, in whichever role they act.
    pub fn keeper(by: &Actor) -> Result<Id<Person>, Rejected> {
        let person = by.person().ok_or(Rule::NotAllowed)?;
        by.require(Action::KeepNotifications { person })?;
        Ok(person)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::new(text.parse().unwrap())
    }

    #[test]
    fn a_day_is_told_on_the_next_morning() {
        let daily = |now| NotificationWay::EMailDaily.mailed_at(at(now));
        assert_eq!(daily("2026-11-09T06:59:00Z"), Some(at("2026-11-09T07:00:00Z")));
        assert_eq!(daily("2026-11-09T07:00:00Z"), Some(at("2026-11-10T07:00:00Z")));
        assert_eq!(
            NotificationWay::EMailAtOnce.mailed_at(at("2026-11-09T09:00:00Z")),
            Some(at("2026-11-09T09:00:00Z"))
        );
        assert_eq!(NotificationWay::InApp.mailed_at(at("2026-11-09T09:00:00Z")), None);
    }

    #[test]
    fn what_is_due_from_somebody_stays_in_the_list() {
        assert!(NotificationWay::None.is_listed(true) && !NotificationWay::None.is_listed(false));
        assert!(NotificationWay::InApp.is_listed(false));
    }

    #[test]
    fn nobody_keeps_what_a_stranger_is_told() {
        assert_eq!(Notification::keeper(&Actor::Stranger), Err(Rule::NotAllowed.into()));
        assert_eq!(Notification::keeper(&Actor::Service), Err(Rule::NotAllowed.into()));
    }
}
