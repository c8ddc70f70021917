//! The public instance in `data/matching/small`, as tests read it: one region's real school sites, made-up people and requests.

use std::fs;
use std::path::Path;

use crate::brokerage::matching::plan::{Ask, Draft, Give, Instance, Objective, Pairing};
use crate::brokerage::matching::report::{Account, AskFacts, Facts, GiveFacts, Journey};

/// A table of the instance: its rows of whole numbers.
fn table<const N: usize>(name: &str) -> Vec<[i64; N]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../data/matching/small").join(name);
    let text = fs::read_to_string(path).unwrap();
    let row = |line: &str| line.split(',').map(|it| it.parse().unwrap()).collect::<Vec<_>>().try_into().unwrap();
    text.lines().skip(1).map(row).collect()
}

/// The instance and what is known of it.
pub struct PublicInstance {
    pub instance: Instance,
    pub facts: Facts,
    requests: Vec<[i64; 15]>,
    specialists: Vec<[i64; 15]>,
}

impl PublicInstance {
    pub fn read() -> Self {
        let [requests, specialists] = [table::<15>("requests.csv"), table("specialists.csv")];
        let asks = requests.iter().map(|it| Ask { key: it[0] as u64, seats: 1, worth: it[14] }).collect();
        let gives = specialists.iter().map(|it| Give { key: it[0] as u64, capacity: it[10] as u32, jobs: 0 }).collect();
        let mut pairs = vec![Vec::new(); requests.len()];
        for [request, specialist, weight] in table("edges.csv") {
            pairs[request as usize].push(Pairing { specialist: specialist as u32, weight });
        }
        let instance = Instance::new(Draft { asks, gives, pairs, seed: 20_261_121 }).unwrap();
        Self { instance, facts: facts(&requests, &specialists), requests, specialists }
    }

    /// The costs of load of the `fair` objective.
    pub fn fair() -> Objective {
        Objective::fair(vec![0, 400, 1_000, 1_800, 2_800, 4_000]).unwrap()
    }

    /// The straight line between the two, in metres, rounded down.
    pub fn metres(&self, request: u32, specialist: u32) -> i64 {
        let (here, there) = (&self.requests[request as usize], &self.specialists[specialist as usize]);
        ((here[2] - there[2]).pow(2) + (here[3] - there[3]).pow(2)).isqrt()
    }

    pub fn journey(&self, request: u32, specialist: u32) -> Journey {
        Journey { metres: Some(self.metres(request, specialist) as u32), minutes: None }
    }

    /// How much a specialist wants a request: 60 parts nearness and 40 the very expertise.
    pub fn standing(&self, request: u32, specialist: u32) -> i64 {
        let (ask, give) = (&self.requests[request as usize], &self.specialists[specialist as usize]);
        let near = 1_000 - 1_000 * self.metres(request, specialist) / give[12];
        let apt = if give[9] >> ask[9] & 1 == 1 { 1_000 } else { 550 };
        60 * near + 40 * apt
    }
}

/// Accounts by school number. A balance is known of schools that ask alone; a person gives one day with each job.
fn facts(requests: &[[i64; 15]], specialists: &[[i64; 15]]) -> Facts {
    let last = requests.iter().chain(specialists).map(|it| it[1]).max().unwrap();
    let mut accounts = vec![Account { balance: None, gave: false }; last as usize + 1];
    for it in requests {
        accounts[it[1] as usize].balance = Some(it[13]);
    }
    for it in specialists {
        accounts[it[1] as usize].gave |= it[14] > 0;
    }
    let ask =
        |it: &[i64; 15]| AskFacts { school: it[1] as u32, priority: it[10] as u8, isolated: it[11] == 1, days: 1 };
    let give = |it: &[i64; 15]| GiveFacts { school: it[1] as u32, first_time: it[14] == 0 };
    Facts { asks: requests.iter().map(ask).collect(), gives: specialists.iter().map(give).collect(), accounts }
}
