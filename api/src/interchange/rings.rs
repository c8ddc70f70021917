//! Rings as they are given: figures, helps and prices, as JSON or as a table. `docs/matching-format.md` tells their form.

use domain::brokerage::matching::interchange::Mutual;
use domain::brokerage::matching::rings::{Certificate, PRICE, Ring};
use serde::Serialize;

/// The name and the edition of the form.
const FORMAT: &str = "lateral-rings/1";

/// What there is to say of rings together.
#[derive(Serialize)]
pub struct RingFigures {
    /// The seed of the market.
    pub seed: u64,
    /// The most schools of a ring.
    pub longest: u8,
    /// The most schools of a chain; nought for no chains.
    pub chain: u8,
    /// What counts of the points that would remain after a refusal, in thousandths.
    pub kept: u16,
    /// How many schools ask or can give.
    pub schools: usize,
    /// How many of them ask.
    pub asking: usize,
    /// How many of them can give.
    pub giving: usize,
    /// How many schools could help another, counted by both.
    pub helps: usize,
    /// How many rings and chains were found.
    pub found: usize,
    /// How many schools are in one.
    pub taking_part: usize,
    /// The points of all helps in them.
    pub points: i64,
    /// What they are worth, with the share of what would remain.
    pub value: i64,
    /// What the best ring first comes to.
    pub greedy: i64,
    /// What no choice of rings can exceed.
    pub bound: i64,
    /// What lies between value and bound: nought if it is proved that no choice is worth more.
    pub gap: i64,
}

/// One ring or chain.
#[derive(Serialize)]
pub struct Circle {
    /// Whether it is a chain, whose last school gives nothing in return.
    open: bool,
    helps: Vec<Help>,
}

/// What one school of a ring does for the next.
#[derive(Serialize)]
struct Help {
    giver: u32,
    taker: u32,
    request: u32,
    specialist: u32,
    points: i64,
}

impl Circle {
    /// Tells of a ring by the numbers that the market has for its schools, requests and specialists.
    pub fn of(mutual: &Mutual, ring: &Ring) -> Self {
        let given = |(giver, taker): (u32, u32)| {
            let (request, specialist) = mutual.pair(giver, taker)?;
            let points = mutual.market.points(giver, taker)?;
            let school = |place: u32| mutual.schools[place as usize];
            Some(Help { giver: school(giver), taker: school(taker), request, specialist, points })
        };
        Self { open: ring.open, helps: ring.helps().filter_map(given).collect() }
    }
}

/// Rings with their proof.
#[derive(Serialize)]
pub struct RingsAnswer {
    format: &'static str,
    #[serde(flatten)]
    figures: RingFigures,
    rings: Vec<Circle>,
    /// Into how many parts a point is divided for prices.
    price_parts: i64,
    /// The price of each school that has one.
    prices: Vec<(u32, i64)>,
}

impl RingsAnswer {
    /// Puts rings together with their figures and their proof; `schools` are the numbers of all that have a price.
    pub fn new(figures: RingFigures, rings: Vec<Circle>, schools: &[u32], certificate: &Certificate) -> Self {
        let prices = schools.iter().copied().zip(certificate.prices.iter().copied());
        let prices = prices.filter(|(_, price)| *price != 0).collect();
        Self { format: FORMAT, figures, rings, price_parts: PRICE, prices }
    }

    /// The whole of it as JSON.
    pub fn json(&self) -> serde_json::Result<String> {
        Ok(serde_json::to_string(self)? + "\n")
    }

    /// The rings as a table: a row for each help, by rings.
    pub fn table(&self) -> String {
        let row = |(ring, Help { giver, taker, request, specialist, points }): (usize, &Help)| {
            format!("{ring},{giver},{taker},{request},{specialist},{points}\n")
        };
        let helps =
            self.rings.iter().enumerate().flat_map(|(ring, circle)| circle.helps.iter().map(move |it| (ring, it)));
        let header = std::iter::once("ring,giver,taker,request,specialist,points\n".to_owned());
        header.chain(helps.map(row)).collect()
    }

    /// What there is to say of them, for people.
    pub fn said(&self) -> String {
        let RingFigures {
            schools, asking, giving, helps, found, taking_part, points, value, greedy, bound, gap, ..
        } = self.figures;
        let chains = self.rings.iter().filter(|ring| ring.open).count();
        let pairs = self.rings.iter().filter(|ring| !ring.open && ring.helps.len() == 2).count();
        let proof =
            if gap == 0 { "proved, no choice is worth more".to_owned() } else { format!("within {gap} of the best") };
        format!(
            "schools      {schools}: {asking} ask, {giving} can give\nhelps        {helps} possible\n\
             rings        {found} of {taking_part} schools: {pairs} pairs, {} longer, {chains} chains\n\
             value        {value}: points {points}, what would remain {}\n\
             best first   {greedy}: {} less\nbound        {bound}: {proof}\n",
            found - pairs - chains,
            value - points,
            value - greedy
        )
    }
}
