//! What is held of a closed scheme.

use super::*;

#[test]
fn what_is_held_of_a_closed_scheme_is_entered_with_its_dates() {
    let closed = Criteria { scheme: DesignationScheme::Ast, closed_on: Some(day("2013-09-01")), ..criteria() };
    let held = || HeldForm {
        scheme: DesignationScheme::Ast,
        issuer: "National College".into(),
        since: day("2011-09-01"),
        until: day("2028-08-31"),
        specialisms: vec![term(11)],
        evidence: "The letter of 2011 was seen.".into(),
    };
    let enter_as = |by: &Actor, involved, member, form, of: &Criteria| {
        let who = listed(Post::MiddleLeader);
        Designation::record(by, id(50), (&who, involved), (id(10), member), form, (of, &small()), start())
    };
    let enter = |by: &Actor, member, form, of: &Criteria| enter_as(by, false, member, form, of);
    assert_eq!(enter_as(&broker(), true, true, held(), &closed).unwrap_err(), Rule::DesignatorInvolved.into());
    let (it, event) = enter(&broker(), true, held(), &closed).unwrap();
    assert_eq!((it.status, it.criteria, event.name()), (DesignationStatus::Designated, None, "designation.recorded"));
    for by in [person(), acting(Role::Operator, 9, None, None)] {
        assert_eq!(enter(&by, true, held(), &closed).unwrap_err(), Rule::NotAllowed.into());
    }
    let own = acting(Role::Broker, 1, None, Some(10));
    assert_eq!(enter(&own, true, held(), &closed).unwrap_err(), Rule::OwnDesignation.into());
    assert_eq!(rules(enter(&broker(), true, held(), &criteria()).unwrap_err()), [Rule::SchemeOpen]);
    let late = HeldForm { since: day("2013-09-01"), until: day("2036-08-31"), ..held() };
    assert_eq!(
        rules(enter(&broker(), false, late, &closed).unwrap_err()),
        [Rule::NotAMember, Rule::HeldAfterClosing, Rule::DesignationTooLong]
    );
}
