//! By when a request is to be answered, and why then (DOMAIN C30, F2; SETTLED 9).
//!
//! Alliances see their work in this order. Who gives is answered sooner, and so is who is cut off; nobody is answered later
//! for having received. As time passes every request comes to the front.

use crate::directory::Alliance;
use crate::exchange::Urgency;
use crate::word::numbers_by_word;
use crate::{Id, Timestamp, Word, words};

words! {
    /// The numbers by which the time for an answer is set.
    pub enum ResponseSetting {
        /// Hours in which a request is answered that is routine.
        RoutineHours = "routine_hours",
        /// Hours in which a request is answered that is needed within the term.
        SoonHours = "soon_hours",
        /// Hours in which an urgent request is answered.
        UrgentHours = "urgent_hours",
        /// By how many hundredths the guarantee for schools that have given shortens them (DOMAIN C30).
        GuaranteePercent = "guarantee_percent",
        /// By how many hundredths they are shortened at most for a school that has given more than it received.
        CreditPercent = "credit_percent",
        /// How many half-days more than received count in full.
        CreditHalfDays = "credit_half_days",
        /// By how many hundredths they are shortened for a school that is wholly cut off (DOMAIN K139).
        IsolationPercent = "isolation_percent",
    }

    /// What sets the time in which a request is answered.
    pub enum ResponseFactor {
        /// How soon support is needed.
        Urgency = "urgency",
        /// The guarantee for schools that have given and now ask (DOMAIN C30).
        Guarantee = "guarantee",
        /// What the school has given more than it received.
        Credit = "credit",
        /// How cut off the school is (DOMAIN K139).
        Isolation = "isolation",
    }
}

const SETTINGS: usize = ResponseSetting::ALL.len();
/// The most that any number may be.
const MOST: i32 = 1_000;
/// The most hours for an answer (DOMAIN F2).
const MOST_HOURS: i32 = 48;
/// The most by which all together may shorten it, in hundredths: somebody has to read the request.
const MOST_SOONER: i32 = 90;

/// One version of the numbers by which the time for an answer is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ResponsePolicy {
    version: i32,
    settings: [i32; SETTINGS],
}

/// Why numbers set no time for an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResponsePolicyFault {
    /// A name is no setting, or stands there twice.
    Unknown,
    /// A setting has no number.
    Missing(ResponseSetting),
    /// A number is out of range.
    OutOfRange(ResponseSetting),
    /// Together they would leave nobody time to read the request.
    TooMuch,
}

/// Where the asking school stood when it raised its request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AskerStanding {
    /// What it had given more than it had received, in half-days, earlier terms counting less; negative if it received more.
    pub credit: i32,
    /// Whether it had given within the last three terms: the guarantee holds (DOMAIN C30).
    pub guaranteed: bool,
    /// How cut off it was, 0 to 1000 (DOMAIN K139).
    pub isolation: i32,
}

/// Who answers a request that is raised, and what sets the time in which they do.
#[derive(Clone, Debug)]
pub struct Brokered {
    /// The alliances of the school.
    pub alliances: Vec<Id<Alliance>>,
    /// The numbers that hold.
    pub policy: ResponsePolicy,
    /// Where the school stands.
    pub asker: AskerStanding,
}

/// The time set for the answer to one request: a broker's confirmation of the need.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Response {
    /// Until when it is to be answered.
    pub by: Timestamp,
    /// The version of the policy that set it.
    pub policy: i32,
    /// Where the school stood then.
    pub asker: AskerStanding,
    /// When it was noted that nobody had answered in time.
    pub overdue_at: Option<Timestamp>,
}

/// One of the reasons for the time that is set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseReason {
    /// What counts.
    pub factor: ResponseFactor,
    /// By how many hundredths it shortens the time; nothing for the urgency, which sets it.
    pub percent: i32,
    /// The reason as a sentence.
    pub sentence: String,
}

impl ResponsePolicy {
    /// Takes a version's numbers by their stored names, each exactly once, and checks them.
    pub fn new<'a>(
        version: i32,
        settings: impl IntoIterator<Item = (&'a str, i32)>,
    ) -> Result<Self, ResponsePolicyFault> {
        use ResponsePolicyFault::{Missing, OutOfRange, TooMuch, Unknown};
        let it = Self { version, settings: numbers_by_word(settings, 0..=MOST, Unknown, Missing, OutOfRange)? };
        let hours = [ResponseSetting::RoutineHours, ResponseSetting::SoonHours, ResponseSetting::UrgentHours];
        if let Some(wrong) = hours.into_iter().find(|hours| !(1..=MOST_HOURS).contains(&it.setting(*hours))) {
            return Err(OutOfRange(wrong));
        }
        if it.setting(ResponseSetting::CreditHalfDays) == 0 {
            return Err(OutOfRange(ResponseSetting::CreditHalfDays));
        }
        let parts =
            [ResponseSetting::GuaranteePercent, ResponseSetting::CreditPercent, ResponseSetting::IsolationPercent];
        let together: i32 = parts.iter().map(|part| it.setting(*part)).sum();
        if together > MOST_SOONER { Err(TooMuch) } else { Ok(it) }
    }

    /// The version's number.
    pub const fn version(&self) -> i32 {
        self.version
    }

    /// The number of a setting.
    pub const fn setting(&self, setting: ResponseSetting) -> i32 {
        self.settings[setting as usize]
    }

    /// Sets the time for an answer to a request that is raised now.
    pub fn response(&self, urgency: Urgency, asker: AskerStanding, now: Timestamp) -> Response {
        let sooner: i32 = self.sooner(asker).iter().map(|(_, percent)| percent).sum();
        let seconds = self.hours(urgency) * 36 * (100 - sooner);
        let by = now.plus_seconds(seconds.unsigned_abs());
        Response { by, policy: self.version, asker, overdue_at: None }
    }

    /// Why the time was set so, the urgency first.
    pub fn reasons(&self, urgency: Urgency, asker: AskerStanding) -> Vec<ResponseReason> {
        let hours = self.hours(urgency);
        let first = ResponseReason {
            factor: ResponseFactor::Urgency,
            percent: 0,
            sentence: match urgency {
                Urgency::Routine => format!("A routine request is answered within {hours} hours."),
                Urgency::Soon => format!("A request for this term is answered within {hours} hours."),
                Urgency::Urgent => format!("An urgent request is answered within {hours} hours."),
            },
        };
        let counted = self.sooner(asker).into_iter().filter(|(_, percent)| *percent > 0);
        let others = counted.map(|(factor, percent)| {
            let why = match factor {
                ResponseFactor::Guarantee => "the school has supported others within a year, and whoever gives is \
                                              guaranteed help in return"
                    .to_owned(),
                ResponseFactor::Credit => format!(
                    "the school has given {} half-day{} more than it received",
                    asker.credit,
                    if asker.credit == 1 { "" } else { "s" }
                ),
                ResponseFactor::Isolation | ResponseFactor::Urgency => {
                    format!("help is far from the school, or it has few links ({} of 1000)", asker.isolation)
                }
            };
            ResponseReason { factor, percent, sentence: format!("Sooner by {percent}%: {why}.") }
        });
        std::iter::once(first).chain(others).collect()
    }

    fn hours(&self, urgency: Urgency) -> i32 {
        self.setting(match urgency {
            Urgency::Routine => ResponseSetting::RoutineHours,
            Urgency::Soon => ResponseSetting::SoonHours,
            Urgency::Urgent => ResponseSetting::UrgentHours,
        })
    }

    fn sooner(&self, asker: AskerStanding) -> [(ResponseFactor, i32); 3] {
        let full = self.setting(ResponseSetting::CreditHalfDays);
        let credit = self.setting(ResponseSetting::CreditPercent) * asker.credit.clamp(0, full) / full;
        let guarantee = if asker.guaranteed { self.setting(ResponseSetting::GuaranteePercent) } else { 0 };
        let isolation = self.setting(ResponseSetting::IsolationPercent) * asker.isolation.clamp(0, 1_000) / 1_000;
        [
            (ResponseFactor::Guarantee, guarantee),
            (ResponseFactor::Credit, credit),
            (ResponseFactor::Isolation, isolation),
        ]
    }

    /// Version 1, as it is shipped; the database holds the same numbers as a row. A good alliance answers within 48 hours
    /// (DOMAIN F2).
    pub fn first() -> Self {
        let mut policy = Self { version: 1, settings: [0; SETTINGS] };
        for (setting, number) in FIRST {
            policy.settings[setting as usize] = number;
        }
        policy
    }
}

const FIRST: [(ResponseSetting, i32); SETTINGS] = [
    (ResponseSetting::RoutineHours, 48),
    (ResponseSetting::SoonHours, 36),
    (ResponseSetting::UrgentHours, 24),
    (ResponseSetting::GuaranteePercent, 25),
    (ResponseSetting::CreditPercent, 10),
    (ResponseSetting::CreditHalfDays, 20),
    (ResponseSetting::IsolationPercent, 20),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        Timestamp::new("2026-11-21T10:00:00Z".parse().unwrap())
    }

    fn minutes(urgency: Urgency, asker: AskerStanding) -> i64 {
        (ResponsePolicy::first().response(urgency, asker, now()).by.utc() - now().utc()).num_minutes()
    }

    const NEW: AskerStanding = AskerStanding { credit: 0, guaranteed: false, isolation: 0 };

    #[test]
    fn the_more_urgent_is_answered_sooner_and_all_within_two_days() {
        let all = [Urgency::Routine, Urgency::Soon, Urgency::Urgent].map(|urgency| minutes(urgency, NEW));
        assert_eq!(all, [48 * 60, 36 * 60, 24 * 60]);
    }

    #[test]
    fn who_has_given_and_who_is_cut_off_is_answered_sooner_and_nobody_later() {
        let routine = |asker| minutes(Urgency::Routine, asker);
        assert_eq!(routine(AskerStanding { guaranteed: true, ..NEW }), 36 * 60);
        assert_eq!(routine(AskerStanding { isolation: 500, ..NEW }), 2_592);
        assert_eq!(routine(AskerStanding { credit: 10, ..NEW }), 2_736);
        assert_eq!(routine(AskerStanding { credit: 5_000, ..NEW }), 2_592);
        assert_eq!(routine(AskerStanding { credit: -50, ..NEW }), 48 * 60);
        assert_eq!(routine(AskerStanding { credit: 20, guaranteed: true, isolation: 1_000 }), 1_296);
    }

    #[test]
    fn the_reasons_say_what_shortened_the_time() {
        let policy = ResponsePolicy::first();
        let told = |asker| policy.reasons(Urgency::Urgent, asker).into_iter().map(|it| it.sentence).collect::<Vec<_>>();
        assert_eq!(told(NEW), ["An urgent request is answered within 24 hours."]);
        let all = told(AskerStanding { credit: 1, guaranteed: true, isolation: 500 });
        assert_eq!(all.len(), 3, "half a hundredth shortens nothing: {all:?}");
        assert!(all[1].starts_with("Sooner by 25%: the school has supported others"), "{all:?}");
        assert_eq!(all[2], "Sooner by 10%: help is far from the school, or it has few links (500 of 1000).");
    }

    #[test]
    fn numbers_that_set_no_time_are_refused() {
        let all = || ResponseSetting::ALL.iter().map(|it| (it.as_str(), ResponsePolicy::first().setting(*it)));
        let with = |name, number| {
            let others = all().filter(move |(it, _)| *it != name);
            ResponsePolicy::new(2, others.chain([(name, number)])).err()
        };
        assert_eq!(ResponsePolicy::new(1, all()), Ok(ResponsePolicy::first()));
        let gap = ResponsePolicy::new(2, all().skip(1));
        assert_eq!(gap, Err(ResponsePolicyFault::Missing(ResponseSetting::RoutineHours)));
        let zero = ResponsePolicyFault::OutOfRange(ResponseSetting::CreditHalfDays);
        assert_eq!(with("credit_half_days", 0), Some(zero));
        let late = ResponsePolicyFault::OutOfRange(ResponseSetting::SoonHours);
        assert_eq!(with("soon_hours", MOST_HOURS + 1), Some(late));
        assert_eq!(with("guarantee_percent", 70), Some(ResponsePolicyFault::TooMuch));
        assert_eq!(with("inspection", 1), Some(ResponsePolicyFault::Unknown));
    }
}
