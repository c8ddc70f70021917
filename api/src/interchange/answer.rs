//! Plans as they are given: figures, pairs and prices, as JSON or as a table. `docs/matching-format.md` tells their form.

use domain::brokerage::matching::plan::{Certificate, Plan};
use serde::Serialize;

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

/// A plan with its proof.
#[derive(Serialize)]
pub struct Answer<'p> {
    format: &'static str,
    /// Its figures.
    #[serde(flatten)]
    pub figures: Figures,
    /// Whether no other plan is worth as much; said of a best plan only.
    unique: Option<bool>,
    plan: &'p [(u32, u32)],
    prices: &'p [i64],
}

impl<'p> Answer<'p> {
    /// Puts a plan together with its figures and its proof.
    pub fn new(figures: Figures, unique: Option<bool>, plan: &'p Plan, certificate: &'p Certificate) -> Self {
        Self { format: FORMAT, figures, unique, plan: plan.pairs(), prices: &certificate.prices }
    }

    /// The whole of it as JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string(self)? + "\n")
    }

    /// Pairs and prices as a table: a row for each pair, then one for each further specialist whose place has a price.
    pub fn table(&self) -> String {
        let price = |specialist: u32| self.prices[specialist as usize];
        let pair = |(request, specialist): &(u32, u32)| format!("{request},{specialist},{}\n", price(*specialist));
        let mut is_priced: Vec<bool> = self.prices.iter().map(|price| *price == 0).collect();
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
        let dear = self.prices.iter().filter(|price| **price > 0).count();
        let dearest = self.prices.iter().max().copied().unwrap_or(0);
        let unique = match self.unique {
            Some(true) => "unique       no other plan is worth as much\n",
            Some(false) => "unique       other plans are worth as much\n",
            None => "",
        };
        format!("{}prices       {dear} above nought, the dearest {dearest}\n{unique}", self.figures.said())
    }
}

impl Figures {
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
        format!(
            "objective    {}\nrequests     {met} of {requests} met\nspecialists  {used} of {specialists} with a job\n\
             pairs        {edges} possible\n{}value        {value}: pairs {weight}, requests met {worth}, load -{load}\n{proof}",
            self.objective,
            told.unwrap_or_default()
        )
    }
}
