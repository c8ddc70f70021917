//! Who hears what: for every event the audiences, the topic and the sentence. A new event does not compile without its line.

use super::{Cause, NotificationTopic, Reminder};
use crate::{EventKind, words};

words! {
    /// Some of the people around what happened.
    pub enum Hearer {
        /// The heads of the school that gives.
        HomeHeads = "home_heads",
        /// The heads of the school that asks.
        HostHeads = "host_heads",
        /// The heads of the school that the event names.
        SchoolHeads = "school_heads",
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
        /// The brokers of the alliances to which the school belongs.
        MemberBrokers = "member_brokers",
        /// Those who assess for the alliance.
        Assessors = "assessors",
        /// The operators of the service.
        Operators = "operators",
        /// The specialist who gives the support.
        Specialist = "specialist",
        /// The person to whom it happened.
        Person = "person",
    }
}

/// Who is told of something, under which topic and in which words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Telling {
    /// What it is about.
    pub topic: NotificationTopic,
    /// The sentence, with gaps for names: `{home}`, `{host}`, `{school}`, `{title}`.
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
        };
        tell(NotificationTopic::Deadlines, sentence)
    }
}

impl EventKind {
    /// Who is told of an event and how; nothing where nobody is.
    pub const fn telling(self) -> Option<Telling> {
        use EventKind::*;
        use Hearer::*;
        use NotificationTopic::*;

        const PARTIES: &[Hearer] = &[HomeHeads, HostHeads, Brokers];
        const EVERYBODY: &[Hearer] = &[HomeHeads, HostHeads, Brokers, Specialist];
        const SCHOOLS: &[Hearer] = &[HomeHeads, HostHeads];

        Some(match self {
            // Nobody waits to hear of these, or another event of the same step tells it.
            PersonEntered | PersonSuspended | PersonReinstated | PersonSignedOut | InvitationSent
            | InvitationAccepted | InvitationRevoked | EmploymentBegun | EmploymentEnded | AllianceFounded
            | NeighbourDeclared | RegisterImported | CapacityDeclared | OfferDrafted | OfferRevised
            | OfferPublished | OfferResumed | OfferConfirmed | RequestMatched | RequestProposed | RequestPlaced
            | EvaluationSealed => return None,

            PasswordChanged => tell(People, "Your password was changed.").to(&[Person]),
            SessionRevoked => tell(People, "A sign-in of yours was ended: its key was shown twice.").to(&[Person]),
            MembershipClaimed => tell(People, "Somebody says to lead {school}, and waits to be confirmed.")
                .owed_by(&[MemberBrokers, Operators]),
            MembershipBegun => tell(People, "You were given a role at {school}.").to(&[Person]),
            MembershipEnded => tell(People, "A role of yours has ended.").to(&[Person]),
            SpecialistListed => tell(People, "{school} lists you as a specialist.").to(&[Specialist]),
            ListingEnded => tell(People, "{school} no longer lists you as a specialist.").to(&[Specialist]),
            DesignationApplied => {
                tell(People, "Somebody of {school} applies for a designation. Please speak for them.")
                    .owed_by(&[HomeHeads])
            }
            DesignationReferenced => tell(People, "A designation waits to be judged: {school}.").owed_by(&[Assessors]),
            DesignationAssessed => tell(People, "A designation waits to be decided: {school}.").owed_by(&[Brokers]),
            DesignationAppealed => {
                tell(People, "A designation is to be judged once more: {school}.").owed_by(&[Assessors])
            }
            DesignationGiven => tell(People, "A designation was given: {school}.").to(&[Person, HomeHeads]),
            DesignationRecorded => tell(People, "A designation was entered: {school}.").to(&[Person]),
            DesignationDeclined => tell(People, "A designation was not given: {school}.").to(&[Person]),
            DesignationSuspended => tell(People, "A designation was suspended: {school}.").to(&[Person, HomeHeads]),
            DesignationReinstated => tell(People, "A designation holds again: {school}.").to(&[Person, HomeHeads]),
            DesignationLapsed => tell(People, "A designation has lapsed: {school}.").to(&[Person, HomeHeads]),
            DesignationWithdrawn => tell(People, "A designation was taken back: {school}.").to(&[Person, HomeHeads]),

            AllianceJoined => tell(People, "A school joined your alliance.").to(&[AllianceBrokers]),
            AllianceLeft => tell(People, "A school left your alliance.").to(&[AllianceBrokers]),
            SchoolSucceeded => {
                tell(People, "{school} closed. What was open there is your school's from now on.").to(&[SuccessorHeads])
            }

            ProposalSent => tell(Proposals, "{home} is proposed to {host}, for {title}. Both heads answer.")
                .owed_by(SCHOOLS)
                .until("respondBy"),
            ProposalAccepted => tell(Proposals, "One school accepted: {home} for {host}, {title}.").to(PARTIES),
            ProposalConfirmed => tell(Proposals, "Both schools accepted: {home} for {host}, {title}.").to(PARTIES),
            ProposalDeclined => tell(Proposals, "A proposal was declined: {home} for {host}, {title}.").to(PARTIES),
            ProposalExpired => {
                tell(Deadlines, "A proposal was not answered in time: {home} for {host}, {title}.").to(PARTIES)
            }
            ProposalSuperseded => tell(Proposals, "Somebody else was found for {title}.").to(&[HomeHeads]),
            ProposalWithdrawn => tell(Proposals, "A proposal was taken back: {home} for {host}, {title}.").to(SCHOOLS),

            DeploymentPlanned => tell(Support, "{home} supports {host}, for {title}. Both heads agree the terms.")
                .to(&[Brokers, Specialist])
                .owed_by(SCHOOLS)
                .until("agreeBy"),
            DeploymentDrafted => tell(Support, "The terms were written anew: {home} for {host}, {title}.").to(SCHOOLS),
            ConflictDeclared => tell(Support, "Interests were declared: {home} for {host}, {title}.").to(&[Brokers]),
            DeploymentApproved => tell(Support, "A second broker approved: {home} for {host}, {title}.").to(SCHOOLS),
            DeploymentSigned => tell(Support, "One head signed: {home} for {host}, {title}.").to(PARTIES),
            DeploymentAgreed => tell(Support, "Both heads agreed: {home} supports {host}, {title}.").to(EVERYBODY),
            DeploymentStarted => tell(Support, "Support began: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentPaused => tell(Support, "Support is held for a while: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentResumed => tell(Support, "Support goes on: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentCompleted => {
                tell(Support, "Support is complete: {home} for {host}, {title}. Please say how it was.")
                    .to(&[Brokers, Specialist])
                    .owed_by(SCHOOLS)
            }
            DeploymentStopped => tell(Support, "Support was stopped: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentLapsed => tell(Deadlines, "Not agreed in time: {home} for {host}, {title}.").to(EVERYBODY),

            ReviewRecorded => tell(Support, "A review was written: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentEvaluated => {
                tell(Support, "What both sides say is open: {home} for {host}, {title}.").to(EVERYBODY)
            }
            FollowUpScheduled => tell(Support, "A follow-up is planned: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentFollowedUp => tell(Support, "It was followed up: {home} for {host}, {title}.").to(EVERYBODY),
            DeploymentClosed | DeploymentClosedUnseen => {
                tell(Support, "It was closed: {home} for {host}, {title}.").to(EVERYBODY)
            }

            VisitRecorded => {
                tell(Support, "{home} wrote down a visit to {host}. Please confirm it.").owed_by(&[HostHeads])
            }
            VisitCorrected => {
                tell(Support, "{home} corrected a visit to {host}. Please confirm it.").owed_by(&[HostHeads])
            }
            VisitConfirmed => tell(Support, "{host} confirmed a visit.").to(&[HomeHeads, Specialist]),
            VisitCancelled => tell(Support, "{home} took a visit to {host} back.").to(&[HostHeads]),
            VisitReversed => tell(Support, "{host} reversed a visit of {home}.").to(&[HomeHeads, Brokers, Specialist]),

            ReferralSent => tell(Requests, "{host} asks for support, and you are asked to take it on: {title}.")
                .owed_by(&[AskedBrokers]),
            ReferralAccepted => {
                tell(Requests, "Another alliance takes it on: {title}.").to(&[HostHeads, ReferringBrokers])
            }
            ReferralDeclined => {
                tell(Requests, "Another alliance does not take it on: {title}.").to(&[ReferringBrokers])
            }
            ReferralEnded => tell(Requests, "You need not answer any more: {title}.").to(&[AskedBrokers]),

            OfferPaused => tell(Offers, "An offer of {school} is held back: {title}.").to(&[SchoolHeads]),
            OfferWentStale => tell(Offers, "Please confirm an offer of {school}; until then nobody finds it: {title}.")
                .owed_by(&[SchoolHeads]),
            OfferWithdrawn => tell(Offers, "An offer of {school} was taken back: {title}.").to(&[SchoolHeads]),

            RequestDrafted => tell(Requests, "A request was drafted for you to raise: {title}.").to(&[HostHeads]),
            RequestRevised => tell(Requests, "A request was changed: {title}.").to(&[Brokers]),
            RequestSubmitted => {
                tell(Requests, "{host} asks for support: {title}.").owed_by(&[Brokers]).until("respondBy")
            }
            RequestOverdue => tell(Deadlines, "A request was not answered in time: {title}, of {host}.")
                .to(&[HostHeads])
                .owed_by(&[Brokers])
                .until("respondBy"),
            RequestTriaged => tell(Requests, "A broker looked into your request: {title}.").to(&[HostHeads]),
            RequestReturned => {
                tell(Requests, "No proposal is open any more; the search goes on: {title}.").owed_by(&[Brokers])
            }
            RequestUnmet => tell(Requests, "Nobody was found: {title}.").to(&[HostHeads, Brokers]),
            RequestReopened => tell(Requests, "A request was taken up again: {title}.").to(&[HostHeads, Brokers]),
            RequestWithdrawn => tell(Requests, "{host} took a request back: {title}.").to(&[Brokers]),
            RequestClosed => tell(Requests, "A request is done with: {title}.").to(&[HostHeads, Brokers]),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Word;

    #[test]
    fn every_telling_has_hearers_and_every_gap_a_name() {
        for event in EventKind::ALL {
            let Some(it) = event.telling() else { continue };
            assert!(!it.told.is_empty() || !it.owing.is_empty(), "nobody hears of {event:?}");
            assert!(it.told.iter().all(|hearer| !it.owing.contains(hearer)), "{event:?} is told twice");
        }
        let causes = EventKind::ALL.iter().map(|it| Cause::Happened(*it));
        for cause in causes.chain(Reminder::ALL.iter().map(|it| Cause::Due(*it))) {
            assert_eq!(Cause::read(cause.name()), Some(cause), "its name is its own");
            let gaps = cause.telling().map(|it| it.sentence).unwrap_or_default().split('{').skip(1);
            for gap in gaps.map(|it| it.split('}').next().unwrap()) {
                assert!(["home", "host", "school", "title"].contains(&gap), "{cause:?}: {gap}");
            }
        }
    }
}
