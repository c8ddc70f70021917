//! What a report needs to know of a market beyond its numbers: schools, priorities, balances, journeys.

/// What is known of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AskFacts {
    /// The school that asks: its place in the list of accounts.
    pub school: u32,
    /// How much it presses; a higher number presses more.
    pub priority: u8,
    /// Whether the school is isolated.
    pub isolated: bool,
    /// What each person who comes gives, in the unit of the balances.
    pub days: i64,
}

/// What is known of a specialist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GiveFacts {
    /// The specialist's school: its place in the list of accounts.
    pub school: u32,
    /// Whether he or she has never given before.
    pub first_time: bool,
}

/// What is known of a school's giving and receiving before the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Account {
    /// What it has given less what it has received, if that is known.
    pub balance: Option<i64>,
    /// Whether it has given before.
    pub gave: bool,
}

/// What is known of the market, beside the instance.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Of each request.
    pub asks: Vec<AskFacts>,
    /// Of each specialist.
    pub gives: Vec<GiveFacts>,
    /// Of each school that asks or gives.
    pub accounts: Vec<Account>,
}

/// How far two are from each other, one way, as far as that is known. Remote work has no journey.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// The straight line in metres.
    pub metres: Option<u32>,
    /// How long it takes in minutes.
    pub minutes: Option<u32>,
}

/// Why facts are none of an instance.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FactsFault {
    /// There are not as many as requests, or as specialists.
    Missing,
    /// A school is named that is not in the list of accounts.
    NoSuchSchool {
        /// The school.
        school: u32,
    },
    /// The days of a request, or the balance of a school, are out of range.
    OutOfRange,
}

/// The most days of a request or of a balance, above or below nought: keeps every sum of a report inside its integers.
const MOST_DAYS: u64 = 1 << 20;

impl Facts {
    /// Whether they are those of so many requests and specialists.
    pub(super) fn check(&self, asks: usize, gives: usize) -> Result<(), FactsFault> {
        if self.asks.len() != asks || self.gives.len() != gives {
            return Err(FactsFault::Missing);
        }
        let schools = self.asks.iter().map(|ask| ask.school).chain(self.gives.iter().map(|give| give.school));
        if let Some(school) = schools.into_iter().find(|school| *school as usize >= self.accounts.len()) {
            return Err(FactsFault::NoSuchSchool { school });
        }
        let balances = self.accounts.iter().filter_map(|account| account.balance);
        let mut days = self.asks.iter().map(|ask| ask.days).chain(balances);
        if days.any(|days| days.unsigned_abs() > MOST_DAYS) { Err(FactsFault::OutOfRange) } else { Ok(()) }
    }
}
