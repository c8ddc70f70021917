//! The times that alliances set for themselves: shorter than the national ones, never longer (DOMAIN B22).

use std::collections::HashMap;

use super::{ServiceLevel, ServicePolicy, ServiceSetting};
use crate::directory::Alliance;
use crate::rule::{Faults, Refusals};
use crate::{Id, Rejected, Rule, Timestamp};

/// The times within which an alliance does things, where they are shorter than nationally. Where it sets none, the national
/// one holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OwnLevels {
    /// Hours after a request was raised within which somebody is proposed for it.
    pub candidate_hours: Option<i32>,
    /// Days after both schools accepted within which those who will work together meet.
    pub meeting_days: Option<i32>,
    /// Working days after a visit within which it is written down.
    pub record_days: Option<i32>,
}

/// What every alliance has set for itself, each from an instant on and the earlier before the later.
pub type OwnStandards = HashMap<Id<Alliance>, Vec<(Timestamp, OwnLevels)>>;

impl OwnLevels {
    /// Checks the times against the national ones of the day on which they come into force.
    pub fn check(self, national: Option<&ServicePolicy>) -> Result<Self, Refusals> {
        let mut faults = Faults::default();
        for (setting, field) in [
            (ServiceSetting::CandidateHours, "candidateHours"),
            (ServiceSetting::MeetingDays, "meetingDays"),
            (ServiceSetting::RecordDays, "recordDays"),
        ] {
            let Some(own) = self.setting(setting) else { continue };
            faults.need(own >= 1, || Rule::NumberOutOfRange.at(field));
            let most = national.map_or(i32::MAX, |national| national.setting(setting));
            let sentence = || format!("Nationally it is {most}: an alliance may be sooner, and not later.");
            faults.need(own <= most, || Rejected::from(Rule::LongerThanNational).at(field).saying(sentence()));
        }
        faults.into_result(Some(self))
    }

    /// The time that takes the place of a national one.
    pub(super) const fn setting(&self, setting: ServiceSetting) -> Option<i32> {
        match setting {
            ServiceSetting::CandidateHours => self.candidate_hours,
            ServiceSetting::MeetingDays => self.meeting_days,
            ServiceSetting::RecordDays => self.record_days,
            ServiceSetting::AllianceHours | ServiceSetting::PoolHours => None,
        }
    }
}

impl ServiceLevel {
    /// The setting that says its time; none, where each request or proposal names its own, or where it is no alliance's to
    /// shorten.
    pub const fn time(self) -> Option<ServiceSetting> {
        match self {
            Self::Triage | Self::Answer | Self::Guarantee => None,
            Self::NamedCandidate => Some(ServiceSetting::CandidateHours),
            Self::InitialMeeting => Some(ServiceSetting::MeetingDays),
            Self::VisitRecord => Some(ServiceSetting::RecordDays),
        }
    }
}
