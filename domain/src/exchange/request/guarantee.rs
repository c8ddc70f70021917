//! What a school that gives is guaranteed when it asks: an answer, and support that is agreed (DOMAIN C30).

use super::SupportRequest;
use crate::Timestamp;
use crate::exchange::RequestStatus;

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

    fn returned_after(&self, agreed: Timestamp) -> Option<Timestamp> {
        self.returned.iter().find(|returned| **returned >= agreed).copied()
    }
}

#[cfg(test)]
mod tests {
    use crate::brokerage::MatchStage;
    use crate::exchange::request::lifecycle::tests::{broker, elm, head, now, submitted};
    use crate::exchange::{UnmetReason, WithdrawalReason};

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
