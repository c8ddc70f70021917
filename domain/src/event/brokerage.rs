//! What happens to proposals, deployments, visits, money and referrals.

macro_rules! brokerage {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

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
            ProposalWithdrawn = "proposal.withdrawn" { proposal: Id<Proposal>, reason: DeclineReason }
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
            CaseStudyWithdrawn = "case_study.withdrawn" {
                case_study: Id<CaseStudy>, deployment: Id<Deployment>, side: Side, reason: CaseStudyWithdrawal,
            }
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
            VisitCancelled = "visit.cancelled" { visit: Id<Visit>, deployment: Id<Deployment>, reason: VisitCancellation }
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
            ReferralSent = "referral.sent" { referral: Id<Referral>, request: Id<SupportRequest>, respond_by: Option<Timestamp> }
            /// Another alliance took a request on.
            ReferralAccepted = "referral.accepted" { referral: Id<Referral>, request: Id<SupportRequest>, alliance: Id<Alliance> }
            /// Another alliance did not take a request on.
            ReferralDeclined = "referral.declined" { referral: Id<Referral>, request: Id<SupportRequest>, reason: ReferralDecline }
            /// A referral ended before it was answered: the request came to its end, or has brokers of its own.
            ReferralEnded = "referral.ended" { referral: Id<Referral>, request: Id<SupportRequest> }
            /// A budget was opened into which schools put money together.
            PoolOpened = "pool.opened" { pool: Id<PooledBudget>, alliance: Id<Alliance>, year: i32 }
            /// A school was asked to put money into a pooled budget.
            PoolAsked = "pool.asked" { pool: Id<PooledBudget>, school: Id<School>, respond_by: Timestamp }
            /// A school said how much it puts into a pooled budget.
            PoolCommitted = "pool.committed" { pool: Id<PooledBudget>, school: Id<School> }
            /// A school does not put money into a pooled budget.
            PoolDeclined = "pool.declined" { pool: Id<PooledBudget>, school: Id<School>, reason: PoolLeave }
            /// A school left a pooled budget, with what it had put in.
            PoolLeft = "pool.left" { pool: Id<PooledBudget>, school: Id<School>, reason: PoolLeave }
            /// A pooled budget was closed, and what remained went back to the schools.
            PoolClosed = "pool.closed" { pool: Id<PooledBudget>, alliance: Id<Alliance> }
            /// A school was asked to back another school's request.
            CommissionAsked = "commission.asked" { commission: Id<JointCommission>, school: Id<School>, respond_by: Timestamp }
            /// A school backs another school's request.
            CommissionBacked = "commission.backed" { commission: Id<JointCommission>, school: Id<School>, request: Id<SupportRequest> }
            /// Every school that was asked backs a request.
            CommissionWhole = "commission.whole" { commission: Id<JointCommission>, request: Id<SupportRequest> }
            /// A school does not back another school's request, which ended the joint commission.
            CommissionDeclined = "commission.declined" { commission: Id<JointCommission>, school: Id<School>, request: Id<SupportRequest>, reason: BackingDecline }
            /// Support was agreed for a joint commission: each school pays its part from then on.
            CommissionAgreed = "commission.agreed" { commission: Id<JointCommission> }
            /// The school that asked took a joint commission back, or the request came to its end.
            CommissionEnded = "commission.ended" { commission: Id<JointCommission> }
            /// A service level was not kept.
            ServiceLevelBreached = "service_level.breached" { breach: Id<ServiceBreach>, request: Id<SupportRequest>, level: ServiceLevel }
            /// A service level is still not kept: all brokers of the alliance are told.
            ServiceLevelEscalated = "service_level.escalated" {
                breach: Id<ServiceBreach>, request: Id<SupportRequest>, alliance: Id<Alliance>, level: ServiceLevel,
            }
            /// A request waits in the national pool, without anybody having sent it there: any alliance may take it on.
            RequestPooled = "request.pooled" { request: Id<SupportRequest>, referral: Id<Referral> }
            /// A broker asked for an audit visit before help is looked for.
            AuditVisitAsked = "audit_visit.asked" { audit_visit: Id<AuditVisit>, request: Id<SupportRequest>, planned_on: NaiveDate }
            /// An audit visit was held.
            AuditVisitHeld = "audit_visit.held" { audit_visit: Id<AuditVisit>, request: Id<SupportRequest> }
            /// A broker did without an audit visit.
            AuditVisitWaived = "audit_visit.waived" { audit_visit: Id<AuditVisit>, request: Id<SupportRequest> }
            /// Those who will work together have met.
            InitialMeetingRecorded = "initial_meeting.recorded" {
                meeting: Id<InitialMeeting>, deployment: Id<Deployment>, held_on: NaiveDate,
            }
            /// A school wrote its part of what the kind of a deployment asks; earlier signatures no longer count.
            DeploymentPrepared = "deployment.prepared" { deployment: Id<Deployment>, side: Side }
            /// A school wrote down a trial of the practice that two schools develop together.
            TrialCycleRecorded = "deployment.trial_recorded" { deployment: Id<Deployment>, side: Side }
            /// A school said what it learned from developing practice together.
            LearningStated = "deployment.learning_stated" { deployment: Id<Deployment>, side: Side }
            /// The visitors wrote down what they found on a study visit, and what they make of it.
            FindingsRecorded = "deployment.findings_recorded" { deployment: Id<Deployment> }
            /// A school asked another one for a peer visit, and accepts it by asking.
            PeerVisitAsked = "peer_visit.asked" { proposal: Id<Proposal>, request: Id<SupportRequest>, half_days: i32, respond_by: Timestamp }
            /// A deployment follows a template from now on; earlier signatures no longer count.
            TemplateFollowed = "deployment.template_followed" { deployment: Id<Deployment>, template_version: i32 }
            /// A stage of the template that a deployment follows is finished.
            StageFinished = "deployment.stage_finished" { deployment: Id<Deployment>, cycle: i32, stage: i32 }
            /// A stage of the template that a deployment follows was left out, for a reason that is kept with it.
            StageSkipped = "deployment.stage_skipped" { deployment: Id<Deployment>, cycle: i32, stage: i32 }
            /// A school gave its word that somebody was checked for work at schools.
            AssuranceGiven = "assurance.given" { assurance: Id<SafeguardingAssurance>, school: Id<School> }
            /// A school took a safeguarding assurance back.
            AssuranceWithdrawn = "assurance.withdrawn" { assurance: Id<SafeguardingAssurance>, school: Id<School> }
            /// The last day of a safeguarding assurance is over.
            AssuranceLapsed = "assurance.lapsed" { assurance: Id<SafeguardingAssurance>, school: Id<School> }
            /// A safeguarding assurance ended, because the person works for another school now.
            AssuranceEnded = "assurance.ended" { assurance: Id<SafeguardingAssurance>, school: Id<School> }
            /// No safeguarding assurance holds any more for whoever comes for an open deployment.
            DeploymentUnassured = "deployment.unassured" { deployment: Id<Deployment>, home: Id<School> }
            /// Somebody went on although a rule warned, and said why.
            RuleOverruled = "overruling.recorded" { overruling: Id<Overruling>, code: Rule }
            /// A consent to a deployment ended, because its specialist works for another school now.
            ConsentEnded = "consent.ended" { consent: Id<Consent>, deployment: Id<Deployment>, side: Side, kind: ConsentKind }
            /// The specialist of an open deployment works at another school now, whose head is asked to take it on.
            DeploymentHomeAsked = "deployment.home_asked" { deployment: Id<Deployment>, school: Id<School> }
            /// The head of the school where the specialist of a deployment works now takes it on; its broker decides.
            DeploymentTakenOn = "deployment.taken_on" { deployment: Id<Deployment>, school: Id<School> }
            /// A deployment is given by another school from the next day on: the one to which its specialist has moved.
            DeploymentHomeChanged = "deployment.home_changed" { deployment: Id<Deployment>, school: Id<School>, home: Id<School> }
            /// The host says that a visit was not as it is written.
            VisitDisputed = "visit.disputed" { visit: Id<Visit>, deployment: Id<Deployment>, reason: DisputeReason }
            /// A broker settled the dispute of a visit: it stands and is confirmed, or its record is taken back.
            VisitSettled = "visit.settled" { visit: Id<Visit>, deployment: Id<Deployment>, outcome: DisputeOutcome }
            /// A broker signed the terms of a deployment for the alliance.
            DeploymentAllianceSigned = "deployment.alliance_signed" { deployment: Id<Deployment> }
            /// A consent to a deployment ended, because the terms to which it was given, or what the kind of work asks beside
            /// them, have changed.
            ConsentOutdated = "consent.outdated" { consent: Id<Consent>, deployment: Id<Deployment>, side: Side, kind: ConsentKind }
            /// A second broker is asked to approve a proposal, because the first one has a post at one of the two schools.
            ProposalApprovalAsked = "proposal.approval_asked" { proposal: Id<Proposal>, respond_by: Timestamp }
            /// A second broker is asked to approve a deployment, because of an interest in it or because nobody pays.
            DeploymentApprovalAsked = "deployment.approval_asked" { deployment: Id<Deployment>, agree_by: Timestamp }
            /// A school's governors, its trust or its head are asked to consent to a deployment.
            ConsentAsked = "deployment.consent_asked" {
                deployment: Id<Deployment>, side: Side, kind: ConsentKind, respond_by: Timestamp,
            }
            /// The alliance to which a request was referred has not answered in time.
            ReferralLapsed = "referral.lapsed" { referral: Id<Referral>, request: Id<SupportRequest> }
            /// A school has not answered in time whether it puts money into a pooled budget.
            PoolLapsed = "pool.lapsed" { pool: Id<PooledBudget>, school: Id<School> }
            /// Not every school has answered in time whether it backs another school's request, which ended the joint commission.
            CommissionLapsed = "commission.lapsed" { commission: Id<JointCommission>, request: Id<SupportRequest> }
            /// No safeguarding assurance holds any more for those of the school that receives who go to the other one for an open
            /// deployment.
            VisitorsUnassured = "deployment.visitors_unassured" { deployment: Id<Deployment>, host: Id<School> }
            /// An audit visit ended with its request, which was taken back.
            AuditVisitFallen = "audit_visit.fallen" { audit_visit: Id<AuditVisit>, request: Id<SupportRequest> }
            /// The school that gave put a visit to the broker, because the one that received had not answered in a week.
            VisitLeftUnanswered = "visit.left_unanswered" { visit: Id<Visit>, deployment: Id<Deployment> }
            /// Whoever referred a request took that back.
            ReferralWithdrawn = "referral.withdrawn" { referral: Id<Referral>, request: Id<SupportRequest>, reason: Retraction }
            /// An interest in agreed work was declared, at which a second broker is to look.
            InterestArose = "deployment.interest_arose" { deployment: Id<Deployment>, respond_by: Timestamp }
            /// No second broker has looked in time at an interest in agreed work; the school leads the alliance.
            InterestOverdue = "deployment.interest_overdue" { deployment: Id<Deployment>, school: Id<School> }
            /// A second broker looked at an interest in agreed work, which goes on.
            InterestLetGoOn = "deployment.interest_let_go_on" { deployment: Id<Deployment> }
        }
    };
}

pub(super) use brokerage;
