//! The terms of a deployment as JSON in one column: they are signed and changed as a whole, never searched.

use chrono::NaiveDate;
use domain::brokerage::{ImpactLevel, InKind, Outcome, PayerKind, Price, Settlement, Share, Subscription, Terms};
use domain::exchange::SettlementKind;
use domain::reciprocity::{GiveBack, ObligationKind};
use domain::text::{Line, Name};
use domain::time::Period;
use domain::{Id, Word};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use uuid::Uuid;

use super::prose;
use crate::DbError;

#[derive(Serialize, Deserialize)]
struct Stored {
    outcomes: Vec<StoredOutcome>,
    #[serde(default)]
    override_reason: Option<String>,
    settlement: StoredSettlement,
    exit_plan: String,
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    #[serde(default)]
    give_back: Option<StoredGiveBack>,
}

#[derive(Serialize, Deserialize)]
struct StoredGiveBack {
    kind: String,
    half_days: Option<i32>,
    due_on: NaiveDate,
    /// Before this was kept, it is taken for what the heads stated: nobody's signature is undone by it.
    #[serde(default)]
    reckoned: bool,
}

#[derive(Serialize, Deserialize)]
struct StoredOutcome {
    pupil_group: String,
    measure: String,
    due_on: NaiveDate,
    #[serde(default)]
    level: Option<String>,
    #[serde(default)]
    plan_reference: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredSettlement {
    kind: String,
    day_rate: Option<i64>,
    brokerage: Option<i64>,
    #[serde(default)]
    vat: bool,
    #[serde(default)]
    payers: Vec<StoredShare>,
    #[serde(default)]
    in_kind: Vec<StoredInKind>,
    cover: Option<i64>,
    payer: Option<String>,
    reason: Option<String>,
    #[serde(default)]
    subscription: Option<StoredSubscription>,
    #[serde(default)]
    grant: Option<Uuid>,
    approver: Option<String>,
}

#[derive(Serialize, Deserialize)]
struct StoredSubscription {
    programme: String,
    from: NaiveDate,
    until: NaiveDate,
}

#[derive(Serialize, Deserialize)]
struct StoredShare {
    by: String,
    name: Option<String>,
    #[serde(default)]
    pool: Option<Uuid>,
    part: i64,
}

#[derive(Serialize, Deserialize)]
struct StoredInKind {
    by: String,
    what: String,
    value: i64,
}

/// The terms as they are stored.
pub(crate) fn store(terms: &Terms) -> Result<Json, DbError> {
    let name = |it: &Option<Name>| it.as_ref().map(|it| it.as_str().to_owned());
    let settlement = &terms.settlement;
    let stored = Stored {
        outcomes: terms
            .outcomes
            .iter()
            .map(|it| StoredOutcome {
                pupil_group: it.pupil_group.as_str().to_owned(),
                measure: it.measure.as_str().to_owned(),
                due_on: it.due_on,
                level: it.level.map(|it| it.as_str().to_owned()),
                plan_reference: name(&it.plan_reference),
            })
            .collect(),
        override_reason: terms.override_reason.as_ref().map(|it| it.as_str().to_owned()),
        settlement: StoredSettlement {
            kind: settlement.kind.as_str().to_owned(),
            day_rate: settlement.day.map(Price::gross),
            brokerage: settlement.day.map(Price::brokerage),
            vat: settlement.vat,
            payers: settlement
                .shares
                .iter()
                .map(|it| StoredShare {
                    by: it.by.as_str().to_owned(),
                    name: name(&it.name),
                    pool: it.pool.map(Id::uuid),
                    part: it.part,
                })
                .collect(),
            in_kind: settlement
                .in_kind
                .iter()
                .map(|it| StoredInKind {
                    by: it.by.as_str().to_owned(),
                    what: it.what.as_str().to_owned(),
                    value: it.value,
                })
                .collect(),
            cover: settlement.cover,
            payer: name(&settlement.payer),
            reason: settlement.reason.as_ref().map(|it| it.as_str().to_owned()),
            subscription: settlement.subscription.as_ref().map(|it| StoredSubscription {
                programme: it.programme.as_str().to_owned(),
                from: it.period.from(),
                until: it.period.until(),
            }),
            grant: settlement.grant.map(Id::uuid),
            approver: name(&settlement.approver),
        },
        exit_plan: terms.exit_plan.as_str().to_owned(),
        starts_on: terms.period.from(),
        ends_on: terms.period.until(),
        give_back: terms.give_back.map(|it| StoredGiveBack {
            kind: it.kind.as_str().to_owned(),
            half_days: it.half_days,
            due_on: it.due_on,
            reckoned: terms.reckoned,
        }),
    };
    serde_json::to_value(stored).map_err(|error| DbError::broken(error.to_string()))
}

/// The terms as they were stored.
pub(super) fn restore(json: Json) -> Result<Terms, DbError> {
    let stored: Stored = serde_json::from_value(json).map_err(|error| DbError::broken(error.to_string()))?;
    let it = stored.settlement;
    let name = |text: &str| -> Result<Name, DbError> {
        Line::new(text).map_err(|_| DbError::broken("a stored name is not plain"))
    };
    let kind = SettlementKind::read(&it.kind).ok_or_else(|| DbError::broken("an unknown settlement"))?;
    let price = |gross| {
        let it = Price::new(gross, it.brokerage.unwrap_or(0));
        it.ok_or_else(|| DbError::broken("a stored price does not add up"))
    };
    let day = it.day_rate.map(price).transpose()?;
    let payer = |by: &str| PayerKind::read(by).ok_or_else(|| DbError::broken("an unknown payer"));
    let share = |it: StoredShare| -> Result<Share, DbError> {
        let pool = it.pool.map(Id::from_uuid);
        Ok(Share { by: payer(&it.by)?, name: it.name.as_deref().map(name).transpose()?, pool, part: it.part })
    };
    let in_kind = |it: StoredInKind| -> Result<InKind, DbError> {
        Ok(InKind { by: payer(&it.by)?, what: prose(&it.what)?, value: it.value })
    };
    let outcome = |it: StoredOutcome| -> Result<Outcome, DbError> {
        let level = |word: &str| ImpactLevel::read(word).ok_or_else(|| DbError::broken("an unknown level"));
        Ok(Outcome {
            pupil_group: prose(&it.pupil_group)?,
            measure: prose(&it.measure)?,
            due_on: it.due_on,
            level: it.level.as_deref().map(level).transpose()?,
            plan_reference: it.plan_reference.as_deref().map(name).transpose()?,
        })
    };
    let give_back = |it: StoredGiveBack| {
        let kind = ObligationKind::read(&it.kind).ok_or_else(|| DbError::broken("an unknown obligation"))?;
        Ok::<_, DbError>(GiveBack { kind, half_days: it.half_days, due_on: it.due_on })
    };
    let period = |from, until| Period::new(from, until).map_err(|_| DbError::broken("a stored period runs backwards"));
    let subscription = |it: StoredSubscription| {
        let period = period(it.from, it.until)?;
        Ok::<_, DbError>(Subscription { programme: name(&it.programme)?, period })
    };
    let reckoned = stored.give_back.as_ref().is_some_and(|it| it.reckoned);
    Ok(Terms {
        outcomes: stored.outcomes.into_iter().map(outcome).collect::<Result<_, _>>()?,
        override_reason: stored.override_reason.as_deref().map(prose).transpose()?,
        settlement: Settlement {
            kind,
            day,
            vat: it.vat,
            shares: it.payers.into_iter().map(share).collect::<Result<_, _>>()?,
            in_kind: it.in_kind.into_iter().map(in_kind).collect::<Result<_, _>>()?,
            cover: it.cover,
            payer: it.payer.as_deref().map(name).transpose()?,
            reason: it.reason.as_deref().map(prose).transpose()?,
            subscription: it.subscription.map(subscription).transpose()?,
            grant: it.grant.map(Id::from_uuid),
            approver: it.approver.as_deref().map(name).transpose()?,
        },
        exit_plan: prose(&stored.exit_plan)?,
        period: period(stored.starts_on, stored.ends_on)?,
        give_back: stored.give_back.map(give_back).transpose()?,
        reckoned,
    })
}
