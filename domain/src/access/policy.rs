//! The one place where permission is decided: a `match` over every action. A new action does not compile without its rule.

use crate::Id;
use crate::access::{Action, Actor, Role};
use crate::directory::{Alliance, School};
use crate::identity::Person;

/// Whether the actor may do it. The service itself does only what its workers' scripts say, so it may do everything.
pub(super) fn allows(actor: &Actor, action: Action) -> bool {
    use Action::*;

    if actor.is_service() {
        return true;
    }
    match action {
        EnterPerson {} | SuspendPerson {} | GrantRole {} | CarryOutErasure {} | SetRetention {} => is_operator(actor),
        EndSessions { person } | EndNationalRole { person } | AskForData { person } | AskForErasure { person } => {
            actor.person() == Some(person) || is_operator(actor)
        }
        KeepNotifications { person } | FetchData { person } => actor.person() == Some(person),
        InviteToSchool { school } => actor.is_at(&[Role::Head], school) || is_operator(actor),
        InviteFirstHead { school_alliance }
        | InviteConsenter { school_alliance }
        | ConfirmHead { school_alliance }
        | DecideSuccession { school_alliance } => is_operator(actor) || is_broker_of(actor, school_alliance),
        InviteToAlliance { alliance } => actor.is_for(&[Role::Broker], alliance) || is_operator(actor),
        EndSchoolMembership { school, person } => {
            actor.is_at(&[Role::Head], school) || actor.person() == Some(person) || is_operator(actor)
        }
        EndAllianceMembership { alliance, person } => {
            actor.is_for(&[Role::Broker], alliance) || actor.person() == Some(person) || is_operator(actor)
        }
        ReadSchoolMembers { school, school_alliance } => {
            actor.is_at(&[Role::Head, Role::Coordinator], school)
                || is_broker_of(actor, school_alliance)
                || is_operator(actor)
        }
        ReadIsolation { school, school_alliance } => {
            actor.is_at(&[Role::Head, Role::Coordinator], school) || is_broker_of(actor, school_alliance)
        }
        ReadAllianceMembers { alliance } => {
            actor.is_for(&[Role::Broker, Role::QaAssessor], alliance) || is_operator(actor)
        }
        DeclareCapacity { home, person } => actor.is_at(&[Role::Head], home) || is_specialist(actor, person),
        ProposeSupport { alliance }
        | WithdrawProposal { alliance }
        | KeepDeployment { alliance }
        | GrantCapacity { alliance }
        | ReferRequest { alliance }
        | AnswerReferral { alliance }
        | AgreeForAlliance { alliance }
        | ApprovePlacement { alliance }
        | SignOffDeployment { alliance }
        | CloseDeployment { alliance }
        | SetRateCard { alliance }
        | ReadAllianceStatement { alliance }
        | OpenGrant { alliance }
        | EvidenceMatch { alliance }
        | ReleaseGrant { alliance } => actor.is_for(&[Role::Broker], alliance),
        AnswerProposal { home, host }
        | AgreeDeployment { home, host }
        | EvaluateDeployment { home, host }
        | ConsentAsHead { home, host }
        | WriteCaseStudy { home, host } => is_at_either(actor, &[Role::Head], home, host),
        ConsentForGovernors { home, host } => is_at_either(actor, &[Role::Governor], home, host),
        ConsentForTrust { home, host } => is_at_either(actor, &[Role::TrustOfficer], home, host),
        TakeOnDeployment { home } => home.is_some_and(|home| actor.is_at(&[Role::Head], home)),
        PrepareDeployment { home, host } => is_at_either(actor, &[Role::Head, Role::Coordinator], home, host),
        ArrangePeerVisit { school } => actor.is_at(&[Role::Head], school),
        DraftTerms { home, host, alliance }
        | FollowTemplate { home, host, alliance }
        | RunDeployment { home, host, alliance } => {
            is_at_either(actor, &[Role::Head, Role::Coordinator], home, host) || actor.is_for(&[Role::Broker], alliance)
        }
        EndDeployment { home, host, alliance } | ScheduleFollowUp { home, host, alliance } => {
            is_at_either(actor, &[Role::Head], home, host) || actor.is_for(&[Role::Broker], alliance)
        }
        RecordVisit { home, person } => {
            actor.is_at(&[Role::Head, Role::Coordinator], home) || is_specialist(actor, person)
        }
        RecordInitialMeeting { home, person, alliance } => {
            actor.is_at(&[Role::Head, Role::Coordinator], home)
                || is_specialist(actor, person)
                || actor.is_for(&[Role::Broker], alliance)
        }
        DeclareArisenInterest { home, host, person, alliance } => {
            is_at_either(actor, &[Role::Head], home, host)
                || is_specialist(actor, person)
                || actor.is_for(&[Role::Broker], alliance)
        }
        AssureSafeguarding { home } => actor.is_at(&[Role::Head, Role::Governor], home),
        MeasureImpact { host } => actor.is_at(&[Role::Head, Role::Coordinator], host),
        // Nobody is named where the school itself gave, or where the specialist holds that role no longer.
        WriteSelfEvaluation { home, person } => match person {
            Some(_) => is_specialist(actor, person),
            None => actor.is_at(&[Role::Head], home),
        },
        ConfirmVisit { host } | DisputeVisit { host } | WriteFinalReview { host } => actor.is_at(&[Role::Head], host),
        SettleVisit { alliance } => actor.is_for(&[Role::Broker], alliance),
        ReverseVisit { host, alliance } | ReviewDeployment { host, alliance } => {
            actor.is_at(&[Role::Head], host) || actor.is_for(&[Role::Broker], alliance)
        }
        KeepPool { alliance, lead } => match lead {
            Some(school) => actor.is_at(&[Role::Head], school),
            None => actor.is_for(&[Role::Broker], alliance),
        },
        CommitToPool { school } | LeadCommission { school } | AnswerCommission { school } => {
            actor.is_at(&[Role::Head], school)
        }
        JoinAlliance { school }
        | LeaveAlliance { school }
        | RestMembership { school }
        | AnswerAllianceInvitation { school }
        | OfferAllianceLead { lead: school }
        | TakeAllianceLead { school } => actor.is_at(&[Role::Head], school),
        DeclareNeighbour { alliance } | SetAlliancePolicy { alliance } | InviteToJoinAlliance { alliance } => {
            actor.is_for(&[Role::Broker], alliance)
        }
        ReviewGrant { alliance } => actor.is_for(&[Role::Broker, Role::QaAssessor], alliance),
        ReadStatement { school } => actor.is_at(&[Role::Head, Role::Coordinator], school),
        // Every alliance has its rates, and none is ranked by them; they are for schools, not for the press.
        ReadRateCards {} => actor.person().is_some(),
        ImportRegister {} | FoundAlliance {} | AssignAllianceLead {} | SetAuthorityCalendar {} | KeepProgrammes {} => {
            is_operator(actor)
        }
        ListSpecialist { home } | ReferenceDesignation { home } | SetSchoolCalendar { home } => {
            actor.is_at(&[Role::Head], home)
        }
        ApplyForDesignation { person } | AppealDesignation { person } => actor.person() == Some(person),
        RecordDesignation { alliance } | DecideDesignation { alliance } => actor.is_for(&[Role::Broker], alliance),
        ReferenceHead { home, alliance } => actor.is_at(&[Role::Governor], home) || is_broker_of(actor, alliance),
        AssessDesignation { alliance } => actor.is_for(&[Role::QaAssessor], alliance),
        WithdrawDesignation { alliance, person } => {
            actor.is_for(&[Role::Broker], alliance) || actor.person() == Some(person)
        }
        DraftOffer { school } | ReviseOffer { school, signed: false } | ConfirmOffer { school } => {
            actor.is_at(&[Role::Head, Role::Coordinator], school)
        }
        ReviseOffer { school, signed: true }
        | PublishOffer { school }
        | PauseOffer { school }
        | WithdrawOffer { school } => actor.is_at(&[Role::Head], school),
        DraftRequest { school } | ReviseRequest { school, submitted: false } => {
            actor.is_at(&[Role::Head, Role::Coordinator], school)
        }
        SubmitRequest { school } | ReviseRequest { school, submitted: true } | WithdrawRequest { school } => {
            actor.is_at(&[Role::Head], school)
        }
        TriageRequest { broker } | AssignWorkstream { broker } | MatchRequest { broker } | MarkUnmet { broker } => {
            is_broker_of(actor, broker)
        }
        ReadWorkList { alliance } | ReadServiceLevels { alliance } | ReadFormerMembers { alliance } => {
            actor.is_for(&[Role::Broker], alliance)
        }
        ReadCandidates { school, broker } => {
            actor.is_at(&[Role::Head, Role::Coordinator], school) || is_broker_of(actor, broker)
        }
        ReopenRequest { school, broker } | CloseRequest { school, broker } => {
            actor.is_at(&[Role::Head], school) || is_broker_of(actor, broker)
        }
        CreateObligation { debtor, school_alliance } => {
            actor.is_at(&[Role::Head], debtor) || is_broker_of(actor, school_alliance)
        }
        MeetObligation { creditor, alliance } | WaiveObligation { creditor, alliance } => {
            creditor.is_some_and(|creditor| actor.is_at(&[Role::Head], creditor)) || is_broker_of(actor, alliance)
        }
        StateHeadship { person } | AnswerSupportPlace { person } => actor.person() == Some(person),
        ReadNewHeads { alliance } | SuggestMentorship { alliance } | RunSupportGroup { alliance } => {
            actor.is_for(&[Role::Broker], alliance)
        }
        AnswerMentorship { mentee, mentor, home } => {
            is_either(actor, mentee, mentor) || actor.is_at(&[Role::Head], home)
        }
        RunMentorship { mentee, mentor, alliance } => {
            is_either(actor, mentee, mentor) || actor.is_for(&[Role::Broker], alliance)
        }
        RunCoachingPractice { school } => actor.is_at(&[Role::Head], school),
        RunRound { alliance } | ChooseInRound { alliance } => actor.is_for(&[Role::Broker], alliance),
        RunNationalRound {} => is_operator(actor),
        AskWhatIf { alliance } => actor.is_for(&[Role::Broker], alliance),
        AskNationalWhatIf {} | ProposePolicy {} => actor.role() == Some(Role::Analyst),
        AnswerPolicy {} => actor.role() == Some(Role::Analyst) || is_operator(actor),
        WithdrawPolicy { person } => actor.person() == Some(person),
        EndCoachingPractice { school, person } => actor.is_at(&[Role::Head], school) || actor.person() == Some(person),
    }
}

fn is_at_either(actor: &Actor, roles: &[Role], home: Id<School>, host: Id<School>) -> bool {
    actor.is_at(roles, home) || actor.is_at(roles, host)
}

/// Whether one of these two acts, in whichever role.
fn is_either(actor: &Actor, one: Id<Person>, other: Id<Person>) -> bool {
    actor.person().is_some_and(|person| person == one || person == other)
}

/// Whether this very specialist acts, in that role.
fn is_specialist(actor: &Actor, person: Option<Id<Person>>) -> bool {
    actor.role() == Some(Role::Specialist) && person.is_some() && actor.person() == person
}

fn is_operator(actor: &Actor) -> bool {
    actor.role() == Some(Role::Operator)
}

/// Whether a broker of this alliance acts: one of the school's or the request's, when the broker's own is among them.
fn is_broker_of(actor: &Actor, alliance: Option<Id<Alliance>>) -> bool {
    alliance.is_some_and(|alliance| actor.is_for(&[Role::Broker], alliance))
}
