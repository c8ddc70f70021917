//! Where every school stands, held beside the market: what it has given and received, and whether it works with others. It
//! sets the time in which a request is answered (DOMAIN C30, SETTLED 9).

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::Id;
use domain::brokerage::matching::Credit;
use domain::directory::School;
use persistence::brokerage::candidates::{self, Asker};
use persistence::{Db, DbError};

use crate::app::snapshot::Schools;

/// Where one school stands.
#[derive(Clone, Copy, Default)]
pub(super) struct Standing {
    /// What it has given more than it received, in half-days, earlier terms counting less.
    pub credit: i32,
    /// Whether it gave within the last three terms.
    pub guaranteed: bool,
    /// Whether it has worked with another school.
    pub linked: bool,
}

impl Standing {
    /// Where a school stands that was read by itself; `kept` is what of a term's balance counts on in the next, in thousandths.
    pub fn of(asker: &Asker, kept: i32) -> Self {
        let credit = asker.credit(false).balance(kept);
        Self { credit, guaranteed: asker.gave_lately, linked: !asker.past.is_empty() }
    }
}

/// Where every school stands; one that is not named has neither given nor received.
pub(super) struct Standings(HashMap<Id<School>, Standing>);

#[derive(Clone, Copy, Default)]
struct Sum {
    by_term: [i32; Credit::TERMS],
    gave_lately: bool,
    linked: bool,
}

impl Standings {
    /// Reads all of it for a day.
    pub async fn load(db: &Db, schools: &Schools, kept: i32, today: NaiveDate) -> Result<Self, DbError> {
        let mut sums: HashMap<Id<School>, Sum> = HashMap::new();
        candidates::each_moved(db, today, |row| {
            let sum = sums.entry(row.school_id.0).or_default();
            match row.age.map(usize::try_from) {
                None => sum.linked = true,
                Some(Ok(age)) if age < Credit::TERMS => {
                    sum.by_term[age] += row.net;
                    sum.gave_lately |= row.gave && age < Credit::GUARANTEED;
                }
                Some(_) => {}
            }
        })
        .await?;
        inherit(&mut sums, schools);
        let standing = |sum: Sum| {
            let credit = Credit { by_term: sum.by_term.to_vec(), ..Credit::default() }.balance(kept);
            Standing { credit, guaranteed: sum.gave_lately, linked: sum.linked }
        };
        Ok(Self(sums.into_iter().map(|(school, sum)| (school, standing(sum))).collect()))
    }

    /// Where a school stands.
    pub fn of(&self, school: Id<School>) -> Standing {
        self.0.get(&school).copied().unwrap_or_default()
    }

    /// Puts where a school stands now in the place of what was known.
    pub fn put(&mut self, school: Id<School>, standing: Standing) {
        self.0.insert(school, standing);
    }
}

/// Counts what a school gave and received for every school that is its only successor, too (SETTLED 2).
fn inherit(sums: &mut HashMap<Id<School>, Sum>, schools: &Schools) {
    let heirs: Vec<_> =
        sums.iter().flat_map(|(school, sum)| schools.heirs(*school).map(move |heir| (heir, *sum))).collect();
    for (heir, of_predecessor) in heirs {
        let sum = sums.entry(heir).or_default();
        sum.gave_lately |= of_predecessor.gave_lately;
        for (term, more) in sum.by_term.iter_mut().zip(of_predecessor.by_term) {
            *term += more;
        }
    }
}
