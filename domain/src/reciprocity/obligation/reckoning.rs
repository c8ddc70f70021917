//! What is owed for support that has ended: so much of what was agreed as came of the support (DOMAIN C.4).

use super::Obligation;
use crate::access::Actor;
use crate::brokerage::Deployment;
use crate::reciprocity::ObligationStatus;
use crate::text::Remark;
use crate::{Event, Timestamp};

impl Obligation {
    /// Reckons what is owed for support that has ended, by the half-days of it that the host has confirmed by now: half-days in
    /// proportion, rounded up; what is not counted whole; and nothing where nothing came. What was met or waived by somebody
    /// stays so, and what fell away by itself is owed again once something is confirmed.
    ///
    /// Part of the end of the support, and of what is confirmed or reversed after it, whose own permission was asked by then.
    pub fn reckon(&mut self, of: &Deployment, confirmed: i32, now: Timestamp) -> Option<Event> {
        let agreed = of.terms.as_ref()?.give_back?;
        if self.deployment != Some(of.id) || of.ended_at.is_none() {
            return None;
        }
        if confirmed == 0 {
            let why = Remark::new("The support ended, and none of it came.").expect("the sentence is plain and short");
            self.end(ObligationStatus::Waived, (why, &Actor::Service), now).ok()?;
            self.fell_away = true;
            return Some(Event::ObligationWaived { obligation: self.id });
        }
        let owed = agreed.half_days.map(|all| part(all, confirmed, of.half_days));
        if self.fell_away {
            self.take_up();
        } else if !self.is_open() || self.half_days == owed {
            return None;
        }
        self.half_days = owed;
        Some(Event::ObligationReckoned { obligation: self.id })
    }
}

/// The part of what was agreed that falls to so many half-days out of all, rounded up: whoever received something owes something.
fn part(agreed: i32, came: i32, all: i32) -> i32 {
    let (came, all) = (came.clamp(0, all.max(0)), all.max(1));
    (agreed * came + all - 1) / all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::Terms;
    use crate::brokerage::testing::{active, head, id, reason, start};
    use crate::reciprocity::{GiveBack, ObligationKind};

    /// Support of six half-days for which so much is given back, ended or not, and what is owed for it.
    fn agreed(kind: ObligationKind, half_days: Option<i32>, ended: bool) -> (Deployment, Obligation) {
        let mut of = active();
        let due_on = "2027-06-30".parse().unwrap();
        let give_back = Some(GiveBack { kind, half_days, due_on });
        of.terms = of.terms.map(|terms| Terms { give_back, ..terms });
        let (it, _) = Obligation::agreed(id(30), &of, start()).unwrap();
        if ended {
            let _ = of.stop(&head(2), reason(), start().plus_days(1)).unwrap();
        }
        (of, it)
    }

    fn reckoned(it: &mut Obligation, of: &Deployment, confirmed: i32) -> Option<&'static str> {
        it.reckon(of, confirmed, start().plus_days(2)).map(|event| event.name())
    }

    #[test]
    fn what_is_owed_is_cut_to_the_part_that_came() {
        for (agreed_on, confirmed, owed) in [(4, 3, 2), (2, 3, 1), (6, 1, 1), (1, 1, 1), (5, 5, 5), (9, 2, 3)] {
            let (of, mut it) = agreed(ObligationKind::GiveBack, Some(agreed_on), true);
            let told = (owed != agreed_on).then_some("obligation.reckoned");
            assert_eq!(reckoned(&mut it, &of, confirmed), told, "{agreed_on} for six, of which {confirmed} came");
            assert_eq!((it.half_days, it.is_open()), (Some(owed), true));
            assert_eq!(reckoned(&mut it, &of, confirmed), None, "it is told once");
        }
        let (of, mut whole) = agreed(ObligationKind::GiveBack, Some(4), true);
        assert_eq!(reckoned(&mut whole, &of, 6), None);
        assert_eq!((whole.half_days, part(4, 9, 6)), (Some(4), 4), "and never more than was agreed");
        let (of, mut hosted) = agreed(ObligationKind::HostVisit, None, true);
        assert_eq!(reckoned(&mut hosted, &of, 1), None, "what is not counted is owed whole");
    }

    #[test]
    fn nothing_is_owed_where_nothing_came_and_it_is_owed_again_once_something_has() {
        let (of, mut it) = agreed(ObligationKind::GiveBack, Some(4), true);
        (it.status, it.due_at) = (ObligationStatus::Due, Some(start()));
        assert_eq!(reckoned(&mut it, &of, 0), Some("obligation.waived"));
        assert_eq!((it.status, it.fell_away), (ObligationStatus::Waived, true));
        assert!(it.ended_by.is_some() && it.ended_at.is_some());
        assert_eq!(reckoned(&mut it, &of, 0), None, "it is told once");
        assert_eq!(reckoned(&mut it, &of, 3), Some("obligation.reckoned"));
        assert_eq!((it.status, it.fell_away, it.half_days), (ObligationStatus::Due, false, Some(2)), "where it stood");
        assert_eq!((it.ended_at, it.ended_by.as_ref()), (None, None));
        assert_eq!(reckoned(&mut it, &of, 0), Some("obligation.waived"), "a reversal is reckoned as well");
        let (of, mut hosted) = agreed(ObligationKind::HostVisit, None, true);
        assert_eq!(reckoned(&mut hosted, &of, 0), Some("obligation.waived"));
        assert_eq!(reckoned(&mut hosted, &of, 1), Some("obligation.reckoned"));
    }

    #[test]
    fn what_goes_on_and_what_somebody_ended_is_left_as_it_is() {
        let (of, mut it) = agreed(ObligationKind::GiveBack, Some(4), false);
        assert_eq!(reckoned(&mut it, &of, 0), None, "the support goes on");
        let (of, it) = agreed(ObligationKind::GiveBack, Some(4), true);
        let words = Remark::new("Long since given").unwrap();
        let mut met = it.clone();
        let _ = met.meet((&head(1), &[]), None, (words.clone(), None), start()).unwrap();
        let mut waived = it.clone();
        let _ = waived.waive((&head(1), &[]), None, words, start()).unwrap();
        for mut ended in [met, waived] {
            assert_eq!(
                (reckoned(&mut ended, &of, 0), reckoned(&mut ended, &of, 3)),
                (None, None),
                "{:?}",
                ended.status
            );
        }
        let mut other = Obligation { deployment: Some(id(77)), ..it };
        assert_eq!(reckoned(&mut other, &of, 0), None, "it belongs to other support");
    }
}
