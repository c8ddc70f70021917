//! The format and its generator as values in and values out.

mod beyond;
mod faults;
mod generator;
mod mutual;

use crate::brokerage::matching::interchange::sample::{self, small};
use crate::brokerage::matching::interchange::{Layout, RequestRow, Table, Told, worth_of_pair};
use crate::brokerage::matching::plan::{Instance, Objective, Plan, Step, solve};

#[test]
fn every_pair_of_the_public_instance_is_worth_what_the_rules_say_and_none_is_left_out_but_the_least() {
    let night = small();
    let (mut forbidden, mut cut) = (0, 0);
    for (id, request) in night.requests.iter().enumerate() {
        let listed = |specialist: usize| night.instance.weight(id, specialist as u32);
        let least = night.instance.row(id).iter().map(|pair| (pair.weight, std::cmp::Reverse(pair.specialist))).min();
        for (specialist, row) in night.specialists.iter().enumerate() {
            match (worth_of_pair(request, row), listed(specialist)) {
                (None, None) => forbidden += 1,
                (Some(worth), None) => {
                    let last = least.expect("a request whose list is cut has one");
                    assert!((worth, std::cmp::Reverse(specialist as u32)) < last, "{id} and {specialist} are left out");
                    cut += 1;
                }
                (worth, listed) => assert_eq!(worth, listed, "{id} and {specialist}"),
            }
        }
    }
    assert_eq!((forbidden, cut, night.instance.len()), (474_891, 1_958, 23_151));
}

#[test]
fn every_request_of_the_public_instance_is_worth_what_the_formula_says() {
    let night = small();
    assert!(night.requests.iter().all(|row| row.bonus == RequestRow::bonus_of(row.priority, row.isolated)));
    assert_eq!(night.meta(), sample::meta());
}

#[test]
fn the_public_instance_is_planned_to_the_values_that_are_known_of_it() {
    let night = small();
    for (objective, value) in [(&night.fair, 7_482_100), (&Objective::linear(), 7_542_630)] {
        let solved = solve(&night.instance, objective, &mut |_| Step::GoOn);
        let weighed = solved.plan.value(&night.instance, objective).unwrap();
        assert_eq!((weighed.total(), weighed.met), (value, 487));
        assert_eq!(solved.certificate.bound(&night.instance, objective).unwrap().total(), value);
    }
}

#[test]
fn rows_are_written_as_they_were_read() {
    let night = small();
    let line = |numbers: &[i64]| numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    let rows = night.requests.iter().enumerate().map(|(id, row)| line(&row.numbers(id)[..15]));
    assert!(rows.eq(sample::text(Table::Requests).lines().skip(1)));
    let rows = night.specialists.iter().enumerate().map(|(id, row)| line(&row.numbers(id)[..15]));
    assert!(rows.eq(sample::text(Table::Specialists).lines().skip(1)));
    let pairs = (0..500).flat_map(|id| night.instance.row(id).iter().map(move |pair| (id, pair)));
    let rows = pairs.map(|(id, pair)| line(&[id as i64, pair.specialist.into(), pair.weight]));
    assert!(rows.eq(sample::text(Table::Edges).lines().skip(1)), "in the same order too");
}

#[test]
fn teams_and_jobs_that_were_agreed_are_in_columns_that_need_not_be_there() {
    let row = |table: Table, with_added: bool, cells: &str| {
        let layout = Layout { table, with_added };
        layout.numbers(cells.as_bytes()).unwrap()[15]
    };
    let request = "0,1,400000,400000,0,3,2,1,0,7,1,0,63,0,6000";
    let specialist = "0,2,410000,400000,1,3,2,1,0,128,2,500,40000,63,6";
    assert_eq!(row(Table::Requests, false, request), 1, "one person");
    assert_eq!(row(Table::Requests, true, &format!("{request},3")), 3);
    assert_eq!(row(Table::Specialists, false, specialist), 0, "no job");
    assert_eq!(row(Table::Specialists, true, &format!("{specialist},2")), 2);
}

#[test]
fn what_was_told_is_worth_more_to_the_planner_and_no_more_in_the_count() {
    let night = small();
    let pair = |request: usize, place: usize| {
        let pair = night.instance.row(request).iter().nth(place).unwrap();
        (request as u32, pair.specialist)
    };
    let told = [pair(0, 3), pair(0, 3), pair(7, 0), (0, 999_999), (999_999, 0)];
    let told = Told::new(&night.instance, &Plan::new(told), 250);
    assert_eq!((told.possible(), told.gone, told.added()), (2, 2, 500));
    let dear = told.held_dear(&night.instance).unwrap();
    for (request, specialist) in [pair(0, 3), pair(7, 0)] {
        let weight = |it: &Instance| it.weight(request as usize, specialist).unwrap();
        assert_eq!(weight(&dear) - weight(&night.instance), 250);
    }
    let (plan, objective) = (Plan::new([pair(0, 3), pair(1, 0)]), &night.fair);
    let total = |instance| plan.value(instance, objective).unwrap().total();
    assert_eq!(told.kept(&plan), 1);
    assert_eq!(total(&dear) - told.added(), total(&night.instance) - 250, "one of two is not kept");
    assert!(
        Told::new(&night.instance, &plan, i64::MAX).held_dear(&night.instance).is_err(),
        "beyond what points can be"
    );
}
