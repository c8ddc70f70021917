//! Every reason for which Lateral says no: a stable code, a sentence for people, and where the rule comes from.

mod declare;
mod refusal;

use declare::{rules, source};
pub use refusal::{Faults, Refusals, Rejected};

rules! {
    /// Why something was refused. The list only grows: a code never changes its meaning.
    pub enum Rule {
    /// There is nothing here by that id that you may see.
    NotFound = "not_found",
    /// Your role does not allow this here.
    NotAllowed = "not_allowed" from "DOMAIN C.3",
    /// It was changed by somebody else since you read it. Read it again and repeat what you meant to do.
    VersionStale = "version_stale",
    /// This step does not follow from where it stands now.
    StepNotOpen = "step_not_open" from "DOMAIN C.2",

    /// This may not be empty.
    TextEmpty = "text_empty",
    /// This is too long.
    TextTooLong = "text_too_long",
    /// This holds characters that cannot be shown as plain text.
    TextNotPlain = "text_not_plain",
    /// This is not an e-mail address.
    EmailNotValid = "email_not_valid",
    /// A period cannot end before it begins.
    PeriodBackwards = "period_backwards",
    /// This number is outside the range that makes sense here.
    NumberOutOfRange = "number_out_of_range",
    /// Choose at least one.
    ChoiceMissing = "choice_missing",
    /// The same value is given twice.
    ChoiceRepeated = "choice_repeated",
    /// All of England has been searched already; there is nowhere wider to look.
    SearchedEverywhere = "searched_everywhere" from "DOMAIN A2",
    /// This area of expertise is not in the taxonomy.
    ExpertiseUnknown = "expertise_unknown" from "DOMAIN A8",
    /// This date has passed.
    DatePassed = "date_passed",
    /// That is too far ahead: three months is the most.
    DateTooFar = "date_too_far",
    /// Support lasts a year at most. Longer is a new decision.
    TermsTooLong = "terms_too_long" from "DOMAIN C38",

    /// This role is not held at that kind of place.
    RoleNotHeldHere = "role_not_held_here" from "DOMAIN C.3",
    /// An auditor reads for a time: say until when.
    AccessEndMissing = "access_end_missing" from "DOMAIN C.3",
    /// That is too far ahead: a year is the most.
    AccessEndTooFar = "access_end_too_far" from "DOMAIN C.3",
    /// The person holds this role here already.
    RoleHeldAlready = "role_held_already",
    /// Nobody decides about their own role.
    OwnRole = "own_role" from "SETTLED 13",
    /// The last operator cannot leave: nobody could let in the next.
    LastOperator = "last_operator",
    /// Somebody is known by that e-mail address already.
    EmailTaken = "email_taken",
    /// This invitation was sent to another e-mail address. Sign in with that one.
    InvitationForAnother = "invitation_for_another",
    /// This invitation was accepted, taken back, or has lapsed. Ask for a new one.
    InvitationNotOpen = "invitation_not_open",
    /// There is an account with this e-mail address. Sign in, then accept.
    SignInFirst = "sign_in_first",
    /// A password has at least 12 characters.
    PasswordTooShort = "password_too_short",
    /// A password has at most 128 characters.
    PasswordTooLong = "password_too_long",
    /// This password is among the first that anybody would try. Choose several words that do not belong together.
    PasswordTooCommon = "password_too_common",
    /// That is not the current password.
    PasswordWrong = "password_wrong",
    /// This link was used, has lapsed, or is incomplete. Ask for a new one.
    ResetNotOpen = "reset_not_open",
    /// Too many attempts. Wait a little and try again.
    TooManyAttempts = "too_many_attempts",
    /// Only the head of one of the two schools answers a proposal; nobody accepts for them.
    NotYoursToAccept = "not_yours_to_accept" from "DOMAIN B18",
    /// This proposal is no longer open.
    ProposalNotOpen = "proposal_not_open" from "DOMAIN C.2",
    /// Your school has already accepted this proposal.
    AlreadyAnswered = "already_answered" from "DOMAIN C.2",
    /// The time to answer this proposal has passed.
    ProposalOverdue = "proposal_overdue" from "DOMAIN C.2",
    /// A school is not proposed to itself.
    ProposalToSelf = "proposal_to_self" from "DOMAIN E58",
    /// This offer is already proposed for this request.
    ProposalRepeated = "proposal_repeated" from "DOMAIN C.2",
    /// A hard rule of the matching keeps this offer from this request.
    OfferExcluded = "offer_excluded" from "MATCHING 1",
    /// There are not enough free half-days in these half-terms.
    CapacityShort = "capacity_short" from "DOMAIN C26",
    /// Capacity cannot be set below what is already reserved or committed.
    CapacityBelowUse = "capacity_below_use" from "DOMAIN C26",
    /// The half-days of the half-terms do not add up to the half-days proposed.
    AllocationUneven = "allocation_uneven" from "SETTLED 5",
    /// Only the heads of the two schools agree a deployment and declare interests for their schools.
    NotYoursToAgree = "not_yours_to_agree" from "DOMAIN B18",
    /// The terms are not written yet: outcomes, settlement, exit plan and dates come first.
    TermsMissing = "terms_missing" from "DOMAIN C.2",
    /// Nothing is agreed without an expected outcome that names a pupil group, a measure and a date.
    OutcomeMissing = "outcome_missing" from "DOMAIN D52",
    /// Nothing is agreed without a settlement: say what is given in return.
    SettlementMissing = "settlement_missing" from "DOMAIN C32",
    /// This kind of settlement needs more: a day rate its price, a grant its payer, an exchange what is given back, a
    /// waiver who gives up the payment, why, and who approved it.
    SettlementIncomplete = "settlement_incomplete" from "DOMAIN C32",
    /// What an alliance keeps for brokering is a part of what is paid, and not more than that.
    FeeAbovePrice = "fee_above_price" from "DOMAIN part B",
    /// The payers' parts do not add up to the whole price.
    SharesNotWhole = "shares_not_whole" from "DOMAIN C34",
    /// The programme has no rules for that day: it had not begun, or has ended.
    ProgrammeClosed = "programme_closed" from "DOMAIN C37",
    /// By the programme's rules it is not eligible.
    GrantNotEligible = "grant_not_eligible" from "DOMAIN C37",
    /// The programme pays nothing at this stage.
    NothingToFund = "nothing_to_fund" from "DOMAIN C37",
    /// Others have not matched as much as the programme asks.
    GrantMatchTooLow = "grant_match_too_low" from "DOMAIN C36",
    /// It is not evidenced that others have matched this year's money.
    GrantMatchMissing = "grant_match_missing" from "DOMAIN C36",
    /// The review was held before its time, before the last one, or is still to come.
    GrantReviewEarly = "grant_review_early" from "DOMAIN C36",
    /// The review before this year is not passed.
    GrantReviewMissing = "grant_review_missing" from "DOMAIN C36",
    /// This year of the grant has not begun.
    GrantYearAhead = "grant_year_ahead" from "DOMAIN C36",
    /// This kind of payer is named twice.
    PayerTwice = "payer_twice" from "DOMAIN C34",
    /// Every deployment has a plan for its end.
    ExitPlanMissing = "exit_plan_missing" from "DOMAIN C38",
    /// Every deployment has a first and a last day.
    EndMissing = "end_missing" from "DOMAIN C38",
    /// Declare your school's interests first, even if there are none.
    DeclarationMissing = "declaration_missing" from "DOMAIN E58",
    /// Both schools belong to one trust, and the request does not allow that.
    SameTrust = "same_trust" from "DOMAIN E58",
    /// Both schools belong to one trust, by the national register: declare it.
    InterestOmitted = "interest_omitted" from "DOMAIN E58",
    /// Another broker of the alliance must approve first: an interest is declared, or a broker placed the own school.
    SecondApprovalMissing = "second_approval_missing" from "DOMAIN E58",
    /// A second approval comes from a second person, without a post at either school.
    SecondApproverInvolved = "second_approver_involved" from "DOMAIN E58",
    /// No second approval is needed here.
    SecondApprovalIdle = "second_approval_idle" from "DOMAIN E58",
    /// Only those consent for whom the consent stands: a school's head, a governor of it, an officer of its trust.
    NotYoursToConsent = "not_yours_to_consent" from "DOMAIN B23",
    /// The alliance asks for a consent that is not given.
    ConsentMissing = "consent_missing" from "DOMAIN B23",
    /// That was said already, and still stands.
    ConsentUnchanged = "consent_unchanged" from "DOMAIN B23",
    /// The time to agree this deployment has passed.
    AgreementOverdue = "agreement_overdue" from "SETTLED 4",
    /// A visit is recorded after it has happened.
    VisitAhead = "visit_ahead" from "DOMAIN D51",
    /// This day lies outside the deployment. Extending it is a new decision.
    VisitOutside = "visit_outside" from "DOMAIN C38",
    /// The visits would exceed the half-days that were agreed. More is a new decision.
    VisitBeyondAgreed = "visit_beyond_agreed" from "DOMAIN C38",
    /// The visits of that day would exceed the half-days that a day has.
    DayIsFull = "day_is_full",
    /// A review is recorded after it was held, on a day of the work; a follow-up on a day after its end.
    ReviewOutside = "review_outside" from "DOMAIN D51",
    /// Rate every expected outcome of the terms, each of them once.
    OutcomeUnrated = "outcome_unrated" from "DOMAIN D52",
    /// Name the last day of work if the review decides to end it, and only then.
    FinalDayUnclear = "final_day_unclear" from "DOMAIN F7",
    /// The last day of work lies between today and the last day of the terms. Longer is a new decision.
    FinalDayOutside = "final_day_outside" from "DOMAIN C38",
    /// Your school has said already how it was to work with the other.
    EvaluatedAlready = "evaluated_already" from "DOMAIN E76",
    /// The time to say how it was to work together has passed.
    EvaluationOverdue = "evaluation_overdue" from "DOMAIN E76",
    /// The terms have no expected outcome at this place.
    OutcomeUnknown = "outcome_unknown" from "DOMAIN D52",
    /// Give a number with its unit, or say why there is none.
    MeasureUnclear = "measure_unclear" from "DOMAIN J133",
    /// The numbers of one outcome have one unit, so that they can be compared.
    MeasureUnitDiffers = "measure_unit_differs" from "DOMAIN J133",
    /// A measure tells of a day that has been; its days do not run backwards, and only the first lies before the work.
    MeasureOutside = "measure_outside" from "DOMAIN J133",
    /// Say of every outcome at which level it was reached.
    LevelMissing = "level_missing" from "DOMAIN E75",
    /// This review is written once, and it is there.
    ReviewedAlready = "reviewed_already" from "DOMAIN F8",
    /// The school that received and the one who gave write their reviews first.
    ReviewMissing = "review_missing" from "DOMAIN F8",
    /// A broker with a post at one of the two schools does not sign off: another broker of the alliance does.
    SignOffInvolved = "sign_off_involved" from "DOMAIN E58",
    /// There is a case study of this deployment already, though the other school may keep it to itself.
    CaseStudyExists = "case_study_exists" from "DOMAIN J138",
    /// A follow-up is held within two years of the end.
    FollowUpTooLate = "follow_up_too_late" from "DOMAIN D45",
    /// Hold a follow-up first, or say why there is none.
    FollowUpMissing = "follow_up_missing" from "DOMAIN D45",
    /// A follow-up was held, so there is no reason to give for having none.
    FollowUpHeld = "follow_up_held" from "DOMAIN D45",
    /// A request is referred to another alliance, not to one's own.
    ReferralToSelf = "referral_to_self" from "SETTLED 7",
    /// This request is already referred there.
    ReferralRepeated = "referral_repeated" from "SETTLED 7",
    /// The school leads an alliance of this kind already.
    LeadsAlready = "leads_already" from "DOMAIN A3",
    /// The school is already a member of this alliance.
    AlreadyMember = "already_member",
    /// The school is not a member of this alliance.
    NotAMember = "not_a_member",
    /// The school is asked to join already, and has not answered.
    SchoolInvitedAlready = "school_invited_already" from "DOMAIN A11",
    /// This lies outside what an alliance may settle for itself.
    OutsideNationalRange = "outside_national_range" from "DOMAIN B22",
    /// The alliance asks its own schools first. Widen the search before others are proposed.
    OwnMembersFirst = "own_members_first" from "DOMAIN F2",
    /// That alliance takes no referrals at present.
    ReferralsNotAccepted = "referrals_not_accepted" from "DOMAIN B22",
    /// The school that leads an alliance cannot leave it.
    LeadSchoolStays = "lead_school_stays",
    /// An alliance is not its own neighbour.
    NeighbourIsItself = "neighbour_is_itself",
    /// A school that is closed cannot do this.
    SchoolClosed = "school_closed" from "DOMAIN part B",
    /// This school is not open, so it neither offers nor asks for support.
    SchoolNotOpen = "school_not_open" from "DOMAIN part B",
    /// There is nothing to decide here: the school is not closed, has a single successor, or it was decided already.
    SuccessionNotOpen = "succession_not_open" from "SETTLED 2",
    /// This school did not take the place of the closed one, by the national register.
    NotASuccessor = "not_a_successor" from "SETTLED 2",
    /// The designation is given to people in other posts than this one.
    PostDoesNotFit = "post_does_not_fit" from "DOMAIN B15",
    /// A specialist leader supports people in similar positions.
    SupportNotSimilar = "support_not_similar" from "DOMAIN B15",
    /// This scheme takes no new applications.
    SchemeClosed = "scheme_closed" from "DOMAIN B16",
    /// This scheme is open: it is applied for, not entered as held.
    SchemeOpen = "scheme_open" from "DOMAIN B16",
    /// What is entered as held was given before the scheme closed.
    HeldAfterClosing = "held_after_closing" from "DOMAIN B16",
    /// Only somebody whom a school lists as a specialist applies for a designation or holds one.
    NotListed = "not_listed" from "DOMAIN B15",
    /// This scheme asks for a longer time in leadership.
    LeadershipTooShort = "leadership_too_short" from "DOMAIN B15",
    /// A reference counts only together with the consent to release the person for work elsewhere.
    CapacityConsentMissing = "capacity_consent_missing" from "DOMAIN B15",
    /// The person holds or has applied for a designation of this scheme already.
    DesignationHeld = "designation_held" from "DOMAIN B16",
    /// A designation holds for five years at most; then it is given anew.
    DesignationTooLong = "designation_too_long" from "DOMAIN B16",
    /// Nobody speaks for, judges or decides about themselves.
    OwnDesignation = "own_designation" from "DOMAIN C.3",
    /// An assessor does not judge what is their own school's.
    AssessorInvolved = "assessor_involved" from "DOMAIN C.3",
    /// After an appeal another assessor judges.
    SameAssessor = "same_assessor" from "DOMAIN C.2",
    /// Say of every criterion of the version, and of nothing else, whether it is met.
    CriteriaUnanswered = "criteria_unanswered" from "DOMAIN E55",
    /// Nobody is designated who does not meet every criterion.
    CriteriaNotMet = "criteria_not_met" from "DOMAIN E55",
    /// A decision is appealed against once.
    AppealedAlready = "appealed_already" from "DOMAIN C.2",
    /// Half-terms follow each other: these days meet those of another one.
    HalfTermsOverlap = "half_terms_overlap" from "SETTLED 6",
    /// Whoever moves to a school has taken up a specialist's role there: invite them first.
    NotTakenOn = "not_taken_on" from "DOMAIN C.1",
    /// This specialist works at this school already: there is no move.
    NotMoved = "not_moved" from "DOMAIN C.1",
    /// The specialist has left the school that gives: the broker says first whether the work goes on.
    DepartureUndecided = "departure_undecided" from "DOMAIN C.1",
    /// Only a specialist of the offering school can deliver its offer.
    SpecialistNotOfSchool = "specialist_not_of_school" from "DOMAIN B15",
    /// Only the school's own head raises, changes or takes back its request; its coordinator may draft it.
    RequestNotYours = "request_not_yours" from "DOMAIN A11",
    /// State at least one objective: for which pupils, by which measure, by when.
    ObjectiveMissing = "objective_missing" from "DOMAIN A12",
    /// State two or three key needs and do them well: four is the most.
    ObjectivesTooMany = "objectives_too_many" from "DOMAIN A12",
    /// A fourth objective needs a reason.
    FourthObjectiveNeedsReason = "fourth_objective_needs_reason" from "DOMAIN A12",
    /// An objective cannot be due before support may begin.
    ObjectiveTooEarly = "objective_too_early" from "DOMAIN D52",
    /// Support is for a time: the window may span at most three years.
    WindowTooLong = "window_too_long" from "DOMAIN C38",
    /// A request is unmet only once all of England has been searched.
    UnmetBeforeNational = "unmet_before_national" from "DOMAIN A2",
    /// A deployment for this request is planned or runs. End it first.
    DeploymentRuns = "deployment_runs" from "DOMAIN C.2",
    /// This person is listed as a specialist already.
    ListedAlready = "listed_already" from "DOMAIN B15",
    /// A school owes nothing to itself.
    ObligationToSelf = "obligation_to_self" from "DOMAIN C.2",
    /// What is owed to all schools is watched by an alliance, and the school belongs to none: say to which school it is owed.
    ObligationUnwatched = "obligation_unwatched" from "DOMAIN C40",
    /// A give-back says how many half-days it is.
    GiveBackUncounted = "give_back_uncounted" from "DOMAIN C.4",
    }
}
