//! Who hears what: for every event the audiences, the topic and the sentence. A new event does not compile without its line.

mod circle;
mod people;
mod phrase;
mod policy_change;
mod ring;
mod round;
mod silent;
mod table;

use super::{Cause, NotificationTopic, Reminder};
use crate::words;

words! {
    /// Some of the people around what happened.
    pub enum Hearer {
        /// The heads of the school that gives.
        HomeHeads = "home_heads",
        /// The heads of the school that asks.
        HostHeads = "host_heads",
        /// The heads of the school that asks, unless it is guaranteed an answer: then they are told of that instead.
        UnguaranteedHeads = "unguaranteed_heads",
        /// The heads of the school that the event names.
        SchoolHeads = "school_heads",
        /// The heads of the school that owes something.
        DebtorHeads = "debtor_heads",
        /// The heads of the school to which something is owed.
        CreditorHeads = "creditor_heads",
        /// The heads of the school that takes the place of another.
        SuccessorHeads = "successor_heads",
        /// The brokers of the alliance that brokers it; of a draft there are none.
        Brokers = "brokers",
        /// The brokers of the alliance to which it is referred.
        AskedBrokers = "asked_brokers",
        /// The brokers of the alliance that refers it.
        ReferringBrokers = "referring_brokers",
        /// The brokers of the alliance that the event names.
        AllianceBrokers = "alliance_brokers",
        /// The brokers of every alliance that may take on what waits in the national pool; nobody where it does not wait there.
        PoolBrokers = "pool_brokers",
        /// The broker who held what was not done in time, or where there is none all of the alliance.
        BreachHolder = "breach_holder",
        /// The brokers who may approve what the first one may not: of the same alliance, without a part in it and without a post
        /// at either school. Where there is none, the operators, who can see to it that there is.
        SecondBrokers = "second_brokers",
        /// Those whose consent the event names: a school's governors, the officers of its trust, or its heads.
        Consenters = "consenters",
        /// The brokers of the alliances to which the school belongs.
        MemberBrokers = "member_brokers",
        /// Those who keep the pooled budget: the heads of its lead school, else the alliance's brokers.
        PoolKeepers = "pool_keepers",
        /// The heads of the schools that put money into the pooled budget.
        PoolHeads = "pool_heads",
        /// The heads of the schools that back the joint commission, or are asked to.
        BackerHeads = "backer_heads",
        /// Those who assess for the alliance.
        Assessors = "assessors",
        /// Those who assess for the alliance, where what was laid down had come to them and was never given.
        AskedAssessors = "asked_assessors",
        /// Those who speak for somebody who applies for a designation: the heads of the home school; for a head its governors, or
        /// the alliance's brokers while there are none.
        Referees = "referees",
        /// The brokers of the alliance, where it is a head who applies.
        BrokersOfHead = "brokers_of_head",
        /// The operators of the service.
        Operators = "operators",
        /// Those who run the brokerage round: the brokers of its alliance, or for the nation's the operators.
        RoundRunners = "round_runners",
        /// The brokers of the requests in the brokerage round.
        RoundBrokers = "round_brokers",
        /// The heads of all schools in the ring.
        RingHeads = "ring_heads",
        /// The brokers of the alliance that proposed the ring.
        RingBrokers = "ring_brokers",
        /// Those who answer changes of the matching policy: the analysts and the operators.
        PolicyKeepers = "policy_keepers",
        /// The specialist who gives the support.
        Specialist = "specialist",
        /// The person to whom it happened.
        Person = "person",
        /// The head who is mentored.
        Mentee = "mentee",
        /// The head who mentors.
        Mentor = "mentor",
        /// The heads of the school that lends the mentor.
        MentorHeads = "mentor_heads",
        /// The head who holds the support group.
        HeadFacilitator = "head_facilitator",
        /// The adviser who holds the support group.
        Adviser = "adviser",
        /// The heads who take part in the support group.
        GroupMembers = "group_members",
    }
}

/// Who is told of something, under which topic and in which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What it is about.
    pub topic: NotificationTopic,
    /// The sentence, with gaps for names: `{home}`, `{host}`, `{school}`, `{title}`, and for what is late: `{late}`.
    pub sentence: &'static str,
    /// Who is told.
    pub told: &'static [Hearer],
    /// Who is told because something is due from them.
    pub owing: &'static [Hearer],
    /// The fact of the event that says by when, if one does.
    pub due: Option<&'static str>,
}

impl Telling {
    const fn to(self, told: &'static [Hearer]) -> Self {
        Self { told, ..self }
    }

    const fn owed_by(self, owing: &'static [Hearer]) -> Self {
        Self { owing, ..self }
    }

    const fn until(self, due: &'static str) -> Self {
        Self { due: Some(due), ..self }
    }
}

const fn tell(topic: NotificationTopic, sentence: &'static str) -> Telling {
    Telling { topic, sentence, told: &[], owing: &[], due: None }
}

impl Cause {
    /// Who is told of it and how; nothing where nobody is.
    pub const fn telling(self) -> Option<Telling> {
        match self {
            Self::Happened(event) => event.telling(),
            Self::Due(reminder) => Some(reminder.telling()),
        }
    }
}

impl Reminder {
    /// In which words somebody is reminded. Whom it concerns is asked where it is found to be due.
    pub const fn telling(self) -> Telling {
        let sentence = match self {
            Self::ProposalDue => "Your answer is due: {home} is proposed to {host}, for {title}.",
            Self::AgreementDue => "Your signature is due: {home} supports {host}, for {title}.",
            Self::RequestDue => "An answer is due: {host} asks for support, {title}.",
            Self::ConfirmationDue => "Please confirm a visit that {home} wrote down, for {title}.",
            Self::ConfirmationOverdue => "A visit of {home} was not confirmed in a week, for {title}.",
            Self::EvaluationDue => "Please say within a week how it was: {home} supported {host}, for {title}.",
            Self::MentorshipEnding => "A mentorship reaches its end point: {home} for {host}.",
            Self::AssuranceEnding => "A safeguarding assurance of {school} ends within four weeks.",
            Self::CoachingFeedbackDue => "Feedback on coaching is due: somebody coaches within {school}.",
            Self::DisputeDue => "A visit of {home} to {host} is still disputed, for {title}. Please settle it.",
            Self::WorkEnding => "The last day of the work is near: {home} supports {host}, for {title}.",
            Self::WorkOver => "The last day of the work is over. Please complete it: {home} for {host}, {title}.",
            Self::MidtermDue => "The work is half-way. Please review it: {home} supports {host}, for {title}.",
            Self::FinalReviewDue => "Please say within a week what it came to: {home} for {host}, {title}.",
            Self::SignOffDue => "It is to be signed off within a week: {home} supported {host}, for {title}.",
            Self::FollowUpDue => "Somebody is to look within a week at what has lasted: {home} for {host}, {title}.",
            Self::FollowUpOverdue => "Nobody has written down what has lasted: {home} for {host}, {title}.",
            Self::GrantReviewDue => "A grant of {school} is to be reviewed before its next year is released.",
            Self::InvitationDue => "Your answer is due: an alliance asks your school to join.",
            Self::ProposalApprovalDue => {
                "A second broker's approval is due: {home} is proposed to {host}, for {title}."
            }
            Self::ApprovalDue => "A second broker's approval is due: {home} supports {host}, for {title}.",
            Self::ConsentDue => "A consent is due before it can be agreed: {home} supports {host}, for {title}.",
            Self::ReferralDue => "Your alliance's answer is due: {host} asks for support, {title}.",
            Self::PoolDue => "Your answer is due: your school is asked to put money into a pooled budget.",
            Self::AuditVisitDue => {
                "Somebody is to see what is needed, and to write down what is found: {host}, {title}."
            }
            Self::StartDue => "Work was to begin and has not. Please begin it: {home} for {host}, {title}.",
            Self::NeverBegun => "Work was agreed and never begun. Please stop it: {home} for {host}, {title}.",
            Self::FollowUpUnplanned => {
                "Plan a follow-up, or close it and say why there is none: {home} for {host}, {title}."
            }
            Self::CloseDue => "It was followed up. Please close it: {home} for {host}, {title}.",
            Self::HeldMoneyEnding => {
                "Money is held for a week yet for visits that are not confirmed: {home} for {host}, {title}."
            }
            Self::NewHeadUnsupported => "The new head of {school} still has no mentor or no place in a support group.",
            Self::SuccessionUndecided => {
                "{school} has closed, and several schools took its place. Please decide who carries on what is open."
            }
            Self::DesignationEnding => "A designation holds for four weeks yet: {school}.",
            Self::CommissionDue => "Your answer is due: your school is asked to back what another school asks for.",
            Self::CandidateDue => "Nobody is proposed yet, and it is due: {host} asks for support, {title}.",
            Self::GuaranteeDue => "Support for a school that gives is to be agreed within three days: {host}, {title}.",
            Self::MeetingDue => "The initial meeting is due: {home} supports {host}, for {title}.",
            Self::RecordDue => {
                "A step of the action plan is over. If somebody came, please write the visit down: {home} for {host}, {title}."
            }
        };
        tell(NotificationTopic::Deadlines, sentence)
    }
}

#[cfg(test)]
mod tests;
