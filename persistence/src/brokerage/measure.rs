//! What was measured of the expected outcomes of deployments: the table, its conversions, its queries.

use chrono::NaiveDate;
use domain::Id;
use domain::access::Scope;
use domain::brokerage::{AbsentReason, Deployment, Figure, Found, Measure, MeasurePoint, Reading};
use domain::text::Line;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::prose;
use crate::column::{Key, Keys, Text};
use crate::{Db, DbError, Tx, scope, values};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT deployment_id, outcome, unit, baseline_value, baseline_absent, baseline_source, baseline_on, ",
            "mid_value, mid_absent, mid_source, mid_on, end_value, end_absent, end_source, end_on FROM measure ",
            $rest
        )
    };
}

#[derive(FromQueryResult)]
struct Row {
    deployment_id: Key<Deployment>,
    outcome: i32,
    unit: Option<String>,
    baseline_value: Option<i32>,
    baseline_absent: Option<Text<AbsentReason>>,
    baseline_source: Option<String>,
    baseline_on: Option<NaiveDate>,
    mid_value: Option<i32>,
    mid_absent: Option<Text<AbsentReason>>,
    mid_source: Option<String>,
    mid_on: Option<NaiveDate>,
    end_value: Option<i32>,
    end_absent: Option<Text<AbsentReason>>,
    end_source: Option<String>,
    end_on: Option<NaiveDate>,
}

/// The columns of one point: value, reason, source, day.
type Columns = (Option<i32>, Option<Text<AbsentReason>>, Option<String>, Option<NaiveDate>);

fn reading((value, absent, source, on): Columns) -> Result<Option<Reading>, DbError> {
    let found = match (value, absent) {
        (Some(value), None) => Found::Value(Figure::of_hundredths(value)),
        (None, Some(why)) => Found::Absent(why.0),
        _ => return Ok(None),
    };
    let (Some(source), Some(on)) = (source, on) else { return Err(DbError::broken("a measure without its day")) };
    Ok(Some(Reading { found, source: prose(&source)?, on }))
}

impl TryFrom<Row> for Measure {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let unit = row.unit.as_deref().map(Line::new).transpose();
        Ok(Self {
            deployment: row.deployment_id.0,
            outcome: row.outcome,
            unit: unit.map_err(|_| DbError::broken("a stored unit is not plain"))?,
            baseline: reading((row.baseline_value, row.baseline_absent, row.baseline_source, row.baseline_on))?,
            mid: reading((row.mid_value, row.mid_absent, row.mid_source, row.mid_on))?,
            end: reading((row.end_value, row.end_absent, row.end_source, row.end_on))?,
        })
    }
}

/// The columns of what was found at a point, as they are stored.
pub(crate) fn columns(
    it: &Measure,
    point: MeasurePoint,
) -> (Option<i32>, Option<AbsentReason>, Option<String>, Option<NaiveDate>) {
    let Some(reading) = it.at(point) else { return (None, None, None, None) };
    let (value, absent) = match reading.found {
        Found::Value(figure) => (Some(figure.hundredths()), None),
        Found::Absent(why) => (None, Some(why)),
    };
    (value, absent, Some(reading.source.as_str().to_owned()), Some(reading.on))
}

/// Writes what is measured of an outcome by now.
pub async fn put(tx: &Tx, it: &Measure, audience: Vec<Uuid>) -> Result<(), DbError> {
    let sql = "INSERT INTO measure (deployment_id, outcome, unit, baseline_value, baseline_absent, baseline_source, \
               baseline_on, mid_value, mid_absent, mid_source, mid_on, end_value, end_absent, end_source, end_on, \
               audience) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) \
               ON CONFLICT (deployment_id, outcome) DO UPDATE SET unit = $3, baseline_value = $4, \
               baseline_absent = $5, baseline_source = $6, baseline_on = $7, mid_value = $8, mid_absent = $9, \
               mid_source = $10, mid_on = $11, end_value = $12, end_absent = $13, end_source = $14, end_on = $15";
    let first = columns(it, MeasurePoint::Baseline);
    let mid = columns(it, MeasurePoint::Mid);
    let end = columns(it, MeasurePoint::End);
    let values = values![
        Key(it.deployment),
        it.outcome,
        it.unit.as_ref().map(|it| it.as_str().to_owned()),
        first.0,
        first.1.map(Text),
        first.2,
        first.3,
        mid.0,
        mid.1.map(Text),
        mid.2,
        mid.3,
        end.0,
        end.1.map(Text),
        end.2,
        end.3,
        audience,
    ];
    tx.run(sql, values).await.map(drop)
}

/// What is measured of an outcome by now, for a transaction that sees everything.
pub async fn find(tx: &Tx, of: Id<Deployment>, outcome: i32) -> Result<Option<Measure>, DbError> {
    let sql = select!("WHERE deployment_id = $1 AND outcome = $2");
    let row: Option<Row> = tx.row(sql, values![Key(of), outcome]).await?;
    row.map(Measure::try_from).transpose()
}

/// What is measured of a deployment's outcomes, for a transaction that sees everything.
pub async fn all_of(tx: &Tx, of: Id<Deployment>) -> Result<Vec<Measure>, DbError> {
    let rows: Vec<Row> = tx.rows(select!("WHERE deployment_id = $1 ORDER BY outcome"), values![Key(of)]).await?;
    rows.into_iter().map(Measure::try_from).collect()
}

/// What is measured of the outcomes of these deployments, in the order of their terms.
pub async fn of_deployments(db: &Db, seen: &Scope, ids: Vec<Id<Deployment>>) -> Result<Vec<Measure>, DbError> {
    let sql = select!("WHERE deployment_id = ANY($1) AND ($2 OR audience && $3) ORDER BY outcome");
    let rows: Vec<Row> = db.rows_for(seen, sql, values![Keys(ids), seen.is_everything(), scope::ids(seen)]).await?;
    rows.into_iter().map(Measure::try_from).collect()
}
