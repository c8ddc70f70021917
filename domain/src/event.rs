//! Everything that can happen: one event per fact, in the past tense, with its public name. Add, do not edit.

mod declare;
mod fact;

use chrono::NaiveDate;
use uuid::Uuid;

use crate::access::Role;
use crate::brokerage::{
    CaseStudy, ClosedMonth, ConflictDeclaration, Consent, DeclineReason, Deployment, Evaluation, Grant, MatchStage,
    MeasurePoint, NoFollowUp, Proposal, RateCard, Referral, Review, ReviewKind, Side, StopReason, Visit,
    VisitConfirmation,
};
use crate::directory::{
    Alliance, AllianceInvitation, AllianceKind, ConsentKind, Designation, DesignationScheme, LocalAuthority,
    RegisterEdition, School, Specialist,
};
use crate::exchange::{CapacityWindow, Offer, SupportRequest, UnmetReason, Urgency, WithdrawalReason};
use crate::identity::{Employment, Invitation, Membership, Person, Session};
use crate::reciprocity::{Obligation, ObligationKind};
use crate::{HalfTerm, Id, Timestamp};

use declare::{events, noun_of};
pub use fact::{AsFact, Fact};

events! {
    /// Somebody was entered.
    PersonEntered = "person.entered" { person: Id<Person> }
    /// Somebody may no longer sign in.
    PersonSuspended = "person.suspended" { person: Id<Person> }
    /// Somebody may sign in again.
    PersonReinstated = "person.reinstated" { person: Id<Person> }
    /// Every session of somebody was ended.
    PersonSignedOut = "person.signed_out" { person: Id<Person> }
    /// Somebody has a new password.
    PasswordChanged = "person.password_changed" { person: Id<Person> }
    /// A refresh token was shown twice, so its sign-in was ended.
    SessionRevoked = "session.revoked" { session: Id<Session>, person: Id<Person> }
    /// Somebody was asked to take up a role.
    InvitationSent = "invitation.sent" { invitation: Id<Invitation>, role: Role }
    /// An invitation was accepted.
    InvitationAccepted = "invitation.accepted" { invitation: Id<Invitation>, person: Id<Person> }
    /// An invitation was taken back.
    InvitationRevoked = "invitation.revoked" { invitation: Id<Invitation> }
    /// Somebody says to lead a school, and waits to be confirmed.
    MembershipClaimed = "membership.claimed" { membership: Id<Membership>, person: Id<Person> }
    /// Somebody was given a role.
    MembershipBegun = "membership.begun" { membership: Id<Membership>, person: Id<Person> }
    /// A role ended.
    MembershipEnded = "membership.ended" { membership: Id<Membership>, person: Id<Person> }
    /// Somebody began to work at a school.
    EmploymentBegun = "employment.begun" { employment: Id<Employment>, person: Id<Person>, school: Id<School> }
    /// Somebody's post at a school ended.
    EmploymentEnded = "employment.ended" { employment: Id<Employment>, person: Id<Person>, school: Id<School> }
    /// A specialist was entered in the directory.
    SpecialistListed = "specialist.listed" { specialist: Id<Specialist>, school: Id<School> }
    /// A home school no longer lends a specialist.
    ListingEnded = "specialist.listing_ended" { specialist: Id<Specialist>, school: Id<School> }
    /// A specialist works at another school now, which lends them from now on.
    SpecialistMoved = "specialist.moved" { specialist: Id<Specialist>, from: Id<School>, school: Id<School> }
    /// A specialist is not lent for a while.
    SpecialistPaused = "specialist.paused" { specialist: Id<Specialist>, school: Id<School> }
    /// A specialist who was not lent for a while is lent again.
    SpecialistResumed = "specialist.resumed" { specialist: Id<Specialist>, school: Id<School> }
    /// Somebody applied for a designation.
    DesignationApplied = "designation.applied" { designation: Id<Designation>, scheme: DesignationScheme, alliance: Id<Alliance> }
    /// The home school spoke for somebody who applied, and consented to lend them.
    DesignationReferenced = "designation.referenced" { designation: Id<Designation> }
    /// An application was judged by every criterion.
    DesignationAssessed = "designation.assessed" { designation: Id<Designation> }
    /// Somebody was designated.
    DesignationGiven = "designation.given" {
        designation: Id<Designation>, scheme: DesignationScheme, alliance: Id<Alliance>, since: NaiveDate, until: NaiveDate,
    }
    /// What somebody holds of a closed scheme was entered.
    DesignationRecorded = "designation.recorded" {
        designation: Id<Designation>, scheme: DesignationScheme, alliance: Id<Alliance>, since: NaiveDate, until: NaiveDate,
    }
    /// Somebody was not designated.
    DesignationDeclined = "designation.declined" { designation: Id<Designation> }
    /// Somebody appealed against not being designated.
    DesignationAppealed = "designation.appealed" { designation: Id<Designation> }
    /// A designation does not hold for the time being.
    DesignationSuspended = "designation.suspended" { designation: Id<Designation> }
    /// A suspended designation holds again.
    DesignationReinstated = "designation.reinstated" { designation: Id<Designation> }
    /// The last day of a designation is over.
    DesignationLapsed = "designation.lapsed" { designation: Id<Designation> }
    /// A designation was taken back, or it or its application was laid down.
    DesignationWithdrawn = "designation.withdrawn" { designation: Id<Designation> }
    /// An alliance was founded; the school that leads it belongs to it.
    AllianceFounded = "alliance.founded" { alliance: Id<Alliance>, kind: AllianceKind, lead: Id<School> }
    /// A school joined an alliance.
    AllianceJoined = "alliance.joined" { alliance: Id<Alliance>, school: Id<School> }
    /// A broker proposed that one offer should meet one request.
    ProposalSent = "proposal.sent" { proposal: Id<Proposal>, request: Id<SupportRequest>, half_days: i32, respond_by: Timestamp }
    /// One of the two schools accepted a proposal.
    ProposalAccepted = "proposal.accepted" { proposal: Id<Proposal>, side: Side }
    /// The second school accepted: both agree.
    ProposalConfirmed = "proposal.confirmed" { proposal: Id<Proposal>, side: Side }
    /// One of the two schools declined a proposal.
    ProposalDeclined = "proposal.declined" { proposal: Id<Proposal>, side: Side, reason: DeclineReason }
    /// A proposal was not answered in time.
    ProposalExpired = "proposal.expired" { proposal: Id<Proposal> }
    /// Another proposal for the same request was confirmed first.
    ProposalSuperseded = "proposal.superseded" { proposal: Id<Proposal>, confirmed: Id<Proposal> }
    /// A proposal was taken back.
    ProposalWithdrawn = "proposal.withdrawn" { proposal: Id<Proposal> }
    /// Both schools accepted a proposal, so a deployment is planned.
    DeploymentPlanned = "deployment.planned" { deployment: Id<Deployment>, proposal: Id<Proposal>, agree_by: Timestamp }
    /// The terms of a deployment were written or changed; earlier signatures no longer count.
    DeploymentDrafted = "deployment.drafted" { deployment: Id<Deployment> }
    /// A school declared its interests.
    ConflictDeclared = "conflict.declared" { declaration: Id<ConflictDeclaration>, deployment: Id<Deployment>, side: Side }
    /// A second broker approved a proposal of one whose own school it concerns.
    ProposalApproved = "proposal.approved" { proposal: Id<Proposal> }
    /// Somebody consented to a deployment for a school, its governors or its trust.
    ConsentGiven = "consent.given" { consent: Id<Consent>, deployment: Id<Deployment>, side: Side, kind: ConsentKind }
    /// Somebody withheld a consent to a deployment, or took it back.
    ConsentWithheld = "consent.withheld" { consent: Id<Consent>, deployment: Id<Deployment>, side: Side, kind: ConsentKind }
    /// A second broker approved a deployment in which somebody has an interest.
    DeploymentApproved = "deployment.approved" { deployment: Id<Deployment> }
    /// One of the two heads agreed to the terms.
    DeploymentSigned = "deployment.signed" { deployment: Id<Deployment>, side: Side }
    /// Both heads agreed to the terms: the half-days are promised.
    DeploymentAgreed = "deployment.agreed" { deployment: Id<Deployment>, home: Id<School>, host: Id<School>, half_days: i32 }
    /// The work of a deployment began.
    DeploymentStarted = "deployment.started" { deployment: Id<Deployment> }
    /// A deployment is held for a while.
    DeploymentPaused = "deployment.paused" { deployment: Id<Deployment> }
    /// A deployment goes on.
    DeploymentResumed = "deployment.resumed" { deployment: Id<Deployment> }
    /// The specialist of an open deployment has left the school that gives: its broker decides whether it goes on.
    DeploymentSpecialistLeft = "deployment.specialist_left" { deployment: Id<Deployment>, home: Id<School> }
    /// The broker decided that a deployment goes on although its specialist has left the school that gives.
    DeploymentKept = "deployment.kept" { deployment: Id<Deployment> }
    /// The work of a deployment is done.
    DeploymentCompleted = "deployment.completed" { deployment: Id<Deployment>, home: Id<School>, host: Id<School> }
    /// A deployment ended before its time.
    DeploymentStopped = "deployment.stopped" { deployment: Id<Deployment>, home: Id<School>, host: Id<School>, code: StopReason }
    /// A deployment was not agreed in time.
    DeploymentLapsed = "deployment.lapsed" { deployment: Id<Deployment> }
    /// What a review of a deployment found was written down.
    ReviewRecorded = "review.recorded" { review: Id<Review>, deployment: Id<Deployment>, kind: ReviewKind }
    /// Somebody said, under a seal, how it was to work with another school. Of which deployment is told to nobody else.
    EvaluationSealed = "evaluation.sealed" { evaluation: Id<Evaluation> }
    /// Both sides of a deployment have spoken of each other, or the time for it is over: what was said is open.
    DeploymentEvaluated = "deployment.evaluated" { deployment: Id<Deployment> }
    /// The time for the evaluation of a deployment is over, and neither side has spoken.
    DeploymentUnevaluated = "deployment.evaluation_lapsed" { deployment: Id<Deployment> }
    /// Something was measured of an expected outcome of a deployment, or said to be absent.
    OutcomeMeasured = "deployment.measured" { deployment: Id<Deployment>, outcome: i32, point: MeasurePoint }
    /// The alliance signed off what the reviews of a deployment say.
    DeploymentSignedOff = "deployment.signed_off" { deployment: Id<Deployment> }
    /// A head drafted a case study of a deployment.
    CaseStudyDrafted = "case_study.drafted" { case_study: Id<CaseStudy>, deployment: Id<Deployment> }
    /// A case study has other words.
    CaseStudyRevised = "case_study.revised" { case_study: Id<CaseStudy>, deployment: Id<Deployment> }
    /// One of two heads agreed to a case study.
    CaseStudyConsented = "case_study.consented" { case_study: Id<CaseStudy>, deployment: Id<Deployment>, side: Side }
    /// Both heads agree to a case study.
    CaseStudyAgreed = "case_study.agreed" { case_study: Id<CaseStudy>, deployment: Id<Deployment> }
    /// A head withdrew from a case study.
    CaseStudyWithdrawn = "case_study.withdrawn" { case_study: Id<CaseStudy>, deployment: Id<Deployment>, side: Side }
    /// A day was set on which somebody looks at what has lasted of a deployment.
    FollowUpScheduled = "deployment.follow_up_scheduled" { deployment: Id<Deployment>, on: NaiveDate }
    /// Somebody has looked at what has lasted of a deployment.
    DeploymentFollowedUp = "deployment.followed_up" { deployment: Id<Deployment> }
    /// A deployment was closed after its follow-up.
    DeploymentClosed = "deployment.closed" { deployment: Id<Deployment> }
    /// A deployment was closed although nobody looked at what has lasted.
    DeploymentClosedUnseen = "deployment.closed_without_follow_up" { deployment: Id<Deployment>, reason: NoFollowUp }
    /// The home side wrote down a visit.
    VisitRecorded = "visit.recorded" { visit: Id<Visit>, deployment: Id<Deployment>, visited_on: NaiveDate, half_days: i32 }
    /// The record of a visit was corrected.
    VisitCorrected = "visit.corrected" { visit: Id<Visit>, deployment: Id<Deployment>, visited_on: NaiveDate, half_days: i32 }
    /// The host confirmed a visit: the ledger moved.
    VisitConfirmed = "visit.confirmed" {
        visit: Id<Visit>, deployment: Id<Deployment>, confirmation: Id<VisitConfirmation>, home: Id<School>, host: Id<School>,
        half_days: i32,
    }
    /// The record of a visit was taken back before it was confirmed.
    VisitCancelled = "visit.cancelled" { visit: Id<Visit>, deployment: Id<Deployment> }
    /// The confirmation of a visit was reversed, and with it what it moved in the ledger.
    VisitReversed = "visit.reversed" {
        visit: Id<Visit>, deployment: Id<Deployment>, confirmation: Id<VisitConfirmation>, home: Id<School>, host: Id<School>,
        half_days: i32,
    }
    /// An alliance said what it charges for a day in an academic year.
    RateCardSet = "rate_card.set" { rate_card: Id<RateCard>, alliance: Id<Alliance>, year: i32 }
    /// A month was closed: no statement of it changes any more.
    MonthClosed = "month.closed" { month: Id<ClosedMonth>, first_day: NaiveDate }
    /// A grant of a programme was opened.
    GrantOpened = "grant.opened" { grant: Id<Grant>, alliance: Id<Alliance>, school: Id<School> }
    /// It was evidenced that others have matched a year of a grant.
    GrantMatched = "grant.matched" { grant: Id<Grant>, year: i32 }
    /// A grant was reviewed.
    GrantReviewed = "grant.reviewed" { grant: Id<Grant> }
    /// A year of a grant was released.
    GrantYearReleased = "grant.year_released" { grant: Id<Grant>, year: i32 }
    /// A request was referred to another alliance or to the national pool.
    ReferralSent = "referral.sent" { referral: Id<Referral>, request: Id<SupportRequest> }
    /// Another alliance took a request on.
    ReferralAccepted = "referral.accepted" { referral: Id<Referral>, request: Id<SupportRequest>, alliance: Id<Alliance> }
    /// Another alliance did not take a request on.
    ReferralDeclined = "referral.declined" { referral: Id<Referral>, request: Id<SupportRequest> }
    /// A referral ended before it was answered: the request came to its end, or has brokers of its own.
    ReferralEnded = "referral.ended" { referral: Id<Referral>, request: Id<SupportRequest> }
    /// The half-days that somebody can give in a half-term were declared.
    CapacityDeclared = "capacity.declared" { window: Id<CapacityWindow>, half_term: HalfTerm, half_days: i32 }
    /// A school keeps days of its own for a half-term.
    SchoolHalfTermSet = "school.half_term_set" { school: Id<School>, half_term: HalfTerm, starts_on: NaiveDate, ends_on: NaiveDate }
    /// A school keeps no days of its own for a half-term any more.
    SchoolHalfTermCleared = "school.half_term_cleared" { school: Id<School>, half_term: HalfTerm }
    /// A local authority keeps days of its own for a half-term.
    AuthorityHalfTermSet = "local_authority.half_term_set" {
        authority: Id<LocalAuthority>, half_term: HalfTerm, starts_on: NaiveDate, ends_on: NaiveDate,
    }
    /// A local authority keeps no days of its own for a half-term any more.
    AuthorityHalfTermCleared = "local_authority.half_term_cleared" { authority: Id<LocalAuthority>, half_term: HalfTerm }
    /// Days of a specialist in an academic year are funded.
    CapacityGranted = "capacity.granted" { specialist: Id<Specialist>, alliance: Id<Alliance>, year: i32, half_days: i32 }
    /// A school left an alliance.
    AllianceLeft = "alliance.left" { alliance: Id<Alliance>, school: Id<School> }
    /// An alliance settled a version of its policy, which holds from a day on.
    AlliancePolicySet = "alliance.policy_set" { alliance: Id<Alliance>, version: i32, from: NaiveDate }
    /// An alliance asked a school to join.
    AllianceInvitationSent = "alliance_invitation.sent" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
    /// A school accepted an alliance's invitation.
    AllianceInvitationAccepted = "alliance_invitation.accepted" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
    /// A school declined an alliance's invitation.
    AllianceInvitationDeclined = "alliance_invitation.declined" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
    /// Nobody answered an alliance's invitation in time.
    AllianceInvitationLapsed = "alliance_invitation.lapsed" { invitation: Id<AllianceInvitation>, alliance: Id<Alliance>, school: Id<School> }
    /// An alliance declared another its neighbour.
    NeighbourDeclared = "alliance.neighbour_declared" { alliance: Id<Alliance>, neighbour: Id<Alliance> }
    /// An edition of the national register was applied: anything known of any school may have changed.
    RegisterImported = "register.imported" { edition: Id<RegisterEdition> }
    /// A school closed, and everything open of it passed to the school that took its place: its only successor, or the one
    /// that was decided for.
    SchoolSucceeded = "school.succeeded" { school: Id<School>, successor: Id<School> }
    /// A school drafted an offer.
    OfferDrafted = "offer.drafted" { offer: Id<Offer>, school: Id<School> }
    /// A school changed an offer.
    OfferRevised = "offer.revised" { offer: Id<Offer>, school: Id<School> }
    /// An offer was published: everybody finds it.
    OfferPublished = "offer.published" { offer: Id<Offer>, school: Id<School> }
    /// An offer is held back for a while.
    OfferPaused = "offer.paused" { offer: Id<Offer>, school: Id<School> }
    /// A paused offer is found again.
    OfferResumed = "offer.resumed" { offer: Id<Offer>, school: Id<School> }
    /// A school said that its offer still holds.
    OfferConfirmed = "offer.confirmed" { offer: Id<Offer>, school: Id<School> }
    /// Nobody confirmed an offer for a half-term; it is found again once somebody does.
    OfferWentStale = "offer.went_stale" { offer: Id<Offer>, school: Id<School> }
    /// An offer was taken back for good.
    OfferWithdrawn = "offer.withdrawn" { offer: Id<Offer>, school: Id<School> }
    /// A school drafted a request for support. The school is not told: it may be anonymous.
    RequestDrafted = "request.drafted" { request: Id<SupportRequest> }
    /// A school changed its request.
    RequestRevised = "request.revised" { request: Id<SupportRequest> }
    /// A school raised a request.
    RequestSubmitted = "request.submitted" { request: Id<SupportRequest>, urgency: Urgency }
    /// Nobody answered a request in the time that was set.
    RequestOverdue = "request.overdue" { request: Id<SupportRequest>, respond_by: Timestamp }
    /// A broker confirmed the need.
    RequestTriaged = "request.triaged" { request: Id<SupportRequest> }
    /// Candidates were ranked for a request.
    RequestMatched = "request.matched" { request: Id<SupportRequest>, stage: MatchStage }
    /// A request was proposed to somebody.
    RequestProposed = "request.proposed" { request: Id<SupportRequest> }
    /// A request returned to the search: no proposal of it is open any more.
    RequestReturned = "request.returned" { request: Id<SupportRequest> }
    /// The deployment for a request was agreed.
    RequestPlaced = "request.placed" { request: Id<SupportRequest> }
    /// Nobody in England was found for a request.
    RequestUnmet = "request.unmet" { request: Id<SupportRequest>, reason: UnmetReason }
    /// An unmet request was taken up again.
    RequestReopened = "request.reopened" { request: Id<SupportRequest> }
    /// A school took its request back.
    RequestWithdrawn = "request.withdrawn" { request: Id<SupportRequest>, reason: WithdrawalReason }
    /// A request is done with.
    RequestClosed = "request.closed" { request: Id<SupportRequest> }
    /// A school took on an obligation.
    ObligationCreated = "obligation.created" { obligation: Id<Obligation>, kind: ObligationKind, due_on: NaiveDate }
    /// The day of an obligation is near.
    ObligationDue = "obligation.due" { obligation: Id<Obligation>, due_on: NaiveDate }
    /// The day of an obligation has passed, and it was not met.
    ObligationOverdue = "obligation.overdue" { obligation: Id<Obligation>, due_on: NaiveDate }
    /// An obligation was met.
    ObligationMet = "obligation.met" { obligation: Id<Obligation> }
    /// An obligation was waived.
    ObligationWaived = "obligation.waived" { obligation: Id<Obligation> }
    /// An obligation of a closed school passed to one of those that took its place.
    ObligationPassed = "obligation.passed" { obligation: Id<Obligation>, school: Id<School> }
    /// A school that gives was not answered in the time that it is guaranteed.
    GuaranteeBreached = "guarantee.breached" { request: Id<SupportRequest>, respond_by: Timestamp }
}
