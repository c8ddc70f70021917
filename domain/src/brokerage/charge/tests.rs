//! What visits cost, whatever becomes of them.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::Rule;
use crate::brokerage::testing::{active, head, id, start};
use crate::brokerage::{
    InKindDraft, Logged, PayerKind, Settlement, SettlementDraft, ShareDraft, SubscriptionDraft, Totals, VisitRecord,
    VisitStatus,
};
use crate::exchange::Mode;
use crate::text::{Note, Remark};

/// A charge of today for so many half-days of some support.
pub fn charged(n: u128, of: &Deployment, half_days: i32, amounts: Amounts) -> Charge {
    Charge {
        id: id(n),
        month: Month::of(start().day()),
        visit: id(40),
        confirmation: id(41),
        deployment: of.id,
        alliance: of.alliance,
        home: of.home,
        host: of.host,
        kind: SettlementKind::DayRate,
        vat: false,
        visited_on: start().day(),
        half_days,
        nth: 1,
        amounts,
        taken_on: InPlaceOf::NOTHING,
        at: start(),
    }
}

fn deployment(draft: &SettlementDraft) -> Deployment {
    let mut it = active();
    if let Some(terms) = &mut it.terms {
        terms.settlement = Settlement::parse(draft).unwrap();
    }
    it.half_days = 400;
    it
}

fn paid(day: i64, brokerage: i64) -> SettlementDraft {
    SettlementDraft {
        kind: Some(SettlementKind::DayRate),
        day_rate: Some(day),
        brokerage: Some(brokerage),
        ..SettlementDraft::default()
    }
}

fn visit(number: u128, half_days: i32, day: u32) -> Visit {
    let note = Note::new("Watched two lessons.").unwrap();
    let visited_on = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap() + chrono::Days::new(u64::from(day));
    let record = VisitRecord { visited_on, mode: Mode::InPerson, half_days, note, stage: None };
    let now = crate::brokerage::testing::start().plus_days(400);
    let mut running = active();
    running.half_days = 400;
    Visit::record(id(1_000 + number), &running, record, Logged::default(), &head(1), now).unwrap().0
}

/// Books of one deployment, kept as the service keeps them.
struct Books {
    deployment: Deployment,
    charges: Vec<Charge>,
}

impl Books {
    fn book(&mut self, visit: &Visit, now: Timestamp) {
        let of_visit = self.charges.iter().filter(|it| it.visit == visit.id);
        let booked = Booked {
            half_days: self.charges.iter().map(|it| it.half_days).sum(),
            of_visit: of_visit.clone().count() as i32,
            between: of_visit.clone().next_back().map(|it| (it.home, it.host)),
            taken_on: of_visit.fold(InPlaceOf::NOTHING, |sum, it| sum.plus(it.taken_on)),
        };
        let number = 5_000 + self.charges.len() as u128;
        self.charges.push(Charge::of(id(number), &self.deployment, visit, &booked, now).unwrap());
    }
}

#[test]
fn a_day_of_350_pounds_pays_the_school_300() {
    let mut books = Books { deployment: deployment(&paid(35_000, 5_000)), charges: Vec::new() };
    let mut it = visit(1, 1, 1);
    let now = crate::brokerage::testing::start().plus_days(5);
    let _ = it.confirm(&books.deployment, id(90), &head(2), now).unwrap();
    books.book(&it, now);
    let charge = books.charges[0].clone();
    assert_eq!((charge.amounts.gross, charge.amounts.brokerage, charge.amounts.net()), (17_500, 2_500, 15_000));
    assert_eq!((charge.amounts.paid.of(PayerKind::Host), charge.half_days, charge.is_adjustment()), (17_500, 1, false));
    let _ = it.reverse(&books.deployment, Remark::new("Not that day").unwrap(), &head(2)).unwrap();
    books.deployment.home = id(77);
    books.book(&it, now);
    let back = &books.charges[1];
    assert_eq!((back.amounts.gross, back.half_days, back.nth, back.is_adjustment()), (-17_500, -1, 2, true));
    assert_eq!(back.home, charge.home, "it is taken back from whom it was given");
}

#[test]
fn what_was_taken_on_for_a_grant_is_given_back_to_whoever_took_it_on() {
    let draft =
        SettlementDraft { kind: Some(SettlementKind::Grant), payer: Some("The zone".into()), ..paid(35_000, 5_000) };
    let of = deployment(&draft);
    let mut it = visit(1, 1, 1);
    let now = crate::brokerage::testing::start().plus_days(5);
    let _ = it.confirm(&of, id(90), &head(2), now).unwrap();
    let charge = Charge::of(id(1), &of, &it, &Booked::default(), now).unwrap();
    for taker in [PayerKind::Host, PayerKind::Alliance] {
        let mut charge = charge.clone();
        let by = |it: &Charge| [PayerKind::Grant, taker].map(|by| it.amounts.paid.of(by));
        let of_grant = |grant| InPlaceOf { by: taker, grant, pool: 0 };
        assert_eq!((by(&charge), charge.taken_on), ([17_500, 0], InPlaceOf::NOTHING));
        charge.take_on(charge.lacking(taker, 2_500, 0));
        let expected = ([15_000, 2_500], 17_500, of_grant(2_500));
        assert_eq!((by(&charge), charge.amounts.paid.sum(), charge.taken_on), expected);
        let mut it = it.clone();
        let _ = it.reverse(&of, Remark::new("Not that day").unwrap(), &head(2)).unwrap();
        let booked = Booked { half_days: 1, of_visit: 1, between: None, taken_on: charge.taken_on };
        let back = Charge::of(id(2), &of, &it, &booked, now).unwrap();
        assert_eq!((by(&back), back.taken_on), ([-15_000, -2_500], of_grant(-2_500)));
        assert_eq!(back.lacking(PayerKind::Host, -1, 0).by, taker, "a penny too goes back to whoever paid");
    }
}

#[test]
fn whoever_is_to_pay_the_rest_is_warned_of_each_payer_that_has_no_more() {
    let lacks = |by, grant, pool| InPlaceOf { by, grant, pool }.warnings();
    assert_eq!(lacks(PayerKind::Host, 0, -1), []);
    let both = lacks(PayerKind::Host, 1, 1);
    assert_eq!(both.iter().map(|it| it.rule).collect::<Vec<_>>(), [Rule::GrantSpent, Rule::PoolSpent]);
    assert!(both.iter().all(|it| it.message().contains("its head says why")));
    let alliance = lacks(PayerKind::Alliance, 0, 1);
    assert_eq!(alliance.len(), 1);
    assert!(alliance[0].message().starts_with("The pooled budget") && alliance[0].message().contains("your alliance"));
}

#[test]
fn no_half_day_is_settled_by_money_and_by_credit() {
    for kind in [
        SettlementKind::ReciprocalCredit,
        SettlementKind::Subscription,
        SettlementKind::ExchangeOfServices,
        SettlementKind::Waived,
    ] {
        let said = || Some("Elm Park".to_owned());
        let (from, until) = ("2026-09-01".parse().unwrap(), "2027-08-31".parse().unwrap());
        let subscription = (kind == SettlementKind::Subscription).then(|| SubscriptionDraft {
            programme: "Core offer".into(),
            from,
            until,
        });
        let draft =
            SettlementDraft { kind: Some(kind), payer: said(), reason: said(), subscription, ..paid(35_000, 0) };
        assert_eq!(Settlement::parse(&draft).unwrap().bill(4, 4).gross, 0, "{kind:?}");
    }
    let grant = SettlementDraft { kind: Some(SettlementKind::Grant), payer: Some("Zone".into()), ..paid(35_000, 0) };
    let bill = Settlement::parse(&grant).unwrap().bill(4, 4);
    assert_eq!((bill.gross, bill.paid.of(PayerKind::Grant)), (70_000, 70_000));
}

proptest! {
    /// Whatever is confirmed, reversed, corrected and confirmed again, early or late: the charges of a deployment add up to
    /// the price of what stands, every payer's part with it, the months to the whole, and no visit is charged twice.
    #[test]
    fn any_history_reconciles_to_the_penny(
        (day, fee, cover, worth) in (1_i64..100_000, 0_i64..=100, 0_i64..100_000, 0_i64..50_000),
        part in 1_i64..10_000,
        steps in proptest::collection::vec((0_usize..12, 0_u32..150, 1_i32..=2), 1..80),
    ) {
        let shares = [(PayerKind::Host, None, part), (PayerKind::Other, Some("A friend"), 10_000 - part)];
        let draft = SettlementDraft {
            cover: Some(cover).filter(|it| *it > 0),
            shares: shares.map(|(by, name, part)| ShareDraft { by, name: name.map(str::to_owned), pool: None, part }).to_vec(),
            in_kind: vec![InKindDraft { by: PayerKind::Alliance, what: "Administration".into(), value: worth + 1 }],
            ..paid(day, day * fee / 100)
        };
        let mut books = Books { deployment: deployment(&draft), charges: Vec::new() };
        let mut visits: Vec<Visit> = (0..12).map(|n| visit(n, 1 + (n % 2) as i32, 3 * n as u32)).collect();
        let mut now = crate::brokerage::testing::start().plus_days(40);
        let mut sealed: BTreeMap<Month, Vec<Charge>> = BTreeMap::new();
        for (step, (place, passes, half_days)) in steps.into_iter().enumerate() {
            now = now.plus_days(passes / 10);
            let it = &mut visits[place];
            match it.status {
                VisitStatus::Recorded => drop(it.confirm(&books.deployment, id(9_000 + step as u128), &head(2), now).unwrap()),
                VisitStatus::Confirmed => {
                    drop(it.reverse(&books.deployment, Remark::new("A slip").unwrap(), &head(2)).unwrap());
                }
                _ => {
                    let record = VisitRecord { half_days, ..it.record.clone() };
                    drop(it.correct(&books.deployment, record, Logged::default(), &head(1), now).unwrap());
                    continue;
                }
            }
            let visit = it.clone();
            books.book(&visit, now);

            let settlement = &books.deployment.terms.as_ref().unwrap().settlement;
            let standing = visits.iter().filter(|it| it.status == VisitStatus::Confirmed);
            let given = standing.map(|it| it.record.half_days).sum();
            let all = Totals::of(&books.charges);
            prop_assert_eq!(all.half_days, given);
            prop_assert_eq!(all.amounts, settlement.bill(given, books.deployment.half_days));
            prop_assert_eq!(all.amounts.paid.sum(), all.amounts.gross);
            prop_assert_eq!(all.amounts.net() + all.amounts.brokerage, all.amounts.gross);
            for visit in &visits {
                let charged: i32 = books.charges.iter().filter(|it| it.visit == visit.id).map(|it| it.half_days).sum();
                let stands = visit.status == VisitStatus::Confirmed;
                prop_assert_eq!(charged, if stands { visit.record.half_days } else { 0 });
            }
            // What was closed stays as it was, and the months add up to the whole.
            let mut months: BTreeMap<Month, Vec<Charge>> = BTreeMap::new();
            for charge in &books.charges {
                prop_assert_eq!(charge.amounts.paid.sum(), charge.amounts.gross);
                months.entry(charge.month).or_default().push(charge.clone());
            }
            for (month, charges) in &sealed {
                prop_assert_eq!(&months[month], charges);
            }
            let by_month = months.values().map(|it| Totals::of(it).amounts);
            prop_assert_eq!(by_month.fold(Amounts::default(), Amounts::plus), all.amounts);
            sealed = months.into_iter().filter(|(month, _)| *month <= Month::due(now.day())).collect();
        }
    }
}
