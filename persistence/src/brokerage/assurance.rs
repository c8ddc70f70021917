//! Safeguarding assurances: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::access::{Role, Scope};
use domain::brokerage::{
    AssuranceScope, AssuranceStatus, Assurances, Deployment, SafeguardingAssurance, Side, Travelling,
};
use domain::directory::{School, Specialist};
use domain::identity::Person;
use domain::text::Title;
use domain::{Event, Id};
use sea_orm::FromQueryResult;

use super::prose;
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT it.id, it.employer_id, it.specialist_id, it.person_id, it.checked_on, it.scope, it.letter, ",
            "it.valid_until, it.assured_by, it.assured_as, it.assured_at, it.status, it.ended_at, it.end_reason, ",
            "it.version FROM safeguarding_assurance AS it ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<SafeguardingAssurance>,
    employer_id: Key<School>,
    specialist_id: Option<Key<Specialist>>,
    person_id: Option<Key<Person>>,
    checked_on: NaiveDate,
    scope: Text<AssuranceScope>,
    letter: Option<String>,
    valid_until: NaiveDate,
    assured_by: Key<Person>,
    assured_as: Text<Role>,
    assured_at: At,
    status: Text<AssuranceStatus>,
    ended_at: Option<At>,
    end_reason: Option<String>,
    version: i32,
}

impl TryFrom<Row> for SafeguardingAssurance {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let letter = row.letter.as_deref().map(Title::new).transpose();
        Ok(Self {
            id: row.id.0,
            employer: row.employer_id.0,
            specialist: row.specialist_id.map(|it| it.0),
            person: row.person_id.map(|it| it.0),
            checked_on: row.checked_on,
            scope: row.scope.0,
            letter: letter.map_err(|_| DbError::broken("a stored reference is not plain"))?,
            valid_until: row.valid_until,
            assured_by: row.assured_by.0,
            assured_as: row.assured_as.0,
            assured_at: row.assured_at.0,
            status: row.status.0,
            ended_at: row.ended_at.map(|it| it.0),
            end_reason: row.end_reason.as_deref().map(prose).transpose()?,
            version: row.version,
        })
    }
}

fn read(rows: Vec<Row>) -> Result<Vec<SafeguardingAssurance>, DbError> {
    rows.into_iter().map(SafeguardingAssurance::try_from).collect()
}

/// Writes a new assurance.
pub async fn insert(tx: &Tx, it: &SafeguardingAssurance) -> Result<(), DbError> {
    let sql = "INSERT INTO safeguarding_assurance (id, employer_id, specialist_id, person_id, checked_on, scope, letter, \
               valid_until, assured_by, assured_as, assured_at, status, version) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = values![
        Key(it.id),
        Key(it.employer),
        it.specialist.map(Key),
        it.person.map(Key),
        it.checked_on,
        Text(it.scope),
        it.letter.as_ref().map(|it| it.as_str().to_owned()),
        it.valid_until,
        Key(it.assured_by),
        Text(it.assured_as),
        At(it.assured_at),
        Text(it.status),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

/// Locks an assurance of the reader's own school, for changing.
pub async fn lock(
    tx: &Tx,
    seen: &Scope,
    id: Id<SafeguardingAssurance>,
) -> Result<Option<SafeguardingAssurance>, DbError> {
    let sql = select!("WHERE it.id = $1 AND ($2 OR it.employer_id = ANY($3) OR it.person_id = ANY($3)) FOR UPDATE");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(SafeguardingAssurance::try_from).transpose()
}

/// Locks those for a specialist that have not ended.
pub async fn lock_given(tx: &Tx, who: Id<Specialist>) -> Result<Vec<SafeguardingAssurance>, DbError> {
    let sql = select!("WHERE it.specialist_id = $1 AND it.status = 'given' ORDER BY it.id FOR UPDATE");
    read(tx.rows(sql, values![Key(who)]).await?)
}

/// Writes what changed of a locked assurance.
pub async fn save(tx: &Tx, it: &mut SafeguardingAssurance) -> Result<(), DbError> {
    it.version += 1;
    let sql =
        "UPDATE safeguarding_assurance SET status = $2, ended_at = $3, end_reason = $4, version = $5 WHERE id = $1";
    let values = values![
        Key(it.id),
        Text(it.status),
        it.ended_at.map(At),
        it.end_reason.as_ref().map(|it| it.as_str().to_owned()),
        it.version,
    ];
    tx.run(sql, values).await.map(drop)
}

#[derive(FromQueryResult)]
struct Since {
    since: NaiveDate,
    host_since: NaiveDate,
    beside_since: NaiveDate,
}

/// The assurances on which the work of a locked deployment may rest, ended ones too, of each side whose people travel, and since
/// when any is asked for.
pub async fn of_deployment(tx: &Tx, it: &Deployment) -> Result<Assurances, DbError> {
    let policy = policy(tx).await?;
    travelling(tx, it, it.kind.travellers(), [policy.since, policy.host_since]).await
}

/// The assurances on which people of these sides may come for what lies beside the visits of a locked deployment, which were
/// asked for later than those for visits.
pub async fn beside_the_work(tx: &Tx, it: &Deployment, sides: &[Side]) -> Result<Assurances, DbError> {
    let policy = policy(tx).await?;
    let since = [policy.since, policy.host_since].map(|since| since.max(policy.beside_since));
    travelling(tx, it, sides, since).await
}

async fn policy(tx: &Tx) -> Result<Since, DbError> {
    let sql = "SELECT since, host_since, beside_since FROM assurance_policy ORDER BY version DESC LIMIT 1";
    let row: Option<Since> = tx.row(sql, values![]).await?;
    row.ok_or_else(|| DbError::broken("no policy asks for assurances"))
}

/// What was given for people of these sides. The school that receives sends nobody by name.
async fn travelling(
    tx: &Tx,
    it: &Deployment,
    sides: &[Side],
    [home_since, host_since]: [NaiveDate; 2],
) -> Result<Assurances, DbError> {
    let mut travelling = Vec::new();
    for side in sides {
        let (specialist, employer, since) = match side {
            Side::Home => (it.specialist, it.home, home_since),
            Side::Host => (None, it.host, host_since),
        };
        let sql = select!(
            "WHERE it.specialist_id = $1 OR $1::uuid IS NULL AND it.specialist_id IS NULL AND it.employer_id = $2"
        );
        let given = read(tx.rows(sql, values![specialist.map(Key), Key(employer)]).await?)?;
        travelling.push(Travelling { side: *side, since, given });
    }
    Ok(Assurances(travelling))
}

#[derive(FromQueryResult)]
struct Open {
    id: Key<Deployment>,
    home_id: Key<School>,
    host_id: Key<School>,
    by_host: bool,
}

/// What is told of the open deployments that have no assurance left, once this one has ended.
pub async fn unassured(tx: &Tx, it: &SafeguardingAssurance) -> Result<Vec<Event>, DbError> {
    let sql = "SELECT id, home_id, host_id, by_host FROM deployment CROSS JOIN LATERAL (\
               SELECT $1::uuid IS NULL AND host_id = $2 AS by_host) AS it \
               WHERE status IN ('planned', 'agreed', 'active', 'paused') \
               AND CASE WHEN by_host THEN 'host' ELSE 'home' END = ANY (travellers(kind)) \
               AND (specialist_id = $1 OR $1::uuid IS NULL AND (host_id = $2 OR specialist_id IS NULL AND home_id = $2)) \
               AND NOT EXISTS (SELECT FROM safeguarding_assurance AS other WHERE other.status = 'given' \
               AND other.id <> $3 AND other.valid_until >= $4 AND (other.specialist_id = $1 \
               OR $1::uuid IS NULL AND other.specialist_id IS NULL AND other.employer_id = $2)) ORDER BY id";
    let values = values![it.specialist.map(Key), Key(it.employer), Key(it.id), tx.now().day()];
    let rows: Vec<Open> = tx.rows(sql, values).await?;
    let told = |Open { id, home_id, host_id, by_host }: Open| {
        if by_host {
            Event::VisitorsUnassured { deployment: id.0, host: host_id.0 }
        } else {
            Event::DeploymentUnassured { deployment: id.0, home: home_id.0 }
        }
    };
    Ok(rows.into_iter().map(told).collect())
}

#[derive(FromQueryResult)]
struct Over {
    id: Key<SafeguardingAssurance>,
}

/// Assurances whose last day is over, the longest over first.
pub async fn over(tx: &Tx, today: NaiveDate, most: i64) -> Result<Vec<Id<SafeguardingAssurance>>, DbError> {
    let sql = "SELECT id FROM safeguarding_assurance WHERE status = 'given' AND valid_until < $1 \
               ORDER BY valid_until LIMIT $2";
    let rows: Vec<Over> = tx.rows(sql, values![today, most]).await?;
    Ok(rows.into_iter().map(|row| row.id.0).collect())
}

/// The assurances with these ids that the reader may see.
pub async fn of_ids(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<SafeguardingAssurance>>,
) -> Result<Vec<SafeguardingAssurance>, DbError> {
    let sql = select!(
        "WHERE it.id = ANY($1) AND ($2 OR it.employer_id = ANY($3) OR it.person_id = ANY($3) \
         OR EXISTS (SELECT FROM deployment WHERE specialist_id = it.specialist_id AND audience && $3) \
         OR it.specialist_id IS NULL AND EXISTS (SELECT FROM deployment WHERE home_id = it.employer_id \
         AND deployment.specialist_id IS NULL AND audience && $3) \
         OR it.specialist_id IS NULL AND EXISTS (SELECT FROM deployment WHERE host_id = it.employer_id \
         AND 'host' = ANY (travellers(kind)) AND audience && $3))"
    );
    read(db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?)
}

#[derive(FromQueryResult)]
struct Of {
    deployment_id: Key<Deployment>,
    #[sea_orm(nested)]
    it: Row,
}

/// For each of these deployments that the reader may see, as far as people of the school that receives go to the other one, the
/// last assurance that was given for them.
pub async fn last_of_hosts(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Deployment>>,
) -> Result<Vec<(Id<Deployment>, SafeguardingAssurance)>, DbError> {
    let sql = "SELECT deployment.id AS deployment_id, it.* FROM deployment CROSS JOIN LATERAL (\
               SELECT * FROM safeguarding_assurance WHERE specialist_id IS NULL AND employer_id = deployment.host_id \
               ORDER BY id DESC LIMIT 1) AS it \
               WHERE deployment.id = ANY($1) AND ($2 OR audience && $3) AND 'host' = ANY (travellers(deployment.kind))";
    last(db, seen, sql, ids).await
}

/// For each of these deployments that the reader may see the last assurance that was given for whoever comes from the school
/// that gives; nothing of one to which nobody goes from there.
pub async fn last_of_deployments(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Deployment>>,
) -> Result<Vec<(Id<Deployment>, SafeguardingAssurance)>, DbError> {
    // Each half goes along an index of its own.
    let sql = "SELECT deployment.id AS deployment_id, it.* FROM deployment CROSS JOIN LATERAL (\
               SELECT * FROM safeguarding_assurance WHERE specialist_id = deployment.specialist_id UNION ALL \
               SELECT * FROM safeguarding_assurance WHERE deployment.specialist_id IS NULL AND specialist_id IS NULL \
               AND employer_id = deployment.home_id ORDER BY id DESC LIMIT 1) AS it \
               WHERE deployment.id = ANY($1) AND ($2 OR audience && $3) AND 'home' = ANY (travellers(deployment.kind))";
    last(db, seen, sql, ids).await
}

async fn last(
    db: &Db,
    seen: &Scope,
    sql: &str,
    ids: Vec<Id<Deployment>>,
) -> Result<Vec<(Id<Deployment>, SafeguardingAssurance)>, DbError> {
    let rows: Vec<Of> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(|row| Ok((row.deployment_id.0, row.it.try_into()?))).collect()
}

/// The last assurance that was given for each of these specialists, as far as the reader may see it.
pub async fn last_of_specialists(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Specialist>>,
) -> Result<Vec<SafeguardingAssurance>, DbError> {
    let sql = "SELECT DISTINCT ON (specialist_id) it.* FROM safeguarding_assurance AS it WHERE specialist_id = ANY($1) \
               AND ($2 OR employer_id = ANY($3) OR person_id = ANY($3)) ORDER BY specialist_id, id DESC";
    read(db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?)
}
