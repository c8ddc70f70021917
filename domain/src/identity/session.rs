//! A sign-in: the family of refresh tokens that descend from it, and what becomes of it when one is shown.

use crate::identity::Person;
use crate::{Id, Timestamp, words};

/// How long an access token is good for.
pub const ACCESS_SECONDS: u32 = 600;
/// How long a refresh token waits for its use.
const IDLE_DAYS: u32 = 14;
/// How long a family lives in all: after this the person signs in again.
const FAMILY_DAYS: u32 = 60;

words! {
    /// Why a sign-in is over.
    pub enum RevocationReason {
        /// The person signed out.
        SignedOut = "signed_out",
        /// A refresh token was shown twice: one of the two who hold it is a thief.
        Reused = "reused",
        /// The person, or an operator, ended every session.
        SignedOutEverywhere = "signed_out_everywhere",
        /// The password was changed or reset.
        PasswordChanged = "password_changed",
        /// The person was suspended.
        Suspended = "suspended",
    }
}

/// A sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Which one: the family's id, also in every access token of it.
    pub id: Id<Session>,
    /// Who signed in.
    pub person: Id<Person>,
    /// When.
    pub begun_at: Timestamp,
    /// When the family ends, however often it is renewed.
    pub expires_at: Timestamp,
    /// When it was ended before that.
    pub revoked_at: Option<Timestamp>,
}

/// A refresh token that somebody shows.
#[derive(Clone, Copy, Debug)]
pub struct Presented {
    /// When it lapses.
    pub expires_at: Timestamp,
    /// When it was exchanged for its successor.
    pub used_at: Option<Timestamp>,
}

/// What becomes of a session whose refresh token is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// A new pair; the next refresh token lapses then.
    Renewed {
        /// When the next refresh token lapses.
        expires_at: Timestamp,
    },
    /// The token was shown before: the whole family is over.
    Reused,
    /// Over: lapsed, or ended before.
    Over,
}

impl Session {
    /// Begins a sign-in, and says when its first refresh token lapses.
    pub fn begin(id: Id<Self>, person: Id<Person>, now: Timestamp) -> (Self, Timestamp) {
        let session = Self { id, person, begun_at: now, expires_at: now.plus_days(FAMILY_DAYS), revoked_at: None };
        let expires_at = session.next_expiry(now);
        (session, expires_at)
    }

    /// Decides what a refresh token brings. Each is good once: showing one again ends the family.
    pub fn renew(&self, token: Presented, now: Timestamp) -> Renewal {
        if self.revoked_at.is_some() || self.expires_at <= now {
            Renewal::Over
        } else if token.used_at.is_some() {
            Renewal::Reused
        } else if token.expires_at <= now {
            Renewal::Over
        } else {
            Renewal::Renewed { expires_at: self.next_expiry(now) }
        }
    }

    fn next_expiry(&self, now: Timestamp) -> Timestamp {
        now.plus_days(IDLE_DAYS).min(self.expires_at)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn begun() -> (Session, Presented) {
        let (session, expires_at) =
            Session::begin(Id::from_uuid(Uuid::from_u128(1)), Id::from_uuid(Uuid::from_u128(2)), now());
        (session, Presented { expires_at, used_at: None })
    }

    #[test]
    fn a_fresh_token_renews_and_a_used_one_ends_the_family() {
        let (session, token) = begun();
        assert!(matches!(session.renew(token, now().plus_days(1)), Renewal::Renewed { .. }));
        let used = Presented { used_at: Some(now()), ..token };
        assert_eq!(session.renew(used, now()), Renewal::Reused);
        // Even a used token that has lapsed meanwhile is a sign of theft while the family lives.
        assert_eq!(session.renew(used, now().plus_days(IDLE_DAYS + 1)), Renewal::Reused);
    }

    #[test]
    fn what_is_over_stays_over() {
        let (mut session, token) = begun();
        assert_eq!(session.renew(token, now().plus_days(IDLE_DAYS)), Renewal::Over);
        session.revoked_at = Some(now());
        assert_eq!(session.renew(token, now()), Renewal::Over);
    }

    proptest! {
        /// However often it is renewed, no token outlives its family, and no family its days.
        #[test]
        fn renewal_never_outlives_the_family(gaps in prop::collection::vec(0..20_u32, 1..40)) {
            let (session, mut token) = begun();
            let mut at = now();
            for gap in gaps {
                at = at.plus_days(gap);
                match session.renew(token, at) {
                    Renewal::Renewed { expires_at } => {
                        prop_assert!(expires_at <= session.expires_at && expires_at > at);
                        token = Presented { expires_at, used_at: None };
                    }
                    Renewal::Over => {
                        prop_assert!(token.expires_at <= at || session.expires_at <= at);
                        break;
                    }
                    Renewal::Reused => prop_assert!(false, "an unused token was called used"),
                }
            }
        }
    }
}
