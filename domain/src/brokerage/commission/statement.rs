//! What a school pays of a joint commission, line by line, and as a table that a spreadsheet reads.

use std::fmt::Write;

use chrono::NaiveDate;

use super::JointCommission;
use crate::Id;
use crate::brokerage::statement::{cell, pounds};
use crate::brokerage::{Charge, Deployment};
use crate::directory::School;
use crate::time::Month;

/// One school's part of a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChargePart {
    /// The charge.
    pub charge: Id<Charge>,
    /// The commission by which it is cut.
    pub commission: Id<JointCommission>,
    /// The support.
    pub deployment: Id<Deployment>,
    /// The school that pays the part.
    pub school: Id<School>,
    /// The school at which the visit was.
    pub host: Id<School>,
    /// The month on whose statements it stands.
    pub month: Month,
    /// The day of the visit.
    pub visited_on: NaiveDate,
    /// The part in pence: below nothing, where it is taken back.
    pub pence: i64,
}

/// What the columns are called.
const COLUMNS: &str = "month,visited on,host URN,host,part,commission";

/// The parts as comma-separated values (RFC 4180), with sums of money in pounds. Beside each stands its host: URN and name.
pub fn part_csv<'a>(parts: impl IntoIterator<Item = (&'a ChargePart, (i32, &'a str))>) -> String {
    let mut text = format!("{COLUMNS}\r\n");
    for (it, (urn, name)) in parts {
        // Writing to a text cannot fail.
        let _ = write!(
            text,
            "{},{},{urn},{},{},{}\r\n",
            it.month,
            it.visited_on,
            cell(name),
            pounds(it.pence),
            it.commission
        );
    }
    text
}
