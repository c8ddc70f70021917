//! National programmes: the tables, and how their rules are kept.

use chrono::NaiveDate;
use domain::Word;
use domain::directory::{
    AuthorityTest, Award, Cap, FigureOf, FigureSense, PartRule, Programme, ProgrammeFigure, ProgrammePart,
    ProgrammeRound, ProgrammeRules, ProgrammeVersion, ReviewGate,
};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::column::Text;
use crate::{Db, DbError};

#[derive(FromQueryResult)]
struct Row {
    code: String,
    owner: String,
    name: String,
    about: String,
    number: i32,
    since: NaiveDate,
    until: Option<NaiveDate>,
    rules: Json,
    round: Option<i32>,
    balances_regions: bool,
    plans_first: bool,
    parts: Json,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct StoredRules {
    members: Vec<String>,
    awards: Vec<StoredAward>,
    years: Option<i32>,
    matched: Option<i64>,
    review: Option<StoredReview>,
    least_schools: Option<i32>,
    advised_schools: Option<(i32, i32)>,
    funded: Vec<String>,
    unfunded: Vec<String>,
    partners: Vec<String>,
    authority: Option<StoredAuthority>,
    caps: Vec<StoredCap>,
    lead_in_upper_quartile: bool,
    standing: Option<String>,
    evaluates: bool,
    share_back_days: Option<i32>,
}

#[derive(Deserialize)]
struct StoredAward {
    stage: String,
    focus: Option<String>,
    #[serde(default)]
    pence: i64,
    #[serde(default)]
    half_days: i32,
}

#[derive(Deserialize)]
struct StoredReview {
    after_months: i32,
    before_year: i32,
}

#[derive(Deserialize)]
struct StoredAuthority {
    floor: i32,
    schools: i64,
    percent: i64,
}

#[derive(Deserialize)]
struct StoredCap {
    per: String,
    most: i32,
}

#[derive(Deserialize)]
struct StoredPart {
    part: String,
    is_funded: bool,
    areas: Option<i32>,
}

fn word<W: Word>(text: &str) -> Result<W, DbError> {
    W::read(text).ok_or_else(|| DbError::broken(format!("{text} is not a {}", W::NAME)))
}

fn words<W: Word>(texts: &[String]) -> Result<Vec<W>, DbError> {
    texts.iter().map(|text| word(text)).collect()
}

fn stored<T: for<'de> Deserialize<'de>>(json: Json) -> Result<T, DbError> {
    serde_json::from_value(json).map_err(|error| DbError::broken(error.to_string()))
}

fn restore(row: Row) -> Result<ProgrammeVersion, DbError> {
    let it: StoredRules = stored(row.rules)?;
    let part = |it: StoredPart| -> Result<PartRule, DbError> {
        Ok(PartRule { part: word::<ProgrammePart>(&it.part)?, is_funded: it.is_funded, areas: it.areas })
    };
    let parts: Vec<StoredPart> = stored(row.parts)?;
    let balances_regions = row.balances_regions;
    let award = |it: &StoredAward| -> Result<Award, DbError> {
        let focus = it.focus.as_deref().map(word).transpose()?;
        Ok(Award { stage: word(&it.stage)?, focus, pence: it.pence, half_days: it.half_days })
    };
    let cap = |it: &StoredCap| -> Result<Cap, DbError> { Ok(Cap { per: word(&it.per)?, most: it.most }) };
    let rules = ProgrammeRules {
        members: words(&it.members)?,
        round: row.round.map(|number| ProgrammeRound { number, balances_regions }),
        parts: parts.into_iter().map(part).collect::<Result<_, _>>()?,
        plans_first: row.plans_first,
        awards: it.awards.iter().map(award).collect::<Result<_, _>>()?,
        years: it.years,
        matched: it.matched,
        review: it.review.map(|it| ReviewGate { after_months: it.after_months, before_year: it.before_year }),
        least_schools: it.least_schools,
        advised_schools: it.advised_schools,
        funded: words(&it.funded)?,
        unfunded: words(&it.unfunded)?,
        partners: words(&it.partners)?,
        authority: it.authority.map(|it| AuthorityTest { floor: it.floor, schools: it.schools, percent: it.percent }),
        caps: it.caps.iter().map(cap).collect::<Result<_, _>>()?,
        lead_in_upper_quartile: it.lead_in_upper_quartile,
        standing: it.standing.as_deref().map(word).transpose()?,
        evaluates: it.evaluates,
        share_back_days: it.share_back_days,
    };
    Ok(ProgrammeVersion { number: row.number, since: row.since, until: row.until, rules })
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

/// Every programme with every version of its rules and all that is told of it in numbers, in the order in which they are told.
pub async fn all(db: &Db) -> Result<Vec<Programme>, DbError> {
    let sql = "SELECT programme.code, owner, name, about, version.number, since, until, rules, round, balances_regions, \
               plans_first, coalesce((SELECT jsonb_agg(to_jsonb(one) ORDER BY one.nth) FROM programme_part AS one \
               WHERE (one.code, one.version) = (version.code, version.number)), '[]') AS parts \
               FROM programme JOIN programme_version AS version USING (code) ORDER BY programme.number, version.number";
    let rows: Vec<Row> = db.rows(sql, []).await?;
    let mut all: Vec<Programme> = Vec::new();
    for mut row in rows {
        let [code, owner, name, about] =
            [&mut row.code, &mut row.owner, &mut row.name, &mut row.about].map(std::mem::take);
        let version = restore(row)?;
        match all.last_mut().filter(|it| it.code == code) {
            Some(programme) => programme.versions.push(version),
            None => all.push(Programme { code, owner, name, about, versions: vec![version], figures: Vec::new() }),
        }
    }
    let sql = "SELECT code, what, sense, number, since, until FROM programme_figure ORDER BY code, nth";
    for row in db.rows::<FigureRow>(sql, []).await? {
        let FigureRow { code, what, sense, number, since, until } = row;
        let figure = ProgrammeFigure { of: what.0, sense: sense.0, number, since, until };
        if let Some(programme) = all.iter_mut().find(|it| it.code == code) {
            programme.figures.push(figure);
        }
    }
    Ok(all)
}
