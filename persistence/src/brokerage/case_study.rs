//! Case studies of deployments: the table, its conversions, its queries. Who has agreed says who sees one.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{CaseStudy, CaseStudyStatus, CaseStudyWithdrawal, Deployment, Side};
use domain::identity::Person;
use domain::text::Title;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{deployment, prose};
use crate::column::{At, Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, deployment_id, title, text, home_consented_at, host_consented_at, withdrawn_by, withdrawal, ",
            "drafted_by, drafted_at, version FROM case_study ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<CaseStudy>,
    deployment_id: Key<Deployment>,
    title: String,
    text: String,
    home_consented_at: Option<At>,
    host_consented_at: Option<At>,
    withdrawn_by: Option<Text<Side>>,
    withdrawal: Option<Text<CaseStudyWithdrawal>>,
    drafted_by: Key<Person>,
    drafted_at: At,
    version: i32,
}

impl TryFrom<Row> for CaseStudy {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            title: Title::new(&row.title).map_err(|_| DbError::broken("a stored title is not plain"))?,
            text: prose(&row.text)?,
            home_consented_at: row.home_consented_at.map(|it| it.0),
            host_consented_at: row.host_consented_at.map(|it| it.0),
            withdrawn_by: row.withdrawn_by.map(|it| it.0),
            withdrawal: row.withdrawal.map(|it| it.0),
            drafted_by: row.drafted_by.0,
            drafted_at: row.drafted_at.0,
            version: row.version,
        })
    }
}

/// Who sees a case study: the two schools; all parties once both heads agree; one school alone once it has withdrawn.
pub fn audience(it: &CaseStudy, of: &Deployment) -> Vec<Uuid> {
    match (it.withdrawn_by, it.status()) {
        (Some(Side::Home), _) => vec![of.home.uuid()],
        (Some(Side::Host), _) => vec![of.host.uuid()],
        (None, CaseStudyStatus::Agreed) => deployment::audience(of),
        (None, _) => vec![of.home.uuid(), of.host.uuid()],
    }
}

/// Writes a new case study.
pub async fn insert(tx: &Tx, it: &CaseStudy, of: &Deployment) -> Result<(), DbError> {
    let sql = "INSERT INTO case_study (id, deployment_id, title, text, drafted_by, drafted_at, version, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        it.title.as_str().to_owned(),
        it.text.as_str().to_owned(),
        Key(it.drafted_by),
        At(it.drafted_at),
        it.version,
        audience(it, of),
    ];
    tx.run(sql, values).await.map(drop)
}

/// Writes what changed of a locked case study, and who sees it from now on.
pub async fn save(tx: &Tx, it: &mut CaseStudy, of: &Deployment) -> Result<(), DbError> {
    it.version += 1;
    let sql = "UPDATE case_study SET title = $2, text = $3, home_consented_at = $4, host_consented_at = $5, \
               withdrawn_by = $6, version = $7, audience = $8, withdrawal = $9 WHERE id = $1";
    let values = values![
        Key(it.id),
        it.title.as_str().to_owned(),
        it.text.as_str().to_owned(),
        it.home_consented_at.map(At),
        it.host_consented_at.map(At),
        it.withdrawn_by.map(Text),
        it.version,
        audience(it, of),
        it.withdrawal.map(Text),
    ];
    tx.run(sql, values).await.map(drop)
}

/// A case study that the reader may see.
pub async fn find(tx: &Tx, seen: &Scope, id: Id<CaseStudy>) -> Result<Option<CaseStudy>, DbError> {
    let sql = select!("WHERE id = $1 AND ($2 OR audience && $3)");
    let row: Option<Row> = tx.row(sql, values![Key(id), seen.is_everything(), scope::ids(seen)]).await?;
    row.map(CaseStudy::try_from).transpose()
}

/// Locks a case study for changing.
pub async fn lock(tx: &Tx, id: Id<CaseStudy>) -> Result<Option<CaseStudy>, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE id = $1 FOR UPDATE"), values![Key(id)]).await?;
    row.map(CaseStudy::try_from).transpose()
}

/// Whether a deployment has a case study, for a transaction that sees everything.
pub async fn is_there(tx: &Tx, of: Id<Deployment>) -> Result<bool, DbError> {
    let row: Option<Row> = tx.row(select!("WHERE deployment_id = $1"), values![Key(of)]).await?;
    Ok(row.is_some())
}

/// The case studies with these ids that the reader may see.
pub async fn of_ids(db: &Db, seen: &Scope, ids: Vec<Id<CaseStudy>>) -> Result<Vec<CaseStudy>, DbError> {
    let sql = select!("WHERE id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(CaseStudy::try_from).collect()
}

/// The case studies of these deployments, as far as the reader may see them.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<CaseStudy>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3)");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(CaseStudy::try_from).collect()
}
