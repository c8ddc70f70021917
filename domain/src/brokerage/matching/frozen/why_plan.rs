//! Why the plan of a round gives a request somebody else, or nobody: what a place is worth elsewhere, and exactly what it would cost
//! to have it all the same (MATCHING 4). Others are counted and never named.

use crate::Id;
use crate::brokerage::matching::plan::{Checkpoint, Step};
use crate::brokerage::matching::{Laid, Settled};
use crate::exchange::{CapacityHolder, SupportRequest};
use crate::rule::Rejected;
use crate::words;

words! {
    /// What the plan of a round says of an offer for a request.
    pub enum PlanAnswer {
        /// The plan gives the request just this one.
        Given = "given",
        /// The two cannot come together in the plan: a rule keeps them apart, the time for all of it is not there, or a broker has
        /// settled otherwise.
        NotPossible = "not_possible",
        /// Whoever the plan gives the request suits it as well, or better.
        ScoresLess = "scores_less",
        /// It would suit the request better than what the plan gives it, and its time is worth more elsewhere.
        WorthMoreElsewhere = "worth_more_elsewhere",
    }

    /// Why the plan of a round leaves a request without anybody.
    pub enum UnplacedReason {
        /// Nobody in reach could meet it.
        NobodyInReach = "nobody_in_reach",
        /// Everybody who could meet it is worth more elsewhere.
        Outbid = "outbid",
    }
}

/// What the plan of a round says of an offer for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhyPlan {
    /// The answer in one word.
    pub answer: PlanAnswer,
    /// How well the two suit each other, in points; nothing if they cannot come together.
    pub points: Option<i64>,
    /// How well whoever the plan gives the request suits it, in points; nothing if it has nobody.
    pub given: Option<i64>,
    /// What a place with whoever gives this offer is worth to others, in points.
    pub price: Option<i64>,
    /// By how many points the plan would be worth less with the two together.
    pub loss: Option<i64>,
    /// How many other requests would have somebody else then, or nobody.
    pub displaced: Option<i32>,
}

/// Why the plan of a round leaves a request without anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unplaced {
    /// The reason in one word.
    pub reason: UnplacedReason,
    /// By how many points others are worth more: what the plan would lose at least if it gave the request somebody. Nothing where
    /// that could not be, because brokers have settled whom everybody in reach helps.
    pub by: Option<i64>,
}

impl Laid {
    /// What the plan with that settled says of somebody for a request.
    pub fn why_not(
        &self,
        request: Id<SupportRequest>,
        holder: CapacityHolder,
        settled: &Settled,
        watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
    ) -> Result<WhyPlan, Rejected> {
        let solved = self.proven(settled, watcher)?;
        let at = self.requests.iter().position(|it| *it == request);
        let has = at.and_then(|at| solved.plan.of_request(u32::try_from(at).ok()?).next());
        let given = at.zip(has).and_then(|(at, giver)| self.instance.weight(at, giver));
        let none =
            WhyPlan { answer: PlanAnswer::NotPossible, points: None, given, price: None, loss: None, displaced: None };
        let Some((at, giver)) = self.places_of(request, holder) else { return Ok(none) };
        let points = self.instance.weight(at as usize, giver);
        let price = solved.certificate.prices.get(giver as usize).copied();
        if has == Some(giver) {
            return Ok(WhyPlan { answer: PlanAnswer::Given, points, price, loss: Some(0), displaced: Some(0), ..none });
        }
        let mut forced = settled.clone();
        if settled.pinned.contains_key(&request) {
            return Ok(none);
        }
        forced.pinned.insert(request, holder);
        if self.under(&forced).is_err() {
            return Ok(none);
        }
        let weighed = self.weigh(request, [settled, &forced], watcher)?;
        let answer = if points <= given { PlanAnswer::ScoresLess } else { PlanAnswer::WorthMoreElsewhere };
        let displaced = i32::try_from(weighed.displaced).ok();
        Ok(WhyPlan { answer, points, given, price, loss: Some(weighed.loss), displaced })
    }

    /// Why the plan with that settled leaves a request without anybody; nothing if it does not.
    pub fn unplaced(
        &self,
        request: Id<SupportRequest>,
        settled: &Settled,
        watcher: &mut dyn FnMut(Checkpoint<'_>) -> Step,
    ) -> Result<Option<Unplaced>, Rejected> {
        let Some(at) = self.requests.iter().position(|it| *it == request) else { return Ok(None) };
        if self.instance.row(at).iter().len() == 0 {
            return Ok(Some(Unplaced { reason: UnplacedReason::NobodyInReach, by: None }));
        }
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        if self.proven(settled, watcher)?.plan.of_request(at).next().is_some() {
            return Ok(None);
        }
        let rest = self.under(settled).ok();
        let by = rest.and_then(|rest| rest.live().meet(at)).map(|tried| tried.loss);
        Ok(Some(Unplaced { reason: UnplacedReason::Outbid, by }))
    }
}

impl WhyPlan {
    /// The answer as a sentence.
    pub fn sentence(&self) -> String {
        let [points, given, price, loss] =
            [self.points, self.given, self.price, self.loss].map(Option::unwrap_or_default);
        let otherwise = format!("With it, the plan would be worth {}, and {}.", less(loss), moved(self.displaced));
        match self.answer {
            PlanAnswer::Given => "The plan of the round gives the request just this one.".to_owned(),
            PlanAnswer::NotPossible => {
                "In the round the two cannot come together: a rule keeps them apart, the time for \
                                        all of it is not there, or a broker has settled otherwise."
                    .to_owned()
            }
            PlanAnswer::ScoresLess if points == given => {
                format!("Whoever the plan gives the request suits it just as well. {otherwise}")
            }
            PlanAnswer::ScoresLess => {
                format!("Whoever the plan gives the request suits it better, by {} points. {otherwise}", given - points)
            }
            PlanAnswer::WorthMoreElsewhere => {
                let better = match self.given {
                    Some(given) => {
                        format!(
                            "It would suit the request better than what the plan gives it, by {} points",
                            points - given
                        )
                    }
                    None => "The plan gives the request nobody".to_owned(),
                };
                format!("{better}, but the place is worth more elsewhere: its price is {price} points. {otherwise}")
            }
        }
    }
}

impl Unplaced {
    /// The reason as a sentence.
    pub fn sentence(&self) -> String {
        match (self.reason, self.by) {
            (UnplacedReason::NobodyInReach, _) => "Nobody in reach could meet the request in this round.".to_owned(),
            (UnplacedReason::Outbid, Some(by)) => {
                format!("Everybody who could meet it is worth more elsewhere, by {by} points at least.")
            }
            (UnplacedReason::Outbid, None) => "Brokers have settled whom everybody helps who could meet it.".to_owned(),
        }
    }
}

fn less(loss: i64) -> String {
    if loss == 0 { "just as much".to_owned() } else { format!("{loss} points less") }
}

fn moved(displaced: Option<i32>) -> String {
    match displaced.unwrap_or(0) {
        0 => "nobody else would have somebody else".to_owned(),
        1 => "one other request would have somebody else, or nobody".to_owned(),
        many => format!("{many} other requests would have somebody else, or nobody"),
    }
}
