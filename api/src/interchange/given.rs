//! Plans as they are handed in, by whomever: JSON or a table of pairs, with or without prices.

use std::path::Path;

use domain::brokerage::matching::plan::{Certificate, Plan};
use serde::Deserialize;

use crate::interchange::answer::FORMAT;
use crate::interchange::{Fault, lines, meta};

/// The most bytes that a file of a plan may have.
const MOST: u64 = 64 * 1024 * 1024;

/// A plan as it was handed in.
#[derive(Debug, Default)]
pub struct Given {
    /// The plan.
    pub plan: Plan,
    /// The prices that shall prove it, if there are any.
    pub certificate: Option<Certificate>,
    /// The objective that it is for, if it says so.
    pub objective: Option<String>,
    /// What it says that it is worth.
    pub value: Option<i64>,
    /// What it says that no plan can exceed.
    pub bound: Option<i64>,
    /// Which plan it says that it is.
    pub mode: Option<String>,
    /// How many pairs it says would rather have each other.
    pub blocking: Option<i64>,
    /// In how many of these it says that a school envies another with reason.
    pub envious: Option<i64>,
}

/// A file of JSON, as far as it is read.
#[derive(Deserialize)]
struct Said {
    format: Option<String>,
    objective: Option<String>,
    value: Option<i64>,
    bound: Option<i64>,
    mode: Option<String>,
    blocking: Option<i64>,
    envious: Option<i64>,
    plan: Vec<(u32, u32)>,
    prices: Option<Vec<i64>>,
}

impl Given {
    /// Reads a plan of a market with so many specialists.
    pub fn read(file: &Path, specialists: usize) -> Result<Self, Fault> {
        let bytes = lines::read_whole(file, MOST)?;
        let is_json = bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
        if is_json { of_json(file, &bytes) } else { of_table(file, &bytes, specialists) }
    }
}

fn of_json(file: &Path, bytes: &[u8]) -> Result<Given, Fault> {
    let said: Said = serde_json::from_slice(bytes).map_err(|no| meta::unread(file, &no))?;
    if let Some(format) = said.format.filter(|format| format != FORMAT) {
        return Err(Fault::of(file, format!("the format is {format:?}; this reads {FORMAT}")));
    }
    let Said { objective, value, bound, mode, blocking, envious, .. } = said;
    let certificate = said.prices.map(|prices| Certificate { prices });
    Ok(Given { plan: Plan::new(said.plan), certificate, objective, value, bound, mode, blocking, envious })
}

fn of_table(file: &Path, bytes: &[u8], specialists: usize) -> Result<Given, Fault> {
    let Some(bytes) = bytes.strip_suffix(b"\n") else {
        let lines = 1 + bytes.iter().filter(|byte| **byte == b'\n').count();
        return Err(Fault::at(file, lines as u64, "the line does not end: the file is cut off"));
    };
    let mut lines = bytes.split(|byte| *byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line)).zip(1..);
    let with_prices = match lines.next() {
        Some((b"request,specialist", _)) => false,
        Some((b"request,specialist,price", _)) => true,
        _ => {
            return Err(Fault::at(
                file,
                1,
                "the first line names the columns: request,specialist or request,specialist,price",
            ));
        }
    };
    let (mut pairs, mut prices) = (Vec::new(), vec![None; if with_prices { specialists } else { 0 }]);
    for (line, number) in lines {
        let row = Row::read(line, with_prices).ok_or_else(|| {
            let wanted = if with_prices {
                "three whole numbers, of which the first may be left out"
            } else {
                "two whole numbers"
            };
            Fault::at(file, number, format!("the row is not {wanted}"))
        })?;
        if let Some(price) = row.price {
            let Some(known) = prices.get_mut(row.specialist as usize) else {
                return Err(Fault::at(file, number, format!("there is no specialist {}", row.specialist)));
            };
            if known.replace(price).is_some_and(|known| known != price) {
                return Err(Fault::at(file, number, format!("specialist {} has two prices", row.specialist)));
            }
        }
        pairs.extend(row.request.map(|request| (request, row.specialist)));
    }
    let prices = prices.into_iter().map(|price| price.unwrap_or(0)).collect();
    let certificate = with_prices.then_some(Certificate { prices });
    Ok(Given { plan: Plan::new(pairs), certificate, ..Given::default() })
}

/// A row of a table.
struct Row {
    /// The request; none where only a price is told.
    request: Option<u32>,
    specialist: u32,
    price: Option<i64>,
}

impl Row {
    fn read(line: &[u8], with_price: bool) -> Option<Self> {
        let mut cells = std::str::from_utf8(line).ok()?.split(',');
        let (request, specialist) = (cells.next()?, cells.next()?.parse().ok()?);
        let price = match (with_price, cells.next()) {
            (true, Some(price)) => Some(price.parse().ok()?),
            (false, None) => None,
            _ => return None,
        };
        let request = match request {
            "" if with_price => None,
            request => Some(request.parse().ok()?),
        };
        cells.next().is_none().then_some(Self { request, specialist, price })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Result<Given, String> {
        of_table(Path::new("plan.csv"), text.as_bytes(), 3).map_err(|fault| fault.to_string())
    }

    #[test]
    fn a_table_gives_pairs_and_the_prices_that_it_names() {
        let given = table("request,specialist,price\n4,1,70\n2,1,70\n,2,-5\r\n").unwrap();
        assert_eq!(given.plan.pairs(), [(2, 1), (4, 1)]);
        assert_eq!(given.certificate, Some(Certificate { prices: vec![0, 70, -5] }));
        assert_eq!(table("request,specialist\n4,1\n").unwrap().certificate, None);
    }

    #[test]
    fn what_is_no_plan_is_told_with_its_line() {
        let cases = [
            ("", 1, "cut off"),
            ("request,specialist\n4,1", 2, "cut off"),
            ("specialist,request\n", 1, "names the columns"),
            ("request,specialist\n4,1,2\n", 2, "not two whole numbers"),
            ("request,specialist\n1,1\n,1\n", 3, "not two whole numbers"),
            ("request,specialist\n1,-1\n", 2, "not two whole numbers"),
            ("request,specialist,price\n4,1\n", 2, "not three whole numbers"),
            ("request,specialist,price\n4,3,9\n", 2, "there is no specialist 3"),
            ("request,specialist,price\n4,1,9\n5,1,8\n", 3, "specialist 1 has two prices"),
            ("request,specialist,price\n4,1,9,9\n", 2, "not three whole numbers"),
        ];
        for (text, line, why) in cases {
            let said = table(text).unwrap_err();
            assert!(said.starts_with(&format!("plan.csv, line {line}: ")) && said.contains(why), "{said}");
        }
    }

    #[test]
    fn json_needs_no_more_than_its_pairs() {
        let given = |text: &str| of_json(Path::new("plan.json"), text.as_bytes()).map_err(|fault| fault.to_string());
        let least = given("{\"plan\": [[4, 1], [2, 1]]}").unwrap();
        assert_eq!((least.plan.pairs(), least.value), (&[(2, 1), (4, 1)][..], None));
        assert!(given("{\n\"plan\": [[4]]}").unwrap_err().starts_with("plan.json, line 2: "));
        assert!(
            given("{\"format\": \"lateral-plan/2\", \"plan\": []}").unwrap_err().contains("this reads lateral-plan/1")
        );
    }
}
