//! A school's academic year, summed from its entries.

use std::collections::HashMap;

use domain::Id;
use domain::access::Actor;
use domain::directory::School;
use domain::reciprocity::{LedgerAccount, Owed, Position, ReciprocityStatement, Tallies};
use domain::time::Period;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Keys};
use crate::reciprocity::transfer::instants;
use crate::{Db, DbError, values};

#[derive(FromQueryResult)]
struct Row {
    for_school: Key<School>,
    given_before: i64,
    received_before: i64,
    promised_before: i64,
    awaited_before: i64,
    given_for_credit_before: i64,
    received_for_credit_before: i64,
    promised_for_credit_before: i64,
    awaited_for_credit_before: i64,
    given: i64,
    received: i64,
    promised: i64,
    awaited: i64,
    given_for_credit: i64,
    received_for_credit: i64,
    promised_for_credit: i64,
    awaited_for_credit: i64,
    owes: i64,
    owes_half_days: i64,
    owed: i64,
    owed_half_days: i64,
}

impl Row {
    fn of(self, days: Period) -> ReciprocityStatement {
        let opening = Tallies {
            all: Position {
                given: self.given_before,
                received: self.received_before,
                promised: self.promised_before,
                awaited: self.awaited_before,
            },
            for_credit: Position {
                given: self.given_for_credit_before,
                received: self.received_for_credit_before,
                promised: self.promised_for_credit_before,
                awaited: self.awaited_for_credit_before,
            },
        };
        let moved = Tallies {
            all: Position {
                given: self.given,
                received: self.received,
                promised: self.promised,
                awaited: self.awaited,
            },
            for_credit: Position {
                given: self.given_for_credit,
                received: self.received_for_credit,
                promised: self.promised_for_credit,
                awaited: self.awaited_for_credit,
            },
        };
        let owes = Owed { obligations: self.owes, half_days: self.owes_half_days };
        let is_owed = Owed { obligations: self.owed, half_days: self.owed_half_days };
        ReciprocityStatement { days, opening, moved, owes, is_owed }
    }
}

/// The statements of these schools for the days of a year, by the accounts that count for each. Who may see the accounts
/// decides who may ask.
pub async fn of_year(
    db: &Db,
    schools: Vec<Id<School>>,
    accounts: Vec<(Id<School>, Id<LedgerAccount>)>,
    days: Period,
) -> Result<HashMap<Id<School>, ReciprocityStatement>, DbError> {
    let (counted, accounts): (Vec<_>, Vec<_>) = accounts.into_iter().unzip();
    let (begins, ends) = instants(days);
    let values = values![Keys(schools), Keys(counted), Keys(accounts), At(begins), At(ends)];
    let rows: Vec<Row> = db.rows_for(&Actor::Service.scope(), include_str!("statement.sql"), values).await?;
    Ok(rows.into_iter().map(|row| (row.for_school.0, row.of(days))).collect())
}
