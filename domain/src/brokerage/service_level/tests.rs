//! When clocks run out, and how far that is carried.

use super::*;
use crate::brokerage::testing::{active, id, planned, sent, start};
use crate::brokerage::{AuditVisit, Deployment, audit_visit_of_tests};
use crate::exchange::{RequestDraft, RequestStatus, SupportKind, SupportRequest, request_of_tests};
use crate::time::WorkingDays;
use crate::{Rule, Word};

const NUMBERS: [(&str, i32); 5] =
    [("candidate_hours", 48), ("meeting_days", 7), ("record_days", 5), ("alliance_hours", 24), ("pool_hours", 72)];

fn at(text: &str) -> Timestamp {
    Timestamp::new(text.parse().unwrap())
}

fn policy(since: &str, numbers: &[(&str, i32)]) -> Result<ServicePolicy, ServicePolicyFault> {
    ServicePolicy::new(1, at(since), numbers.iter().copied())
}

fn standard() -> ServiceStandard {
    let days = WorkingDays::new(["2026-12-25".parse().unwrap(), "2026-12-28".parse().unwrap()]);
    let longer = [("candidate_hours", 96), NUMBERS[1], NUMBERS[2], NUMBERS[3], NUMBERS[4]];
    let versions = vec![policy("2027-01-01T00:00:00Z", &longer), policy("2026-11-01T00:00:00Z", &NUMBERS)];
    ServiceStandard::new(versions.into_iter().collect::<Result<_, _>>().unwrap(), days)
}

fn noted(it: &Clock, step: EscalationStep, now: Timestamp) -> Option<Option<&'static str>> {
    it.note(id(1), step, &standard(), now).map(|(_, event)| event.map(|event| event.name()))
}

#[test]
fn each_level_has_its_time() {
    let standard = standard();
    assert_eq!(standard.candidate_due(at("2026-11-21T10:00:00Z"), None), Some(at("2026-11-23T10:00:00Z")));
    assert_eq!(standard.meeting_due(at("2026-11-21T10:00:00Z"), id(10)), Some(at("2026-11-28T10:00:00Z")));
    let record = |day: &str| standard.record_due(day.parse().unwrap(), id(10));
    assert_eq!(record("2026-11-09"), Some(at("2026-11-17T00:00:00Z")), "by the end of the Monday after");
    assert_eq!(record("2026-12-21"), Some(at("2026-12-31T00:00:00Z")), "over Christmas");
    assert_eq!(
        standard.candidate_due(at("2027-01-01T10:00:00Z"), None),
        Some(at("2027-01-05T10:00:00Z")),
        "another version"
    );
    assert_eq!(
        standard.candidate_due(at("2026-10-31T23:00:00Z"), None),
        None,
        "what began before the first is not judged"
    );
    assert_eq!(record("2026-10-30"), None);
}

#[test]
fn a_breach_is_carried_step_by_step_as_far_as_somebody_can_put_it_right() {
    use EscalationStep::{Alliance, Broker, NationalPool};
    let request = SupportRequest { status: RequestStatus::Triaged, ..request_of_tests(RequestStatus::Triaged) };
    let clock = Clock::of_candidate(&request, None, &standard()).pop().unwrap();
    let due = clock.due_at;
    assert_eq!(due, start().plus_days(2));
    assert_eq!(noted(&clock, Broker, due), None, "in time is in time");
    assert_eq!(noted(&clock, Broker, due.plus_seconds(1)), Some(Some("service_level.breached")));
    assert_eq!(noted(&clock, Alliance, due.plus_days(1)), None);
    assert_eq!(noted(&clock, Alliance, due.plus_days(1).plus_seconds(1)), Some(Some("service_level.escalated")));
    assert_eq!(noted(&clock, NationalPool, due.plus_days(3)), None);
    assert_eq!(
        noted(&clock, NationalPool, due.plus_days(3).plus_seconds(1)),
        Some(None),
        "the request itself tells it"
    );

    let late = start().plus_days(90);
    let meeting = Clock::of_meeting(&planned(), &standard()).unwrap();
    assert_eq!((noted(&meeting, Alliance, late).is_some(), noted(&meeting, NationalPool, late)), (true, None));
    let answer = Clock::of_answer(&request, &sent()).unwrap();
    assert_eq!((noted(&answer, Broker, late), noted(&answer, Alliance, late)), (Some(None), None));
    for level in ServiceLevel::ALL {
        assert!(level.last_step() >= Broker, "every breach is told to somebody: {level:?}");
    }
}

#[test]
fn what_was_done_or_belongs_to_nobody_has_no_clock_that_is_carried_on() {
    let request = request_of_tests(RequestStatus::Submitted);
    let proposed = SupportRequest { responders: vec![id(9)], ..request.clone() };
    assert_eq!(Clock::of_candidate(&proposed, None, &standard()), []);
    let triage = Clock::of_triage(&request).pop().unwrap();
    assert_eq!((triage.alliance, triage.due_at), (request.alliances.first().copied(), request.response.unwrap().by));
    assert_eq!(noted(&triage, EscalationStep::Broker, start().plus_days(9)), Some(None), "told as overdue");
    let pooled = Clock::of_triage(&SupportRequest { alliances: Vec::new(), ..request }).pop().unwrap();
    assert!(noted(&pooled, EscalationStep::Broker, start().plus_days(9)).is_some());
    for step in [EscalationStep::Alliance, EscalationStep::NationalPool] {
        assert_eq!(noted(&pooled, step, start().plus_days(90)), None);
    }
    assert_eq!(Clock::of_meeting(&active(), &standard()), None, "whoever works together has met");
    let late = Deployment { started_at: Some(start().plus_days(8)), ..active() };
    assert!(Clock::of_meeting(&late, &standard()).is_some());
}

#[test]
fn a_request_that_comes_back_has_a_clock_of_its_own_from_then_on() {
    let back = start().plus_days(6);
    let mut request = SupportRequest { responders: vec![id(9)], ..request_of_tests(RequestStatus::Matching) };
    assert_eq!(Clock::of_candidate(&request, None, &standard()), [], "somebody was named");
    request.returned = vec![start().plus_days(3), back];
    let clock = Clock::of_candidate(&request, None, &standard()).pop().unwrap();
    assert_eq!((clock.started_at, clock.due_at, clock.round), (back, back.plus_days(2), 2));
    request.status = RequestStatus::Proposed;
    assert_eq!(Clock::of_candidate(&request, None, &standard()), [], "somebody is named again");
}

#[test]
fn a_school_that_gives_waits_three_weeks_at_most_until_support_is_agreed() {
    let guaranteeing = |days| {
        let numbers = policy("2026-11-01T00:00:00Z", &NUMBERS).unwrap().guaranteeing(days);
        ServiceStandard::new(vec![numbers], WorkingDays::new([]))
    };
    let clock = |of: &SupportRequest| Clock::of_guarantee(of, &guaranteeing(Some(21))).pop();
    let mut request = request_of_tests(RequestStatus::Proposed);
    assert_eq!(clock(&request), None, "who has not given is guaranteed nothing");
    request.response.as_mut().unwrap().asker.guaranteed = true;
    assert_eq!(Clock::of_guarantee(&request, &guaranteeing(None)), [], "a version that says nothing of it");
    let first = clock(&request).unwrap();
    let raised = request.submitted_at.unwrap();
    assert_eq!((first.started_at, first.due_at, first.round), (raised, raised.plus_days(21), 0));
    let late = first.due_at.plus_days(4);
    let steps = [EscalationStep::Broker, EscalationStep::Alliance, EscalationStep::NationalPool];
    let told = steps.map(|step| noted(&first, step, late));
    let names = [Some("service_level.breached"), Some("service_level.escalated"), None];
    assert_eq!(told, names.map(Some), "carried to all, for any of them may place it");
    request.status = RequestStatus::Placed;
    request.placed = vec![start().plus_days(10)];
    assert_eq!(clock(&request), None);
    request.status = RequestStatus::Matching;
    request.returned = vec![start().plus_days(5), start().plus_days(40)];
    let again = clock(&request).map(|it| (it.started_at, it.round));
    assert_eq!(again, Some((start().plus_days(40), 1)), "since the work was stopped");
}

#[test]
fn an_alliance_is_held_to_nothing_that_was_before_it_came_to_a_request() {
    let mut request = request_of_tests(RequestStatus::Submitted);
    let raised = request.submitted_at.unwrap();
    let came = raised.plus_days(5);
    request.response.as_mut().unwrap().asker.guaranteed = true;
    request.admit_alliance(id(77), came);
    let numbers = policy("2026-11-01T00:00:00Z", &NUMBERS).unwrap().guaranteeing(Some(21));
    let standard = ServiceStandard::new(vec![numbers], WorkingDays::new([]));
    let of = |clocks: Vec<Clock>| clocks.into_iter().map(|it| (it.started_at, it.due_at)).collect::<Vec<_>>();
    let by = request.response.unwrap().by;
    let whole = Timestamp::new(came.utc() + (by.utc() - raised.utc()));
    assert_eq!(of(Clock::of_triage(&request)), [(raised, by), (came, whole)], "it has as long");
    let named = of(Clock::of_candidate(&request, None, &standard));
    assert_eq!(named, [(raised, raised.plus_days(2)), (came, came.plus_days(2))]);
    let placed = of(Clock::of_guarantee(&request, &standard));
    assert_eq!(placed, [(raised, raised.plus_days(21)), (came, came.plus_days(21))]);
    // What comes back later begins for all at once.
    let back = came.plus_days(3);
    let again = SupportRequest { status: RequestStatus::Matching, returned: vec![back], ..request };
    assert_eq!(of(Clock::of_candidate(&again, None, &standard)), [(back, back.plus_days(2)); 2]);
}

#[test]
fn nobody_is_late_with_a_proposal_before_the_audit_visit_has_ended() {
    let (mut audit, mut request) = audit_visit_of_tests();
    let due = |request: &SupportRequest, audit: &AuditVisit| {
        Clock::of_candidate(request, Some(audit), &standard()).pop().map(|it| (it.started_at, it.due_at))
    };
    assert_eq!(due(&request, &audit), None, "the clock stands while it is open");
    let ended = start().plus_days(5);
    audit.ended_at = Some(ended);
    assert_eq!(due(&request, &audit), Some((ended, ended.plus_days(2))));
    request.responders = vec![id(9)];
    assert_eq!(due(&request, &audit), None);
}

#[test]
fn no_alliance_is_held_to_anything_by_a_peer_visit_that_two_heads_arrange() {
    let peers = |arranged| Deployment { kind: SupportKind::PeerVisit, arranged, ..planned() };
    assert!(Clock::of_meeting(&planned(), &standard()).is_some());
    assert!(Clock::of_meeting(&peers(false), &standard()).is_some(), "what a broker proposes is met in time");
    assert_eq!(Clock::of_meeting(&peers(true), &standard()), None);
    let request = request_of_tests(RequestStatus::Proposed);
    assert!(Clock::of_answer(&request, &sent()).is_some());
    let draft = RequestDraft { kind: SupportKind::PeerVisit, ..request.draft.clone() };
    let brokered = SupportRequest { draft, ..request };
    assert!(Clock::of_answer(&brokered, &sent()).is_some(), "what a broker proposes is answered in time");
    let arranged = SupportRequest { triaged_at: None, response: None, ..brokered };
    assert_eq!(Clock::of_answer(&arranged, &sent()), None);
}

#[test]
fn numbers_that_make_no_levels_are_refused() {
    let with = |place: usize, number| {
        let mut numbers = NUMBERS;
        numbers[place].1 = number;
        policy("2026-11-01T00:00:00Z", &numbers).err()
    };
    assert_eq!(with(0, 48), None);
    assert_eq!(with(0, 0), Some(ServicePolicyFault::OutOfRange(ServiceSetting::CandidateHours)));
    assert_eq!(with(3, 72), Some(ServicePolicyFault::Backwards));
    let gap = policy("2026-11-01T00:00:00Z", &NUMBERS[1..]);
    assert_eq!(gap, Err(ServicePolicyFault::Missing(ServiceSetting::CandidateHours)));
    let odd = policy("2026-11-01T00:00:00Z", &[("inspection", 1)]);
    assert_eq!(odd, Err(ServicePolicyFault::Unknown));
}

#[test]
fn few_are_told_to_nobody_else() {
    let of = |fell_due| ServiceFigures { fell_due, ..ServiceFigures::none(ServiceLevel::Triage) };
    let told: Vec<_> = [0, 1, 4, 5].into_iter().map(|it| of(it).is_told_to_others()).collect();
    assert_eq!(told, [true, false, false, true]);
}

#[test]
fn an_alliance_is_sooner_from_the_instant_on_at_which_it_says_so_and_never_later() {
    let own = |hours, days| OwnLevels { candidate_hours: hours, meeting_days: days, record_days: Some(2) };
    let set = [
        (at("2026-11-20T12:00:00Z"), own(Some(24), None)),
        (at("2026-12-01T00:00:00Z"), own(None, Some(3))),
        (at("2027-01-01T00:00:00Z"), own(Some(120), None)),
    ];
    let standard = standard().with(std::sync::Arc::new([(id(10), set.to_vec())].into()));
    let candidate = |raised, alliance| standard.candidate_due(at(raised), alliance);
    let (before, after) = ("2026-11-20T11:59:59Z", "2026-11-20T12:00:00Z");
    assert_eq!(candidate(before, Some(id(10))), Some(at("2026-11-22T11:59:59Z")), "what began before keeps its time");
    assert_eq!(candidate(after, Some(id(10))), Some(at("2026-11-21T12:00:00Z")));
    for other in [None, Some(id(11))] {
        assert_eq!(candidate(after, other), Some(at("2026-11-22T12:00:00Z")));
    }
    assert_eq!(
        candidate("2026-12-01T00:00:00Z", Some(id(10))),
        Some(at("2026-12-03T00:00:00Z")),
        "the later version alone"
    );
    assert_eq!(
        candidate("2027-01-02T00:00:00Z", Some(id(10))),
        Some(at("2027-01-06T00:00:00Z")),
        "the national time is the most"
    );
    assert_eq!(standard.meeting_due(at("2026-12-01T00:00:00Z"), id(10)), Some(at("2026-12-04T00:00:00Z")));
    assert_eq!(standard.record_due("2026-11-23".parse().unwrap(), id(10)), Some(at("2026-11-26T00:00:00Z")));
}

#[test]
fn what_is_longer_than_nationally_is_refused_number_by_number() {
    let standard = standard();
    let national = standard.in_force(at("2026-11-21T10:00:00Z"));
    let same = OwnLevels { candidate_hours: Some(48), meeting_days: Some(7), record_days: Some(5) };
    assert_eq!(same.check(national), Ok(same));
    let wrong = OwnLevels { candidate_hours: Some(49), meeting_days: Some(0), record_days: Some(6) };
    let told: Vec<_> = wrong.check(national).unwrap_err().into_vec();
    let told: Vec<_> = told.iter().map(|no| (no.rule, no.field.as_deref().unwrap())).collect();
    let expected = [
        (Rule::LongerThanNational, "candidateHours"),
        (Rule::NumberOutOfRange, "meetingDays"),
        (Rule::LongerThanNational, "recordDays"),
    ];
    assert_eq!(told, expected);
    let later = standard.in_force(at("2027-01-01T00:00:00Z"));
    assert!(OwnLevels { candidate_hours: Some(49), ..same }.check(later).is_ok(), "by the numbers of its own day");
}
