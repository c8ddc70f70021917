//! Brokerage: finding the right help, proposing it, agreeing it, and seeing it through.

mod action_plan;
mod arisen_interest;
mod assurance;
mod audit_visit;
mod case_study;
mod charge;
mod commission;
mod conflict;
mod consent;
mod departure;
mod deployment;
mod estimate;
mod evaluation;
mod grant;
mod initial_meeting;
mod leadership;
pub mod matching;
mod measure;
mod overruling;
mod particulars;
mod pause;
mod payer;
mod peer_visit;
mod policy_change;
mod pool;
mod price;
mod proposal;
mod rate_card;
mod referral;
mod review;
mod ring;
mod round;
mod scenario;
mod service_level;
mod settlement;
mod stage_plan;
mod statement;
mod subscription;
mod template;
mod terms;
mod visit;
mod vocabulary;
mod waits;
mod way;

/// Actors, ids and nouns with which the tests of this room and of its neighbours begin.
#[cfg(test)]
pub(crate) mod testing {
    pub use super::assurance::tests::{assured, form};
    pub use super::charge::tests::charged;
    pub use super::deployment::tests::{active, planned, reason, terms, waived};
    pub use super::grant::tests::granted;
    pub use super::policy_change::tests::{newest, opened as policy_change};
    pub use super::proposal::tests::{at, broker, confirmed, head, id, sending, sent, start};
    pub use super::ring::tests::proposing as ring_proposing;
    pub use super::round::chosen as round_choice;
    pub use super::round::tests::{opening as round_opening, outcome as round_outcome, report as round_report};
    pub use super::scenario::tests::{draft as scenario_draft, outcome as scenario_outcome};
    pub use super::terms::tests::draft;
}

pub use action_plan::{ActionStep, ActionStepDraft, StepOwner};
pub use arisen_interest::{ArisenInterest, ArisenInterestStatus};
pub use assurance::{
    AssuranceForm, AssuranceScope, AssuranceStatus, Assurances, Assured, SafeguardingAssurance, Travelling,
};
#[cfg(test)]
pub(crate) use audit_visit::tests::asked as audit_visit_of_tests;
pub use audit_visit::{AuditVisit, AuditVisitStatus};
pub use case_study::{CaseStudy, CaseStudyStatus, CaseStudyWithdrawal, Story};
pub use charge::{Amounts, Booked, Charge, InPlaceOf};
pub use commission::{
    Backer, BackerStatus, BackingDecline, ChargePart, CommissionStatus, Commissioning, JointCommission, Parties,
    part_csv,
};
pub use conflict::ConflictDeclaration;
pub use consent::{Consent, ConsentStatus, consents_asked};
pub use departure::{Departure, DepartureStatus, TakenOn, Whereabouts};
pub use deployment::{Deployment, FormerHome, Planning};
pub use estimate::{CoverRange, Estimate};
pub use evaluation::{Evaluation, Judgement};
pub use grant::{Grant, GrantHeld, GrantLine, GrantLineKind, GrantYear, Opening};
pub use initial_meeting::{InitialMeeting, MeetingDraft};
pub use leadership::LeadersOut;
pub use measure::{AbsentReason, Figure, Found, Measure, MeasurePoint, Reading, ReadingDraft, Unit};
pub use overruling::{Decision, Overruling};
pub use particulars::{
    Coaching, CoachingPlan, Findings, JointPart, JointPractice, JointSide, Learning, Particulars, PostDraft,
    Preparation, PupilBand, PupilCollaboration, PupilGroup, SecondedPost, Secondment, StudyVisit, TrialCycle,
    VisitPlan,
};
pub use pause::Pause;
pub use payer::{InKind, InKindDraft, Paid, Share, ShareDraft};
pub use policy_change::{PolicyChange, PolicyChangeDraft, PolicyChangeStatus};
pub use pool::{
    PoolAccount, PoolHeld, PoolLeave, PoolLine, PoolLineKind, PoolMember, PoolMemberStatus, PoolOpening, PoolStatus,
    PoolTotals, PooledBudget, pool_csv,
};
pub use price::Price;
pub use proposal::{Proposal, Sending};
pub use rate_card::{Fee, RateCard, Rates, RatesDraft};
pub use referral::{Referral, ReferralDecline};
pub use review::{Answer, Rating, RatingDraft, Review, ReviewDraft};
pub use ring::{ExchangeRing, RingAnswer, RingEnd, RingLeg, RingProposing, RingStatus};
pub use round::{
    Allotment, Bundle, Overtaken, Round, RoundAnnouncement, RoundAnswer, RoundChoice, RoundChoiceKind, RoundFailure,
    RoundFigures, RoundLine, RoundLineStatus, RoundMandate, RoundOpening, RoundOutcome, RoundPlace, RoundProgress,
    RoundStatus, RoundUnplaced,
};
pub use scenario::{Scenario, ScenarioDraft, ScenarioOutcome, ScenarioReaders, ScenarioStatus};
pub(crate) use service_level::midnight;
pub use service_level::{
    Clock, EscalationStep, OwnLevels, OwnStandards, ServiceBreach, ServiceFigures, ServiceLevel, ServicePolicy,
    ServicePolicyFault, ServiceSetting, ServiceStandard, ServiceUnit,
};
pub use settlement::{Settlement, SettlementDraft};
pub use stage_plan::{FinishedStage, Finishing, StagePlace, StagePlan};
pub use statement::{Line, Totals, csv};
pub use subscription::{Subscription, SubscriptionDraft};
pub use template::{DeploymentTemplate, TemplateStage};
pub use terms::{Outcome, OutcomeDraft, Terms, TermsDraft};
pub use visit::{DisputeOutcome, DisputeReason, Logged, Visit, VisitCancellation, VisitDispute, VisitRecord};
pub use vocabulary::{
    DeclineReason, DeploymentStatus, FeeKind, FeePlace, Grade, GrantYearStatus, ImpactLevel, InterestKind, MatchStage,
    NoFollowUp, PayerKind, ProposalStatus, Rag, ReferralStatus, ReviewDecision, ReviewKind, ReviewQuestion, Side,
    StopReason, VisitStatus,
};
pub use waits::Waits;
pub use way::{AuditVisitWay, FollowUpWay};

crate::nouns! {
    /// A stored run of the matching for one request.
    MatchRun = "run";
    /// One confirmation of a visit: the source of what it posts in the ledger (SETTLED 3).
    VisitConfirmation = "cnf";
    /// A month of which no statement changes any more.
    ClosedMonth = "mon";
}

crate::noun!(Proposal = "prp");
crate::noun!(Deployment = "dep");
crate::noun!(Visit = "vis");
crate::noun!(Charge = "chg");
crate::noun!(Grant = "gra");
crate::noun!(PooledBudget = "pol");
crate::noun!(JointCommission = "joi");
crate::noun!(Review = "rev");
crate::noun!(Evaluation = "evl");
crate::noun!(CaseStudy = "cas");
crate::noun!(Referral = "ref");
crate::noun!(RateCard = "rat");
crate::noun!(ConflictDeclaration = "coi");
