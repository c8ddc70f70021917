//! The events that nobody waits to hear of, or that another event of the same step tells. Of a mentorship that is only suggested
//! nobody else knows.

macro_rules! silent {
    () => {
        EventKind::PersonEntered
            | EventKind::PersonSuspended
            | EventKind::PersonReinstated
            | EventKind::PersonSignedOut
            | EventKind::InvitationSent
            | EventKind::InvitationAccepted
            | EventKind::InvitationRevoked
            | EventKind::EmploymentBegun
            | EventKind::EmploymentEnded
            | EventKind::DataExportExpired
            | EventKind::ErasureWithdrawn
            | EventKind::PersonErased
            | EventKind::RetentionSet
            | EventKind::RecordsForgotten
            | EventKind::AllianceFounded
            | EventKind::NeighbourDeclared
            | EventKind::NeighbourWithdrawn
            | EventKind::RegisterImported
            | EventKind::CapacityDeclared
            | EventKind::OfferDrafted
            | EventKind::OfferRevised
            | EventKind::OfferPublished
            | EventKind::OfferResumed
            | EventKind::OfferConfirmed
            | EventKind::RequestMatched
            | EventKind::RequestProposed
            | EventKind::RequestPlaced
            | EventKind::RequestWorkstreamAssigned
            | EventKind::EvaluationSealed
            | EventKind::DeploymentUnevaluated
            | EventKind::OutcomeMeasured
            | EventKind::CaseStudyDrafted
            | EventKind::CaseStudyRevised
            | EventKind::RateCardSet
            | EventKind::MonthClosed
            | EventKind::GrantMatched
            | EventKind::PoolOpened
            | EventKind::SchoolHalfTermSet
            | EventKind::SchoolHalfTermCleared
            | EventKind::AuthorityHalfTermSet
            | EventKind::AuthorityHalfTermCleared
            | EventKind::AlliancePolicySet
            | EventKind::ProgrammeAdded
            | EventKind::ProgrammeRulesAdded
            | EventKind::ProgrammeEnded
            | EventKind::StageFinished
            | EventKind::AssuranceGiven
            | EventKind::RuleOverruled
            | EventKind::HeadshipStated
            | EventKind::MentorshipSuggested
            | EventKind::AuditVisitFallen
            | EventKind::RoundOpened
            | EventKind::RoundPlanning
            | EventKind::RoundOvertaken
            | EventKind::RoundRequestLeft
            | EventKind::RoundTakenUp
            | EventKind::RoundAnswered
            | EventKind::RoundRepaired
            | EventKind::ScenarioWritten
            | EventKind::ScenarioReckoned
            | EventKind::ScenarioShared
            | EventKind::ScenarioArchived
    };
}

pub(super) use silent;
