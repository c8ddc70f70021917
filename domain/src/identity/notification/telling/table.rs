//! The table: for every event its hearers, its topic and its sentence.

use super::circle::*;
use super::people::{people, people_events};
use super::phrase::{support, titled};
use super::round::{policy_change_events, ring_events, round, round_events};
use super::silent::silent;
use super::{Hearer, Telling, tell};
use crate::EventKind;
use crate::identity::notification::NotificationTopic;

impl EventKind {
    /// Who is told of an event and how; nothing where nobody is.
    pub const fn telling(self) -> Option<Telling> {
        use EventKind::*;
        use Hearer::*;
        use NotificationTopic::*;

        Some(match self {
            silent!() => return None,
            people_events!() => return people(self),
            round_events!() | policy_change_events!() | ring_events!() => return round(self),

            ProposalSent => tell(Proposals, "{home} is proposed to {host}, for {title}. Both heads answer.")
                .owed_by(SCHOOLS)
                .until("respondBy"),
            ProposalApprovalAsked => {
                tell(Proposals, "A second broker is asked to approve: {home} is proposed to {host}, for {title}.")
                    .owed_by(&[SecondBrokers])
                    .until("respondBy")
            }
            ProposalApproved => tell(Proposals, "A second broker approved: {home} for {host}, {title}.").to(PARTIES),
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
            DeploymentDrafted => support!("The terms were written anew").to(SCHOOLS).owed_by(&[Brokers]),
            DeploymentAllianceSigned => support!("The alliance signed").to(SCHOOLS),
            ConflictDeclared => support!("A school declared its interests").to(PARTIES),
            DeploymentApprovalAsked => {
                support!("A second broker is asked to approve").owed_by(&[SecondBrokers]).until("agreeBy")
            }
            DeploymentApproved => support!("A second broker approved").to(SCHOOLS),
            InterestArose => support!("An interest was declared since the agreement, and a second broker looks at it")
                .to(EVERYBODY)
                .owed_by(&[SecondBrokers])
                .until("respondBy"),
            InterestOverdue => support!("Nobody has looked at an interest in time: no later visit is written down before that")
                .to(LED)
                .owed_by(&[SecondBrokers]),
            InterestLetGoOn => support!("A second broker looked at an interest, and it goes on").to(EVERYBODY),
            ConsentAsked => support!("A consent is asked for").to(&[Brokers]).owed_by(&[Consenters]).until("respondBy"),
            ConsentGiven => tell(Support, "A consent was given: {home} supports {host}, {title}.").to(PARTIES),
            ConsentEnded => support!("A consent ended, as the specialist has left").to(PARTIES),
            ConsentOutdated => {
                support!("A consent ended, as what was consented to changed").to(PARTIES).owed_by(&[Person])
            }
            ConsentWithheld => tell(Support, "A consent was withheld: {home} supports {host}, {title}.").to(PARTIES),
            DeploymentSpecialistLeft => {
                tell(Support, "The specialist has left {home}. Does the support of {host} go on, {title}?")
                    .to(SCHOOLS)
                    .owed_by(&[Brokers])
            }
            DeploymentHomeAsked => {
                tell(Support, "A specialist of {school} supports {host}. Do you take it on, {title}?")
                    .owed_by(&[SchoolHeads])
            }
            DeploymentTakenOn => tell(Support, "{school} takes on what {home} gave to {host}. Does it go on, {title}?")
                .to(SCHOOLS)
                .owed_by(&[Brokers]),
            DeploymentHomeChanged => {
                tell(Support, "{home} gives to {host} from tomorrow on what {school} gave, {title}.").to(THREE_SCHOOLS)
            }
            DeploymentKept => support!("It goes on although the specialist has left").to(EVERYBODY),
            DeploymentSigned => support!("One head signed").to(PARTIES),
            DeploymentAgreed => tell(Support, "Both heads agreed: {home} supports {host}, {title}.").to(EVERYBODY),
            PeerVisitAsked => tell(Proposals, "{host} asks for a peer visit by a colleague of {home}: {title}.")
                .owed_by(&[HomeHeads])
                .until("respondBy"),
            DeploymentPrepared => support!("A school wrote what this kind of work asks").to(PARTIES),
            TemplateFollowed => support!("It follows a template from now on").to(EVERYBODY),
            StageSkipped => support!("A stage was left out").to(EVERYBODY),
            TrialCycleRecorded => tell(Support, "A trial was written down: {home} and {host}, {title}.").to(EVERYBODY),
            LearningStated => tell(Support, "A school said what it learned: {home} and {host}, {title}.").to(EVERYBODY),
            FindingsRecorded => support!("What was found on a study visit is written").to(EVERYBODY),
            DeploymentStarted => support!("Support began").to(EVERYBODY),
            DeploymentPaused => support!("Support is held for a while").to(EVERYBODY),
            DeploymentResumed => support!("Support goes on").to(EVERYBODY),
            DeploymentCompleted => {
                tell(Support, "Support is complete: {home} for {host}, {title}. Please say how it was.")
                    .to(&[Brokers, Specialist])
                    .owed_by(SCHOOLS)
            }
            DeploymentStopped => support!("Support was stopped").to(EVERYBODY),
            DeploymentLapsed => tell(Deadlines, "Not agreed in time: {home} for {host}, {title}.").to(EVERYBODY),

            ReviewRecorded => support!("A review was written").to(EVERYBODY),
            DeploymentEvaluated => support!("What both sides say is open").to(EVERYBODY),
            DeploymentSignedOff => support!("The alliance signed it off").to(EVERYBODY),
            CaseStudyConsented => support!("One head agreed to a case study").to(SCHOOLS),
            CaseStudyAgreed => support!("Both heads agree to a case study").to(PARTIES),
            CaseStudyWithdrawn => support!("A head withdrew from a case study").to(SCHOOLS),
            FollowUpScheduled => support!("A follow-up is planned").to(EVERYBODY),
            DeploymentFollowedUp => support!("It was followed up").to(EVERYBODY),
            DeploymentClosed | DeploymentClosedUnseen => support!("It was closed").to(EVERYBODY),

            AssuranceWithdrawn => tell(Support, "{school} took a safeguarding assurance back.").to(&[SchoolHeads]),
            AssuranceLapsed => {
                tell(Deadlines, "A safeguarding assurance of {school} has lapsed.").owed_by(&[SchoolHeads])
            }
            AssuranceEnded => tell(Support, "A safeguarding assurance of {school} ended: the person works elsewhere.")
                .to(&[SchoolHeads]),
            DeploymentUnassured => {
                support!("No safeguarding assurance holds any more").to(&[HostHeads, Brokers]).owed_by(&[HomeHeads])
            }
            VisitorsUnassured => support!("No safeguarding assurance holds any more for those who travel")
                .to(&[HomeHeads, Brokers])
                .owed_by(&[HostHeads]),

            VisitRecorded => {
                tell(Support, "{home} wrote down a visit to {host}. Please confirm it.").owed_by(&[HostHeads])
            }
            VisitCorrected => {
                tell(Support, "{home} corrected a visit to {host}. Please confirm it.").owed_by(&[HostHeads])
            }
            VisitDisputed => tell(Support, "{host} says that a visit was not as {home} wrote it. Please put it right.")
                .to(&[Brokers, Specialist])
                .owed_by(&[HomeHeads]),
            VisitLeftUnanswered => {
                tell(Support, "{host} has not answered what {home} wrote of a visit. A broker decides unless it does.")
                    .to(&[HomeHeads, Specialist])
                    .owed_by(&[HostHeads, Brokers])
            }
            VisitSettled => tell(Support, "A broker settled a dispute over a visit of {home} to {host}.").to(EVERYBODY),
            VisitConfirmed => tell(Support, "{host} confirmed a visit.").to(&[HomeHeads, Specialist]),
            VisitCancelled => tell(Support, "{home} took a visit to {host} back.").to(&[HostHeads]),
            VisitReversed => tell(Support, "{host} reversed a visit of {home}.").to(&[HomeHeads, Brokers, Specialist]),

            GrantOpened => tell(Support, "A grant was opened for {school}.").to(&[SchoolHeads, AllianceBrokers]),
            GrantReviewed => tell(Support, "A grant of {school} was reviewed.").to(&[SchoolHeads]),
            GrantYearReleased => tell(Support, "A year of a grant of {school} was released.").to(&[SchoolHeads]),
            ObligationCreated => tell(Support, "{school} takes on to give back.").to(&[DebtorHeads, CreditorHeads]),
            ObligationDue => {
                tell(Deadlines, "What {school} owes is due soon.").to(&[CreditorHeads]).owed_by(&[DebtorHeads])
            }
            ObligationOverdue => {
                tell(Deadlines, "What {school} owes is overdue.").to(&[CreditorHeads]).owed_by(&[DebtorHeads, Brokers])
            }
            ObligationMet => tell(Support, "What {school} owed is met.").to(&[DebtorHeads, CreditorHeads]),
            ObligationWaived => tell(Support, "What {school} owed is waived.").to(&[DebtorHeads, CreditorHeads]),
            ObligationReopened => {
                tell(Support, "What {school} owes is open again: a visit that had met it was reversed.")
                    .to(&[CreditorHeads])
                    .owed_by(&[DebtorHeads])
            }
            ObligationReckoned => tell(Support, "What {school} owes has changed.").to(&[DebtorHeads, CreditorHeads]),
            ObligationPassed => {
                tell(Support, "What was owed passed on with a school that closed.").to(&[DebtorHeads, CreditorHeads])
            }
            PoolAsked => tell(Support, "Your school is asked to put money into a pooled budget.")
                .owed_by(&[SchoolHeads])
                .until("respondBy"),
            PoolLapsed => {
                tell(Deadlines, "A school has not answered in time whether it puts money into a pooled budget.")
                    .to(&[PoolKeepers, SchoolHeads])
            }
            PoolCommitted => tell(Support, "A school puts money into a pooled budget.").to(&[PoolKeepers]),
            PoolDeclined => tell(Support, "A school puts no money into a pooled budget.").to(&[PoolKeepers]),
            PoolLeft => tell(Support, "A school left a pooled budget.").to(&[PoolKeepers]),
            PoolClosed => tell(Support, "A pooled budget was closed. What remained goes back.").to(&[PoolHeads]),
            CommissionAsked => tell(Requests, "Your school is asked to back what another school asks for.")
                .owed_by(&[SchoolHeads])
                .until("respondBy"),
            CommissionBacked => titled!(Requests, "A school backs your request").to(&[HostHeads]),
            CommissionWhole => titled!(Requests, "All schools back it").to(&[HostHeads, Brokers]),
            CommissionDeclined => {
                titled!(Requests, "A school does not back it, so that nobody does").to(&[HostHeads, Brokers])
            }
            CommissionLapsed => titled!(Deadlines, "Not every school has answered in time, so that nobody backs it")
                .to(&[HostHeads, Brokers, BackerHeads]),
            CommissionAgreed => tell(Support, "What your school backs was agreed.").to(&[BackerHeads]),
            CommissionEnded => tell(Requests, "What your school was asked to back was taken back.").to(&[BackerHeads]),

            ReferralSent => titled!(Requests, "{host} asks for support, and you are asked to take it on")
                .to(&[PoolBrokers])
                .owed_by(&[AskedBrokers])
                .until("respondBy"),
            ReferralAccepted => titled!(Requests, "Another alliance takes it on").to(&[HostHeads, ReferringBrokers]),
            ReferralDeclined => titled!(Requests, "Another alliance does not take it on").to(&[ReferringBrokers]),
            ReferralLapsed => titled!(Deadlines, "Another alliance has not answered in time whether it takes it on")
                .to(&[ReferringBrokers, AskedBrokers]),
            ReferralEnded => titled!(Requests, "You need not answer any more").to(&[AskedBrokers]),
            ReferralWithdrawn => titled!(Requests, "You are no longer asked to take it on").to(&[AskedBrokers]),

            OfferPaused => titled!(Offers, "An offer of {school} is held back").to(&[SchoolHeads]),
            OfferWentStale => titled!(Offers, "Please confirm an offer of {school}; until then nobody finds it")
                .owed_by(&[SchoolHeads]),
            OfferWithdrawn => titled!(Offers, "An offer of {school} was taken back").to(&[SchoolHeads]),

            RequestDrafted => titled!(Requests, "A request was drafted for you to raise").to(&[HostHeads]),
            RequestRevised => titled!(Requests, "A request was changed").to(&[Brokers]),
            RequestSubmitted => {
                titled!(Requests, "{host} asks for support").to(&[PoolBrokers]).owed_by(&[Brokers]).until("respondBy")
            }
            RequestOverdue => tell(Deadlines, "A request was not answered in time: {title}, of {host}.")
                .to(&[UnguaranteedHeads, PoolBrokers])
                .owed_by(&[Brokers])
                .until("respondBy"),
            GuaranteeBreached => tell(
                Deadlines,
                "{host} gives, and was not answered in the time that is guaranteed for that: {title}. All brokers of its \
                 alliance are told next, and then any alliance may take it on.",
            )
            .to(&[HostHeads, Brokers]),
            GuaranteeSupportMissed => tell(
                Deadlines,
                "Your school gives, and no support was agreed for it in the time that is guaranteed for that: {title}. Who \
                 brokers it is told, then all of the alliance, and then any alliance may take it on.",
            )
            .to(&[HostHeads]),
            RequestTriaged => titled!(Requests, "A broker looked into your request").to(&[HostHeads]),
            RequestReturned => {
                titled!(Requests, "No proposal is open any more; the search goes on").owed_by(&[Brokers])
            }
            RequestUnmet => titled!(Requests, "Nobody was found").to(&[HostHeads, Brokers]),
            RequestReopened => titled!(Requests, "A request was taken up again").to(EVERY_BROKER),
            RequestWithdrawn => titled!(Requests, "{host} took a request back").to(&[Brokers]),
            RequestClosed => titled!(Requests, "A request is done with").to(&[HostHeads, Brokers]),

            ServiceLevelBreached => tell(Deadlines, "{late} is late: {title}, of {host}.").owed_by(&[BreachHolder]),
            ServiceLevelEscalated => {
                tell(Deadlines, "{late} is still missing, and all of the alliance are told: {title}, of {host}.")
                    .owed_by(&[AllianceBrokers])
            }
            RequestPooled => {
                titled!(Requests, "{host} asks for support, and any alliance may take it on").to(EVERY_BROKER)
            }
            AuditVisitAsked => {
                titled!(Requests, "Somebody comes to see what is needed before help is looked for").to(&[HostHeads])
            }
            AuditVisitHeld => {
                titled!(Requests, "It is written down what was found, and help is looked for").to(&[HostHeads])
            }
            AuditVisitWaived => {
                titled!(Requests, "Nobody needs to come first, and help is looked for").to(&[HostHeads])
            }
            InitialMeetingRecorded => support!("The initial meeting was held").to(EVERYBODY),

            MentorshipOffered => tell(People, "A head of {home} is asked to mentor the head of {host}. Please answer.")
                .owed_by(&[Mentee, Mentor, MentorHeads])
                .until("respondBy"),
            MentorshipAccepted => tell(People, "One of those who were asked agrees: {home} mentors {host}.").to(PAIR),
            MentorshipStarted => tell(People, "A mentorship begins: {home} for {host}.").to(PAIR),
            MentorshipPaused => tell(People, "A mentorship rests for a while: {home} for {host}.").to(PAIR),
            MentorshipResumed => tell(People, "A mentorship goes on: {home} for {host}.").to(PAIR),
            MentorshipEnded => tell(People, "A mentorship is over: {home} for {host}.").to(PAIR),
            SupportGroupFormed => titled!(People, "You hold a support group").to(HOLDERS),
            SupportGroupBegun => titled!(People, "A support group begins to meet").to(HOLDERS),
            SupportGroupClosed => titled!(People, "A support group was closed").to(HOLDERS),
            SupportPlaceOffered => {
                titled!(People, "You are offered a place in a support group").owed_by(&[Person]).until("respondBy")
            }
            SupportPlaceAccepted => titled!(People, "The head of {school} takes part").to(GROUP),
            SupportPlaceDeclined => titled!(People, "The head of {school} does not take part").to(GROUP),
            SupportPlaceLapsed => {
                tell(Deadlines, "The head of {school} did not answer in time: {title}.").to(&[AllianceBrokers, Person])
            }
            SupportPlaceLeft => titled!(People, "The head of {school} takes part no longer").to(GROUP),
            MentorWanted => {
                tell(People, "The head of {host} is without a mentor: a broker of the alliance suggests another one.")
                    .to(&[Mentee])
                    .owed_by(&[AllianceBrokers])
            }
            NewHeadBegun => {
                tell(People, "{school} has a new head, who has no mentor or no place in a support group yet.")
                    .owed_by(&[MemberBrokers])
            }
            FacilitatorMissed => {
                titled!(People, "One of the two who hold a support group cannot go on, and a broker names another")
                    .to(HOLDERS)
                    .owed_by(&[AllianceBrokers])
            }
            FacilitatorReplaced => titled!(People, "Others hold a support group now").to(SEATED),
            CoachingBegun => {
                tell(People, "You begin to coach within {school}. Feedback comes after six months.").to(&[Person])
            }
            CoachingFeedbackGiven => tell(People, "There is feedback on your coaching within {school}.").to(&[Person]),
            CoachingEnded => tell(People, "Somebody coaches within {school} no longer.").to(&[Person, SchoolHeads]),
        })
    }
}
