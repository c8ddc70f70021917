//! The lists by which people are told and forgotten, line by line.

use domain::identity::LawfulBasis;
use persistence::privacy::{Column, Fate, columns, tables, wiping};

#[test]
fn every_line_is_read_and_stands_in_its_place() {
    let in_order = |lines: Vec<String>| lines.windows(2).all(|pair| pair[0] < pair[1]);
    assert!(in_order(tables().iter().map(|it| it.name.to_owned()).collect()));
    let columns = columns();
    assert!(columns.windows(2).all(|pair| (pair[0].table, pair[0].name) < (pair[1].table, pair[1].name)));
}

#[test]
fn what_is_personal_has_its_ground_and_nothing_else_needs_one() {
    for table in tables() {
        let is_personal = columns().iter().any(|it| it.table == table.name && it.of.is_some());
        assert_eq!(is_personal, table.basis != LawfulBasis::None, "{}", table.name);
        assert!(table.purpose.ends_with('.'), "{}", table.name);
    }
}

#[test]
fn a_row_that_is_deleted_is_deleted_whole() {
    for row in columns().iter().filter(|it| it.of.is_some_and(|(_, fate)| fate == Fate::Row)) {
        let others =
            columns().iter().filter(|it| it.table == row.table && it.of.map(|of| of.0) == row.of.map(|of| of.0));
        for other in others {
            assert_eq!(other.of.map(|of| of.1), Some(Fate::Row), "{}.{}", other.table, other.name);
        }
    }
}

#[test]
fn a_line_that_says_too_little_or_too_much_is_not_read() {
    assert!(Column::read("visit.note words recorded_by keep").is_some());
    assert!(Column::read("refresh_token.token_hash secret session_id>session.id>person_id row").is_some());
    for line in ["visit.note", "visit.note words", "visit.note words recorded_by", "visit.note public recorded_by keep"]
    {
        assert!(Column::read(line).is_none(), "{line}");
    }
}

#[test]
fn the_persons_own_row_comes_last_and_is_not_deleted() {
    let all = wiping();
    let last = all.last().unwrap();
    assert!(last.starts_with("UPDATE person AS it SET ") && last.ends_with("WHERE it.id = $1"), "{last}");
    assert_eq!(all.iter().filter(|it| it.contains(" person AS it ")).count(), 1);
    // A token hangs on its sign-in, and so goes before it.
    let place = |what: &str| all.iter().position(|it| it.starts_with(what)).unwrap();
    assert!(place("DELETE FROM refresh_token ") < place("DELETE FROM session "));
}

#[test]
fn nothing_of_what_is_counted_or_owed_is_touched() {
    for table in ["transfer", "charge", "ledger_account", "audit_entry", "outbox", "deployment", "visit", "proposal"] {
        let touched = wiping().into_iter().find(|it| it.contains(&format!(" {table} AS it ")));
        assert_eq!(touched, None);
    }
}
