//! Lists of who holds which role: who may see them is decided here, once for the whole list.

use domain::access::{Action, Actor, Role};
use domain::identity::Place;
use persistence::identity::membership::{self, Member, Which};
use persistence::{DbError, Page, PageRequest};

use crate::app::{App, Caller};

/// Those who hold a role at a place; `None` for whoever may not see them.
pub async fn members(
    app: &App,
    caller: &Caller,
    place: Place,
    wanted: &PageRequest,
) -> Result<Option<Page<Member>>, DbError> {
    let (action, which) = match place {
        Place::School(school) => {
            let school_alliance = match caller.actor.acting().and_then(|acting| acting.alliance) {
                Some(own) => membership::belongs(app.db(), school, own).await?.then_some(own),
                None => None,
            };
            (Action::ReadSchoolMembers { school, school_alliance }, Which::AtSchool(school))
        }
        Place::Alliance(alliance) => (Action::ReadAllianceMembers { alliance }, Which::AtAlliance(alliance)),
        Place::National => return Ok(None),
    };
    if !caller.actor.can(action) {
        return Ok(None);
    }
    // The policy has allowed this very list, so row-level security is not asked about each of its rows again.
    membership::page(app.db(), &Actor::Service.scope(), which, wanted).await.map(Some)
}

/// Those who wait to be confirmed as heads by this caller; `None` for whoever confirms nobody.
pub async fn waiting_heads(app: &App, caller: &Caller, wanted: &PageRequest) -> Result<Option<Page<Member>>, DbError> {
    let school_alliance = caller.actor.acting().and_then(|acting| acting.alliance);
    if !caller.actor.can(Action::ConfirmHead { school_alliance }) {
        return Ok(None);
    }
    let which = match school_alliance {
        Some(alliance) if caller.actor.role() != Some(Role::Operator) => Which::WaitingAt(alliance),
        _ => Which::Waiting,
    };
    membership::page(app.db(), &Actor::Service.scope(), which, wanted).await.map(Some)
}
