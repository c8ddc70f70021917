//! Monthly statements of a pooled budget: its lines added up, and as a table that a spreadsheet reads.

use std::fmt::Write;

use super::{PoolLine, PoolLineKind};
use crate::Word;
use crate::brokerage::statement::{cell, pounds};

/// What the lines of a pooled budget add up to, in pence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PoolTotals {
    /// What schools put in, less what they took out.
    pub put_in: i64,
    /// What was paid, less what came back.
    pub paid: i64,
    /// What went back to the schools.
    pub refunded: i64,
}

impl PoolTotals {
    /// Adds lines up.
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a PoolLine>) -> Self {
        lines.into_iter().fold(Self::default(), |mut sum, it| {
            match it.kind {
                PoolLineKind::Commitment => sum.put_in += it.pence,
                PoolLineKind::Draw | PoolLineKind::Return => sum.paid -= it.pence,
                PoolLineKind::Refund => sum.refunded -= it.pence,
                PoolLineKind::Reserve | PoolLineKind::Release => {}
            }
            sum
        })
    }

    /// What they leave in the budget.
    pub const fn change(&self) -> i64 {
        self.put_in - self.paid - self.refunded
    }
}

/// What the columns are called.
const COLUMNS: &str = "month,written,line,kind,school URN,school,amount,held back,balance,held back in all";

/// The lines as comma-separated values (RFC 4180), with sums of money in pounds. The names are those of the lines' schools;
/// which support was paid is not told, because not every school may read it.
pub fn pool_csv<'a>(lines: impl IntoIterator<Item = (&'a PoolLine, Option<(i32, &'a str)>)>) -> String {
    let mut text = format!("{COLUMNS}\r\n");
    for (it, school) in lines {
        let (urn, name) = school.map_or_else(Default::default, |(urn, name)| (urn.to_string(), cell(name)));
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "{},{},{},{},{urn},{name},{},{},{},{}\r\n",
            it.month,
            it.at.day(),
            it.nth,
            it.kind.as_str(),
            pounds(it.pence),
            pounds(it.held),
            pounds(it.after.balance),
            pounds(it.after.reserved),
        );
    }
    text
}
