//! Schools that gave a deployment before its specialist moved on, and what passes to the one that gives it now.

use chrono::NaiveDate;
use domain::Id;
use domain::brokerage::{Deployment, FormerHome};
use domain::directory::School;
use sea_orm::FromQueryResult;

use crate::column::Key;
use crate::{DbError, Tx, values};

/// What belongs to a deployment and is read by whoever gives it.
const READ_BY_HOME: [&str; 6] = ["visit", "review", "measure", "initial_meeting", "consent", "conflict_declaration"];

#[derive(FromQueryResult)]
struct Row {
    deployment_id: Key<Deployment>,
    school_id: Key<School>,
    until_on: NaiveDate,
}

/// The schools that gave a locked deployment before.
pub async fn of_deployment(tx: &Tx, id: Id<Deployment>) -> Result<Vec<FormerHome>, DbError> {
    let sql = "SELECT deployment_id, school_id, until_on FROM former_home WHERE deployment_id = $1 ORDER BY until_on";
    let rows: Vec<Row> = tx.rows(sql, values![Key(id)]).await?;
    let home = |it: Row| FormerHome { deployment: it.deployment_id.0, school: it.school_id.0, until: it.until_on };
    Ok(rows.into_iter().map(home).collect())
}

/// Writes that a locked deployment is another school's to give from now on, which reads of it what the former one reads; a day
/// stays with whoever had it first.
pub async fn hand_over(tx: &Tx, it: &Deployment, former: &FormerHome) -> Result<(), DbError> {
    let sql = "INSERT INTO former_home (deployment_id, school_id, until_on) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    tx.run(sql, values![Key(it.id), Key(former.school), former.until]).await?;
    let sql = "UPDATE deployment SET home_id = $2, own_placement = $3 WHERE id = $1";
    tx.run(sql, values![Key(it.id), Key(it.home), it.own_placement]).await?;
    let sql = "UPDATE proposal SET home_id = $2, version = version + 1, \
               audience = array_remove(audience, $2) || $2 WHERE id = $1";
    tx.run(sql, values![Key(it.proposal), Key(it.home)]).await?;
    for table in READ_BY_HOME {
        let sql = format!(
            "UPDATE {table} SET audience = audience || $2 \
             WHERE deployment_id = $1 AND $3 = ANY (audience) AND $2 <> ALL (audience)"
        );
        tx.run(&sql, values![Key(it.id), Key(it.home), Key(former.school)]).await?;
    }
    Ok(())
}
