//! The work-stream of an alliance to which a request belongs (DOMAIN B17): what the alliance works at, and counts apart.

use chrono::NaiveDate;

use crate::Id;
use crate::directory::{Alliance, AlliancePolicy};
use crate::rule::{Rejected, Rule};
use crate::text::Title;

/// One of the things at which an alliance works, as its policy names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Workstream {
    /// The alliance.
    pub alliance: Id<Alliance>,
    /// How its policy names it.
    pub name: Title,
}

impl Workstream {
    /// The work-stream of an alliance that is meant by a name, on a day, of all that the alliance ever settled in their order.
    /// One that it has given up takes nothing new.
    pub fn named(
        alliance: Id<Alliance>,
        name: &str,
        settled: &[AlliancePolicy],
        today: NaiveDate,
    ) -> Result<Self, Rejected> {
        let in_policy =
            |it: &AlliancePolicy| it.terms.workstreams.iter().find(|held| held.as_str() == name.trim()).cloned();
        if let Some(name) = AlliancePolicy::in_force(settled, today).and_then(in_policy) {
            return Ok(Self { alliance, name });
        }
        let begun = |it: &&AlliancePolicy| it.from.is_none_or(|from| from <= today);
        let was = settled.iter().filter(begun).any(|it| in_policy(it).is_some());
        Err(if was { Rule::WorkstreamEnded } else { Rule::NotFound }.at("workstream"))
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn policy(version: i32, from: &str, streams: &[&str]) -> AlliancePolicy {
        let alliance = Id::from_uuid(Uuid::from_u128(7));
        let mut it = AlliancePolicy::national(alliance, 7);
        (it.version, it.from) = (version, Some(day(from)));
        it.terms.workstreams = streams.iter().map(|it| Title::new(it).unwrap()).collect();
        it
    }

    #[test]
    fn a_work_stream_is_one_that_holds_today_and_one_that_was_given_up_takes_nothing_new() {
        let alliance = Id::from_uuid(Uuid::from_u128(7));
        let settled = [
            policy(1, "2026-09-01", &["School-to-school support", "Research"]),
            policy(2, "2026-11-01", &["School-to-school support"]),
            policy(3, "2027-01-01", &["School-to-school support", "Succession planning"]),
        ];
        let named = |name: &str, on: &str| Workstream::named(alliance, name, &settled, day(on));
        let found = named(" School-to-school support ", "2026-11-21").unwrap();
        assert_eq!((found.alliance, found.name.as_str()), (alliance, "School-to-school support"));
        assert!(named("Research", "2026-10-31").is_ok());
        assert_eq!(named("Research", "2026-11-01"), Err(Rule::WorkstreamEnded.at("workstream")));
        assert_eq!(named("Succession planning", "2026-12-31"), Err(Rule::NotFound.at("workstream")), "not begun yet");
        assert!(named("Succession planning", "2027-01-01").is_ok());
        assert_eq!(named("Catering", "2026-11-21"), Err(Rule::NotFound.at("workstream")));
        assert_eq!(
            Workstream::named(alliance, "Research", &[], day("2026-11-21")),
            Err(Rule::NotFound.at("workstream"))
        );
    }
}
