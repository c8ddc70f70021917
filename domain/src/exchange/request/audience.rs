//! Who reads a request, and to whom an anonymous one shows its school (DOMAIN K142, E72; SETTLED 7).

use uuid::Uuid;

use super::SupportRequest;
use crate::Id;
use crate::access::{Actor, Scope};
use crate::directory::{Alliance, School};
use crate::exchange::{Disclosure, RequestStatus};

impl SupportRequest {
    /// The ids under which the request is read: its school; once it is submitted, the alliances that broker it and the
    /// schools to which it was proposed.
    pub fn audience(&self) -> Vec<Uuid> {
        let mut audience = vec![self.school.uuid()];
        if self.status != RequestStatus::Draft {
            audience.extend(self.alliances.iter().map(|alliance| alliance.uuid()));
            audience.extend(self.responders.iter().map(|school| school.uuid()));
        }
        audience.sort_unstable();
        audience.dedup();
        audience
    }

    /// Whether a reader is shown which school asks: always if it is named, else only the school itself, its brokers, and
    /// the responders whom it has accepted (DOMAIN K142).
    pub fn names_school_to(&self, reader: &Scope) -> bool {
        if self.draft.disclosure == Disclosure::Named {
            return true;
        }
        let told = self.alliances.iter().map(|alliance| alliance.uuid());
        let told = told.chain(self.named_to.iter().map(|school| school.uuid()));
        let told: Vec<_> = told.chain([self.school.uuid()]).collect();
        reader.sees(&told)
    }

    /// The alliance in whose name somebody brokers this request, if they do.
    pub fn brokered_by(&self, by: &Actor) -> Option<Id<Alliance>> {
        by.acting().and_then(|acting| acting.alliance).filter(|alliance| self.alliances.contains(alliance))
    }

    /// Lets an alliance read and broker it: one to which it was referred and which took it on (SETTLED 7).
    pub fn admit_alliance(&mut self, alliance: Id<Alliance>) {
        if !self.alliances.contains(&alliance) {
            self.alliances.push(alliance);
        }
    }

    /// Lets a school read it, to which it was proposed; an anonymous request still hides its own.
    pub fn admit_responder(&mut self, school: Id<School>) {
        if !self.responders.contains(&school) {
            self.responders.push(school);
        }
    }

    /// Shows its name to a responder whom the asking school has accepted (DOMAIN K142).
    pub fn name_to(&mut self, school: Id<School>) {
        if !self.named_to.contains(&school) {
            self.named_to.push(school);
        }
    }
}
