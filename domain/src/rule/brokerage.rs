//! Why we say no of proposals, deployments, visits, money and referrals.

macro_rules! brokerage {
    ($then:ident $(, $rest:ident)*; $($before:tt)*) => {
        $then! {
            $($rest),*; $($before)*

            /// Support lasts a year at most. Longer is a new decision.
            TermsTooLong = "terms_too_long" from "DOMAIN C38",
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
            DayIsFull = "day_is_full" from "DOMAIN C26",
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
            /// The alliance asks its own schools first. Widen the search before others are proposed.
            OwnMembersFirst = "own_members_first" from "DOMAIN F2",
            /// The specialist has left the school that gives: the broker says first whether the work goes on.
            DepartureUndecided = "departure_undecided" from "DOMAIN C.1",
            /// A deployment for this request is planned or runs. End it first.
            DeploymentRuns = "deployment_runs" from "DOMAIN C.2",
            /// This school is asked already, or has put money in.
            PoolAsked = "pool_asked" from "DOMAIN C39",
            /// This money is needed for support that was agreed or paid for. What is free may be taken out.
            PoolCommitted = "pool_committed" from "DOMAIN C39",
            /// The academic year of this budget is not over.
            PoolYearRuns = "pool_year_runs" from "DOMAIN C39",
            /// Support that this budget pays is under way. It ends first.
            PoolReserved = "pool_reserved" from "DOMAIN C39",
            /// This budget does not pay for this support: it is closed, another alliance's, or the school has put nothing in.
            PoolForeign = "pool_foreign" from "DOMAIN C39",
            /// There is not enough in the budget for this that nothing else needs.
            PoolTooLow = "pool_too_low" from "DOMAIN C39",
            /// This school is named twice.
            BackerTwice = "backer_twice" from "DOMAIN C39",
            /// The school that receives the support backs it with a part of its own.
            CommissionWithoutLead = "commission_without_lead" from "DOMAIN C39",
            /// Schools back this request already, or are asked to. Take that back first.
            CommissionExists = "commission_exists" from "DOMAIN C39",
            /// Not every school that was asked has agreed to back this request.
            CommissionUnbacked = "commission_unbacked" from "DOMAIN C39",
            /// What several schools buy together is paid for in money: credit counts for one school alone.
            CommissionUnpaid = "commission_unpaid" from "DOMAIN C39",
            /// More half-days are told to the schools than were agreed.
            CommissionBeyondAgreed = "commission_beyond_agreed" from "DOMAIN C39",
            /// The school that gives does not pay for what it gives.
            CommissionByGiver = "commission_by_giver" from "DOMAIN C39",
            /// Good practice was to be shared for this money, and that is overdue.
            ShareBackOverdue = "share_back_overdue" from "DOMAIN C40",
            /// An audit visit is asked for. Write down what it found, or waive it with a reason, before anybody is looked for.
            AuditVisitOpen = "audit_visit_open" from "DOMAIN F3",
            /// An audit visit is written down after it was held, on a day since it was asked for.
            AuditVisitOutside = "audit_visit_outside" from "DOMAIN F3",
            /// An initial meeting is written down after it was held: since both schools accepted, and before the work.
            InitialMeetingOutside = "initial_meeting_outside" from "DOMAIN F4",
            /// The initial meeting is written down once, and it is there.
            InitialMeetingRecorded = "initial_meeting_recorded" from "DOMAIN F4",
            /// Another kind of work asks for this, not the kind of this deployment or offer.
            KindDiffers = "kind_differs" from "DOMAIN C.1",
            /// This part is the other school's to write.
            NotYoursToPrepare = "not_yours_to_prepare" from "DOMAIN A11",
            /// Joint practice needs from both schools what they mean to gain and what they contribute.
            JointPartMissing = "joint_part_missing" from "DOMAIN C31",
            /// Joint practice is tried out in both schools before it is complete.
            TrialCycleMissing = "trial_cycle_missing" from "DOMAIN D43",
            /// No more trials of one school are written down.
            TrialCyclesTooMany = "trial_cycles_too_many" from "DOMAIN D43",
            /// A trial lies on a day of the work that has been, and not before the one before it.
            TrialCycleOutside = "trial_cycle_outside" from "DOMAIN D43",
            /// Joint practice is complete when both schools have said what they learned.
            LearningMissing = "learning_missing" from "DOMAIN C31",
            /// Coaching needs a focus on practice, and a goal that whoever is coached has set.
            CoachingGoalMissing = "coaching_goal_missing" from "DOMAIN H120",
            /// A study visit needs an agenda and a protocol.
            StudyVisitUnprepared = "study_visit_unprepared" from "DOMAIN D46",
            /// A study visit is complete when the visitors have said what they found and what they make of it.
            StudyFindingsMissing = "study_findings_missing" from "DOMAIN D46",
            /// A secondment needs its days, its part of a post, and to whom somebody reports at the other school.
            SecondmentIncomplete = "secondment_incomplete" from "DOMAIN B24",
            /// Nobody is seconded without the right to return to the own post.
            ReturnRightMissing = "return_right_missing" from "DOMAIN B24",
            /// The days of a secondment lie within those of the terms.
            SecondmentOutside = "secondment_outside" from "DOMAIN B24",
            /// Both schools say which group of their pupils takes part: a group, never a pupil.
            PupilGroupMissing = "pupil_group_missing" from "DOMAIN A14",
            /// The deployment has more half-days than the template allows.
            TemplateExceeded = "template_exceeded" from "DOMAIN D50" unless reasoned,
            /// Name the stage of the template to which the visit belongs.
            StageMissing = "stage_missing" from "DOMAIN D50",
            /// The stages of a template are gone through in their order.
            StageAhead = "stage_ahead" from "DOMAIN D51",
            /// The visits of this stage would exceed its half-days.
            StageFull = "stage_full" from "DOMAIN D50" unless reasoned,
            /// No visit of this stage is recorded. Say why it is left out.
            StageUnvisited = "stage_unvisited" from "DOMAIN D50" unless reasoned,
            /// This stage is not left out, so there is no reason to give.
            StageNotSkipped = "stage_not_skipped" from "DOMAIN D50",
            /// Only the last stage of a cycle leads to a new one, and only where the template is a cycle.
            CycleNotRepeated = "cycle_not_repeated" from "DOMAIN D51",
            /// Stages of the template are not finished yet.
            StagesLeft = "stages_left" from "DOMAIN D50",
            /// A peer visit is a day at most. Ask for support instead.
            PeerVisitTooLong = "peer_visit_too_long" from "DOMAIN D48",
            /// An interest stands between the two schools, so a broker arranges it and a second one approves.
            PeerVisitNeedsBroker = "peer_visit_needs_broker" from "DOMAIN E58",
            /// Neither school belongs to an alliance, under whose eyes a peer visit is counted.
            PeerVisitUnwatched = "peer_visit_unwatched" from "DOMAIN D48",
            /// Nobody works at another school without the word of their own that they were checked: its head gives a
            /// safeguarding assurance first.
            AssuranceMissing = "assurance_missing" from "DOMAIN part B",
            /// Nobody gives a safeguarding assurance for themselves: a governor gives it for the head.
            OwnAssurance = "own_assurance" from "DOMAIN part B",
            /// A check is stated once it was made.
            CheckAhead = "check_ahead" from "DOMAIN part B",
            /// An assurance is given for three years at most; then it is given anew.
            AssuranceTooLong = "assurance_too_long" from "DOMAIN part B",
            /// The number of a certificate is kept nowhere: say where your letter is found.
            CertificateNumber = "certificate_number" from "DOMAIN part B",
            /// The person gave half-days elsewhere on that day: nobody gives more than two in a day.
            HalfDaysElsewhere = "half_days_elsewhere" from "DOMAIN C26",
            /// Many leaders of the school that gives would be out on one day.
            LeadershipThin = "leadership_thin" from "DOMAIN D54" unless reasoned,
            /// The head of the school where the specialist works now takes the support on first.
            NewHomeNotAsked = "new_home_not_asked" from "DOMAIN C.1",
            /// The specialist works at the school that receives now, which does not give to itself. Stop the support.
            NewHomeReceives = "new_home_receives" from "DOMAIN C.1",
            /// A broker with a post at the specialist's new school does not decide: another broker of the alliance does.
            NewHomeInvolved = "new_home_involved" from "DOMAIN E58",
            /// The support lies outside of the days for which the subscription or the grant pays.
            SettlementOutside = "settlement_outside" from "DOMAIN C32",
            /// Your alliance keeps a grant of this name here: refer to it.
            GrantUnreferenced = "grant_unreferenced" from "DOMAIN C32",
            /// Payment is waived once a broker of the alliance who did not write these terms has approved it.
            WaiverUnapproved = "waiver_unapproved" from "DOMAIN C32",
            /// Say at which level each objective is meant: single members of staff, a department, or the whole school.
            ObjectiveLevelMissing = "objective_level_missing" from "DOMAIN E75",
            /// One person does not speak for both schools: another head of one of them does.
            OneHeadForBoth = "one_head_for_both" from "DOMAIN E58",
            /// Nobody confirms a visit that they made or wrote down themselves: another head of the school does.
            OwnVisit = "own_visit" from "DOMAIN E58",
            /// Nobody settles a dispute of a school at which they have a post.
            SettlerInvolved = "settler_involved" from "DOMAIN E58",
            /// A grant pays for support that the school gives or receives to which it was made.
            GrantForeign = "grant_foreign" from "DOMAIN C36",
            /// The released money of the grant that nothing else needs does not cover this support in each of its years.
            GrantTooLow = "grant_too_low" from "DOMAIN C36",
            /// The grant has no money left for all of this visit: the school that receives would pay the rest. If that is meant, its head says why in “overrides”.
            GrantSpent = "grant_spent" from "DOMAIN C37" unless reasoned,
            /// What is given back would be something else by now: write the terms anew, and sign those.
            GiveBackChanged = "give_back_changed" from "DOMAIN C.4",
            /// Say of each expected outcome what shall be better then.
            ImprovementMissing = "improvement_missing" from "DOMAIN D52",
            /// Nothing is signed without an action plan: say what is done, by whom, and by when.
            ActionPlanMissing = "action_plan_missing" from "DOMAIN F5",
            /// An action plan has twelve steps at most.
            ActionStepsTooMany = "action_steps_too_many" from "DOMAIN F5",
            /// This step lies outside of the days of the terms.
            ActionStepOutside = "action_step_outside" from "DOMAIN F5",
            /// Nobody comes by name, so there is no specialist who takes this step. Name the school that gives.
            StepWithoutSpecialist = "step_without_specialist" from "DOMAIN F5",
            /// The work rested on that day.
            VisitInPause = "visit_in_pause" from "DOMAIN C27",
            /// The alliance has not signed these terms: a broker of it signs before the second head.
            AllianceUnsigned = "alliance_unsigned" from "DOMAIN F5",
            /// Whoever signs for the alliance has no post at either school and signs for neither: another broker of it does.
            AllianceSignerInvolved = "alliance_signer_involved" from "DOMAIN E58",
            /// The work begins on the first day of the terms, not before.
            WorkAhead = "work_ahead" from "DOMAIN C38",
            /// The time to answer has passed. Whoever asked may ask again.
            AnswerOverdue = "answer_overdue" from "DOMAIN A11",
            /// By these terms a school that backs the request would pay more than it was told when it was asked. Ask the schools anew.
            CommissionAboveCeiling = "commission_above_ceiling" from "DOMAIN C39",
            /// A broker with a post at one of the two schools does not reverse a confirmation: another broker of the alliance does.
            ReversalInvolved = "reversal_involved" from "DOMAIN E58",
            /// Mentoring stands beside a mentorship: between whoever comes and a head of the school that receives, under way, and until the last day of these terms.
            MentorshipMissing = "mentorship_missing" from "DOMAIN H120",
            /// The pooled budget has no money left for all of this visit: the school that receives would pay the rest. If that is meant, its head says why in “overrides”.
            PoolSpent = "pool_spent" from "DOMAIN C39" unless reasoned,
            /// The school that received has a week to answer for itself. After that the broker may be asked.
            HostMayAnswer = "host_may_answer" from "DOMAIN E58",
            /// A second broker has not looked in time at an interest that was declared. No later day is worked before that.
            InterestUndecided = "interest_undecided" from "DOMAIN E58",
        }
    };
}

pub(super) use brokerage;
