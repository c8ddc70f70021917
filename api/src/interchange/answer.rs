//! Plans as they are given: figures, pairs and prices, as JSON or as a table. `docs/matching-format.md` tells their form.

use domain::brokerage::matching::plan::{Certificate, Plan};
use serde::Serialize;

use crate::interchange::Beside;

/// The name and the edition of the form.
pub const FORMAT: &str = "lateral-plan/1";

/// What there is to say of a plan.
#[derive(Serialize)]
pub struct Figures {
    /// Which objective it is for.
    pub objective: &'static str,
    /// What that takes for each further job of one person, in points.
    pub load_penalty: Vec<i64>,
    /// The seed of the market.
    pub seed: u64,
    /// How many requests there are.
    pub requests: usize,
    /// How many of them have somebody.
    pub met: usize,
    /// How many specialists there are.
    pub specialists: usize,
    /// How many of them have a job by the plan.
    pub used: usize,
    /// How many pairs are possible.
    pub edges: usize,
    /// The points of the plan's pairs.
    pub weight: i64,
    /// The worth of the requests that are met.
    pub worth: i64,
    /// What load takes away.
    pub load: i64,
    /// How many pairs would rather have each other.
    pub blocking: usize,
    /// In how many of these a school envies another with reason.
    pub envious: usize,
    /// What it keeps of an earlier plan, if one was told to people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Keeping>,
    /// What the plan is worth.
    pub value: i64,
    /// What no plan can exceed, if there are prices that prove it.
    pub bound: Option<i64>,
    /// What lies between the two: nought if it is proved that no plan is worth more.
    pub gap: Option<i64>,
}

/// What a plan keeps of an earlier one.
#[derive(Serialize)]
pub struct Keeping {
    /// How many of the told pairs are still possible.
    pub possible: usize,
    /// How many of those are kept.
    pub kept: usize,
    /// What each costs that is not, in points.
    pub switch_cost: i64,
}

/// What a stable plan gives up against the best one.
#[derive(Serialize)]
pub struct Stable {
    /// What the best plan is worth that was found.
    best: i64,
    /// What no plan can exceed.
    best_bound: i64,
    /// What the stable plan is worth less than that, which is what it gives up if the best plan was found.
    given_up: i64,
}

impl Stable {
    /// Lays the figures of a stable plan beside those of the best one.
    pub fn beside(stable: &Figures, best: &Figures) -> Self {
        let bound = best.bound.unwrap_or(best.value);
        Self { best: best.value, best_bound: bound, given_up: bound - stable.value }
    }

    fn said(&self) -> String {
        let Self { best, best_bound, given_up } = self;
        if best == best_bound {
            format!("gives up     {given_up} of the {best} points of the best plan\n")
        } else {
            format!("gives up     at most {given_up}: no plan is worth more than {best_bound}\n")
        }
    }
}

/// A plan with its proof, where there is one.
#[derive(Serialize)]
pub struct Answer<'p> {
    format: &'static str,
    mode: &'static str,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// What it gives up, of a stable plan.
    #[serde(flatten)]
    stable: Option<Stable>,
    /// Whether no other plan is worth as much; said of a best plan only.
    #[serde(skip_serializing_if = "Option::is_none")]
    unique: Option<bool>,
    plan: &'p [(u32, u32)],
    /// The prices; none of a stable plan, which they could not prove.
    #[serde(skip_serializing_if = "Option::is_none")]
    prices: Option<&'p [i64]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<Beside>,
}

impl<'p> Answer<'p> {
    /// Puts a best plan together with its figures and its proof.
    pub fn best(figures: Figures, unique: Option<bool>, plan: &'p Plan, certificate: &'p Certificate) -> Self {
        let (plan, prices) = (plan.pairs(), Some(&*certificate.prices));
        Self { format: FORMAT, mode: "best", figures, stable: None, unique, plan, prices, report: None }
    }

    /// Puts a stable plan together with its figures and what it gives up.
    pub fn stable(figures: Figures, stable: Stable, plan: &'p Plan) -> Self {
        let (stable, plan) = (Some(stable), plan.pairs());
        Self { format: FORMAT, mode: "stable", figures, stable, unique: None, plan, prices: None, report: None }
    }

    /// The same with a report, if there is one.
    pub fn with(self, report: Option<Beside>) -> Self {
        Self { report, ..self }
    }

    /// The whole of it as JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string(self)? + "\n")
    }

    /// Pairs as a table: a row for each. Where there are prices they stand there too, and a row for each further specialist whose
    /// place has one.
    pub fn table(&self) -> String {
        let Some(prices) = self.prices else {
            let rows = self.plan.iter().map(|(request, specialist)| format!("{request},{specialist}\n"));
            return std::iter::once("request,specialist\n".to_owned()).chain(rows).collect();
        };
        let price = |specialist: u32| prices[specialist as usize];
        let pair = |(request, specialist): &(u32, u32)| format!("{request},{specialist},{}\n", price(*specialist));
        let mut is_priced: Vec<bool> = prices.iter().map(|price| *price == 0).collect();
        for (_, specialist) in self.plan {
            is_priced[*specialist as usize] = true;
        }
        let left = (0..).zip(is_priced).filter(|(_, is_priced)| !is_priced);
        let left = left.map(|(specialist, _)| format!(",{specialist},{}\n", price(specialist)));
        let header = std::iter::once("request,specialist,price\n".to_owned());
        header.chain(self.plan.iter().map(pair)).chain(left).collect()
    }

    /// What there is to say of it, for people.
    pub fn said(&self) -> String {
        let prices = self.prices.map(|prices| {
            let dear = prices.iter().filter(|price| **price > 0).count();
            let dearest = prices.iter().max().copied().unwrap_or(0);
            format!("prices       {dear} above nought, the dearest {dearest}\n")
        });
        let unique = match self.unique {
            Some(true) => "unique       no other plan is worth as much\n",
            Some(false) => "unique       other plans are worth as much\n",
            None => "",
        };
        let stable = self.stable.as_ref().map(Stable::said).unwrap_or_default();
        let report = self.report.as_ref().map(Beside::said).unwrap_or_default();
        format!("{}{stable}{}{unique}{report}", self.figures.said(), prices.unwrap_or_default())
    }
}

impl Figures {
    /// The figures as JSON, with a report if there is one.
    pub fn json(&self, report: Option<&Beside>) -> serde_json::Result<String> {
        #[derive(Serialize)]
        struct Checked<'f> {
            #[serde(flatten)]
            figures: &'f Figures,
            #[serde(skip_serializing_if = "Option::is_none")]
            report: Option<&'f Beside>,
        }
        serde_json::to_string(&Checked { figures: self, report })
    }

    /// The figures, for people.
    pub fn said(&self) -> String {
        let Self { requests, met, specialists, used, edges, weight, worth, load, value, .. } = self;
        let told = self.told.as_ref().map(|Keeping { possible, kept, switch_cost }| {
            format!("told         {kept} of {possible} pairs kept; each other costs {switch_cost}\n")
        });
        let proof = match (self.bound, self.gap) {
            (Some(bound), Some(0)) => format!("bound        {bound}: proved, no plan is worth more\n"),
            (Some(bound), Some(gap)) => format!("bound        {bound}: within {gap} of the best\n"),
            _ => "bound        none: without prices nothing is proved\n".to_owned(),
        };
        let stands = match self.blocking {
            0 => "stable       no pair would rather have each other\n".to_owned(),
            pairs => {
                format!("blocking     {pairs} pairs would rather have each other, {} by justified envy\n", self.envious)
            }
        };
        format!(
            "objective    {}\nrequests     {met} of {requests} met\nspecialists  {used} of {specialists} with a job\n\
             pairs        {edges} possible\n{}value        {value}: pairs {weight}, requests met {worth}, load -{load}\n\
             {proof}{stands}",
            self.objective,
            told.unwrap_or_default()
        )
    }
}
