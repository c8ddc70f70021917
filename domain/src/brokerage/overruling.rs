//! What is kept when somebody goes on although a soft rule warns: the rule, the reason, and of what it was decided.

use uuid::Uuid;

use crate::directory::School;
use crate::identity::Person;
use crate::rule::Overridden;
use crate::text::Remark;
use crate::{Event, Id, Noun, Rule, Timestamp};

/// That somebody went on although a soft rule warned. Written once, with the decision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overruling {
    /// Its id.
    pub id: Id<Overruling>,
    /// The rule that warned.
    pub rule: Rule,
    /// Why they went on.
    pub reason: Remark,
    /// Of what it was decided: the id of that noun, as it is spelt outside.
    pub subject: String,
    /// The school for which it was decided.
    pub school: Id<School>,
    /// Who decided.
    pub said_by: Id<Person>,
    /// When.
    pub said_at: Timestamp,
    /// Who may read it: those whom the decision concerns.
    pub audience: Vec<Uuid>,
}

crate::noun!(Overruling = "ovr");

/// A decision on which a soft rule warned: of what it was made, for which school, and whom it concerns.
#[derive(Clone, Debug)]
pub struct Decision {
    subject: String,
    school: Id<School>,
    audience: Vec<Uuid>,
}

impl Decision {
    /// A decision about a noun.
    pub fn of<N: Noun>(subject: Id<N>, school: Id<School>, audience: Vec<Uuid>) -> Self {
        Self { subject: subject.to_string(), school, audience }
    }
}

impl Overruling {
    /// Keeps a warning that was overridden with the decision.
    pub fn keep(id: Id<Self>, it: Overridden, of: &Decision, said_by: Id<Person>, now: Timestamp) -> (Self, Event) {
        let Overridden { rule, reason } = it;
        let Decision { subject, school, audience } = of.clone();
        let event = Event::RuleOverruled { overruling: id, code: rule };
        (Self { id, rule, reason, subject, school, said_by, said_at: now, audience }, event)
    }
}
