//! What becomes of what is owed when a school closes (SETTLED 2).

use super::Obligation;
use crate::access::Actor;
use crate::directory::School;
use crate::reciprocity::ObligationStatus;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

impl Obligation {
    /// Passes it from a closed school to the one that was decided for, on whichever side the closed school stands.
    pub fn pass(&mut self, from: Id<School>, to: Id<School>) -> Result<Event, Rejected> {
        self.require_open()?;
        let other = if self.debtor == from { self.creditor } else { Some(self.debtor) };
        if other == Some(to) {
            return Err(Rule::ObligationToSelf.at("successor"));
        }
        if self.debtor == from {
            self.debtor = to
        } else {
            self.creditor = Some(to)
        }
        Ok(Event::ObligationPassed { obligation: self.id, school: to })
    }

    /// Ends what one school would owe to itself, since the same school stands in the place of both: of the one that owes and of the
    /// one to which it is owed. Part of a succession, whose own permission was asked by then.
    pub fn fall_together(&mut self, [debtor, creditor]: [Id<School>; 2], now: Timestamp) -> Result<Event, Rejected> {
        if debtor != creditor || self.creditor.is_none() {
            return Err(Rule::StepNotOpen.into());
        }
        let why = Remark::new("The two schools became one.").expect("the sentence is plain and short");
        self.end(ObligationStatus::Waived, (why, &Actor::Service), now)?;
        Ok(Event::ObligationWaived { obligation: self.id })
    }
}
