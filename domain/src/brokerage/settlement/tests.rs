//! What each kind of settlement needs.

use proptest::prelude::*;

use super::*;

fn of(kind: SettlementKind) -> SettlementDraft {
    SettlementDraft { kind: Some(kind), ..SettlementDraft::default() }
}

fn faults(draft: &SettlementDraft) -> Vec<(Rule, String)> {
    let no = Settlement::parse(draft).map_err(Refusals::into_vec).err().unwrap_or_default();
    no.into_iter().map(|no| (no.rule, no.field.unwrap_or_default().into_owned())).collect()
}

#[test]
fn nothing_is_not_a_settlement() {
    assert_eq!(faults(&SettlementDraft::default()), [(Rule::SettlementMissing, "settlement.kind".to_owned())]);
}

#[test]
fn a_waiver_says_who_gives_up_the_payment_and_why() {
    let fields = ["settlement.payer", "settlement.reason"];
    let expected = fields.map(|field| (Rule::SettlementIncomplete, field.to_owned()));
    assert_eq!(faults(&of(SettlementKind::Waived)), expected);
    let said = |text: &str| Some(text.to_owned());
    let whole = SettlementDraft { payer: said("Elm Park"), reason: said("A first step"), ..of(SettlementKind::Waived) };
    assert!(Settlement::parse(&whole).is_ok());
}

#[test]
fn a_day_rate_has_a_price_and_the_others_what_they_need() {
    let incomplete = |field: &str| vec![(Rule::SettlementIncomplete, field.to_owned())];
    assert_eq!(faults(&of(SettlementKind::DayRate)), incomplete("settlement.dayRate"));
    assert_eq!(faults(&of(SettlementKind::ExchangeOfServices)), incomplete("settlement.reason"));
    assert!(Settlement::parse(&of(SettlementKind::ReciprocalCredit)).is_ok());
    let rate =
        |gross, part| SettlementDraft { day_rate: Some(gross), brokerage: Some(part), ..of(SettlementKind::DayRate) };
    for price in [0, -1, MOST_PENCE + 1] {
        assert_eq!(faults(&rate(price, 0)), [(Rule::NumberOutOfRange, "settlement.dayRate".to_owned())]);
    }
    for part in [-1, 35_001] {
        assert_eq!(faults(&rate(35_000, part)), [(Rule::FeeAbovePrice, "settlement.brokerage".to_owned())]);
    }
    let alone = SettlementDraft { brokerage: Some(1), ..of(SettlementKind::ReciprocalCredit) };
    assert_eq!(faults(&alone), incomplete("settlement.dayRate"));
    let price = Settlement::parse(&rate(35_000, 5_000)).unwrap().day.unwrap();
    assert_eq!((price.gross(), price.net()), (35_000, 30_000));
}

#[test]
fn a_grant_has_a_price_and_a_name_and_a_subscription_says_to_what_and_for_which_days() {
    let incomplete = |fields: &[&str]| {
        fields.iter().map(|field| (Rule::SettlementIncomplete, (*field).to_owned())).collect::<Vec<_>>()
    };
    let fields = ["settlement.payer", "settlement.dayRate"];
    assert_eq!(faults(&of(SettlementKind::Grant)), incomplete(&fields), "a null price is invalid");
    let paid = SettlementDraft { day_rate: Some(35_000), ..of(SettlementKind::Grant) };
    let grant = Some(Id::from_uuid(uuid::Uuid::nil()));
    assert_eq!(faults(&SettlementDraft { payer: Some("The zone".into()), ..paid.clone() }), []);
    assert_eq!(faults(&SettlementDraft { grant, ..paid.clone() }), []);
    let host = ShareDraft { by: PayerKind::Host, name: None, pool: None, part: WHOLE };
    let idle = SettlementDraft { grant, shares: vec![host], ..paid };
    assert_eq!(faults(&idle), incomplete(&["settlement.payers"]), "a grant that pays nothing is none");

    let bare = of(SettlementKind::Subscription);
    assert_eq!(faults(&bare), incomplete(&["settlement.subscription"]));
    let with = |programme: &str, until: &str| SubscriptionDraft {
        programme: programme.into(),
        from: "2026-09-01".parse().unwrap(),
        until: until.parse().unwrap(),
    };
    let of_it = |it| SettlementDraft { subscription: Some(it), ..bare.clone() };
    assert_eq!(faults(&of_it(with("Core offer", "2027-08-31"))), []);
    let wrong = [
        (Rule::TextEmpty, "settlement.subscription.programme".to_owned()),
        (Rule::PeriodBackwards, "settlement.subscription.until".to_owned()),
    ];
    assert_eq!(faults(&of_it(with(" ", "2026-08-31"))), wrong);
    for elsewhere in [
        SettlementDraft {
            subscription: Some(with("Core offer", "2027-08-31")),
            ..of(SettlementKind::ReciprocalCredit)
        },
        SettlementDraft { grant, ..of(SettlementKind::ReciprocalCredit) },
    ] {
        assert_eq!(faults(&elsewhere), incomplete(&["settlement.kind"]));
    }
}

#[test]
fn a_grant_that_is_named_and_not_referred_to_is_told_by_its_name() {
    let share = |by, name: &str, part| ShareDraft { by, name: Some(name.into()), pool: None, part };
    let shares = vec![share(PayerKind::Grant, "The zone", 5_000), share(PayerKind::Other, "A charity", 5_000)];
    let named = SettlementDraft { day_rate: Some(100), shares, ..of(SettlementKind::DayRate) };
    let names = |draft: &SettlementDraft| {
        let it = Settlement::parse(draft).unwrap();
        it.named_grants().map(|it| it.as_str().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&named), ["The zone"]);
    let payer = Some("The fund".to_owned());
    let paid = SettlementDraft { kind: Some(SettlementKind::Grant), payer, ..named };
    assert_eq!(names(&paid), ["The fund", "The zone"]);
    let grant = Some(Id::from_uuid(uuid::Uuid::nil()));
    assert_eq!(names(&SettlementDraft { grant, ..paid }), Vec::<String>::new());
}

proptest! {
    #[test]
    fn a_pool_is_never_charged_more_than_was_held_back(day in 1_i64..200_000, part in 1_i64..WHOLE, agreed in 1..60) {
        let pool = ShareDraft {
            by: PayerKind::Pool,
            name: None,
            pool: Some(Id::from_uuid(uuid::Uuid::nil())),
            part,
        };
        let host = ShareDraft { by: PayerKind::Host, pool: None, part: WHOLE - part, ..pool.clone() };
        let it = SettlementDraft { day_rate: Some(day), shares: vec![host, pool], ..of(SettlementKind::DayRate) };
        let it = Settlement::parse(&it).unwrap();
        let (_, held) = it.pooled(agreed).unwrap();
        for given in 0..=agreed {
            prop_assert!(it.bill(given, agreed).paid.of(PayerKind::Pool) <= held);
        }
        // In whatever order, what waits takes no more than is kept for it after the end.
        let (of, waits) = (|given| it.bill(given, agreed).paid.of(PayerKind::Pool), agreed / 2);
        for before in 0..=agreed - waits {
            let kept = beside_others(it.pooled(waits).unwrap().1).min(held - of(before));
            prop_assert!(of(before + waits) - of(before) <= kept);
        }
    }
}
