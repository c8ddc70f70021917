//! People, their posts and roles, and the alliances.

use domain::Id;
use domain::text::Name;
use serde_json::json;

use super::{Filled, at, fill, key, on, uuids, word};
use crate::{DbError, Tx};

pub(super) async fn store(tx: &Tx, world: &Filled, password_hash: &str) -> Result<(), DbError> {
    let alliances = world.alliances.iter().map(|(it, _, since)| {
        json!({
            "id": key(it.id), "name": &*it.name, "kind": word(it.kind), "lead_school_id": key(it.lead),
            "response_days": it.response_days, "version": 1, "created_at": at(*since),
        })
    });
    fill(tx, "alliance", alliances).await?;
    let members = world.alliances.iter().flat_map(|(it, schools, since)| {
        schools
            .iter()
            .map(|school| json!({ "alliance_id": key(it.id), "school_id": key(*school), "since": at(*since) }))
    });
    fill(tx, "alliance_member", members).await?;
    let people = world.people.iter().map(|(it, came)| {
        json!({
            "id": key(it.id), "name": it.name.as_str(), "email": it.email.as_str(), "password_hash": password_hash,
            "version": it.version, "created_at": at(*came),
        })
    });
    fill(tx, "person", people).await?;
    let employments = world.employments.iter().map(|it| {
        json!({
            "id": key(it.id), "person_id": key(it.person), "school_id": key(it.school), "post": it.post.as_str(),
            "started_on": on(it.from), "ended_on": it.until.map(on),
        })
    });
    fill(tx, "employment", employments).await?;
    let memberships = world.memberships.iter().map(|it| {
        let (school, alliance) = (it.place.school(), it.place.alliance());
        let place = school.map(Id::uuid).or_else(|| alliance.map(Id::uuid));
        let audience: Vec<_> = [it.person.uuid()].into_iter().chain(place).collect();
        json!({
            "id": key(it.id), "person_id": key(it.person), "role": word(it.role), "school_id": school.map(key),
            "alliance_id": alliance.map(key), "status": word(it.status), "begun_at": it.confirmed_at.map(at),
            "until": it.until.map(at), "ended_at": it.ended_at.map(at), "version": it.version, "created_at": at(it.begun_at),
            "audience": uuids(&audience),
        })
    });
    fill(tx, "membership", memberships).await?;
    let invitations = world.invitations.iter().map(|(it, sent)| {
        let (school, alliance) = (it.place.school(), it.place.alliance());
        let organisation = school.map(Id::uuid).or_else(|| alliance.map(Id::uuid));
        let audience: Vec<_> = it.invited_by.map(Id::uuid).into_iter().chain(organisation).collect();
        json!({
            "id": key(it.id), "email": it.email.as_str(), "name": it.name.as_str(), "role": word(it.role),
            "school_id": school.map(key), "alliance_id": alliance.map(key), "post": it.post.as_ref().map(Name::as_str),
            "invited_by": it.invited_by.map(key), "expires_at": at(it.expires_at), "until": it.until.map(at),
            "accepted_at": it.accepted_at.map(at), "version": it.version, "created_at": at(*sent),
            "audience": uuids(&audience),
            // Shorter than the hash of any secret: nobody accepts it any more.
            "token_hash": format!("\\x{}", it.id.uuid().simple()),
        })
    });
    fill(tx, "invitation", invitations).await
}
