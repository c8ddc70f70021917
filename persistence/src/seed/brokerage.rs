//! Proposals, what they hold, deployments, visits and the ledger.

use std::collections::HashMap;

use domain::brokerage::{Amounts, Charge, MeasurePoint, Proposal, Rates};
use domain::reciprocity::AccountKey;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::{Filled, at, fill, key, on, uuids, word, words};
use crate::brokerage::{case_study, deployment, evaluation, measure, particulars, review, terms};
use crate::{DbError, Tx};

pub(super) async fn store(tx: &Tx, world: &Filled) -> Result<(), DbError> {
    let cards = world.rate_cards.iter().map(|it| {
        let Rates { day, fee, hours, vat, included } = &it.rates;
        json!({
            "id": key(it.id), "alliance_id": key(it.alliance), "year": it.year, "designation": it.designation.map(word),
            "day": day, "fee_kind": word(fee.kind), "fee_place": word(fee.place), "fee": fee.amount, "hours": hours,
            "vat": vat, "included": included.as_ref().map(|it| it.as_str()), "version": it.version,
        })
    });
    fill(tx, "rate_card", cards).await?;
    fill(tx, "proposal", world.proposals.iter().map(proposal)).await?;
    let held = world.reservations.iter().flat_map(|it| {
        it.lines.iter().map(|line| {
            json!({
                "proposal_id": key(it.proposal), "window_id": key(line.window), "half_days": line.half_days,
                "state": word(it.state),
            })
        })
    });
    fill(tx, "reservation", held).await?;
    let audiences: Vec<Json> = world.deployments.iter().map(|it| uuids(&deployment::audience(it))).collect();
    let mut deployments = Vec::with_capacity(world.deployments.len());
    for (it, audience) in world.deployments.iter().zip(&audiences) {
        let mut row = json!({
            "id": key(it.id), "proposal_id": key(it.proposal), "request_id": key(it.request), "offer_id": key(it.offer),
            "kind": word(it.kind), "alliance_id": key(it.alliance), "brokered_by": key(it.brokered_by),
            "home_id": key(it.home), "host_id": key(it.host), "specialist_id": it.specialist.map(key),
            "person_id": it.person.map(key), "half_days": it.half_days,
            "terms": it.terms.as_ref().map(terms::store).transpose()?,
            "particulars": it.particulars.as_deref().map(particulars::store).transpose()?,
            "home_interest": it.home_interest, "host_interest": it.host_interest, "own_placement": it.own_placement,
            "second_approval_by": it.approved_by.map(key), "home_agreed_at": it.home_agreed_at.map(at),
            "host_agreed_at": it.host_agreed_at.map(at), "promised": it.promised, "status": word(it.status),
            "agree_by": at(it.agree_by), "planned_at": at(it.planned_at), "agreed_at": it.agreed_at.map(at),
            "started_at": it.started_at.map(at), "ended_at": it.ended_at.map(at),
            "ends_on": it.terms.as_ref().map(|terms| on(terms.period.until())),
            "midterm_done_at": it.midterm_done_at.map(at), "final_day": it.final_day.map(on),
            "stop_code": it.stop_code.map(word), "stop_reason": it.stop_reason.as_ref().map(|it| it.as_str()),
            "signed_off_at": it.signed_off_at.map(at), "evaluated_at": it.evaluated_at.map(at), "follow_up_on": it.follow_up_on.map(on), "followed_up_at": it.followed_up_at.map(at),
            "closed_at": it.closed_at.map(at), "no_follow_up": it.no_follow_up.map(word), "version": it.version,
            "audience": audience,
        });
        row["arranged"] = json!(it.arranged);
        row["stopped_by"] = json!(it.stopped_by.map(key));
        row["drafted_by"] = json!(it.drafted_by.map(key));
        row["home_agreed_by"] = json!(it.home_agreed_by.map(key));
        row["host_agreed_by"] = json!(it.host_agreed_by.map(key));
        row["drafted_at"] = json!(it.drafted_at.map(at));
        row["alliance_agreed_at"] = json!(it.alliance_agreed_at.map(at));
        row["alliance_agreed_by"] = json!(it.alliance_agreed_by.map(key));
        deployments.push(row);
    }
    fill(tx, "deployment", deployments.into_iter()).await?;
    let pauses = world.pauses.iter().map(|it| {
        json!({
            "deployment_id": key(it.deployment), "nth": 1, "began_at": at(it.began_at), "ended_at": it.ended_at.map(at),
        })
    });
    fill(tx, "deployment_pause", pauses).await?;
    let declarations = world.declarations.iter().map(|(it, place)| {
        json!({
            "id": key(it.id), "deployment_id": key(it.deployment), "side": word(it.side),
            "interests": words(&it.interests), "note": it.note.as_ref().map(|it| it.as_str()),
            "declared_by": key(it.declared_by), "declared_at": at(it.declared_at), "audience": audiences[*place],
        })
    });
    fill(tx, "conflict_declaration", declarations).await?;
    let meetings = world.meetings.iter().map(|(it, place)| {
        json!({
            "id": key(it.id), "deployment_id": key(it.deployment), "held_on": on(it.held_on), "mode": it.mode.map(word),
            "attended": it.attended.as_str(), "focus": it.focus.as_str(), "frequency": it.frequency.as_str(),
            "access": it.access.as_str(), "recorded_by": key(it.recorded_by), "recorded_at": at(it.recorded_at),
            "audience": audiences[*place],
        })
    });
    fill(tx, "initial_meeting", meetings).await?;
    let visits = world.visits.iter().map(|(it, place)| {
        json!({
            "id": key(it.id), "deployment_id": key(it.deployment), "visited_on": on(it.record.visited_on),
            "mode": word(it.record.mode), "half_days": it.record.half_days, "note": it.record.note.as_str(),
            "status": word(it.status), "recorded_by": key(it.recorded_by), "recorded_at": at(it.recorded_at),
            "confirmation_id": it.confirmation.map(key), "confirmed_by": it.confirmed_by.map(key),
            "confirmed_at": it.confirmed_at.map(at), "reverse_reason": it.reverse_reason.as_ref().map(|it| it.as_str()),
            "dispute_reason": it.dispute.as_ref().map(|it| word(it.reason)),
            "dispute_words": it.dispute.as_ref().map(|it| it.words.as_str()),
            "disputed_by": it.dispute.as_ref().map(|it| key(it.by)), "disputed_at": it.dispute.as_ref().map(|it| at(it.at)),
            "version": it.version, "audience": audiences[*place],
        })
    });
    fill(tx, "visit", visits).await?;
    let mut reviews = Vec::with_capacity(world.reviews.len());
    for (it, place) in &world.reviews {
        reviews.push(json!({
            "id": key(it.id), "deployment_id": key(it.deployment), "kind": word(it.kind), "held_on": on(it.held_on),
            "answers": review::stored_answers(it)?, "ratings": review::stored_ratings(it)?,
            "decision": it.decision.map(word), "way": it.way.map(word), "final_day": it.final_day.map(on), "written_by": key(it.written_by),
            "written_at": at(it.written_at),
            "audience": uuids(&review::audience(it, &world.deployments[*place])),
        }));
    }
    fill(tx, "review", reviews.into_iter()).await?;
    let measures = world.measures.iter().map(|(it, place)| {
        let [first, mid, end] =
            [MeasurePoint::Baseline, MeasurePoint::Mid, MeasurePoint::End].map(|point| measure::columns(it, point));
        json!({
            "deployment_id": key(it.deployment), "outcome": it.outcome, "unit": it.unit.as_ref().map(|it| it.as_str()),
            "baseline_value": first.0, "baseline_absent": first.1.map(word), "baseline_source": first.2,
            "baseline_on": first.3.map(on), "mid_value": mid.0, "mid_absent": mid.1.map(word), "mid_source": mid.2,
            "mid_on": mid.3.map(on), "end_value": end.0, "end_absent": end.1.map(word), "end_source": end.2,
            "end_on": end.3.map(on), "audience": audiences[*place],
        })
    });
    fill(tx, "measure", measures).await?;
    let case_studies = world.case_studies.iter().map(|(it, place)| {
        json!({
            "id": key(it.id), "deployment_id": key(it.deployment), "title": it.title.as_str(), "text": it.text.as_str(),
            "home_consented_at": it.home_consented_at.map(at), "host_consented_at": it.host_consented_at.map(at),
            "withdrawn_by": it.withdrawn_by.map(word), "withdrawal": it.withdrawal.map(word), "drafted_by": key(it.drafted_by), "drafted_at": at(it.drafted_at),
            "version": it.version, "audience": uuids(&case_study::audience(it, &world.deployments[*place])),
        })
    });
    fill(tx, "case_study", case_studies).await?;
    let evaluations = world.evaluations.iter().map(|(it, place)| {
        let (of, said) = (&world.deployments[*place], &it.judgement);
        let audience = match it.opened_at {
            Some(_) => evaluation::open_audience(of),
            None => evaluation::sealed_audience(of, it.side),
        };
        json!({
            "id": key(it.id), "deployment_id": key(it.deployment), "side": word(it.side), "prepared": word(said.prepared),
            "reachable": word(said.reachable), "worthwhile": word(said.worthwhile), "again": word(said.again),
            "words": said.words.as_str(), "written_by": key(it.written_by), "written_at": at(it.written_at),
            "opened_at": it.opened_at.map(at), "audience": uuids(&audience),
        })
    });
    fill(tx, "evaluation", evaluations).await?;
    ledger(tx, world, &audiences).await
}

async fn ledger(tx: &Tx, world: &Filled, audiences: &[Json]) -> Result<(), DbError> {
    let accounts: HashMap<AccountKey, Json> = world.accounts.iter().map(|it| (it.key, key(it.id))).collect();
    let rows = world.accounts.iter().map(|it| {
        json!({
            "id": key(it.id), "school_id": key(it.key.school), "kind": word(it.key.kind), "credited": it.credited,
            "debited": it.debited, "credited_for_credit": it.for_credit.credited,
            "debited_for_credit": it.for_credit.debited,
        })
    });
    fill(tx, "ledger_account", rows).await?;
    let transfers = world.transfers.iter().map(|(it, place)| {
        json!({
            "id": key(it.id), "debit_account_id": accounts[&it.debit], "credit_account_id": accounts[&it.credit],
            "amount": it.half_days, "kind": word(it.kind), "source_type": word(it.source.kind),
            "source_id": it.source.id.as_hyphenated().to_string(), "deployment_id": key(it.deployment),
            "reverses": it.reverses.map(key), "at": at(it.at), "audience": audiences[*place],
            "for_credit": it.for_credit,
        })
    });
    fill(tx, "transfer", transfers).await?;
    fill(tx, "charge", world.charges.iter().map(charge)).await
}

fn charge(it: &Charge) -> Json {
    let Amounts { gross, brokerage, paid, cover, in_kind } = &it.amounts;
    let [by_host, by_alliance, by_grant, by_other, by_pool] = paid.all();
    json!({
        "id": key(it.id), "month": on(it.month.first()), "visit_id": key(it.visit),
        "confirmation_id": key(it.confirmation), "deployment_id": key(it.deployment), "alliance_id": key(it.alliance),
        "home_id": key(it.home), "host_id": key(it.host), "kind": word(it.kind), "vat": it.vat,
        "visited_on": on(it.visited_on), "half_days": it.half_days, "nth": it.nth, "gross": gross,
        "brokerage": brokerage, "by_host": by_host, "by_alliance": by_alliance, "by_grant": by_grant,
        "by_other": by_other, "by_pool": by_pool, "cover": cover, "in_kind": in_kind, "at": at(it.at),
        "audience": uuids(&[it.home.uuid(), it.host.uuid(), it.alliance.uuid()]),
    })
}

fn proposal(it: &Proposal) -> Json {
    let audience: [Uuid; 3] = [it.home.uuid(), it.host.uuid(), it.alliance.uuid()];
    json!({
        "id": key(it.id), "request_id": key(it.request), "offer_id": key(it.offer), "run_id": it.run.map(key),
        "alliance_id": key(it.alliance), "host_id": key(it.host), "home_id": key(it.home),
        "specialist_id": it.specialist.map(key), "kind": word(it.kind), "half_days": it.half_days,
        "message": it.message.as_ref().map(|it| it.as_str()), "anonymous": it.anonymous,
        "own_placement": it.own_placement, "second_approval_by": it.approved_by.map(key), "status": word(it.status), "sent_by": key(it.sent_by),
        "sent_at": at(it.sent_at), "respond_by": at(it.respond_by), "home_accepted_at": it.home_accepted_at.map(at),
        "home_accepted_by": it.home_accepted_by.map(key), "host_accepted_at": it.host_accepted_at.map(at),
        "host_accepted_by": it.host_accepted_by.map(key), "ended_at": it.ended_at.map(at),
        "declined_by": it.declined_by.map(word), "decline_reason": it.decline_reason.map(word), "version": it.version,
        "audience": uuids(&audience),
    })
}
