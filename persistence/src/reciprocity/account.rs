//! Accounts: one for each school and kind, opened when first named, locked by id.

use std::collections::HashMap;

use domain::Id;
use domain::access::{Actor, Scope};
use domain::directory::School;
use domain::reciprocity::{AccountKey, AccountKind, LedgerAccount, Sums, Tallies};
use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::column::{Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct Row {
    id: Key<LedgerAccount>,
    school_id: Key<School>,
    kind: Text<AccountKind>,
    credited: i64,
    debited: i64,
    credited_for_credit: i64,
    debited_for_credit: i64,
}

impl From<Row> for LedgerAccount {
    fn from(row: Row) -> Self {
        let key = AccountKey { school: row.school_id.0, kind: row.kind.0 };
        let for_credit = Sums { credited: row.credited_for_credit, debited: row.debited_for_credit };
        Self { id: row.id.0, key, credited: row.credited, debited: row.debited, for_credit }
    }
}

/// Locks these accounts, by id, and opens those that nobody has named before.
pub(super) async fn lock(tx: &Tx, keys: Vec<AccountKey>) -> Result<Vec<LedgerAccount>, DbError> {
    lock_with(tx, keys, Vec::new()).await
}

/// Locks these accounts and those with these ids, all of them by id.
async fn lock_with(
    tx: &Tx,
    mut keys: Vec<AccountKey>,
    more: Vec<Id<LedgerAccount>>,
) -> Result<Vec<LedgerAccount>, DbError> {
    keys.sort_unstable();
    keys.dedup();
    let ids: Vec<Uuid> = keys.iter().map(|_| (tx.stamp().ids)()).collect();
    let schools: Vec<Uuid> = keys.iter().map(|key| key.school.uuid()).collect();
    let kinds: Vec<String> = keys.iter().map(|key| domain::Word::as_str(key.kind).to_owned()).collect();
    let open = "INSERT INTO ledger_account (id, school_id, kind) \
                SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) ON CONFLICT DO NOTHING";
    tx.run(open, values![ids, schools.clone(), kinds.clone()]).await?;
    let sql = "SELECT id, school_id, kind, credited, debited, credited_for_credit, debited_for_credit FROM ledger_account \
               WHERE (school_id, kind) IN (SELECT * FROM unnest($1::uuid[], $2::text[])) OR id = ANY($3) \
               ORDER BY id FOR UPDATE";
    let rows: Vec<Row> = tx.rows(sql, values![schools, kinds, Keys(more)]).await?;
    Ok(rows.into_iter().map(LedgerAccount::from).collect())
}

/// Writes the sums of locked accounts.
pub(super) async fn save(tx: &Tx, accounts: &[LedgerAccount]) -> Result<(), DbError> {
    let ids: Vec<Uuid> = accounts.iter().map(|it| it.id.uuid()).collect();
    let sums = |of: fn(&LedgerAccount) -> i64| accounts.iter().map(of).collect::<Vec<i64>>();
    let sql = "UPDATE ledger_account AS it SET credited = now.credited, debited = now.debited, \
               credited_for_credit = now.credited_for_credit, debited_for_credit = now.debited_for_credit \
               FROM unnest($1::uuid[], $2::bigint[], $3::bigint[], $4::bigint[], $5::bigint[]) \
               AS now (id, credited, debited, credited_for_credit, debited_for_credit) WHERE it.id = now.id";
    let values = values![
        ids,
        sums(|it| it.credited),
        sums(|it| it.debited),
        sums(|it| it.for_credit.credited),
        sums(|it| it.for_credit.debited),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Where a school stands, with the accounts that count for it.
#[derive(Clone, Debug, Default)]
pub struct Standing {
    /// What was given, received, promised and awaited: all of it, and what was for credit.
    pub tallies: Tallies,
    /// The accounts behind it: the school's own, and its predecessors'.
    pub accounts: Vec<Id<LedgerAccount>>,
    /// The schools to which they belong.
    pub schools: Vec<Id<School>>,
    /// How many people the school lends to others.
    pub leaders: i32,
}

#[derive(FromQueryResult)]
struct Counted {
    for_school: Key<School>,
    leaders: i32,
    id: Option<Key<LedgerAccount>>,
    school_id: Option<Key<School>>,
    kind: Option<Text<AccountKind>>,
    credited: Option<i64>,
    debited: Option<i64>,
    credited_for_credit: Option<i64>,
    debited_for_credit: Option<i64>,
}

/// Where these schools stand, those left out whose position the reader may not see: it is for the school's own people
/// and for the brokers of its alliances. Predecessors count whose only successor the school is (SETTLED 2); their
/// accounts have other schools for readers, so the sums are read with everything in view.
pub async fn standings(
    db: &Db,
    seen: &Scope,
    schools: Vec<Id<School>>,
) -> Result<HashMap<Id<School>, Standing>, DbError> {
    let sql = include_str!("standings.sql");
    let values = values![Keys(schools), seen.is_everything(), scope::ids(seen)];
    Ok(counted(db.rows_for(&Actor::Service.scope(), sql, values).await?))
}

/// Where a school stands, for a transaction that sees everything.
pub async fn standing(tx: &Tx, school: Id<School>) -> Result<Standing, DbError> {
    let rows = tx.rows(include_str!("standings.sql"), values![Keys(vec![school]), true, Vec::<Uuid>::new()]).await?;
    Ok(counted(rows).remove(&school).unwrap_or_default())
}

/// Where a school stands that is about to receive from another, for a transaction that sees everything: every account that counts
/// for it, and the other's to which a promise is posted, are held until the transaction ends.
pub async fn hold(tx: &Tx, school: Id<School>, giver: Id<School>) -> Result<Standing, DbError> {
    let of = |school, kind| AccountKey { school, kind };
    let (support, promise) = (AccountKind::Support, AccountKind::Promise);
    let keys = vec![of(school, support), of(school, promise), of(giver, promise)];
    let before = standing(tx, school).await?;
    lock_with(tx, keys, before.accounts).await?;
    standing(tx, school).await
}

fn counted(rows: Vec<Counted>) -> HashMap<Id<School>, Standing> {
    let mut standings: HashMap<_, Standing> = HashMap::new();
    for row in rows {
        let standing = standings.entry(row.for_school.0).or_default();
        standing.leaders = row.leaders;
        if let (Some(id), Some(school_id), Some(kind)) = (row.id, row.school_id, row.kind) {
            let account = LedgerAccount::from(Row {
                id,
                school_id,
                kind,
                credited: row.credited.unwrap_or(0),
                debited: row.debited.unwrap_or(0),
                credited_for_credit: row.credited_for_credit.unwrap_or(0),
                debited_for_credit: row.debited_for_credit.unwrap_or(0),
            });
            standing.tallies = standing.tallies.with(&account);
            standing.accounts.push(account.id);
            standing.schools.push(account.key.school);
        }
    }
    standings
}

/// Each school that has one successor and no other, with it, both by URN: the pairs by which [`standings`] counts
/// predecessors in.
pub async fn successions(db: &Db) -> Result<Vec<(i32, i32)>, DbError> {
    #[derive(FromQueryResult)]
    struct Pair {
        predecessor_urn: i32,
        successor_urn: i32,
    }
    let pairs = db.rows::<Pair>("SELECT predecessor_urn, successor_urn FROM only_successor", []).await?;
    Ok(pairs.into_iter().map(|it| (it.predecessor_urn, it.successor_urn)).collect())
}
