//! The December of the whole life, as it stands on everybody's statement: as data and as a spreadsheet reads it.

use lateral_tests::Persona;
use lateral_tests::world::{AllianceOf, SchoolOf};
use serde_json::{Value as Json, json};

/// What is asked of a statement.
const ASKED: &str = "closed total { halfDays credit price { gross brokerage net } paidBy { host alliance grant other pool } } \
                     lines(first: 9) { nodes { home { urn } host { urn } settlement halfDays price { gross brokerage net } \
                     paidBy { host } adjustment } } csv";

/// A line that is expected: who gave, to whom, how many half-days, and whether for money.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    home: i32,
    host: i32,
    half_days: i64,
    is_paid: bool,
}

impl Line {
    /// Half-days for money.
    pub fn paid(home: &SchoolOf<'_>, host: &SchoolOf<'_>, half_days: i64) -> Self {
        Self { home: home.urn, host: host.urn, half_days, is_paid: true }
    }

    /// One half-day for credit.
    pub fn free(home: &SchoolOf<'_>, host: &SchoolOf<'_>) -> Self {
        Self { home: home.urn, host: host.urn, half_days: 1, is_paid: false }
    }

    /// What it costs in pence: gross, brokerage, net. A day is 350 pounds, of which 50 are brokerage.
    const fn price(&self) -> [i64; 3] {
        if self.is_paid { [17_500 * self.half_days, 2_500 * self.half_days, 15_000 * self.half_days] } else { [0; 3] }
    }

    fn data(&self) -> Json {
        json!({
            "home": {"urn": self.home.to_string()}, "host": {"urn": self.host.to_string()},
            "settlement": if self.is_paid { "DAY_RATE" } else { "RECIPROCAL_CREDIT" }, "halfDays": self.half_days,
            "price": price(self.price()), "paidBy": {"host": self.price()[0]}, "adjustment": false,
        })
    }

    fn cells(&self) -> Vec<String> {
        let pounds = |pence: i64| format!("{}.{:02}", pence / 100, pence % 100);
        let kind = if self.is_paid { "day_rate" } else { "reciprocal_credit" };
        let [gross, brokerage, net] = self.price().map(pounds);
        let half_days = self.half_days.to_string();
        vec![
            self.home.to_string(),
            self.host.to_string(),
            kind.to_owned(),
            half_days,
            gross.clone(),
            brokerage,
            net,
            gross,
        ]
    }
}

fn price([gross, brokerage, net]: [i64; 3]) -> Json {
    json!({"gross": gross, "brokerage": brokerage, "net": net})
}

/// Whose statement it is.
pub enum Of<'a> {
    /// A school's, of one side.
    School(&'a SchoolOf<'a>, &'a str),
    /// An alliance's.
    Alliance(&'a AllianceOf<'a>),
}

impl Of<'_> {
    /// Fails unless the statement of December 2026, as somebody reads it, tells these lines and nothing else.
    pub async fn tells(&self, who: &Persona<'_>, closed: bool, lines: &[Line]) {
        let (of, given) = match self {
            Self::School(it, side) => (format!("school(urn: \"{}\")", it.urn), format!(", side: {side}")),
            Self::Alliance(it) => (format!("alliance(id: \"{}\")", it.id), String::new()),
        };
        let document = format!("{{ of: {of} {{ statement(month: \"2026-12-31\"{given}) {{ {ASKED} }} }} }}");
        let answer = who.asks(&document).await;
        let seen = &answer.done()["of"]["statement"];
        let sum = |of: fn(&Line) -> i64| lines.iter().map(of).sum::<i64>();
        let sums = [sum(|it| it.price()[0]), sum(|it| it.price()[1]), sum(|it| it.price()[2])];
        let total = json!({
            "halfDays": sum(|it| it.half_days), "credit": sum(|it| if it.is_paid { 0 } else { it.half_days }),
            "price": price(sums), "paidBy": {"host": sums[0], "alliance": 0, "grant": 0, "other": 0, "pool": 0},
        });
        assert_eq!((&seen["closed"], &seen["total"]), (&json!(closed), &total), "{of}");
        let data: Vec<_> = lines.iter().map(Line::data).collect();
        let told = seen["lines"]["nodes"].as_array().unwrap();
        assert!(told.len() == data.len() && data.iter().all(|line| told.contains(line)), "{of}: {told:#?}");
        let cells: Vec<_> = lines.iter().map(Line::cells).collect();
        let told = cells_of(seen["csv"].as_str().unwrap());
        assert!(told.len() == cells.len() && cells.iter().all(|line| told.contains(line)), "{of}: {told:?}");
    }
}

/// The cells of a spreadsheet that say what the lines say.
fn cells_of(csv: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let header = reader.headers().unwrap().clone();
    let columns = ["home URN", "host URN", "settlement", "half-days", "gross", "brokerage", "net", "paid by host"]
        .map(|name| header.iter().position(|it| it == name).unwrap());
    let cells = |row: Result<csv::StringRecord, csv::Error>| {
        let row = row.unwrap();
        columns.iter().map(|at| row[*at].to_owned()).collect()
    };
    reader.records().map(cells).collect()
}
