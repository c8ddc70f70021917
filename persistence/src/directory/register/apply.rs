//! The staged rows, applied by URN: what is new is entered, what differs is changed and remembered.

use std::sync::LazyLock;

use domain::directory::RegisterEdition;
use domain::directory::register::{Field, Fields};
use domain::{Id, Word};
use sea_orm::FromQueryResult;

use crate::{DbError, Key, Tx, values};

/// What an edition changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Schools that were not known before.
    pub added: u64,
    /// Schools of which something changed.
    pub changed: u64,
    /// How many schools changed, by what changed of them.
    pub changed_by_field: Vec<(String, u64)>,
    /// Schools that were open and are closed now.
    pub closed: u64,
    /// Schools that were closed and are open now.
    pub reopened: u64,
    /// Open schools that the file does not mention. They stay open (SETTLED 23).
    pub absent: u64,
}

/// Applies the staged rows as part of an edition.
pub async fn apply(tx: &Tx, edition: Id<RegisterEdition>) -> Result<Applied, DbError> {
    name_authorities(tx).await?;
    name_trusts(tx).await?;
    tx.run("CREATE INDEX ON staged (urn)", []).await?;
    tx.run("ANALYZE staged (urn)", []).await?;
    tx.run(&COMPARE, []).await?;
    tx.run(&REMEMBER, values![Key(edition)]).await?;
    let applied = count(tx).await?;
    let changed = tx.run(&CHANGE, []).await?;
    let added = tx.run(&ENTER, []).await?;
    tx.run(include_str!("deprivation.sql"), []).await?;
    tx.run(include_str!("offer_place.sql"), []).await?;
    Ok(Applied { added, changed, ..applied })
}

#[derive(FromQueryResult)]
struct Named {
    code: String,
}

async fn name_authorities(tx: &Tx) -> Result<(), DbError> {
    let new = tx.rows::<Named>(include_str!("authority_new.sql"), []).await?;
    let ids: Vec<_> = new.iter().map(|_| (tx.stamp().ids)()).collect();
    let codes: Vec<_> = new.into_iter().map(|it| it.code).collect();
    let sql = "INSERT INTO local_authority (id, code, name) SELECT id, code, code FROM unnest($1::uuid[], $2::text[]) AS it (id, code)";
    tx.run(sql, values![ids, codes]).await?;
    tx.run(include_str!("authority_name.sql"), []).await?;
    let sql = "UPDATE staged SET local_authority_id = a.id FROM local_authority a WHERE a.code = staged.authority_code";
    tx.run(sql, []).await.map(drop)
}

async fn name_trusts(tx: &Tx) -> Result<(), DbError> {
    let new = tx.rows::<Named>(include_str!("trust_new.sql"), []).await?;
    let ids: Vec<_> = new.iter().map(|_| (tx.stamp().ids)()).collect();
    let uids: Vec<_> = new.into_iter().map(|it| it.code).collect();
    let sql =
        "INSERT INTO trust (id, uid, name) SELECT id, uid, uid FROM unnest($1::uuid[], $2::text[]) AS it (id, uid)";
    tx.run(sql, values![ids, uids]).await?;
    tx.run(include_str!("trust_name.sql"), []).await?;

    let bare = tx.rows::<Named>(include_str!("trust_bare.sql"), []).await?;
    let ids: Vec<_> = bare.iter().map(|_| (tx.stamp().ids)()).collect();
    let names: Vec<_> = bare.into_iter().map(|it| it.code).collect();
    let sql = "INSERT INTO trust (id, name) SELECT id, name FROM unnest($1::uuid[], $2::text[]) AS it (id, name)";
    tx.run(sql, values![ids, names]).await?;
    tx.run(include_str!("trust_link.sql"), values![Fields::bit(Field::Trust)]).await.map(drop)
}

async fn count(tx: &Tx) -> Result<Applied, DbError> {
    #[derive(FromQueryResult)]
    struct Totals {
        closed: i64,
        reopened: i64,
        absent: i64,
    }
    #[derive(FromQueryResult)]
    struct ByField {
        field: String,
        schools: i64,
    }
    let totals = tx.row::<Totals>(include_str!("count.sql"), []).await?;
    let totals = totals.ok_or_else(|| DbError::broken("counting gave nothing"))?;
    let sql = "SELECT field, count(*) AS schools FROM changed GROUP BY field ORDER BY schools DESC, field";
    let fields = tx.rows::<ByField>(sql, []).await?;
    Ok(Applied {
        changed_by_field: fields.into_iter().map(|it| (it.field, it.schools.unsigned_abs())).collect(),
        closed: totals.closed.unsigned_abs(),
        reopened: totals.reopened.unsigned_abs(),
        absent: totals.absent.unsigned_abs(),
        ..Applied::default()
    })
}

/// How a field's value reads in the history: authorities and trusts by their names, all else as it is stored.
fn readable(field: Field, of: &str) -> String {
    match field {
        Field::Authority => format!("(SELECT a.name FROM local_authority a WHERE a.id = {of}.local_authority_id)"),
        Field::Trust => format!("(SELECT g.name FROM trust g WHERE g.id = {of}.trust_id)"),
        _ => format!("{of}.{}::text", field.as_str()),
    }
}

// The statements below name every field once each; the list of fields is the domain's.

static COMPARE: LazyLock<String> = LazyLock::new(|| {
    let differs = each(" OR ", |field| {
        format!(
            "(t.kept & {bit} = 0 AND s.{it} IS DISTINCT FROM t.{it})",
            bit = Fields::bit(field),
            it = field.as_str()
        )
    });
    let fields = each(", ", |field| {
        let (bit, it) = (Fields::bit(field), field.as_str());
        format!("('{it}', t.kept & {bit} = 0 AND s.{it} IS DISTINCT FROM t.{it})")
    });
    format!(
        "CREATE TEMPORARY TABLE changed ON COMMIT DROP AS \
         SELECT s.id, s.urn, c.field, s.status AS before, t.status AS after FROM staged t JOIN school s ON s.urn = t.urn \
         CROSS JOIN LATERAL (VALUES {fields}) AS c (field, differs) WHERE ({differs}) AND c.differs"
    )
});

static REMEMBER: LazyLock<String> = LazyLock::new(|| {
    let history = || Field::ALL.iter().copied().filter(|field| field.is_history());
    let case = |of: &str| {
        let arms: String =
            history().map(|field| format!(" WHEN '{}' THEN {}", field.as_str(), readable(field, of))).collect();
        format!("CASE c.field{arms} END")
    };
    let names = history().map(|field| format!("'{}'", field.as_str())).collect::<Vec<_>>().join(", ");
    format!(
        "INSERT INTO school_change (school_id, edition_id, field, before, after) \
         SELECT s.id, $1, c.field, {}, {} FROM changed c JOIN school s ON s.id = c.id JOIN staged t ON t.urn = c.urn \
         WHERE c.field IN ({names}) ORDER BY s.urn, c.field",
        case("s"),
        case("t"),
    )
});

static CHANGE: LazyLock<String> = LazyLock::new(|| {
    let keep = |column: &str, field: Field| {
        format!("{column} = CASE WHEN t.kept & {} = 0 THEN t.{column} ELSE s.{column} END", Fields::bit(field))
    };
    let fields = each(", ", |field| keep(field.as_str(), field));
    let (latitude, longitude) = (keep("latitude", Field::Easting), keep("longitude", Field::Easting));
    format!(
        "UPDATE school s SET {fields}, {latitude}, {longitude}, version = s.version + 1 \
         FROM staged t WHERE t.urn = s.urn AND s.id IN (SELECT id FROM changed)"
    )
});

static ENTER: LazyLock<String> = LazyLock::new(|| {
    let fields = each(", ", |field| field.as_str().to_owned());
    format!(
        "INSERT INTO school (id, urn, latitude, longitude, version, {fields}) \
         SELECT id, urn, latitude, longitude, version, {fields} FROM staged t \
         WHERE NOT EXISTS (SELECT FROM school s WHERE s.urn = t.urn) ORDER BY urn"
    )
});

fn each(between: &str, of: impl Fn(Field) -> String) -> String {
    Field::ALL.iter().map(|field| of(*field)).collect::<Vec<_>>().join(between)
}
