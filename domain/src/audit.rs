//! The chain of the audit trail: each entry is summed up and linked to all before it, so that an entry that is altered, taken
//! out, put in or moved afterwards is told (TRUST M4, decision 123).
//!
//! The sum of an entry is the SHA-256 of its canonical bytes: the name of this form, then the twelve columns in their order.
//! An empty column is a byte 0. Any other is a byte 1, its length as eight bytes, the highest first, and its bytes: an id as
//! its sixteen, the instant as its microseconds since 1970 in eight, the highest first, a text as UTF-8. So no two entries
//! share their bytes. The head of a link is the SHA-256 of the head before it and the sum of its entry; before the first link
//! stand 32 zero bytes.

use std::fmt;

use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::Timestamp;

/// The name of the form in which an entry is summed up; another form gets another name.
const FORM: &[u8] = b"lateral audit entry 1";

/// A SHA-256, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sum(pub [u8; 32]);

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// An entry of the audit trail: who did what to which record, when and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The entry's id, which is its event's.
    pub id: Uuid,
    /// When it happened.
    pub at: Timestamp,
    /// Under which request.
    pub request_id: String,
    /// Who did it; nobody if it was the service.
    pub actor_person_id: Option<Uuid>,
    /// By which membership.
    pub actor_membership_id: Option<Uuid>,
    /// In which role.
    pub actor_role: Option<String>,
    /// The event's public name.
    pub event: String,
    /// What kind of record it is about.
    pub noun: String,
    /// Which record.
    pub noun_id: Uuid,
    /// What the trail said last of that record, as text.
    pub before: Option<String>,
    /// What is so now, as text.
    pub after: Option<String>,
    /// Why.
    pub reason: Option<String>,
}

impl Entry {
    /// Sums up every column.
    pub fn sum(&self) -> Sum {
        let mut sum = Sha256::new_with_prefix(FORM);
        let at = self.at.utc().timestamp_micros().to_be_bytes();
        let columns: [Option<&[u8]>; 12] = [
            Some(self.id.as_bytes()),
            Some(&at),
            Some(self.request_id.as_bytes()),
            self.actor_person_id.as_ref().map(|it| it.as_bytes().as_slice()),
            self.actor_membership_id.as_ref().map(|it| it.as_bytes().as_slice()),
            self.actor_role.as_deref().map(str::as_bytes),
            Some(self.event.as_bytes()),
            Some(self.noun.as_bytes()),
            Some(self.noun_id.as_bytes()),
            self.before.as_deref().map(str::as_bytes),
            self.after.as_deref().map(str::as_bytes),
            self.reason.as_deref().map(str::as_bytes),
        ];
        for column in columns {
            match column {
                None => sum.update([0]),
                Some(bytes) => {
                    sum.update([1]);
                    sum.update((bytes.len() as u64).to_be_bytes());
                    sum.update(bytes);
                }
            }
        }
        Sum(sum.finalize().into())
    }
}

/// The place of an entry in the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Which place: 1 and up, without gaps.
    pub place: i64,
    /// Which record the entry is about.
    pub noun_id: Uuid,
    /// Which entry.
    pub entry_id: Uuid,
    /// The sum of the entry.
    pub digest: Sum,
    /// The sum of the head before it and of that.
    pub head: Sum,
}

/// How far a chain goes: its last place and head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chain {
    /// The last place; 0 before the first link.
    pub place: i64,
    /// The head of the last link.
    pub head: Sum,
}

impl Chain {
    /// A chain without a link.
    pub const EMPTY: Self = Self { place: 0, head: Sum([0; 32]) };

    /// Links an entry behind the last one.
    pub fn link(&mut self, entry: &Entry) -> Link {
        let digest = entry.sum();
        *self = self.beyond(digest);
        Link { place: self.place, noun_id: entry.noun_id, entry_id: entry.id, digest, head: self.head }
    }

    /// Goes on to the next link that is kept, with its entry as it is now; says what is wrong if the two do not follow.
    pub fn follow(&mut self, link: &Link, entry: Option<&Entry>) -> Result<(), Break> {
        let next = self.beyond(link.digest);
        let fault = if link.place != next.place {
            Fault::LinkMissing
        } else if entry.is_none() {
            Fault::EntryMissing
        } else if entry.is_some_and(|it| it.sum() != link.digest) {
            Fault::Altered
        } else if link.head != next.head {
            Fault::OutOfOrder
        } else {
            *self = next;
            return Ok(());
        };
        Err(Break { place: next.place, entry_id: link.entry_id, fault })
    }

    fn beyond(self, digest: Sum) -> Self {
        let head = Sha256::new().chain_update(self.head.0).chain_update(digest.0).finalize().into();
        Self { place: self.place + 1, head: Sum(head) }
    }
}

/// Where a chain breaks first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Break {
    /// The place.
    pub place: i64,
    /// The entry that is linked there; where its link is missing, the entry that is linked next.
    pub entry_id: Uuid,
    /// What is wrong.
    pub fault: Fault,
}

/// What is wrong where a chain breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// No link has this place.
    LinkMissing,
    /// The entry that was linked is gone.
    EntryMissing,
    /// The entry is not what it was when it was linked, or another one stands in its place.
    Altered,
    /// The link does not follow the one before it.
    OutOfOrder,
}

impl fmt::Display for Break {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, entry_id, fault } = self;
        match fault {
            Fault::LinkMissing => write!(f, "place {place} is missing; after it comes entry {entry_id}"),
            Fault::EntryMissing => write!(f, "place {place}: entry {entry_id} is missing"),
            Fault::Altered => write!(f, "place {place}: entry {entry_id} was altered"),
            Fault::OutOfOrder => write!(f, "place {place}: entry {entry_id} is out of order"),
        }
    }
}

#[cfg(test)]
mod tests;
