//! A standing, and the pages of the statement behind it, as the cache keeps them. The same for every reader: who may see
//! them is asked before they are looked up.

use domain::directory::School;
use domain::reciprocity::{AccountKind, Position, Tallies, Transfer, TransferKind};
use domain::{Id, Timestamp, Word};
use persistence::reciprocity::account::Standing;
use persistence::reciprocity::transfer;
use persistence::{Cursor, Page};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;

/// A standing in plain numbers and ids.
#[derive(Serialize, Deserialize)]
pub(super) struct Kept {
    all: Figures,
    for_credit: Figures,
    accounts: Vec<Uuid>,
    schools: Vec<Uuid>,
    leaders: i32,
}

/// What was given, received, promised and awaited.
#[derive(Serialize, Deserialize)]
struct Figures([i64; 4]);

impl From<Position> for Figures {
    fn from(it: Position) -> Self {
        Self([it.given, it.received, it.promised, it.awaited])
    }
}

impl From<Figures> for Position {
    fn from(Figures([given, received, promised, awaited]): Figures) -> Self {
        Self { given, received, promised, awaited }
    }
}

impl From<Standing> for Kept {
    fn from(it: Standing) -> Self {
        let Tallies { all, for_credit } = it.tallies;
        let (all, for_credit) = (all.into(), for_credit.into());
        let accounts = it.accounts.into_iter().map(Id::uuid).collect();
        let schools = it.schools.into_iter().map(Id::uuid).collect();
        Self { all, for_credit, accounts, schools, leaders: it.leaders }
    }
}

impl From<Kept> for Standing {
    fn from(it: Kept) -> Self {
        let Kept { all, for_credit, accounts, schools, leaders } = it;
        Self {
            tallies: Tallies { all: all.into(), for_credit: for_credit.into() },
            accounts: accounts.into_iter().map(Id::from_uuid).collect(),
            schools: schools.into_iter().map(Id::from_uuid).collect(),
            leaders,
        }
    }
}

/// One entry of a statement: a transfer, seen from one of its sides.
#[derive(Clone, Serialize, Deserialize)]
pub struct KeptEntry {
    pub transfer: Uuid,
    pub credited: bool,
    #[serde(with = "word")]
    pub kind: TransferKind,
    #[serde(with = "word")]
    pub account: AccountKind,
    pub half_days: i32,
    pub for_credit: bool,
    pub deployment: Uuid,
    pub reverses: Option<Uuid>,
    pub counterpart: Uuid,
    #[serde(with = "instant")]
    pub at: Timestamp,
}

/// A page of a statement.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptPage {
    entries: Vec<KeptEntry>,
    has_next: bool,
    has_previous: bool,
}

impl KeptEntry {
    /// A transfer as the school sees it that is credited, or the one that is debited.
    pub fn on(credited: bool, it: Transfer) -> Self {
        Self {
            transfer: it.id.uuid(),
            credited,
            kind: it.kind,
            account: it.credit.kind,
            half_days: it.half_days,
            for_credit: it.for_credit,
            deployment: it.deployment.uuid(),
            reverses: it.reverses.map(Id::uuid),
            counterpart: if credited { it.debit.school.uuid() } else { it.credit.school.uuid() },
            at: it.at,
        }
    }
}

impl KeptPage {
    /// A page as a school sees it that counts these schools as itself.
    pub fn of(page: Page<Transfer>, schools: &[Id<School>]) -> Self {
        let seen = |it: Transfer| KeptEntry::on(schools.contains(&it.credit.school), it);
        let entries = page.items.into_iter().map(|(_, transfer)| seen(transfer)).collect();
        Self { entries, has_next: page.has_next, has_previous: page.has_previous }
    }

    /// The page of the list.
    pub fn page(self) -> Page<KeptEntry> {
        let cursor = |it: &KeptEntry| Cursor { list: transfer::LIST, order: 0, id: it.transfer };
        let items = self.entries.into_iter().map(|it| (cursor(&it), it)).collect();
        Page { items, has_next: self.has_next, has_previous: self.has_previous }
    }
}

mod word {
    use super::{Deserialize, Deserializer, Error, Serializer, Word};

    pub fn serialize<W: Word, S: Serializer>(word: &W, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(word.as_str())
    }

    pub fn deserialize<'de, W: Word, D: Deserializer<'de>>(deserializer: D) -> Result<W, D::Error> {
        W::read(&String::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("an unknown word"))
    }
}

mod instant {
    use super::{Deserialize, Deserializer, Error, Serializer, Timestamp};

    pub fn serialize<S: Serializer>(at: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(at.utc().timestamp_micros())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Timestamp, D::Error> {
        let at = chrono::DateTime::from_timestamp_micros(i64::deserialize(deserializer)?);
        at.map(Timestamp::new).ok_or_else(|| D::Error::custom("no instant"))
    }
}
