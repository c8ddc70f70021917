//! What alliances have settled for themselves: one row for each version, added and never changed.

use chrono::NaiveDate;
use domain::Id;
use domain::brokerage::OwnLevels;
use domain::directory::{Alliance, AlliancePolicy, ConsentKind, FiguresShown, PolicyTerms};
use domain::identity::Person;
use domain::text::Title;
use sea_orm::FromQueryResult;

use crate::column::{At, Key, Text, Texts};
use crate::{Db, DbError, Tx, values};

#[derive(FromQueryResult)]
struct Row {
    alliance_id: Key<Alliance>,
    version: i32,
    from_on: NaiveDate,
    own_first: bool,
    response_days: i32,
    candidate_hours: Option<i32>,
    meeting_days: Option<i32>,
    record_days: Option<i32>,
    figures: Text<FiguresShown>,
    release_consents: Texts<ConsentKind>,
    paid_consents: Texts<ConsentKind>,
    accepts_referrals: bool,
    workstreams: Vec<String>,
    set_by: Key<Person>,
    set_at: At,
}

impl TryFrom<Row> for AlliancePolicy {
    type Error = DbError;

    fn try_from(row: Row) -> Result<Self, DbError> {
        let titles = row.workstreams.iter().map(|it| Title::new(it)).collect::<Result<_, _>>();
        let terms = PolicyTerms {
            own_first: row.own_first,
            response_days: row.response_days,
            levels: OwnLevels {
                candidate_hours: row.candidate_hours,
                meeting_days: row.meeting_days,
                record_days: row.record_days,
            },
            figures: row.figures.0,
            release_consents: row.release_consents.0,
            paid_consents: row.paid_consents.0,
            accepts_referrals: row.accepts_referrals,
            workstreams: titles.map_err(|_| DbError::broken("a stored text is not plain"))?,
        };
        let (from, set_by, set_at) = (Some(row.from_on), Some(row.set_by.0), Some(row.set_at.0));
        Ok(Self { alliance: row.alliance_id.0, version: row.version, from, terms, set_by, set_at })
    }
}

/// Every version of every alliance, each alliance's in their order.
pub async fn all(db: &Db) -> Result<Vec<AlliancePolicy>, DbError> {
    let sql = "SELECT * FROM alliance_policy ORDER BY alliance_id, version";
    let rows = db.rows::<Row>(sql, []).await?;
    rows.into_iter().map(AlliancePolicy::try_from).collect()
}

/// Every version of one alliance, in their order.
pub async fn of_alliance(tx: &Tx, alliance: Id<Alliance>) -> Result<Vec<AlliancePolicy>, DbError> {
    let sql = "SELECT * FROM alliance_policy WHERE alliance_id = $1 ORDER BY version";
    let rows = tx.rows::<Row>(sql, values![Key(alliance)]).await?;
    rows.into_iter().map(AlliancePolicy::try_from).collect()
}

/// Adds a version; the alliance is locked, so that no two are added at once.
pub async fn insert(tx: &Tx, it: &AlliancePolicy) -> Result<(), DbError> {
    let sql = "INSERT INTO alliance_policy (alliance_id, version, from_on, own_first, response_days, figures, \
               release_consents, paid_consents, accepts_referrals, workstreams, set_by, set_at, candidate_hours, meeting_days, \
               record_days) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)";
    let workstreams: Vec<String> = it.terms.workstreams.iter().map(|it| it.as_str().to_owned()).collect();
    let values = values![
        Key(it.alliance),
        it.version,
        it.from,
        it.terms.own_first,
        it.terms.response_days,
        Text(it.terms.figures),
        Texts(it.terms.release_consents.clone()),
        Texts(it.terms.paid_consents.clone()),
        it.terms.accepts_referrals,
        workstreams,
        it.set_by.map(Key),
        it.set_at.map(At),
        it.terms.levels.candidate_hours,
        it.terms.levels.meeting_days,
        it.terms.levels.record_days,
    ];
    tx.run(sql, values).await.map(drop)
}
