//! Specialists and their designations, offers, time and requests.

use domain::exchange::CapacityHolder;
use serde_json::{Value as Json, json};

use super::{Filled, at, fill, key, keys, on, uuids, word, words};
use crate::directory::assessment;
use crate::{DbError, Tx};

pub(super) async fn store(tx: &Tx, world: &Filled) -> Result<(), DbError> {
    let specialists = world.specialists.iter().map(|it| {
        let profile = &it.profile;
        json!({
            "id": key(it.id), "person_id": key(it.person), "school_id": key(it.home), "name": profile.name.as_str(),
            "post": word(profile.post), "supports": words(&profile.supports), "expertise": keys(&profile.specialisms),
            "travel_minutes": profile.travel_minutes, "status": word(it.status), "version": it.version,
            "created_at": at(it.listed_at),
        })
    });
    fill(tx, "specialist", specialists).await?;
    let designations = world.designations.iter().map(|it| {
        let reference = it.reference.as_ref();
        json!({
            "id": key(it.id), "person_id": key(it.person), "home_id": key(it.home), "post": word(it.post),
            "alliance_id": key(it.alliance), "scheme": word(it.scheme), "criteria_version": it.criteria,
            "issuer": it.issuer.as_ref().map(|it| it.as_str()), "expertise": keys(&it.specialisms),
            "evidence": it.evidence.as_str(), "leadership_months": it.leadership_months,
            "reference": reference.map(|it| it.text.as_str()), "referenced_by": reference.map(|it| key(it.by)),
            "referenced_at": reference.map(|it| at(it.at)), "assessments": assessment::store(&it.assessments),
            "assessed_at": it.assessments.last().map(|it| at(it.at)), "status": word(it.status),
            "since": it.since.map(on), "ends_on": it.until.map(on),
            "reason": it.reason.as_ref().map(|it| it.as_str()), "appeal": it.appeal.as_ref().map(|it| it.as_str()),
            "applied_at": at(it.applied_at), "decided_at": it.decided_at.map(at),
            "appealed_at": it.appealed_at.map(at), "ended_at": it.ended_at.map(at), "version": it.version,
            "audience": uuids(&it.audience()),
        })
    });
    fill(tx, "designation", designations).await?;
    let offers = world.offers.iter().map(|(it, (easting, northing))| {
        let terms = &it.terms;
        json!({
            "id": key(it.id), "school_id": key(it.school), "specialist_id": terms.specialist.map(key),
            "kind": word(terms.kind), "title": terms.title.as_str(), "summary": terms.summary.as_str(),
            "expertise": keys(&terms.expertise), "key_stages": words(&terms.key_stages), "modes": words(&terms.modes),
            "format": word(terms.format), "settlements": words(&terms.settlements),
            "evidence": terms.evidence.as_ref().map(|it| it.as_str()),
            "half_days_per_half_term": terms.half_days_per_half_term, "travel_minutes": terms.travel_minutes,
            "status": word(it.status), "last_confirmed_at": it.last_confirmed_at.map(at),
            "published_at": it.published_at.map(at), "created_at": at(it.created_at), "version": it.version,
            "place": format!("({easting},{northing})"),
        })
    });
    fill(tx, "offer", offers).await?;
    let windows = world.windows.iter().map(|it| {
        let (specialist, school) = match it.holder {
            CapacityHolder::Specialist(id) => (key(id), Json::Null),
            CapacityHolder::School(id) => (Json::Null, key(id)),
        };
        json!({
            "id": key(it.id), "specialist_id": specialist, "school_id": school, "half_term": it.half_term.code(),
            "half_days": it.half_days, "reserved": it.reserved, "committed": it.committed, "version": it.version,
        })
    });
    fill(tx, "capacity_window", windows).await?;
    let requests = world.requests.iter().map(|it| {
        let draft = &it.draft;
        let objectives: Json = draft
            .objectives
            .iter()
            .map(|goal| {
                json!({
                    "improvement": goal.improvement.as_ref().map(|it| it.as_str()), "pupil_group": goal.pupil_group.as_str(),
                    "measure": goal.measure.as_str(), "due_on": on(goal.due_on),
                })
            })
            .collect();
        let mut row = json!({
            "id": key(it.id), "school_id": key(it.school), "title": draft.title.as_str(), "need": draft.need.as_str(),
            "objectives": objectives, "override_reason": draft.override_reason.as_ref().map(|it| it.as_str()),
            "kind": word(draft.kind), "expertise": keys(&draft.expertise), "key_stages": words(&draft.key_stages),
            "modes": words(&draft.modes), "urgency": word(draft.urgency), "half_days": draft.half_days,
            "starts_on": on(draft.window.from()), "ends_on": on(draft.window.until()),
            "max_travel_minutes": draft.max_travel_minutes, "disclosure": word(draft.disclosure),
            "settlement": word(draft.settlement), "one_off": draft.one_off, "allow_same_trust": draft.allow_same_trust,
            "exclude_neighbours": draft.exclude_neighbours, "designation": draft.designation.map(word),
            "status": word(it.status), "stage": it.stage.map(word), "alliances": keys(&it.alliances),
            "responders": keys(&it.responders), "named_to": keys(&it.named_to),
            "unmet_reason": it.unmet_reason.map(word), "withdrawal_reason": it.withdrawal_reason.map(word),
            "raised_by": key(it.raised_by), "created_at": at(it.created_at), "submitted_at": it.submitted_at.map(at),
            "triaged_at": it.triaged_at.map(at), "version": it.version, "audience": uuids(&it.audience()),
            "respond_by": it.response.map(|it| at(it.by)), "response_policy": it.response.map(|it| it.policy),
            "asker_credit": it.response.map(|it| it.asker.credit),
            "asker_guaranteed": it.response.map(|it| it.asker.guaranteed),
            "asker_isolation": it.response.map(|it| it.asker.isolation),
            "overdue_at": it.response.and_then(|it| it.overdue_at).map(at),
        });
        row["returned_at"] = it.returned.iter().copied().map(at).collect();
        row["for_posts"] = words(&draft.for_posts);
        row["placed_at"] = it.placed.iter().copied().map(at).collect();
        row
    });
    fill(tx, "support_request", requests).await
}
