//! What a school that gives is guaranteed when it asks: an answer, and support that is agreed (DOMAIN C30).

use super::SupportRequest;
use crate::brokerage::ServiceStandard;
use crate::exchange::RequestStatus;
use crate::{Event, Timestamp};

impl SupportRequest {
    /// Since when a school that gives waits for support to be agreed, or waited last, and when it was agreed, if it is: from the
    /// day on which it asked, or from the one on which support that was agreed came to nothing. Nothing where nobody is
    /// guaranteed anything, nor for what was taken back.
    pub fn waits_for_support(&self) -> Option<(Timestamp, Option<Timestamp>)> {
        self.response.filter(|it| it.asker.guaranteed && self.status != RequestStatus::Withdrawn)?;
        let Some((agreed, before)) = self.placed.split_last() else { return Some((self.submitted_at?, None)) };
        match self.returned_after(*agreed) {
            Some(returned) => Some((returned, None)),
            None => {
                let asked = before.last().map_or(self.submitted_at, |earlier| self.returned_after(*earlier));
                Some((asked?, Some(*agreed)))
            }
        }
    }

    /// Notes that no support was agreed by the day that is guaranteed to a school that gives: once for each time that it waits,
    /// whichever alliances broker it by then. The school is told; what its brokers did not do is told to them by their own
    /// clocks.
    pub fn note_support_missed(&mut self, standard: &ServiceStandard, now: Timestamp) -> Option<Event> {
        let (since, agreed) = self.waits_for_support()?;
        let support_by = standard.guarantee_due(since)?;
        if agreed.is_some() || now <= support_by || self.support_missed_at().is_some() {
            return None;
        }
        self.support_missed.push(now);
        Some(Event::GuaranteeSupportMissed { request: self.id, support_by })
    }

    /// When it was noted that the support for which it waits, or waited last, was not agreed in time.
    pub fn support_missed_at(&self) -> Option<Timestamp> {
        let (since, _) = self.waits_for_support()?;
        self.support_missed.last().copied().filter(|noted| *noted >= since)
    }

    fn returned_after(&self, agreed: Timestamp) -> Option<Timestamp> {
        self.returned.iter().find(|returned| **returned >= agreed).copied()
    }
}

#[cfg(test)]
mod tests {
    use crate::brokerage::{MatchStage, ServicePolicy, ServiceStandard};
    use crate::exchange::request::lifecycle::tests::{broker, elm, head, now, submitted};
    use crate::exchange::{UnmetReason, WithdrawalReason};
    use crate::time::WorkingDays;

    /// Support is guaranteed within three weeks.
    fn standard() -> ServiceStandard {
        let numbers = [
            ("candidate_hours", 48),
            ("meeting_days", 7),
            ("record_days", 5),
            ("alliance_hours", 24),
            ("pool_hours", 72),
        ];
        let policy = ServicePolicy::new(1, now(), numbers).unwrap().guaranteeing(Some(21));
        ServiceStandard::new(vec![policy], WorkingDays::new([]))
    }

    #[test]
    fn a_guarantee_that_is_missed_is_noted_once_for_each_time_that_a_school_waits() {
        let (day, standard) = (|n| now().plus_days(n), standard());
        let mut request = submitted();
        assert_eq!(request.note_support_missed(&standard, day(90)), None, "nothing was guaranteed");
        request.response.as_mut().unwrap().asker.guaranteed = true;
        assert_eq!(request.note_support_missed(&standard, day(21)), None, "in time is in time");
        let told = request.note_support_missed(&standard, day(22)).unwrap();
        assert_eq!(told, crate::Event::GuaranteeSupportMissed { request: request.id, support_by: day(21) });
        assert_eq!(
            (request.note_support_missed(&standard, day(23)), request.support_missed_at()),
            (None, Some(day(22)))
        );
        let _ = request.triage(&broker(), None, day(24)).unwrap();
        let _ = request.matched(&broker(), MatchStage::National).unwrap();
        let _ = request.propose_to(elm()).unwrap();
        let _ = request.place(day(25)).unwrap();
        assert_eq!(
            (request.note_support_missed(&standard, day(90)), request.support_missed_at()),
            (None, Some(day(22)))
        );
        // It waits anew, and what was missed before is over.
        let _ = request.reopen_matching(day(40)).unwrap();
        assert_eq!((request.note_support_missed(&standard, day(61)), request.support_missed_at()), (None, None));
        let _ = request.mark_unmet(&broker(), UnmetReason::NoCandidate).unwrap();
        assert!(request.note_support_missed(&standard, day(62)).is_some(), "nobody was found is a miss as well");
        assert_eq!(request.support_missed, [day(22), day(62)]);
        let _ = request.withdraw(&head(), WithdrawalReason::NotStated).unwrap();
        assert_eq!(request.note_support_missed(&standard, day(90)), None);
    }

    #[test]
    fn a_school_that_gives_waits_since_it_asked_or_since_its_support_came_to_nothing() {
        let day = |n| now().plus_days(n);
        let mut request = submitted();
        assert_eq!(request.waits_for_support(), None, "who has not given is guaranteed nothing");
        request.response.as_mut().unwrap().asker.guaranteed = true;
        assert_eq!(request.waits_for_support(), Some((now(), None)));
        let _ = request.triage(&broker(), None, day(1)).unwrap();
        let _ = request.matched(&broker(), MatchStage::National).unwrap();
        let _ = request.propose_to(elm()).unwrap();
        let _ = request.reopen_matching(day(2)).unwrap();
        assert_eq!(request.waits_for_support(), Some((now(), None)), "a decline gives nobody more time");
        let _ = request.propose_to(elm()).unwrap();
        let _ = request.place(day(3)).unwrap();
        assert_eq!(request.waits_for_support(), Some((now(), Some(day(3)))));
        let _ = request.reopen_matching(day(9)).unwrap();
        assert_eq!(request.waits_for_support(), Some((day(9), None)), "it holds anew");
        let _ = request.mark_unmet(&broker(), UnmetReason::NoCandidate).unwrap();
        let _ = request.reopen(&head(), day(20)).unwrap();
        assert_eq!((request.waits_for_support(), request.returned.len()), (Some((day(9), None)), 3));
        let _ = request.matched(&broker(), MatchStage::National).unwrap();
        let _ = request.propose_to(elm()).unwrap();
        let _ = request.place(day(25)).unwrap();
        assert_eq!(request.waits_for_support(), Some((day(9), Some(day(25)))));
        let _ = request.reopen_matching(day(30)).unwrap();
        let _ = request.withdraw(&head(), WithdrawalReason::NotStated).unwrap();
        assert_eq!(request.waits_for_support(), None, "what was taken back waits for nothing");
    }
}
