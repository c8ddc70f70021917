//! National programmes: the tables, and how their rules are kept.

use chrono::NaiveDate;
use domain::Word;
use domain::directory::{AuthorityTest, Award, Cap, Programme, ProgrammeRules, ProgrammeVersion, ReviewGate};
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;

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

fn word<W: Word>(text: &str) -> Result<W, DbError> {
    W::read(text).ok_or_else(|| DbError::broken(format!("{text} is not a {}", W::NAME)))
}

fn words<W: Word>(texts: &[String]) -> Result<Vec<W>, DbError> {
    texts.iter().map(|text| word(text)).collect()
}

fn restore(json: Json) -> Result<ProgrammeRules, DbError> {
    let it: StoredRules = serde_json::from_value(json).map_err(|error| DbError::broken(error.to_string()))?;
    let award = |it: &StoredAward| -> Result<Award, DbError> {
        let focus = it.focus.as_deref().map(word).transpose()?;
        Ok(Award { stage: word(&it.stage)?, focus, pence: it.pence, half_days: it.half_days })
    };
    let cap = |it: &StoredCap| -> Result<Cap, DbError> { Ok(Cap { per: word(&it.per)?, most: it.most }) };
    Ok(ProgrammeRules {
        members: words(&it.members)?,
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
    })
}

/// Every programme with every version of its rules, in the order in which they are told.
pub async fn all(db: &Db) -> Result<Vec<Programme>, DbError> {
    let sql = "SELECT programme.code, owner, name, about, version.number, since, until, rules \
               FROM programme JOIN programme_version AS version USING (code) ORDER BY programme.number, version.number";
    let rows: Vec<Row> = db.rows(sql, []).await?;
    let mut all: Vec<Programme> = Vec::new();
    for row in rows {
        let Row { code, owner, name, about, number, since, until, rules } = row;
        let version = ProgrammeVersion { number, since, until, rules: restore(rules)? };
        match all.last_mut().filter(|it| it.code == code) {
            Some(programme) => programme.versions.push(version),
            None => all.push(Programme { code, owner, name, about, versions: vec![version] }),
        }
    }
    Ok(all)
}
