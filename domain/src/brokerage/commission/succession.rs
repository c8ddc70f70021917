//! What becomes of a school's part of a joint commission when the school closes: it passes to the school that took its place,
//! or ends the commission where none did and nothing was agreed yet (SETTLED 2).

use super::{Backer, BackerStatus, CommissionStatus, JointCommission};
use crate::directory::School;
use crate::text::Remark;
use crate::{Event, Id, Timestamp};

/// The schools of the request and of the support, as they stand after a succession.
#[derive(Clone, Copy, Debug)]
pub struct Parties {
    /// The school that asks.
    pub asking: Id<School>,
    /// The school that gives, once support was agreed.
    pub giving: Option<Id<School>>,
}

impl JointCommission {
    /// Passes a closed school's part to its successor, which answers where the other has not; a successor that backs it already
    /// takes both parts. Gives nothing where no part passes: the school that gives would pay itself, or the request waits for a
    /// broker.
    ///
    /// Part of a succession, whose own permission was asked by then.
    pub fn pass_on(&mut self, from: Id<School>, to: Id<School>, of: Parties, now: Timestamp) -> Option<Option<Event>> {
        use CommissionStatus::{Agreed, Asked, Backed};

        let leads = self.lead == from;
        let stuck = of.giving == Some(to) || leads && of.asking != to;
        if stuck || !matches!(self.status, Asked | Backed | Agreed) {
            return None;
        }
        let passed = self.backers.remove(self.backers.iter().position(|it| it.school == from)?);
        let own = self.backers.iter().position(|it| it.school == to).map(|place| self.backers.remove(place));
        let joined = match own {
            None => Backer { school: to, ..passed },
            Some(own) => {
                let waits = passed.status == BackerStatus::Asked && !leads;
                let Backer { status, answered_at, decline_reason, .. } = if waits { passed } else { own };
                let (part, half_days) = (passed.part + own.part, passed.half_days + own.half_days);
                let ceiling = passed.ceiling.zip(own.ceiling).map(|(passed, own)| passed + own);
                Backer { school: to, part, half_days, ceiling, status, answered_at, decline_reason }
            }
        };
        self.backers.push(joined);
        if leads {
            self.lead = to;
        }
        if self.lead == to && joined.status == BackerStatus::Asked {
            self.answer_for_lead(to, now);
        }
        self.backers.sort_by_key(|it| it.school != self.lead);
        let whole = self.status == Asked && self.backers.iter().all(|it| it.status == BackerStatus::Backing);
        Some(whole.then(|| {
            self.status = Backed;
            self.backed_at = Some(now);
            Event::CommissionWhole { commission: self.id, request: self.request }
        }))
    }

    /// Ends what a closed school that nobody followed was to back, before anything was agreed: the parts of the others would not
    /// make up the whole.
    ///
    /// Part of reading the register, whose own permission was asked by then.
    pub fn let_go(&mut self, now: Timestamp) -> Option<Event> {
        let why = "A school that was to back it has closed, and none took its place.";
        self.stop(Remark::new(why).expect("the sentence is plain and short"), now).ok()
    }

    /// Whoever asks backs what it asks for.
    fn answer_for_lead(&mut self, lead: Id<School>, now: Timestamp) {
        for it in self.backers.iter_mut().filter(|it| it.school == lead) {
            it.status = BackerStatus::Backing;
            it.answered_at = Some(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{MOST, asked, backed, paid};
    use super::*;
    use crate::brokerage::testing::{head, id, start};

    fn parties(asking: u128, giving: Option<u128>) -> Parties {
        Parties { asking: id(asking), giving: giving.map(id) }
    }

    fn parts(it: &JointCommission) -> Vec<(Id<School>, i64, i32, BackerStatus)> {
        it.backers.iter().map(|it| (it.school, it.part, it.half_days, it.status)).collect()
    }

    #[test]
    fn a_part_passes_with_its_answer_and_a_successor_answers_where_the_other_has_not() {
        use BackerStatus::{Asked, Backing};
        let mut it = asked();
        assert_eq!(it.pass_on(id(3), id(9), parties(2, None), start()), Some(None));
        assert!(parts(&it).contains(&(id(9), 3_333, 1, Asked)));
        assert!(it.answer(id(3), None, &head(3), start()).is_err());
        assert!(it.answer(id(9), None, &head(9), start()).is_ok());
        assert_eq!(it.pass_on(id(2), id(8), parties(8, None), start()), Some(None));
        assert_eq!((it.lead, parts(&it)[0]), (id(8), (id(8), 5_000, 2, Backing)));
        assert_eq!(it.pass_on(id(7), id(6), parties(8, None), start()), None, "it has no part");
    }

    #[test]
    fn schools_that_become_one_back_it_together_and_the_parts_are_still_the_whole() {
        let mut it = asked();
        let _ = it.answer(id(3), None, &head(3), start()).unwrap();
        assert_eq!(it.pass_on(id(3), id(4), parties(2, None), start()), Some(None), "the other has not answered");
        let event = it.pass_on(id(2), id(4), parties(4, None), start()).unwrap().unwrap();
        assert_eq!((event.name(), it.status), ("commission.whole", CommissionStatus::Backed));
        assert_eq!(parts(&it), [(id(4), 10_000, 4, BackerStatus::Backing)]);
        assert!(it.backers[0].ceiling >= Some(MOST), "and together they pay what each was told");
    }

    #[test]
    fn nobody_pays_itself_and_what_waits_for_a_broker_waits() {
        let mut it = backed();
        assert_eq!(it.pass_on(id(2), id(9), parties(2, None), start()), None);
        let _ = it.bind(&paid(30_000), start()).unwrap();
        assert_eq!(it.pass_on(id(3), id(1), parties(2, Some(1)), start()), None);
        assert_eq!(it.pass_on(id(3), id(9), parties(2, Some(1)), start()), Some(None));
        assert_eq!(it.let_go(start()), None, "what was agreed binds");
    }

    #[test]
    fn without_a_successor_it_ends_with_its_reason() {
        let mut it = asked();
        assert_eq!(it.let_go(start()).unwrap().name(), "commission.ended");
        assert!(it.reason.is_some());
        assert_eq!(it.pass_on(id(3), id(9), parties(2, None), start()), None, "what has ended stays as it was");
    }
}
