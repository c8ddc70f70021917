//! What the owner of a token may do just now, remembered for a moment, so that a request costs no SQL for it.
//!
//! A role that is taken away, or a sign-in that is ended, must be honoured within a second, in every process. So what
//! is remembered is believed for a fraction of that, and what this process changes itself it forgets at once.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use domain::access::{Acting, Actor};
use domain::identity::{Membership, Person, Session};
use domain::{Id, Timestamp};
use persistence::identity::standing::{self, Standing};
use persistence::{Db, DbError};

use crate::identity::token::{Bearer, Foreigner};

/// How long a standing is believed without a question, in milliseconds.
const FRESH: i64 = 400;
/// How long it is believed while somebody else is asking.
const USABLE: i64 = 900;
/// The most that are remembered.
const MOST: usize = 20_000;

/// The membership that a caller named is not among those that they hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotHeld;

/// Who somebody is to us, and in which role they act: the one that they name, or the only one.
pub fn actor(it: &Standing, named: Option<Id<Membership>>) -> Result<Actor, NotHeld> {
    let held = match (named, it.held.as_slice()) {
        (Some(id), held) => held.iter().find(|held| held.id == id).ok_or(NotHeld)?,
        (None, [only]) => only,
        (None, _) => return Ok(Actor::Person(it.person)),
    };
    let (person, membership) = (it.person, held.id);
    Ok(Actor::Acting(Acting { person, membership, role: held.role, school: held.school, alliance: held.alliance }))
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Whose {
    Session(Id<Session>),
    Identity(String, String),
}

#[derive(Clone, Debug)]
struct Remembered {
    standing: Option<Arc<Standing>>,
    loaded_at: Timestamp,
    asked_at: Timestamp,
}

/// The standings of those who called lately.
#[derive(Debug, Default)]
pub struct Standings {
    remembered: RwLock<HashMap<Whose, Remembered>>,
}

impl Standings {
    /// The standing of whoever shows a verified token; `None` if it is over.
    pub async fn of(&self, db: &Db, bearer: &Bearer, now: Timestamp) -> Result<Option<Arc<Standing>>, DbError> {
        let whose = match bearer {
            Bearer::Own { session, .. } => Whose::Session(*session),
            Bearer::Outside(it) => Whose::Identity(it.issuer.clone(), it.subject.clone()),
        };
        if let Some(known) = self.recall(&whose, now) {
            return Ok(known.filter(|it| is_current(it, bearer)));
        }
        let loaded = match bearer {
            Bearer::Own { person, session } => standing::of_session(db, *person, *session, now).await?,
            Bearer::Outside(Foreigner { issuer, subject, .. }) => {
                standing::of_identity(db, issuer, subject, now).await?
            }
        };
        let loaded = loaded.map(Arc::new);
        self.remember(whose, loaded.clone(), now);
        Ok(loaded.filter(|it| is_current(it, bearer)))
    }

    /// Forgets what is known of a person: something about them has changed.
    pub fn forget(&self, person: Id<Person>) {
        self.write().retain(|_, it| it.standing.as_ref().is_some_and(|it| it.person != person));
    }

    /// Forgets what is known of a sign-in: it has ended.
    pub fn forget_session(&self, session: Id<Session>) {
        self.write().remove(&Whose::Session(session));
    }

    /// Forgets that somebody of an outside issuer was not known.
    pub fn forget_identity(&self, foreigner: &Foreigner) {
        self.write().remove(&Whose::Identity(foreigner.issuer.clone(), foreigner.subject.clone()));
    }

    /// What is remembered and may be believed. Of several who find it no longer fresh, one goes to ask.
    fn recall(&self, whose: &Whose, now: Timestamp) -> Option<Option<Arc<Standing>>> {
        let age = |since: Timestamp| (now.utc() - since.utc()).num_milliseconds().abs();
        let known = self.remembered.read().unwrap_or_else(std::sync::PoisonError::into_inner).get(whose).cloned()?;
        if age(known.loaded_at) < FRESH {
            return Some(known.standing);
        }
        if age(known.loaded_at) < USABLE && age(known.asked_at) < FRESH {
            return Some(known.standing);
        }
        if let Some(it) = self.write().get_mut(whose) {
            it.asked_at = now;
        }
        None
    }

    fn remember(&self, whose: Whose, standing: Option<Arc<Standing>>, now: Timestamp) {
        let mut remembered = self.write();
        if remembered.len() >= MOST && !remembered.contains_key(&whose) {
            remembered.clear();
        }
        remembered.insert(whose, Remembered { standing, loaded_at: now, asked_at: now });
    }

    fn write(&self) -> std::sync::RwLockWriteGuard<'_, HashMap<Whose, Remembered>> {
        self.remembered.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Whether an outside token was issued after the person last signed out everywhere; ours end with their session.
fn is_current(it: &Standing, bearer: &Bearer) -> bool {
    match bearer {
        Bearer::Own { person, .. } => it.person == *person,
        Bearer::Outside(token) => it.signed_out_at.is_none_or(|at| token.issued_at >= at.utc().timestamp()),
    }
}

#[cfg(test)]
mod tests {
    use domain::access::Role;
    use persistence::identity::membership::Held;
    use uuid::Uuid;

    use super::*;

    fn id<N>(n: u128) -> Id<N> {
        Id::from_uuid(Uuid::from_u128(n))
    }

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn later(milliseconds: i64) -> Timestamp {
        Timestamp::new(now().utc() + chrono::TimeDelta::milliseconds(milliseconds))
    }

    fn held(n: u128, role: Role) -> Held {
        Held { id: id(n), role, school: Some(id(1)), alliance: None }
    }

    fn standing(held: Vec<Held>) -> Standing {
        Standing { person: id(7), signed_out_at: None, held }
    }

    #[test]
    fn the_only_role_acts_and_of_several_the_one_that_is_named() {
        let one = standing(vec![held(1, Role::Head)]);
        let two = standing(vec![held(1, Role::Head), held(2, Role::Specialist)]);
        assert_eq!(actor(&one, None).unwrap().role(), Some(Role::Head));
        assert_eq!(actor(&two, None), Ok(Actor::Person(id(7))));
        assert_eq!(actor(&two, Some(id(2))).unwrap().role(), Some(Role::Specialist));
        assert_eq!(actor(&two, Some(id(3))), Err(NotHeld));
        assert_eq!(actor(&standing(vec![]), Some(id(1))), Err(NotHeld));
    }

    #[test]
    fn what_is_remembered_is_believed_for_less_than_a_second() {
        let (standings, whose) = (Standings::default(), Whose::Session(id(5)));
        standings.remember(whose.clone(), Some(Arc::new(standing(vec![]))), now());
        assert!(standings.recall(&whose, later(399)).is_some());
        assert!(standings.recall(&whose, later(400)).is_none(), "the first goes to ask");
        assert!(standings.recall(&whose, later(401)).is_some(), "the others need not wait for the answer");
        assert!(standings.recall(&whose, later(900)).is_none(), "nobody goes on without one");
        assert!(standings.recall(&whose, later(-1_000)).is_none(), "nor after the clock stepped back");
    }

    #[test]
    fn what_this_process_changed_is_forgotten_at_once() {
        let (standings, whose) = (Standings::default(), Whose::Session(id(5)));
        standings.remember(whose.clone(), Some(Arc::new(standing(vec![]))), now());
        standings.forget(id(7));
        assert!(standings.recall(&whose, now()).is_none());
    }
}
