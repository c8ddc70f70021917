//! Statements: the charges of a month, added up, and as a table that a spreadsheet reads.

use std::fmt::Write;

use crate::Word;
use crate::brokerage::{Amounts, Charge, PayerKind};
use crate::exchange::SettlementKind;

/// What charges add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// All half-days.
    pub half_days: i32,
    /// Those that are settled by credit.
    pub credit: i32,
    /// What the others cost.
    pub amounts: Amounts,
}

impl Totals {
    /// Adds charges up.
    pub fn of<'a>(charges: impl IntoIterator<Item = &'a Charge>) -> Self {
        charges.into_iter().fold(Self::default(), |sum, it| Self {
            half_days: sum.half_days + it.half_days,
            credit: sum.credit + if it.kind == SettlementKind::ReciprocalCredit { it.half_days } else { 0 },
            amounts: sum.amounts.plus(it.amounts),
        })
    }
}

/// A charge with the two schools' names.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The charge.
    pub charge: &'a Charge,
    /// The school that gives: URN and name.
    pub home: (i32, &'a str),
    /// The school that receives: URN and name.
    pub host: (i32, &'a str),
}

/// What the columns are called.
const COLUMNS: &str = "month,visited on,home URN,home,host URN,host,settlement,half-days,gross,brokerage,net,VAT on top,\
                       paid by host,paid by alliance,paid by grant,paid by others,paid by pool,taken on,taken on by,cover,\
                       in kind,adjustment,visit,deployment";

/// The lines as comma-separated values (RFC 4180), with sums of money in pounds. A text that a spreadsheet would take for a
/// formula is made plain by an apostrophe before it; our own figures below nothing begin with a minus and are left.
pub fn csv(lines: &[Line<'_>]) -> String {
    let mut text = format!("{COLUMNS}\r\n");
    for Line { charge: it, home, host } in lines {
        let amounts = &it.amounts;
        let paid = PayerKind::ALL.iter().map(|by| pounds(amounts.paid.of(*by))).collect::<Vec<_>>().join(",");
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "{},{},{},{},{},{},{},{},{},{},{},{},{paid},{},{},{},{},{},{},{}\r\n",
            it.month,
            it.visited_on,
            home.0,
            cell(home.1),
            host.0,
            cell(host.1),
            it.kind.as_str(),
            it.half_days,
            pounds(amounts.gross),
            pounds(amounts.brokerage),
            pounds(amounts.net()),
            yes(it.vat),
            pounds(it.taken_on.sum()),
            it.taken_on.taker().map_or("", PayerKind::as_str),
            pounds(amounts.cover),
            pounds(amounts.in_kind),
            yes(it.is_adjustment()),
            it.visit,
            it.deployment,
        );
    }
    text
}

const fn yes(it: bool) -> &'static str {
    if it { "yes" } else { "no" }
}

/// Pence as pounds, without a sign of the currency.
pub(super) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", pence.unsigned_abs() / 100, pence.unsigned_abs() % 100)
}

/// A text as one cell, never as a formula.
pub(super) fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let plain = if formula { format!("'{text}") } else { text.to_owned() };
    if plain.contains([',', '"', '\r', '\n']) { format!("\"{}\"", plain.replace('"', "\"\"")) } else { plain }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_a_formula_or_another_cell() {
        for (text, expected) in [
            ("Elm Park", "Elm Park"),
            ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\tx", "'\tx"),
            ("\rx", "\"'\rx\""),
            ("St Mary's, \"Elm\"", "\"St Mary's, \"\"Elm\"\"\""),
            ("=1,2", "\"'=1,2\""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }

    #[test]
    fn pence_are_told_as_pounds() {
        let told = [0, 5, 17_500, -1, -17_501].map(pounds);
        assert_eq!(told, ["0.00", "0.05", "175.00", "-0.01", "-175.01"]);
    }
}
