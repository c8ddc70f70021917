//! Everything that somebody may want to do, with what the policy needs to know to decide it.

use super::declare::{actions, refusal};
use crate::Id;
use crate::directory::{Alliance, School};
use crate::identity::Person;
use crate::rule::Rule;

/// A source of what the policy needs to know, by the fact's name: what the reviewed table of role and action is made from.
pub trait FactOf<T> {
    /// Gives the fact of that name.
    fn fact(&self, name: &'static str) -> T;
}

actions! {
    /// Enter somebody who did not come by an invitation.
    EnterPerson {};
    /// Stop somebody from signing in, or let them again.
    SuspendPerson {};
    /// End every session of somebody; one's own may always be ended.
    EndSessions { person: Id<Person> };
    /// Give somebody a role without an invitation, or invite to a national one.
    GrantRole {};
    /// Ask somebody to join a school in a role.
    InviteToSchool { school: Id<School> };
    /// Ask somebody to lead a school that has no confirmed head: an operator, or a broker of an alliance of the school.
    InviteFirstHead { school_alliance: Option<Id<Alliance>> };
    /// Ask somebody to speak for a school's governors or its trust: an operator, or a broker of an alliance of the school.
    /// Never its head, whose acts need their consent.
    InviteConsenter { school_alliance: Option<Id<Alliance>> };
    /// Ask somebody to join an alliance in a role.
    InviteToAlliance { alliance: Id<Alliance> };
    /// Confirm the first head of a school: an operator, or a broker of an alliance to which the school belongs.
    ConfirmHead { school_alliance: Option<Id<Alliance>> };
    /// End a role at a school; one's own may always be laid down.
    EndSchoolMembership { school: Id<School>, person: Id<Person> };
    /// End a role at an alliance; one's own may always be laid down.
    EndAllianceMembership { alliance: Id<Alliance>, person: Id<Person> };
    /// End a national role; one's own may always be laid down.
    EndNationalRole { person: Id<Person> };
    /// Read and mark what somebody was told, and choose how they are told.
    KeepNotifications { person: Id<Person> };
    /// Ask what is kept about somebody: they themselves, or an operator on their behalf.
    AskForData { person: Id<Person> };
    /// Fetch what is kept about somebody: they alone.
    FetchData { person: Id<Person> };
    /// Ask that somebody be erased, or take that back: they themselves, or an operator on their behalf.
    AskForErasure { person: Id<Person> };
    /// Erase somebody who is to be erased.
    CarryOutErasure {};
    /// Set how long records are kept, and see what is due to be forgotten.
    SetRetention {};
    /// See who holds which role at a school.
    ReadSchoolMembers { school: Id<School>, school_alliance: Option<Id<Alliance>> };
    /// See how cut off a school is: its head, its coordinators and the brokers of its alliances (DOMAIN K139).
    ReadIsolation { school: Id<School>, school_alliance: Option<Id<Alliance>> };
    /// See who holds which role at an alliance.
    ReadAllianceMembers { alliance: Id<Alliance> };
    /// Say how many half-days somebody can give: the home school's head, or the specialist in person.
    DeclareCapacity { home: Id<School>, person: Option<Id<Person>> };
    /// Set on which days the half-terms of the own school are.
    SetSchoolCalendar { home: Id<School> };
    /// Set on which days the half-terms of a local authority are.
    SetAuthorityCalendar {};
    /// Enter days of a specialist that are funded, for an alliance.
    GrantCapacity { alliance: Id<Alliance> };
    /// Propose that an offer should meet a request, for an alliance.
    ProposeSupport { alliance: Id<Alliance> };
    /// Take back a proposal of an alliance.
    WithdrawProposal { alliance: Id<Alliance> };
    /// Accept or decline a proposal for one's own school.
    AnswerProposal { home: Id<School>, host: Id<School> } else NotYoursToAccept;
    /// Refer a request on, for an alliance.
    ReferRequest { alliance: Id<Alliance> };
    /// Answer a referral, for an alliance.
    AnswerReferral { alliance: Id<Alliance> };
    /// Write or change the terms of a deployment.
    DraftTerms { home: Id<School>, host: Id<School>, alliance: Id<Alliance> };
    /// Write what the kind of a deployment asks, for one's own school.
    PrepareDeployment { home: Id<School>, host: Id<School> } else NotYoursToPrepare;
    /// Let a deployment follow a template, or finish a stage of it.
    FollowTemplate { home: Id<School>, host: Id<School>, alliance: Id<Alliance> };
    /// Ask another school for a peer visit, without a broker, or accept one for the school that is asked.
    ArrangePeerVisit { school: Id<School> };
    /// Sign the terms of a deployment, or declare interests, for one's own school.
    AgreeDeployment { home: Id<School>, host: Id<School> } else NotYoursToAgree;
    /// Sign the terms of a deployment for the alliance.
    AgreeForAlliance { alliance: Id<Alliance> };
    /// Declare an interest in agreed work (DOMAIN E58).
    DeclareArisenInterest { home: Id<School>, host: Id<School>, person: Option<Id<Person>>, alliance: Id<Alliance> };
    /// Approve, as a second broker, what somebody has an interest in, or a broker's own school.
    ApprovePlacement { alliance: Id<Alliance> };
    /// Say for the head of one of the two schools whether they consent (DOMAIN B23).
    ConsentAsHead { home: Id<School>, host: Id<School> } else NotYoursToConsent;
    /// Say for the governors of one of the two schools whether they consent (DOMAIN B23).
    ConsentForGovernors { home: Id<School>, host: Id<School> } else NotYoursToConsent;
    /// Say for the trust of one of the two schools whether it consents (DOMAIN B23).
    ConsentForTrust { home: Id<School>, host: Id<School> } else NotYoursToConsent;
    /// Start, pause or resume the work of a deployment.
    RunDeployment { home: Id<School>, host: Id<School>, alliance: Id<Alliance> };
    /// Complete or stop a deployment.
    EndDeployment { home: Id<School>, host: Id<School>, alliance: Id<Alliance> };
    /// Write down what a review of a deployment found, half-way or after its end.
    ReviewDeployment { host: Id<School>, alliance: Id<Alliance> };
    /// Say for one's own school how it was to work with the other.
    EvaluateDeployment { home: Id<School>, host: Id<School> };
    /// Set the day on which somebody looks at what has lasted of a deployment.
    ScheduleFollowUp { home: Id<School>, host: Id<School>, alliance: Id<Alliance> };
    /// Write down what was measured of an expected outcome of a deployment.
    MeasureImpact { host: Id<School> };
    /// Write down, for the school that received, what a deployment came to.
    WriteFinalReview { host: Id<School> };
    /// Write down how the one who gave sees the work: the specialist, or the home head where a school gave.
    WriteSelfEvaluation { home: Id<School>, person: Option<Id<Person>> };
    /// Sign off, for the alliance, what the reviews of a deployment say.
    SignOffDeployment { alliance: Id<Alliance> };
    /// Draft a case study of a deployment, change it, agree to it or withdraw from it, for one's own school.
    WriteCaseStudy { home: Id<School>, host: Id<School> };
    /// Close a deployment.
    CloseDeployment { alliance: Id<Alliance> };
    /// Write down what was agreed when those met who will work together.
    RecordInitialMeeting { home: Id<School>, person: Option<Id<Person>>, alliance: Id<Alliance> };
    /// Write down, correct or take back the record of a visit.
    RecordVisit { home: Id<School>, person: Option<Id<Person>> };
    /// Confirm a visit, so that the ledger moves.
    ConfirmVisit { host: Id<School> };
    /// Dispute the record of a visit.
    DisputeVisit { host: Id<School> };
    /// Settle the dispute of a visit.
    SettleVisit { alliance: Id<Alliance> };
    /// Reverse the confirmation of a visit.
    ReverseVisit { host: Id<School>, alliance: Id<Alliance> };
    /// Give a safeguarding assurance for whom a school employs, or take it back: its head, or for the head a governor.
    AssureSafeguarding { home: Id<School> };
    /// Say what an alliance charges for a day in one academic year.
    SetRateCard { alliance: Id<Alliance> };
    /// See the monthly statements of a school.
    ReadStatement { school: Id<School> };
    /// See the monthly statements and the ledger of an alliance: only its brokers (DOMAIN C33).
    ReadAllianceStatement { alliance: Id<Alliance> };
    /// Open a grant of a programme for a network of an alliance.
    OpenGrant { alliance: Id<Alliance> };
    /// Write down what others have matched of a grant.
    EvidenceMatch { alliance: Id<Alliance> };
    /// Write down the review of a grant: also whoever assures quality.
    ReviewGrant { alliance: Id<Alliance> };
    /// Release a year of a grant.
    ReleaseGrant { alliance: Id<Alliance> };
    /// Open a pooled budget, ask schools to put money in, and close it: the head of the school that keeps it, or where there is
    /// none a broker of the alliance.
    KeepPool { alliance: Id<Alliance>, lead: Option<Id<School>> };
    /// Put money of one's own school into a pooled budget, or leave it (DOMAIN A11).
    CommitToPool { school: Id<School> };
    /// Ask other schools to back a request of one's own school, or take that back.
    LeadCommission { school: Id<School> };
    /// Say whether one's own school backs another school's request (DOMAIN A11).
    AnswerCommission { school: Id<School> };
    /// See what alliances charge.
    ReadRateCards {};
    /// Found an alliance, with the school that leads it.
    FoundAlliance {};
    /// Add a national programme, add rules to one, and end one.
    KeepProgrammes {};
    /// Make a school a member of an alliance: only the school itself may (DOMAIN A11).
    JoinAlliance { school: Id<School> };
    /// End a school's membership of an alliance.
    LeaveAlliance { school: Id<School> };
    /// Let a school rest in an alliance, or take part again: only the school itself may (DOMAIN C27).
    RestMembership { school: Id<School> };
    /// Offer another member to lead the alliance that one's own school leads, or take that back.
    OfferAllianceLead { lead: Id<School> };
    /// Take on to lead an alliance, for one's own school (DOMAIN A11).
    TakeAllianceLead { school: Id<School> };
    /// Name who leads an alliance whose lead has closed.
    AssignAllianceLead {};
    /// Settle what an alliance holds to, beside what holds nationally.
    SetAlliancePolicy { alliance: Id<Alliance> };
    /// Ask a school to join an alliance.
    InviteToJoinAlliance { alliance: Id<Alliance> };
    /// Answer an alliance's invitation, for one's own school (DOMAIN A11).
    AnswerAllianceInvitation { school: Id<School> };
    /// Say that another alliance is a neighbour.
    DeclareNeighbour { alliance: Id<Alliance> };
    /// Decide which of several successors takes over what a closed school has open: a broker of an alliance to which that
    /// school belongs, or an operator.
    DecideSuccession { school_alliance: Option<Id<Alliance>> };
    /// Apply an edition of the national register.
    ImportRegister {};
    /// List a specialist leader of a school, which consents thereby to lend them.
    ListSpecialist { home: Id<School> };
    /// Say that a deployment goes on although its specialist has left the school that gives.
    KeepDeployment { alliance: Id<Alliance> };
    /// Take on a deployment whose specialist works at one's own school now.
    TakeOnDeployment { home: Option<Id<School>> };
    /// Apply for a designation: for oneself alone.
    ApplyForDesignation { person: Id<Person> };
    /// Enter what somebody holds of a closed scheme, for an alliance that looks after it.
    RecordDesignation { alliance: Id<Alliance> };
    /// Speak for somebody who applies for a designation, and consent to lend them.
    ReferenceDesignation { home: Id<School> };
    /// Speak for a head who applies, as the school's chair of governors; while there is none, a broker of the alliance, if one is
    /// named, enters what the chair writes.
    ReferenceHead { home: Id<School>, alliance: Option<Id<Alliance>> };
    /// Judge an application for a designation by its criteria.
    AssessDesignation { alliance: Id<Alliance> };
    /// Designate somebody or not; suspend a designation, or let it hold again.
    DecideDesignation { alliance: Id<Alliance> };
    /// Appeal against not being designated.
    AppealDesignation { person: Id<Person> };
    /// Take a designation back; one's own may always be laid down.
    WithdrawDesignation { alliance: Id<Alliance>, person: Id<Person> };
    /// Draft an offer of a school.
    DraftOffer { school: Id<School> };
    /// Change an offer; once it was signed by being published, that is the head's.
    ReviseOffer { school: Id<School>, signed: bool };
    /// Publish an offer, or put a paused one out again.
    PublishOffer { school: Id<School> };
    /// Hold an offer back for a while.
    PauseOffer { school: Id<School> };
    /// Say that an offer still holds.
    ConfirmOffer { school: Id<School> };
    /// Take an offer back for good.
    WithdrawOffer { school: Id<School> };
    /// Draft a request for support of a school.
    DraftRequest { school: Id<School> } else RequestNotYours;
    /// Raise a request for support of a school.
    SubmitRequest { school: Id<School> } else RequestNotYours;
    /// Change a request; once it was submitted, that is the head's.
    ReviseRequest { school: Id<School>, submitted: bool } else RequestNotYours;
    /// Take a request back.
    WithdrawRequest { school: Id<School> } else RequestNotYours;
    /// Confirm the need of a request: a broker of an alliance that brokers it.
    TriageRequest { broker: Option<Id<Alliance>> };
    /// Put a request into a work-stream of the own alliance: a broker of an alliance that brokers it.
    AssignWorkstream { broker: Option<Id<Alliance>> };
    /// See what an alliance has to answer, in the order in which it is due.
    ReadWorkList { alliance: Id<Alliance> };
    /// See how an alliance keeps its service levels, whole and breach by breach.
    ReadServiceLevels { alliance: Id<Alliance> };
    /// See which schools have left an alliance, and why.
    ReadFormerMembers { alliance: Id<Alliance> };
    /// See who could help with a request: the school that asks and its brokers, not those to whom it was proposed.
    ReadCandidates { school: Id<School>, broker: Option<Id<Alliance>> };
    /// Run the matching for a request and keep the run.
    MatchRequest { broker: Option<Id<Alliance>> };
    /// Say that nobody was found for a request.
    MarkUnmet { broker: Option<Id<Alliance>> };
    /// Take up an unmet request again: its school, or a broker of it.
    ReopenRequest { school: Id<School>, broker: Option<Id<Alliance>> };
    /// Close a request whose deployment has ended: its school, or a broker of it.
    CloseRequest { school: Id<School>, broker: Option<Id<Alliance>> };
    /// Take on an obligation for a school: its head, or for the conditions of a grant a broker of an alliance of it.
    CreateObligation { debtor: Id<School>, school_alliance: Option<Id<Alliance>> };
    /// Say that an obligation is met: the school to which it is owed, or a broker of an alliance of either school.
    MeetObligation { creditor: Option<Id<School>>, alliance: Option<Id<Alliance>> };
    /// Waive an obligation: the school to which it is owed, or a broker of an alliance of either school.
    WaiveObligation { creditor: Option<Id<School>>, alliance: Option<Id<Alliance>> };
    /// State since when or until when one led a school: of oneself alone.
    StateHeadship { person: Id<Person> };
    /// See which heads of an alliance are new, and what each has of a mentor and a support group.
    ReadNewHeads { alliance: Id<Alliance> };
    /// Suggest a mentor for a head who begins, offer it, and take back what has not begun.
    SuggestMentorship { alliance: Id<Alliance> };
    /// Accept or decline a mentorship: the head who is mentored, the mentor, or the head of the mentor's school.
    AnswerMentorship { mentee: Id<Person>, mentor: Id<Person>, home: Id<School> };
    /// Pause, resume or end a mentorship that goes on: either of the two, or a broker.
    RunMentorship { mentee: Id<Person>, mentor: Id<Person>, alliance: Id<Alliance> };
    /// Form a support group, offer its places, let it begin, name who holds it, and close it.
    RunSupportGroup { alliance: Id<Alliance> };
    /// Accept or decline a place in a support group, or leave it: the head in person.
    AnswerSupportPlace { person: Id<Person> };
    /// Have somebody begin to coach at the school, and give them feedback: its head.
    RunCoachingPractice { school: Id<School> };
    /// End somebody's practice as a coach: the school's head, or the coach in person.
    EndCoachingPractice { school: Id<School>, person: Id<Person> };
    /// Open a brokerage round of an alliance, freeze it, call it off and close it.
    RunRound { alliance: Id<Alliance> };
    /// Choose for a request in the plan of a brokerage round who comes in any case, and who on no account.
    ChooseInRound { alliance: Id<Alliance> };
    /// Open a brokerage round of the nation, freeze it, call it off and close it. Whoever does reads no request in it.
    RunNationalRound {};
    /// Write what would be if something of an alliance's market were otherwise, have it reckoned, share it and put it away.
    AskWhatIf { alliance: Id<Alliance> };
    /// The same of the nation's market, of which nothing is told that could be about a few.
    AskNationalWhatIf {};
    /// Put a change of the matching policy forward.
    ProposePolicy {};
    /// Approve or refuse a change of the matching policy, which somebody else put forward.
    AnswerPolicy {};
    /// Take a change of the matching policy back: only whoever put it forward.
    WithdrawPolicy { person: Id<Person> };
}
