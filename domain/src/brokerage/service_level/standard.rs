//! The numbers that hold nationally, in all their versions, and the days on which people work.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::{EscalationStep, OwnStandards};
use crate::Id;
use crate::directory::Alliance;
use crate::time::WorkingDays;
use crate::word::numbers_by_word;
use crate::{Timestamp, Word, words};

words! {
    /// The numbers of the service levels.
    pub enum ServiceSetting {
        /// Hours after a request was raised within which somebody is proposed for it (DOMAIN F2).
        CandidateHours = "candidate_hours",
        /// Days after both schools accepted within which those who will work together meet (DOMAIN F4).
        MeetingDays = "meeting_days",
        /// Working days after a visit within which it is written down (DOMAIN F6).
        RecordDays = "record_days",
        /// Hours after which a breach is carried from the broker to all brokers of the alliance.
        AllianceHours = "alliance_hours",
        /// Hours after which a breach is carried to the brokers of all alliances.
        PoolHours = "pool_hours",
    }
}

const SETTINGS: usize = ServiceSetting::ALL.len();
/// The most that any number may be: six weeks, in hours.
const MOST: i32 = 1_008;

/// One version of the numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServicePolicy {
    version: i32,
    since: Timestamp,
    settings: [i32; SETTINGS],
    guarantee_days: Option<i32>,
}

/// Why numbers make no service levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServicePolicyFault {
    /// A name is no setting, or stands there twice.
    Unknown,
    /// A setting has no number.
    Missing(ServiceSetting),
    /// A number is out of range.
    OutOfRange(ServiceSetting),
    /// Other alliances would be told before the own one.
    Backwards,
}

impl ServicePolicy {
    /// Takes a version's numbers by their stored names, each exactly once, and checks them.
    pub fn new<'a>(
        version: i32,
        since: Timestamp,
        settings: impl IntoIterator<Item = (&'a str, i32)>,
    ) -> Result<Self, ServicePolicyFault> {
        use ServicePolicyFault::{Backwards, Missing, OutOfRange, Unknown};
        let settings = numbers_by_word(settings, 1..=MOST, Unknown, Missing, OutOfRange)?;
        let it = Self { version, since, settings, guarantee_days: None };
        let later = it.setting(ServiceSetting::AllianceHours) < it.setting(ServiceSetting::PoolHours);
        if later { Ok(it) } else { Err(Backwards) }
    }

    /// The same, with the days within which support is agreed for a school that gives. A version without them guarantees an
    /// answer alone.
    pub const fn guaranteeing(self, days: Option<i32>) -> Self {
        Self { guarantee_days: days, ..self }
    }

    /// The number of a setting.
    pub const fn setting(&self, setting: ServiceSetting) -> i32 {
        self.settings[setting as usize]
    }

    /// When a breach of what was due at an instant is carried to a step.
    pub(super) fn carried_at(&self, step: EscalationStep, due: Timestamp) -> Timestamp {
        match step {
            EscalationStep::Broker => due,
            EscalationStep::Alliance => hours(due, self.setting(ServiceSetting::AllianceHours)),
            EscalationStep::NationalPool => hours(due, self.setting(ServiceSetting::PoolHours)),
        }
    }
}

fn hours(from: Timestamp, number: i32) -> Timestamp {
    from.plus_seconds(number.unsigned_abs() * 3_600)
}

/// Every version, what alliances have set for themselves, and the days on which people work.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceStandard {
    versions: Vec<ServicePolicy>,
    own: Arc<OwnStandards>,
    days: WorkingDays,
}

impl ServiceStandard {
    /// Takes every version, in any order.
    pub fn new(mut versions: Vec<ServicePolicy>, days: WorkingDays) -> Self {
        versions.sort_by_key(|it| it.since);
        Self { versions, own: Arc::default(), days }
    }

    /// The same, with what alliances have set for themselves.
    pub fn with(&self, own: Arc<OwnStandards>) -> Self {
        Self { own, ..self.clone() }
    }

    /// The version that holds for what begins at an instant; nothing before the first.
    pub fn in_force(&self, at: Timestamp) -> Option<&ServicePolicy> {
        self.versions.iter().rev().find(|it| it.since <= at)
    }

    /// The number that holds for what begins at an instant with an alliance: its own, unless the national one is shorter by
    /// then (DOMAIN B22).
    pub fn number(&self, setting: ServiceSetting, at: Timestamp, alliance: Option<Id<Alliance>>) -> Option<i32> {
        let national = self.in_force(at)?.setting(setting);
        let all = alliance.and_then(|alliance| self.own.get(&alliance));
        let own = all.and_then(|all| all.iter().rev().find(|(since, _)| *since <= at));
        let own = own.and_then(|(_, levels)| levels.setting(setting));
        Some(own.map_or(national, |own| own.min(national)))
    }

    /// Until when an alliance proposes somebody for a request that was raised at an instant.
    pub fn candidate_due(&self, raised: Timestamp, alliance: Option<Id<Alliance>>) -> Option<Timestamp> {
        Some(hours(raised, self.number(ServiceSetting::CandidateHours, raised, alliance)?))
    }

    /// Within how many days support is agreed for a school that gives and asks at an instant (DOMAIN C30).
    pub fn guarantee_days(&self, asked: Timestamp) -> Option<i32> {
        self.in_force(asked)?.guarantee_days
    }

    /// Until when support is agreed for a school that gives and has waited since an instant. No alliance is sooner or later: a
    /// guarantee is of all to all.
    pub fn guarantee_due(&self, since: Timestamp) -> Option<Timestamp> {
        Some(since.plus_days(self.guarantee_days(since)?.unsigned_abs()))
    }

    /// Until when those meet whose schools both accepted at an instant what an alliance brokers.
    pub fn meeting_due(&self, accepted: Timestamp, alliance: Id<Alliance>) -> Option<Timestamp> {
        let days = self.number(ServiceSetting::MeetingDays, accepted, Some(alliance))?;
        Some(accepted.plus_days(days.unsigned_abs()))
    }

    /// Until when a visit of a day is written down: the end of the last working day for it.
    pub fn record_due(&self, visited_on: NaiveDate, alliance: Id<Alliance>) -> Option<Timestamp> {
        let number = self.number(ServiceSetting::RecordDays, midnight(visited_on), Some(alliance))?;
        let last = self.days.after(visited_on, u16::try_from(number).unwrap_or(u16::MAX));
        last.succ_opt().map(midnight)
    }
}

/// The instant at which a day begins.
pub(crate) fn midnight(day: NaiveDate) -> Timestamp {
    Timestamp::new(day.and_time(NaiveTime::MIN).and_utc())
}
