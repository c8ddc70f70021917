//! Service levels: what an alliance promises to those who ask, by when, and what happens when it is not kept (DOMAIN F2, F4,
//! F6, C30). Each has a clock; where it runs out, that is a fact, and is carried to others step by step.

mod clock;
mod figures;
mod own;
mod standard;

use crate::{Id, Timestamp, words};

pub use clock::Clock;
pub use figures::ServiceFigures;
pub use own::{OwnLevels, OwnStandards};
pub(crate) use standard::midnight;
pub use standard::{ServicePolicy, ServicePolicyFault, ServiceSetting, ServiceStandard};

words! {
    /// What is done by when for those who ask.
    pub enum ServiceLevel {
        /// A broker reads a request and confirms the need: within the time that was set for its answer, two days at most.
        Triage = "triage",
        /// Somebody is proposed for a request, within two days after it was raised.
        NamedCandidate = "named_candidate",
        /// Both schools answer a proposal, by the day that it names.
        Answer = "answer",
        /// Those who will work together meet, within seven days after both schools accepted.
        InitialMeeting = "initial_meeting",
        /// A visit is written down, within five working days after it.
        VisitRecord = "visit_record",
        /// Support is agreed for a school that gives, within three weeks after it asked.
        Guarantee = "guarantee",
    }

    /// In what the time of a service level is counted.
    pub enum ServiceUnit {
        /// Hours, day and night.
        Hours = "hours",
        /// Days, weekends among them.
        Days = "days",
        /// Monday to Friday, without the bank holidays of England.
        WorkingDays = "working_days",
    }

    /// To whom it is carried that a service level is not kept.
    pub enum EscalationStep {
        /// To the broker who holds it.
        Broker = "broker",
        /// To all brokers of the alliance.
        Alliance = "alliance",
        /// To the brokers of all alliances: any of them may take it on.
        NationalPool = "national_pool",
    }
}

impl ServiceLevel {
    /// In what its time is counted.
    pub const fn unit(self) -> ServiceUnit {
        match self {
            Self::Triage | Self::NamedCandidate => ServiceUnit::Hours,
            Self::Answer | Self::InitialMeeting | Self::Guarantee => ServiceUnit::Days,
            Self::VisitRecord => ServiceUnit::WorkingDays,
        }
    }

    /// What is late where it was not kept, for a sentence.
    pub const fn late(self) -> &'static str {
        match self {
            Self::Triage => "the answer to a request",
            Self::NamedCandidate => "a proposal of somebody",
            Self::Answer => "the answer to a proposal",
            Self::InitialMeeting => "the initial meeting",
            Self::VisitRecord => "the record of a visit",
            Self::Guarantee => "support for a school that gives",
        }
    }

    /// How far a breach is carried: to others only while somebody can still put it right, and to other alliances only where
    /// they can take it on.
    pub const fn last_step(self) -> EscalationStep {
        match self {
            Self::Triage | Self::NamedCandidate | Self::Guarantee => EscalationStep::NationalPool,
            Self::InitialMeeting => EscalationStep::Alliance,
            Self::Answer | Self::VisitRecord => EscalationStep::Broker,
        }
    }
}

/// That a service level was not kept, and to whom that was carried. It stays on the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceBreach {
    /// Its id.
    pub id: Id<ServiceBreach>,
    /// What ran out, for whom and when.
    pub clock: Clock,
    /// To whom it was carried.
    pub step: EscalationStep,
    /// When it was noted.
    pub noted_at: Timestamp,
}

crate::noun!(ServiceBreach = "slb");

#[cfg(test)]
mod tests;
