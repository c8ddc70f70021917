//! National programmes: the tables, and how their rules are kept.

use chrono::NaiveDate;
use domain::directory::{FigureOf, FigureSense, Programme, ProgrammeFigure, ProgrammeRound, ProgrammeVersion};
use sea_orm::FromQueryResult;
use serde_json::Value as Json;

use super::programme_rules::{Kept, object, restore};
use crate::brokerage::prose;
use crate::column::{Key, Text};
use crate::{Db, DbError, Tx, values};

macro_rules! versions {
    ($which:literal) => {
        concat!(
            "SELECT programme.id, programme.code, owner, name, about, version.number, since, until, end_reason, rules, round, ",
            "balances_regions, plans_first, coalesce((SELECT jsonb_agg(to_jsonb(one) ORDER BY one.nth) ",
            "FROM programme_part AS one WHERE (one.code, one.version) = (version.code, version.number)), '[]') AS parts ",
            "FROM programme JOIN programme_version AS version USING (code) ",
            $which,
            " ORDER BY programme.number, version.number"
        )
    };
}

macro_rules! figures {
    ($which:literal) => {
        concat!("SELECT code, what, sense, number, since, until FROM programme_figure ", $which, " ORDER BY code, nth")
    };
}

#[derive(FromQueryResult)]
struct Row {
    id: Key<Programme>,
    code: String,
    owner: String,
    name: String,
    about: String,
    number: i32,
    since: NaiveDate,
    until: Option<NaiveDate>,
    end_reason: Option<String>,
    rules: Json,
    round: Option<i32>,
    balances_regions: bool,
    plans_first: bool,
    parts: Json,
}

#[derive(FromQueryResult)]
struct FigureRow {
    code: String,
    what: Text<FigureOf>,
    sense: Text<FigureSense>,
    number: i32,
    since: NaiveDate,
    until: NaiveDate,
}

fn assemble(rows: Vec<Row>, figures: Vec<FigureRow>) -> Result<Vec<Programme>, DbError> {
    let mut all: Vec<Programme> = Vec::new();
    for row in rows {
        let Row {
            id,
            code,
            owner,
            name,
            about,
            number,
            since,
            until,
            end_reason,
            rules,
            round,
            balances_regions,
            plans_first,
            parts,
        } = row;
        let end_reason = end_reason.as_deref().map(prose).transpose()?;
        let round = round.map(|number| ProgrammeRound { number, balances_regions });
        let rules = restore(Kept { rules, parts, round, plans_first })?;
        let version = ProgrammeVersion { number, since, until, end_reason, rules };
        match all.last_mut().filter(|it| it.code == code) {
            Some(programme) => programme.versions.push(version),
            None => {
                let (id, versions, figures) = (id.0, vec![version], Vec::new());
                all.push(Programme { id, code, owner, name, about, versions, figures });
            }
        }
    }
    for row in figures {
        let FigureRow { code, what, sense, number, since, until } = row;
        let figure = ProgrammeFigure { of: what.0, sense: sense.0, number, since, until };
        if let Some(programme) = all.iter_mut().find(|it| it.code == code) {
            programme.figures.push(figure);
        }
    }
    Ok(all)
}

/// Every programme with every version of its rules and all that is told of it in numbers, in the order in which they are told.
pub async fn all(db: &Db) -> Result<Vec<Programme>, DbError> {
    let rows = db.rows(versions!(""), []).await?;
    assemble(rows, db.rows(figures!(""), []).await?)
}

/// Locks a programme by its short name, and reads it as whoever held it before has left it: until the transaction ends, nobody
/// else opens a grant of it or changes its rules.
pub async fn lock(tx: &Tx, code: &str) -> Result<Option<Programme>, DbError> {
    if !Programme::is_code(code) {
        return Ok(None);
    }
    tx.run("SELECT pg_advisory_xact_lock(hashtext('lateral.programme'), hashtext($1))", values![code]).await?;
    let rows = tx.rows(versions!("WHERE programme.code = $1"), values![code]).await?;
    Ok(assemble(rows, tx.rows(figures!("WHERE code = $1"), values![code]).await?)?.pop())
}

/// The latest first day of the grants that were opened by the last rules of a programme. The transaction sees every grant.
pub async fn opened_last(tx: &Tx, it: &Programme) -> Result<Option<NaiveDate>, DbError> {
    #[derive(FromQueryResult)]
    struct Latest {
        starts_on: Option<NaiveDate>,
    }
    let sql = "SELECT max(starts_on) AS starts_on FROM programme_grant WHERE programme = $1 AND version_of_rules = $2";
    let version = it.versions.last().map_or(0, |it| it.number);
    let row: Option<Latest> = tx.row(sql, values![it.code.clone(), version]).await?;
    Ok(row.and_then(|row| row.starts_on))
}

/// Writes a new programme with its rules, after all that there are.
pub async fn insert(tx: &Tx, it: &Programme) -> Result<(), DbError> {
    // One at a time, so that no two take the same place in the list.
    tx.run("SELECT pg_advisory_xact_lock(hashtext('lateral.programme'), 0)", []).await?;
    let sql = "INSERT INTO programme (id, number, code, owner, name, about) \
               SELECT $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 FROM programme";
    let values = values![Key(it.id), it.code.clone(), it.owner.clone(), it.name.clone(), it.about.clone()];
    tx.run(sql, values).await?;
    for version in &it.versions {
        insert_version(tx, it, version).await?;
    }
    Ok(())
}

/// Writes the last rules of a locked programme, and the last day of those before them.
pub async fn follow(tx: &Tx, it: &Programme) -> Result<(), DbError> {
    for version in it.versions.iter().rev().skip(1).take(1) {
        end(tx, it, version).await?;
    }
    match it.versions.last() {
        Some(version) => insert_version(tx, it, version).await,
        None => Ok(()),
    }
}

/// Writes the last day of rules of a locked programme, and why they have one.
pub async fn end(tx: &Tx, it: &Programme, version: &ProgrammeVersion) -> Result<(), DbError> {
    let sql =
        "UPDATE programme_version SET until = $3, end_reason = $4 WHERE code = $1 AND number = $2 AND until IS NULL";
    let reason = version.end_reason.as_ref().map(|it| it.as_str().to_owned());
    tx.run(sql, values![it.code.clone(), version.number, version.until, reason]).await.map(drop)
}

async fn insert_version(tx: &Tx, of: &Programme, it: &ProgrammeVersion) -> Result<(), DbError> {
    let sql = "INSERT INTO programme_version (code, number, since, until, rules, round, balances_regions, plans_first) \
               VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    let values = values![
        of.code.clone(),
        it.number,
        it.since,
        it.until,
        object(&it.rules)?,
        it.rules.round.map(|it| it.number),
        it.rules.round.is_some_and(|it| it.balances_regions),
        it.rules.plans_first,
    ];
    tx.run(sql, values).await?;
    let sql = "INSERT INTO programme_part (code, version, nth, part, is_funded, areas) VALUES ($1, $2, $3, $4, $5, $6)";
    for (nth, part) in (1_i32..).zip(&it.rules.parts) {
        let values = values![of.code.clone(), it.number, nth, Text(part.part), part.is_funded, part.areas];
        tx.run(sql, values).await?;
    }
    Ok(())
}
