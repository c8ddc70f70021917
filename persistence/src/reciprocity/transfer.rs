//! Transfers: written once, together with the sums of the accounts that they touch.

use std::collections::HashMap;

use domain::access::{Actor, Scope};
use domain::brokerage::Deployment;
use domain::directory::School;
use domain::reciprocity::{AccountKey, AccountKind, LedgerAccount, Source, SourceKind, Transfer, TransferKind};
use domain::time::Period;
use domain::{Id, Timestamp};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::account;
use crate::column::{At, Key, Keys, Text};
use crate::{Cursor, Db, DbError, Page, PageRequest, Tx, scope, values};

/// The list of a school's entries, newest first.
pub const LIST: &str = "entry.newest";

/// Posts transfers: locks the accounts, writes the rows, and keeps the sums beside them.
pub async fn post(tx: &Tx, transfers: &[Transfer], audience: &[Uuid]) -> Result<(), DbError> {
    let keys = transfers.iter().flat_map(|it| [it.debit, it.credit]).collect();
    let mut accounts = account::lock(tx, keys).await?;
    for it in transfers {
        let id = |key: AccountKey| {
            let found = accounts.iter().find(|account| account.key == key);
            found.map(|account| Key(account.id)).ok_or_else(|| DbError::broken("an account was not opened"))
        };
        let sql = "INSERT INTO transfer (id, debit_account_id, credit_account_id, amount, kind, source_type, \
                   source_id, deployment_id, reverses, at, audience, for_credit) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
        let values = values![
            Key(it.id),
            id(it.debit)?,
            id(it.credit)?,
            it.half_days,
            Text(it.kind),
            Text(it.source.kind),
            it.source.id,
            Key(it.deployment),
            it.reverses.map(Key),
            At(it.at),
            audience.to_vec(),
            it.for_credit,
        ];
        tx.run(sql, values).await?;
        for account in &mut accounts {
            account.post(it);
        }
    }
    account::save(tx, &accounts).await
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Transfer>,
    debit_school: Key<School>,
    credit_school: Key<School>,
    account: Text<AccountKind>,
    amount: i32,
    kind: Text<TransferKind>,
    source_type: Text<SourceKind>,
    source_id: Uuid,
    deployment_id: Key<Deployment>,
    reverses: Option<Key<Transfer>>,
    at: At,
    for_credit: bool,
}

impl From<Row> for Transfer {
    fn from(row: Row) -> Self {
        let (account, kind) = (row.account.0, row.kind.0);
        let takes_back = match kind {
            TransferKind::Promise | TransferKind::Support => false,
            TransferKind::Release => true,
            TransferKind::Reversal => account == AccountKind::Support,
        };
        Self {
            id: row.id.0,
            debit: AccountKey { school: row.debit_school.0, kind: account },
            credit: AccountKey { school: row.credit_school.0, kind: account },
            half_days: row.amount,
            kind,
            source: Source { kind: row.source_type.0, id: row.source_id },
            deployment: row.deployment_id.0,
            reverses: row.reverses.map(|it| it.0),
            at: row.at.0,
            takes_back,
            for_credit: row.for_credit,
        }
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT it.id, debit.school_id AS debit_school, credit.school_id AS credit_school, debit.kind AS account, ",
            "it.amount, it.kind, it.source_type, it.source_id, it.deployment_id, it.reverses, it.at, it.for_credit ",
            "FROM transfer AS it JOIN ledger_account AS debit ON debit.id = it.debit_account_id ",
            "JOIN ledger_account AS credit ON credit.id = it.credit_account_id ",
            $rest
        )
    };
}

/// What one cause has posted.
pub async fn of_source(tx: &Tx, source: Source) -> Result<Vec<Transfer>, DbError> {
    let sql = select!("WHERE it.source_type = $1 AND it.source_id = $2 ORDER BY it.id");
    let rows: Vec<Row> = tx.rows(sql, values![Text(source.kind), source.id]).await?;
    Ok(rows.into_iter().map(Transfer::from).collect())
}

#[derive(FromQueryResult)]
struct ListedRow {
    for_school: Key<School>,
    #[sea_orm(nested)]
    transfer: Row,
}

/// The instants at which a stretch of days begins and ends.
pub(crate) fn instants(days: Period) -> (Timestamp, Timestamp) {
    (Timestamp::midnight(days.from()), Timestamp::midnight(days.until()).plus_days(1))
}

/// For each of these schools, a page of the transfers that touch the accounts that count for it, newest first: all, or
/// those that were written on some days. Who may see the accounts decides who may ask.
pub async fn pages(
    db: &Db,
    accounts: Vec<(Id<School>, Id<LedgerAccount>)>,
    within: Option<Period>,
    page: &PageRequest,
) -> Result<HashMap<Id<School>, Page<Transfer>>, DbError> {
    let (than, way) = if page.backward { (">", "ASC") } else { ("<", "DESC") };
    let sql = format!(include_str!("pages.sql"), than = than, way = way, limit = page.limit());
    let from = page.from.as_ref().map(|cursor| cursor.id);
    let (schools, accounts): (Vec<_>, Vec<_>) = accounts.into_iter().unzip();
    let mut transfers: HashMap<_, Vec<Transfer>> = schools.iter().map(|school| (*school, Vec::new())).collect();
    let (begins, ends) = within.map(instants).unzip();
    let values = values![Keys(schools), Keys(accounts), from, begins.map(At), ends.map(At)];
    let rows: Vec<ListedRow> = db.rows_for(&Actor::Service.scope(), &sql, values).await?;
    for row in rows {
        transfers.entry(row.for_school.0).or_default().push(row.transfer.into());
    }
    let cursor = |it: &Transfer| Cursor { list: LIST, order: 0, id: it.id.uuid() };
    Ok(transfers.into_iter().map(|(school, rows)| (school, Page::of(page, rows, cursor))).collect())
}

/// A transfer, and on which sides of it the reader sees the school's entries.
#[derive(Clone, Debug)]
pub struct Entries {
    /// The transfer.
    pub transfer: Transfer,
    /// Whether the entry of the school that is debited is seen.
    pub debit_shown: bool,
    /// Whether the entry of the school that is credited is seen.
    pub credit_shown: bool,
}

#[derive(FromQueryResult)]
struct ShownRow {
    debit_shown: bool,
    credit_shown: bool,
    #[sea_orm(nested)]
    transfer: Row,
}

/// These transfers as ledger entries. They are seen by those who see the position in which they count, a successor's
/// too (SETTLED 2); so both are read with everything in view, and the statement asks who reads.
pub async fn entries(db: &Db, seen: &Scope, ids: Vec<Id<Transfer>>) -> Result<Vec<Entries>, DbError> {
    let values = values![Keys(ids), seen.is_everything(), scope::ids(seen)];
    let rows: Vec<ShownRow> = db.rows_for(&Actor::Service.scope(), include_str!("entries.sql"), values).await?;
    let shown = |it: ShownRow| Entries {
        transfer: it.transfer.into(),
        debit_shown: it.debit_shown,
        credit_shown: it.credit_shown,
    };
    Ok(rows.into_iter().map(shown).collect())
}
