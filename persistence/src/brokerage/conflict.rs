//! Declarations of interests: one for each side of a deployment, replaced when it declares anew.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{ConflictDeclaration, Deployment, InterestKind, Side};
use domain::identity::Person;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{At, Key, Keys, Text, Texts};
use crate::{Db, DbError, Tx, scope, values};

#[derive(FromQueryResult)]
struct Row {
    id: Key<ConflictDeclaration>,
    deployment_id: Key<Deployment>,
    side: Text<Side>,
    interests: Texts<InterestKind>,
    note: Option<String>,
    declared_by: Key<Person>,
    declared_at: At,
}

impl TryFrom<Row> for ConflictDeclaration {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        Ok(Self {
            id: row.id.0,
            deployment: row.deployment_id.0,
            side: row.side.0,
            interests: row.interests.0,
            note: row.note.as_deref().map(prose).transpose()?,
            declared_by: row.declared_by.0,
            declared_at: row.declared_at.0,
        })
    }
}

/// Writes a declaration in place of an earlier one of the same side.
pub async fn put(tx: &Tx, it: &ConflictDeclaration, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO conflict_declaration \
               (id, deployment_id, side, interests, note, declared_by, declared_at, audience) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (deployment_id, side) DO UPDATE SET id = $1, \
               interests = $4, note = $5, declared_by = $6, declared_at = $7, audience = $8";
    let values = values![
        Key(it.id),
        Key(it.deployment),
        Text(it.side),
        Texts(it.interests.clone()),
        it.note.as_ref().map(|it| it.as_str().to_owned()),
        Key(it.declared_by),
        At(it.declared_at),
        audience,
    ];
    tx.run(sql, values).await.map(drop)
}

/// The declarations with these ids that the reader may see.
pub async fn of_ids(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<ConflictDeclaration>>,
) -> Result<Vec<ConflictDeclaration>, DbError> {
    let sql = "SELECT id, deployment_id, side, interests, note, declared_by, declared_at FROM conflict_declaration \
               WHERE id = ANY($1) AND ($2 OR audience && $3)";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(ConflictDeclaration::try_from).collect()
}

/// The declarations for these deployments.
pub async fn of_deployments(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<Deployment>>,
) -> Result<Vec<ConflictDeclaration>, DbError> {
    let sql = "SELECT id, deployment_id, side, interests, note, declared_by, declared_at FROM conflict_declaration \
               WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY side";
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(ConflictDeclaration::try_from).collect()
}
