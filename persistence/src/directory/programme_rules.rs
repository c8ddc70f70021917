//! The rules of a programme as they are kept: what was there from the beginning is one JSON object, what came later has columns
//! and tables of its own.

use domain::Word;
use domain::directory::{
    AuthorityTest, Award, Cap, PartRule, ProgrammePart, ProgrammeRound, ProgrammeRules, ReviewGate,
};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::DbError;

#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct Stored {
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

#[derive(Deserialize, Serialize)]
struct StoredAward {
    stage: String,
    focus: Option<String>,
    #[serde(default)]
    pence: i64,
    #[serde(default)]
    half_days: i32,
}

#[derive(Deserialize, Serialize)]
struct StoredReview {
    after_months: i32,
    before_year: i32,
}

#[derive(Deserialize, Serialize)]
struct StoredAuthority {
    floor: i32,
    schools: i64,
    percent: i64,
}

#[derive(Deserialize, Serialize)]
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

/// What is read of the rules of a version.
pub(super) struct Kept {
    /// The object of the rules.
    pub rules: Json,
    /// Its parts, as a list of objects.
    pub parts: Json,
    /// Its round.
    pub round: Option<ProgrammeRound>,
    /// Whether a plan comes first.
    pub plans_first: bool,
}

fn word<W: Word>(text: &str) -> Result<W, DbError> {
    W::read(text).ok_or_else(|| DbError::broken(format!("{text} is not a {}", W::NAME)))
}

fn words<W: Word>(texts: &[String]) -> Result<Vec<W>, DbError> {
    texts.iter().map(|text| word(text)).collect()
}

fn told<W: Word>(words: &[W]) -> Vec<String> {
    words.iter().map(|it| it.as_str().to_owned()).collect()
}

fn stored<T: for<'de> Deserialize<'de>>(json: Json) -> Result<T, DbError> {
    serde_json::from_value(json).map_err(|error| DbError::broken(error.to_string()))
}

/// The rules as they are kept.
pub(super) fn restore(kept: Kept) -> Result<ProgrammeRules, DbError> {
    let it: Stored = stored(kept.rules)?;
    let part = |it: StoredPart| -> Result<PartRule, DbError> {
        Ok(PartRule { part: word::<ProgrammePart>(&it.part)?, is_funded: it.is_funded, areas: it.areas })
    };
    let parts: Vec<StoredPart> = stored(kept.parts)?;
    let award = |it: &StoredAward| -> Result<Award, DbError> {
        let focus = it.focus.as_deref().map(word).transpose()?;
        Ok(Award { stage: word(&it.stage)?, focus, pence: it.pence, half_days: it.half_days })
    };
    let cap = |it: &StoredCap| -> Result<Cap, DbError> { Ok(Cap { per: word(&it.per)?, most: it.most }) };
    Ok(ProgrammeRules {
        members: words(&it.members)?,
        round: kept.round,
        parts: parts.into_iter().map(part).collect::<Result<_, _>>()?,
        plans_first: kept.plans_first,
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

/// The object that is kept of rules; their round, their parts and whether a plan comes first have columns of their own.
pub(super) fn object(it: &ProgrammeRules) -> Result<Json, DbError> {
    let award = |it: &Award| {
        let focus = it.focus.map(|focus| focus.as_str().to_owned());
        StoredAward { stage: it.stage.as_str().to_owned(), focus, pence: it.pence, half_days: it.half_days }
    };
    let stored = Stored {
        members: told(&it.members),
        awards: it.awards.iter().map(award).collect(),
        years: it.years,
        matched: it.matched,
        review: it.review.map(|it| StoredReview { after_months: it.after_months, before_year: it.before_year }),
        least_schools: it.least_schools,
        advised_schools: it.advised_schools,
        funded: told(&it.funded),
        unfunded: told(&it.unfunded),
        partners: told(&it.partners),
        authority: it.authority.map(|it| StoredAuthority { floor: it.floor, schools: it.schools, percent: it.percent }),
        caps: it.caps.iter().map(|it| StoredCap { per: it.per.as_str().to_owned(), most: it.most }).collect(),
        lead_in_upper_quartile: it.lead_in_upper_quartile,
        standing: it.standing.map(|it| it.as_str().to_owned()),
        evaluates: it.evaluates,
        share_back_days: it.share_back_days,
    };
    serde_json::to_value(stored).map_err(|error| DbError::broken(error.to_string()))
}
