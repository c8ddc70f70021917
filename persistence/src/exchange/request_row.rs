//! A request as it is stored, and its conversions.

use chrono::NaiveDate;
use domain::access::Scope;
use domain::brokerage::MatchStage;
use domain::directory::{Alliance, DesignationScheme, Expertise, KeyStage, Post, School};
use domain::exchange::{
    AskerStanding, Disclosure, Mode, Objective, RequestDraft, RequestStatus, Response, SettlementKind, SupportKind,
    SupportRequest, UnmetReason, Urgency, WithdrawalReason, names_school_to,
};
use domain::identity::Person;
use domain::text::Title;
use domain::time::Period;
use sea_orm::FromQueryResult;
use serde::Deserialize;
use serde_json::Value as Json;

use super::offer::prose;
use super::stored_objective::StoredObjective;
use crate::DbError;
use crate::column::{At, Ats, Key, Keys, Text, Texts};

/// A request as a page shows one.
#[derive(Clone, Debug, FromQueryResult)]
pub struct RequestRow {
    /// Its id.
    pub id: Key<SupportRequest>,
    /// The school that asks.
    pub school_id: Key<School>,
    /// One line that says what is needed.
    pub title: String,
    /// What is needed and why.
    pub need: String,
    /// The objectives, as JSON.
    pub objectives: Json,
    /// Why there is a fourth objective.
    pub override_reason: Option<String>,
    /// The kind of work.
    pub kind: Text<SupportKind>,
    /// What it is about.
    pub expertise: Keys<Expertise>,
    /// The key stages concerned.
    pub key_stages: Texts<KeyStage>,
    /// How support may reach the school.
    pub modes: Texts<Mode>,
    /// How soon.
    pub urgency: Text<Urgency>,
    /// The half-days wanted.
    pub half_days: i32,
    /// The first day on which support may happen.
    pub starts_on: NaiveDate,
    /// The last day.
    pub ends_on: NaiveDate,
    /// The longest journey that seems sensible, in minutes one way.
    pub max_travel_minutes: Option<i32>,
    /// Named or anonymous.
    pub disclosure: Text<Disclosure>,
    /// What the school means to give in return.
    pub settlement: Text<SettlementKind>,
    /// Whether a single session is what it wants.
    pub one_off: bool,
    /// Whether help from the own trust is welcome.
    pub allow_same_trust: bool,
    /// Whether close neighbours are left out.
    pub exclude_neighbours: bool,
    /// A designation that the helper must hold.
    pub designation: Option<Text<DesignationScheme>>,
    /// The posts whose holders are to be supported.
    pub for_posts: Texts<Post>,
    /// Where it stands.
    pub status: Text<RequestStatus>,
    /// How far the search has gone.
    pub stage: Option<Text<MatchStage>>,
    /// The alliances that broker it.
    pub alliances: Keys<Alliance>,
    /// Which of them came to it after it was raised.
    pub came_alliances: Keys<Alliance>,
    /// When each of those came.
    pub came_at: Ats,
    /// The alliances to which it is referred and which have not answered.
    pub referred: Keys<Alliance>,
    /// The schools to which it was proposed.
    pub responders: Keys<School>,
    /// The responders who know which school asks.
    pub named_to: Keys<School>,
    /// Why nobody was found.
    pub unmet_reason: Option<Text<UnmetReason>>,
    /// Why it was taken back.
    pub withdrawal_reason: Option<Text<WithdrawalReason>>,
    /// Who wrote it.
    pub raised_by: Key<Person>,
    /// When it was written.
    pub created_at: At,
    /// When it was raised.
    pub submitted_at: Option<At>,
    /// When a broker confirmed the need.
    pub triaged_at: Option<At>,
    /// Counts the changes.
    pub version: i32,
    /// By when it is to be answered.
    pub respond_by: Option<At>,
    /// The version of the policy that set it.
    pub response_policy: Option<i32>,
    /// What the school had given more than it had received, in half-days.
    pub asker_credit: Option<i32>,
    /// Whether the guarantee for those who give held.
    pub asker_guaranteed: Option<bool>,
    /// How cut off the school was, 0 to 1000.
    pub asker_isolation: Option<i32>,
    /// When it was noted that nobody had answered in time.
    pub overdue_at: Option<At>,
    /// Whether an audit visit is asked for that was neither held nor waived.
    pub audit_open: bool,
    /// Each time that it came back to the search.
    pub returned_at: Ats,
    /// Each time that support was agreed for it.
    pub placed_at: Ats,
    /// Each time that it was noted that none was agreed in time for a school that gives.
    pub support_missed_at: Ats,
}

impl RequestRow {
    /// Whether a reader is shown which school asks (DOMAIN K142).
    pub fn names_school_to(&self, reader: &Scope) -> bool {
        names_school_to(self.disclosure.0, self.school_id.0, &self.alliances.0, &self.named_to.0, reader)
    }

    /// By when it is to be answered, once it is raised.
    pub fn response(&self) -> Option<Response> {
        let (credit, guaranteed, isolation) = (self.asker_credit?, self.asker_guaranteed?, self.asker_isolation?);
        let asker = AskerStanding { credit, guaranteed, isolation };
        let overdue_at = self.overdue_at.map(|at| at.0);
        Some(Response { by: self.respond_by?.0, policy: self.response_policy?, asker, overdue_at })
    }

    /// The objectives, read.
    pub fn objectives(&self) -> Result<Vec<StoredObjective>, DbError> {
        Vec::deserialize(&self.objectives).map_err(|error| DbError::broken(error.to_string()))
    }
}

impl From<&SupportRequest> for RequestRow {
    fn from(it: &SupportRequest) -> Self {
        let draft = &it.draft;
        let objectives: Vec<_> = draft.objectives.iter().map(StoredObjective::from).collect();
        Self {
            id: Key(it.id),
            school_id: Key(it.school),
            title: draft.title.as_str().to_owned(),
            need: draft.need.as_str().to_owned(),
            objectives: serde_json::json!(objectives),
            override_reason: draft.override_reason.as_ref().map(|it| it.as_str().to_owned()),
            kind: Text(draft.kind),
            expertise: Keys(draft.expertise.clone()),
            key_stages: Texts(draft.key_stages.clone()),
            modes: Texts(draft.modes.clone()),
            urgency: Text(draft.urgency),
            half_days: draft.half_days,
            starts_on: draft.window.from(),
            ends_on: draft.window.until(),
            max_travel_minutes: draft.max_travel_minutes,
            disclosure: Text(draft.disclosure),
            settlement: Text(draft.settlement),
            one_off: draft.one_off,
            allow_same_trust: draft.allow_same_trust,
            exclude_neighbours: draft.exclude_neighbours,
            designation: draft.designation.map(Text),
            for_posts: Texts(draft.for_posts.clone()),
            status: Text(it.status),
            stage: it.stage.map(Text),
            alliances: Keys(it.alliances.clone()),
            came_alliances: Keys(it.came.iter().map(|came| came.0).collect()),
            came_at: Ats(it.came.iter().map(|came| came.1).collect()),
            referred: Keys(it.referred.clone()),
            responders: Keys(it.responders.clone()),
            named_to: Keys(it.named_to.clone()),
            unmet_reason: it.unmet_reason.map(Text),
            withdrawal_reason: it.withdrawal_reason.map(Text),
            raised_by: Key(it.raised_by),
            created_at: At(it.created_at),
            submitted_at: it.submitted_at.map(At),
            triaged_at: it.triaged_at.map(At),
            version: it.version,
            respond_by: it.response.map(|it| At(it.by)),
            response_policy: it.response.map(|it| it.policy),
            asker_credit: it.response.map(|it| it.asker.credit),
            asker_guaranteed: it.response.map(|it| it.asker.guaranteed),
            asker_isolation: it.response.map(|it| it.asker.isolation),
            overdue_at: it.response.and_then(|it| it.overdue_at).map(At),
            audit_open: it.audit_open,
            returned_at: Ats(it.returned.clone()),
            placed_at: Ats(it.placed.clone()),
            support_missed_at: Ats(it.support_missed.clone()),
        }
    }
}

impl TryFrom<RequestRow> for SupportRequest {
    type Error = DbError;

    fn try_from(row: RequestRow) -> Result<Self, DbError> {
        let response = row.response();
        let draft = RequestDraft {
            kind: row.kind.0,
            title: Title::new(&row.title).map_err(|_| DbError::broken("a stored title is not plain"))?,
            need: prose(&row.need)?,
            objectives: row.objectives()?.into_iter().map(Objective::try_from).collect::<Result<_, _>>()?,
            override_reason: row.override_reason.as_deref().map(prose).transpose()?,
            expertise: row.expertise.0,
            key_stages: row.key_stages.0,
            modes: row.modes.0,
            urgency: row.urgency.0,
            half_days: row.half_days,
            window: Period::new(row.starts_on, row.ends_on).map_err(|_| DbError::broken("a window runs backwards"))?,
            max_travel_minutes: row.max_travel_minutes,
            disclosure: row.disclosure.0,
            settlement: row.settlement.0,
            one_off: row.one_off,
            allow_same_trust: row.allow_same_trust,
            exclude_neighbours: row.exclude_neighbours,
            designation: row.designation.map(|it| it.0),
            for_posts: row.for_posts.0,
        };
        Ok(Self {
            id: row.id.0,
            school: row.school_id.0,
            raised_by: row.raised_by.0,
            draft,
            status: row.status.0,
            stage: row.stage.map(|it| it.0),
            alliances: row.alliances.0,
            came: row.came_alliances.0.into_iter().zip(row.came_at.0).collect(),
            referred: row.referred.0,
            responders: row.responders.0,
            named_to: row.named_to.0,
            created_at: row.created_at.0,
            submitted_at: row.submitted_at.map(|it| it.0),
            response,
            triaged_at: row.triaged_at.map(|it| it.0),
            returned: row.returned_at.0,
            placed: row.placed_at.0,
            support_missed: row.support_missed_at.0,
            audit_open: row.audit_open,
            unmet_reason: row.unmet_reason.map(|it| it.0),
            withdrawal_reason: row.withdrawal_reason.map(|it| it.0),
            version: row.version,
        })
    }
}
