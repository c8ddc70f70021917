//! The points of one offer, from the columns: what is alike for many is valued once a question, and the journey, which takes longest
//! to reckon, comes last.

use chrono::Datelike;

use crate::brokerage::matching::columns::Standing;
use crate::brokerage::matching::columns::classes::Valued;
use crate::brokerage::matching::columns::question::{Laid, at};
use crate::brokerage::matching::columns::spot::bound;
use crate::brokerage::matching::journey::minutes;
use crate::brokerage::matching::policy::FULL;
use crate::brokerage::matching::rank::score;
use crate::brokerage::matching::score::{
    by_mode, context, expertise_lost, expertise_met, isolation, journey_value, reciprocity, share, value,
};
use crate::brokerage::matching::{Context, Factor, Policy, Reason, Setting, Term};
use crate::exchange::Mode;

use super::bits::WIDTH;

/// What one question reckons points with.
pub struct Points<'l> {
    laid: &'l Laid<'l, 'l>,
    policy: &'l Policy,
    /// What every offer has alike.
    base: i64,
    skills: Valued<'l, Box<[Term]>>,
    contexts: Valued<'l, Context>,
    standings: Valued<'l, Standing>,
    /// The most that likeness, expertise and time can add.
    rest: i64,
    /// What each part of the window that is open gives.
    shares: Vec<i64>,
    today: i32,
    horizon: i32,
    /// The square of the straight line from which on work at the school is worth nothing, wherever it starts.
    too_long: u64,
    remote: i32,
}

impl<'l> Points<'l> {
    /// Makes ready for a question.
    pub fn new(laid: &'l Laid<'l, 'l>) -> Self {
        let (columns, policy, question) = (laid.columns, laid.asked.policy, laid.asked.question);
        let horizon = question.travel_wish.unwrap_or_else(|| policy.setting(Setting::TravelHorizon)).max(1);
        let worth_of = |factor, value: i32| i64::from(policy.weight(factor)) * i64::from(value);
        let full = |factor| worth_of(factor, FULL);
        let all = i32::try_from(laid.window.all()).unwrap_or(i32::MAX);
        let worth = |reason: Reason| worth_of(reason.factor(), value(policy, &reason));
        Self {
            laid,
            policy,
            base: worth(reciprocity(policy, question)) + worth(isolation(question)),
            skills: columns.skills.valued(),
            contexts: columns.contexts.valued(),
            standings: columns.standings.valued(),
            rest: [Factor::Context, Factor::Expertise, Factor::Availability].map(full).iter().sum(),
            shares: (0..=all).map(|open| worth_of(Factor::Availability, share(open, all))).collect(),
            today: question.today.num_days_from_ce(),
            horizon,
            too_long: bound(horizon - 1, [question.asker.context.rural, Some(true)]),
            remote: policy.setting(Setting::TravelRemote),
        }
    }

    /// The most that the journey can add for an offer of a block.
    pub fn most(&self, word: usize) -> i64 {
        let there = match self.laid.here {
            // A journey that begins in the country is the quickest.
            Some(here) => {
                let near = metres(self.laid.columns.blocks[word].squares(here).0);
                let quickest = minutes(near, [self.laid.asked.question.asker.context.rural, Some(true)]);
                self.journey(Some(quickest)).max(self.journey(None))
            }
            None => self.journey(None),
        };
        self.weight(Factor::Travel, there.max(self.remote).min(FULL))
    }

    /// The score of the offer in a slot, if it may come to so many points; `most` is what [`most`](Self::most) said of its block.
    pub fn reaching(&self, slot: usize, least: i64, most: i64) -> Option<i64> {
        let (laid, word) = (self.laid, slot / WIDTH);
        let (columns, bit) = (laid.columns, 1 << (slot % WIDTH));
        if laid.past.at(word) & bit != 0 {
            return laid.pair(slot).map(|pair| score(&pair));
        }
        // What tells offers apart most comes first, so that most are passed by soon.
        let sofar = self.base + self.standings.of(columns.stands[slot], |standing| self.standing(*standing));
        if sofar + self.rest + most < least {
            return None;
        }
        let row = &columns.rows[slot];
        let sofar = sofar + self.contexts.of(row.context, |there| self.context(there));
        let sofar =
            sofar + self.expertise(row.skill, row.confirmed) + self.shares[laid.window.open(&columns.times[slot])];
        if sofar + most < least {
            return None;
        }
        let spot = &columns.spots[slot];
        let square = laid.here.filter(|_| columns.placed.at(word) & bit != 0).map(|here| spot.square(here));
        if square.is_some_and(|square| square < laid.competing) {
            return laid.pair(slot).map(|pair| score(&pair));
        }
        Some(sofar + self.weight(Factor::Travel, self.travel(slot, square)))
    }

    /// The value of the best of the ways of working that are open.
    fn travel(&self, slot: usize, square: Option<u64>) -> i32 {
        let (laid, word, bit) = (self.laid, slot / WIDTH, 1 << (slot % WIDTH));
        let columns = laid.columns;
        let (spot, has) = (&columns.spots[slot], |set| at(set, word) & bit != 0);
        let assured = columns.assured.at(word) & bit != 0;
        let limited = columns.limited.at(word) & bit != 0;
        let too_far = limited && square.is_some_and(|square| square >= spot.bounds[laid.end]);
        let there = assured && !too_far && has(laid.there);
        let blended = assured && has(laid.blended);
        let remote = if has(laid.remote) || !(there || blended) { self.remote } else { i32::MIN };
        if !(there || blended) {
            return remote.min(FULL);
        }
        let worth = match square {
            Some(square) if square >= self.too_long => 0,
            Some(square) => {
                let ends = [laid.asked.question.asker.context.rural, spot.rural];
                self.journey(Some(minutes(metres(square), ends)))
            }
            None => self.journey(None),
        };
        let value = |mode, open| if open { by_mode(mode, worth, self.remote) } else { i32::MIN };
        remote.max(value(Mode::InPerson, there)).max(value(Mode::Blended, blended)).min(FULL)
    }

    /// The value of work at the school after a journey.
    fn journey(&self, journey: Option<i32>) -> i32 {
        journey_value(self.policy, journey, self.horizon)
    }

    fn expertise(&self, skill: u32, confirmed: Option<i32>) -> i64 {
        let asked = i32::try_from(self.laid.asked.question.expertise.len()).unwrap_or(i32::MAX);
        let met = self.skills.of(skill, |held| expertise_met(self.policy, asked, self.laid.asked.closeness(held)));
        let days = confirmed.map(|day| (self.today - day).max(0));
        let left = (met - expertise_lost(self.policy, days)).clamp(0, FULL.into());
        i64::from(self.policy.weight(Factor::Expertise)) * left
    }

    fn context(&self, there: &Context) -> i64 {
        self.worth(&context(&self.laid.asked.question.asker.context, there))
    }

    fn standing(&self, (completed, stated, jobs, one_off): Standing) -> i64 {
        let asked = self.laid.asked.question.wishes.one_off;
        self.worth(&Reason::Evidence { completed, stated })
            + self.worth(&Reason::Load { jobs })
            + self.worth(&Reason::Format { one_off, asked })
    }

    fn worth(&self, reason: &Reason) -> i64 {
        self.weight(reason.factor(), value(self.policy, reason))
    }

    fn weight(&self, factor: Factor, value: i32) -> i64 {
        i64::from(self.policy.weight(factor)) * i64::from(value)
    }
}

fn metres(square: u64) -> i32 {
    i32::try_from(square.isqrt()).unwrap_or(i32::MAX)
}
