//! What a role may become, and who decides it.

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::Word;
use crate::access::Acting;

/// A person with the role at school 1 or alliance 1.
pub(crate) fn acting(person: u128, role: Role) -> Actor {
    acting_at(person, role, 1)
}

fn id<N>(n: u128) -> Id<N> {
    Id::from_uuid(Uuid::from_u128(n))
}

fn acting_at(person: u128, role: Role, place: u128) -> Actor {
    Actor::Acting(Acting {
        person: id(person),
        membership: id(100 + person),
        role,
        school: (role.held_at() == PlaceKind::School).then(|| id(place)),
        alliance: (role.held_at() == PlaceKind::Alliance).then(|| id(place)),
    })
}

fn now() -> Timestamp {
    Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
}

fn begun(role: Role, place: Place, school_has_head: bool) -> Membership {
    Membership::begin(id(50), id(7), role, (place, None), school_has_head, now()).unwrap().0
}

fn head(school_has_head: bool) -> Membership {
    begun(Role::Head, Place::School(id(1)), school_has_head)
}

#[test]
fn the_first_head_waits_and_later_ones_do_not() {
    assert_eq!(head(false).status, MembershipStatus::Pending);
    assert_eq!(head(false).confirmed_at, None);
    assert_eq!(head(true).status, MembershipStatus::Active);
    assert_eq!(begun(Role::Coordinator, Place::School(id(1)), false).status, MembershipStatus::Active);
}

#[test]
fn an_operator_or_a_broker_of_the_schools_alliance_confirms_the_first_head() {
    let (broker, stranger) = (acting_at(3, Role::Broker, 1), acting_at(4, Role::Broker, 2));
    assert!(head(false).confirm(&acting(2, Role::Operator), None, now()).is_ok());
    assert!(head(false).confirm(&broker, Some(id(1)), now()).is_ok());
    assert_eq!(head(false).confirm(&broker, None, now()), Err(Rule::NotAllowed.into()));
    assert_eq!(head(false).confirm(&stranger, Some(id(1)), now()), Err(Rule::NotAllowed.into()));
    assert_eq!(head(false).confirm(&acting(5, Role::Head), Some(id(1)), now()), Err(Rule::NotAllowed.into()));
}

#[test]
fn nobody_confirms_their_own_headship() {
    assert_eq!(head(false).confirm(&acting(7, Role::Operator), None, now()), Err(Rule::OwnRole.into()));
}

#[test]
fn only_what_waits_is_confirmed() {
    let operator = acting(2, Role::Operator);
    assert_eq!(head(true).confirm(&operator, None, now()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn a_role_is_ended_by_its_holder_by_those_in_charge_and_by_nobody_else() {
    let end = |by: &Actor| head(true).end(by, MembershipEnd::Left, 0, now()).map(|_| ());
    assert_eq!(end(&Actor::Person(id(7))), Ok(()));
    assert_eq!(end(&acting_at(3, Role::Head, 1)), Ok(()));
    assert_eq!(end(&acting_at(3, Role::Operator, 1)), Ok(()));
    for by in [acting_at(3, Role::Head, 2), acting_at(3, Role::Coordinator, 1), acting_at(3, Role::Broker, 1)] {
        assert_eq!(end(&by), Err(Rule::NotAllowed.into()));
    }
    assert_eq!(end(&Actor::Stranger), Err(Rule::NotAllowed.into()));
}

#[test]
fn what_ended_does_not_end_again() {
    let mut it = head(true);
    let told = it.end(&Actor::Person(id(7)), MembershipEnd::DutiesChanged, 0, now()).unwrap();
    let (membership, person, reason) = (it.id, it.person, MembershipEnd::DutiesChanged);
    assert_eq!(told, Event::MembershipEnded { membership, person, reason });
    assert_eq!(it.end_reason, Some(reason));
    assert_eq!(it.end(&Actor::Person(id(7)), reason, 0, now()), Err(Rule::StepNotOpen.into()));
}

#[test]
fn the_last_operator_stays() {
    let mut it = begun(Role::Operator, Place::National, true);
    assert_eq!(it.end(&Actor::Person(id(7)), MembershipEnd::Left, 0, now()), Err(Rule::LastOperator.into()));
    assert!(it.end(&Actor::Person(id(7)), MembershipEnd::Left, 1, now()).is_ok());
}

#[test]
fn a_granted_headship_needs_no_confirmation_and_only_an_operator_grants() {
    let grant = |by: &Actor| Membership::grant(by, id(1), id(7), Role::Head, (Place::School(id(1)), None), now());
    assert_eq!(grant(&Actor::Service).unwrap().0.status, MembershipStatus::Active);
    assert!(grant(&acting(2, Role::Operator)).is_ok());
    assert_eq!(grant(&acting(2, Role::Head)), Err(Rule::NotAllowed.into()));
}

#[test]
fn an_auditor_reads_for_a_time_of_a_year_at_most() {
    let granted = |role, until: Option<Timestamp>| {
        Membership::grant(&Actor::Service, id(1), id(7), role, (Place::National, until), now()).map(|(it, _)| it.until)
    };
    let in_days = |days| Some(now().plus_days(days));
    assert_eq!(granted(Role::Auditor, None), Err(Rule::AccessEndMissing.at("until")));
    assert_eq!(granted(Role::Auditor, Some(now())), Err(Rule::DatePassed.at("until")));
    assert_eq!(granted(Role::Auditor, in_days(367)), Err(Rule::AccessEndTooFar.at("until")));
    assert_eq!(granted(Role::Auditor, in_days(366)), Ok(in_days(366)));
    assert_eq!(granted(Role::Analyst, None), Ok(None));
}

#[test]
fn a_role_that_was_given_for_a_time_ends_with_it() {
    let until = now().plus_days(90);
    let given = |role, place| Membership::begin(id(50), id(7), role, (place, Some(until)), true, now()).unwrap().0;
    let mut it = given(Role::Specialist, Place::School(id(1)));
    assert_eq!(it.lapse(now().plus_days(89)), Err(Rule::StepNotOpen.into()));
    let event = it.lapse(until).unwrap();
    let (membership, person, reason) = (it.id, it.person, MembershipEnd::TimeOver);
    assert_eq!(event, Event::MembershipEnded { membership, person, reason });
    assert_eq!((it.status, it.ended_at), (MembershipStatus::Ended, Some(until)));
    assert_eq!(it.lapse(until), Err(Rule::StepNotOpen.into()));
    assert!(given(Role::Operator, Place::National).lapse(until).is_ok(), "it has allowed nothing since");
    let mut unending = begun(Role::Coordinator, Place::School(id(1)), true);
    assert_eq!(unending.lapse(now().plus_days(900)), Err(Rule::StepNotOpen.into()));
}

proptest! {
    #[test]
    fn a_role_is_held_only_at_its_kind_of_place(role in 0..Role::ALL.len(), place in 0..3_usize) {
        let role = Role::ALL[role];
        let place = [Place::School(id(1)), Place::Alliance(id(1)), Place::National][place];
        let begun = Membership::begin(id(50), id(7), role, (place, Some(now().plus_days(1))), true, now());
        prop_assert_eq!(begun.is_ok(), role.held_at() == place.kind());
    }

    /// Whatever is tried in whatever order, a role moves forwards only and keeps the instant of each step.
    #[test]
    fn no_path_skips_a_step_or_comes_back(waits: bool, steps in prop::collection::vec((any::<bool>(), 0..4_u128), 0..12)) {
        let mut it = head(!waits);
        for (confirm, who) in steps {
            let by = [acting(2, Role::Operator), acting_at(3, Role::Head, 1), Actor::Person(id(7)), Actor::Stranger]
                [who as usize].clone();
            let before = it.clone();
            let done = if confirm { it.confirm(&by, None, now()) } else { it.end(&by, MembershipEnd::NotNeeded, 1, now()) };
            if done.is_err() {
                prop_assert_eq!(&it, &before);
            } else {
                prop_assert!(it.status > before.status);
            }
            prop_assert_eq!(it.ended_at.is_some(), it.status == MembershipStatus::Ended);
            prop_assert!(it.status != MembershipStatus::Active || it.confirmed_at.is_some());
        }
    }
}
