//! Everything that can happen: one event per fact, in the past tense, with its public name. Add, do not edit.

mod brokerage;
mod communities;
mod declare;
mod directory;
mod exchange;
mod fact;
mod identity;
mod planning;
mod reciprocity;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::Role;
use crate::brokerage::{
    AuditVisit, BackingDecline, CaseStudy, CaseStudyWithdrawal, ClosedMonth, ConflictDeclaration, Consent,
    DeclineReason, Deployment, DisputeOutcome, DisputeReason, Evaluation, ExchangeRing, Grant, InitialMeeting,
    JointCommission, MatchStage, MeasurePoint, NoFollowUp, Overruling, PolicyChange, PoolLeave, PooledBudget, Proposal,
    RateCard, Referral, ReferralDecline, Review, ReviewKind, RingEnd, Round, RoundAnswer, RoundChoiceKind,
    RoundFailure, RoundUnplaced, SafeguardingAssurance, Scenario, ScenarioReaders, ServiceBreach, ServiceLevel, Side,
    StopReason, Visit, VisitCancellation, VisitConfirmation,
};
use crate::communities::{
    CoachingPractice, CoachingPracticeEnd, FacilitatorEnd, FacilitatorSide, Headship, Mentorship, MentorshipDecline,
    MentorshipEnd, SupportGroup, SupportGroupEnd, SupportGroupPlace, SupportPlaceLeave,
};
use crate::directory::{
    Alliance, AllianceInvitation, AllianceKind, AllianceLeave, ConsentKind, Designation, DesignationScheme, ListingEnd,
    LocalAuthority, Programme, RegisterEdition, RestReason, Retraction, School, Specialist,
};
use crate::exchange::{CapacityWindow, Offer, OfferWithdrawal, SupportRequest, UnmetReason, Urgency, WithdrawalReason};
use crate::identity::{
    DataExport, Employment, Erasure, ErasureWithdrawal, Invitation, InvitationRevocation, Membership, MembershipEnd,
    Person, RecordClass, RetentionPolicy, RetentionRun, Session, SuspensionReason,
};
use crate::reciprocity::{Obligation, ObligationKind};
use crate::{HalfTerm, Id, Rule, Timestamp};

use brokerage::brokerage;
use communities::communities;
use declare::{events, noun_of};
use directory::directory;
use exchange::exchange;
use identity::identity;
use planning::planning;
use reciprocity::reciprocity;

pub(crate) use fact::Told;
pub use fact::{AsFact, Fact};

// Each room adds its own to those of the rooms before it.
identity! { directory, exchange, brokerage, planning, reciprocity, communities, events; }
