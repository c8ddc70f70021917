//! What a report needs to know of a frozen market beyond its numbers.
//!
//! A school that asks stands there with its balance; of one that only gives, the market knows none. A school gave before if its
//! guarantee says so, or if any of its people completed work. A school is isolated from half of the measure on.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::brokerage::matching::report::{Account, AskFacts, Facts, GiveFacts, Journey};
use crate::brokerage::matching::score::way;
use crate::brokerage::matching::stable::Preferences;
use crate::brokerage::matching::{Asked, Frozen, Giver, Laid, Policy, Question};
use crate::directory::School;
use crate::exchange::{CapacityHolder, Mode, Urgency};
use crate::{Id, Word};

/// From which measure of isolation on a school counts as isolated, of 1000.
const ISOLATED: i32 = 500;

impl Frozen {
    /// What a report needs to know of it.
    pub fn facts(&self, laid: &Laid) -> Facts {
        let of_holder = self.by_holder();
        let asking: BTreeMap<Id<School>, &Question> =
            self.sought.iter().map(|it| (it.question.asker.school, &it.question)).collect();
        let gave = self.givers.iter().filter(|giver| giver.completed > 0).map(|giver| giver.home.school);
        let gave: BTreeSet<Id<School>> = gave.collect();
        let schools: BTreeSet<Id<School>> =
            asking.keys().copied().chain(self.givers.iter().map(|giver| giver.home.school)).collect();
        let place: BTreeMap<Id<School>, u32> = schools.iter().copied().zip(0..).collect();

        let ask = |question: &Question| AskFacts {
            school: place[&question.asker.school],
            priority: priority(question.urgency),
            isolated: question.isolation >= ISOLATED,
            days: self.bundle.half_days.into(),
        };
        let give = |holder: &CapacityHolder| {
            let offers = &of_holder[holder];
            let new = |giver: &&Giver| giver.completed == 0 && giver.jobs == 0;
            GiveFacts { school: place[&offers[0].home.school], first_time: offers.iter().all(new) }
        };
        let account = |school: &Id<School>| {
            let credit = asking.get(school).map(|question| &question.credit);
            let known = credit.filter(|credit| !credit.by_term.is_empty());
            Account {
                balance: known.map(|credit| credit.by_term.iter().copied().map(i64::from).sum()),
                gave: gave.contains(school) || credit.is_some_and(|credit| credit.guaranteed),
            }
        };
        Facts {
            asks: self.sought.iter().map(|it| ask(&it.question)).collect(),
            gives: laid.holders.iter().map(give).collect(),
            accounts: schools.iter().map(account).collect(),
        }
    }

    /// How far somebody who gives has to a request; who works over the network has no journey.
    pub fn journey(&self, policy: &Policy, laid: &Laid, (request, giver): (u32, u32)) -> Journey {
        let sought = self.sought.get(request as usize);
        let Some((sought, giver)) = sought.zip(laid.by.get(request as usize).and_then(|by| by.get(&giver))) else {
            return Journey::default();
        };
        let asked = Asked::new(policy, &self.terms, &sought.question);
        let pair = asked.beside(giver);
        match way(&pair) {
            Mode::Remote => Journey::default(),
            Mode::InPerson | Mode::Blended => Journey {
                metres: pair.metres.and_then(|metres| metres.try_into().ok()),
                minutes: pair.minutes.and_then(|minutes| minutes.try_into().ok()),
            },
        }
    }

    fn by_holder(&self) -> HashMap<CapacityHolder, Vec<&Giver>> {
        let mut by_holder: HashMap<CapacityHolder, Vec<&Giver>> = HashMap::new();
        for giver in &self.givers {
            by_holder.entry(giver.holder()).or_default().push(giver);
        }
        by_holder
    }
}

impl Laid {
    /// What both sides want. Nobody who gives states a wish of their own: to them too a request is worth the points of the pair,
    /// by which they can do most for it.
    pub fn preferences(&self) -> Preferences<'_> {
        let Self { instance, .. } = self;
        Preferences::new(instance, |request, giver| instance.weight(request as usize, giver).unwrap_or(0))
    }
}

/// How much a request presses, from 1.
fn priority(urgency: Urgency) -> u8 {
    let place = Urgency::ALL.iter().position(|it| *it == urgency).unwrap_or(0);
    u8::try_from(place).unwrap_or(0) + 1
}
