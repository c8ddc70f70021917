//! Who holds one area of expertise, laid so that a school finds the first two who reach it without looking at all of them.

use std::collections::BTreeMap;
use std::iter;

use crate::Id;
use crate::brokerage::matching::{Giver, Home, WordSet};
use crate::directory::{GridPoint, KeyStage, School, Trust};

/// The side of a square, in metres: a little more than the way that an hour allows.
const SIDE: i32 = 50_000;
/// The last square east and north: beyond the national grid nobody lives.
const LAST: (i32, i32) = (700_000 / SIDE, 1_300_000 / SIDE);

/// How far a giver goes, in metres, to a school of which it is not known whether it lies in the country, that does not, that does.
pub type Farthest = [i32; 3];

/// Who holds an area of expertise.
#[derive(Clone, Debug, Default)]
pub struct Holders {
    /// Those who give at any distance, by their key stages.
    anywhere: Vec<(WordSet<KeyStage>, Vec<Source>)>,
    /// Those who go only so far.
    nearby: Vec<Nearby>,
    /// For each square, those of them who might reach a school in it.
    squares: BTreeMap<(i32, i32), Vec<u32>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Source {
    school: Id<School>,
    trust: Option<Id<Trust>>,
}

#[derive(Clone, Copy, Debug)]
struct Nearby {
    source: Source,
    key_stages: WordSet<KeyStage>,
    place: GridPoint,
    farthest: Farthest,
}

impl Holders {
    /// Adds an offer: one that is given at any distance, or one within the ways that its giver makes from a place.
    pub fn add(&mut self, giver: &Giver, within: Option<(GridPoint, Farthest)>) {
        let source = Source { school: giver.home.school, trust: giver.home.trust };
        let key_stages = giver.key_stages;
        let Some((place, farthest)) = within else {
            let known = self.anywhere.iter().position(|(it, _)| *it == key_stages);
            let known = known.unwrap_or_else(|| {
                self.anywhere.push((key_stages, Vec::new()));
                self.anywhere.len() - 1
            });
            // One school often has several offers of an area, one after another.
            let sources = &mut self.anywhere[known].1;
            if sources.last() != Some(&source) {
                sources.push(source);
            }
            return;
        };
        let at = self.nearby.len() as u32;
        self.nearby.push(Nearby { source, key_stages, place, farthest });
        let most = farthest.into_iter().max().unwrap_or(0);
        let squares = |at: i32, last| (at - most).div_euclid(SIDE).max(0)..=(at + most).div_euclid(SIDE).min(last);
        for east in squares(place.easting, LAST.0) {
            for north in squares(place.northing, LAST.1) {
                self.squares.entry((east, north)).or_default().push(at);
            }
        }
    }

    /// The schools whose offers reach a school, some more than once.
    pub fn that_reach<'h>(&'h self, home: &'h Home) -> impl Iterator<Item = Id<School>> + use<'h> {
        let fits = |key_stages: WordSet<KeyStage>| home.teaches.is_empty() || !home.teaches.and(key_stages).is_empty();
        let other = |it: &&Source| it.school != home.school && (home.trust.is_none() || it.trust != home.trust);
        let anywhere = self.anywhere.iter().filter(move |(key_stages, _)| fits(*key_stages));
        let anywhere = anywhere.flat_map(|(_, sources)| sources).filter(other).map(|it| it.school);
        let reaches = move |it: &&Nearby| fits(it.key_stages) && other(&&it.source) && it.reaches(home);
        anywhere.chain(self.nearby_to(home).filter(reaches).map(|it| it.source.school))
    }

    fn nearby_to(&self, home: &Home) -> impl Iterator<Item = &Nearby> + use<'_> {
        // Where nobody knows where a school is, everybody could come.
        let everybody = if home.place.is_none() { &self.nearby[..] } else { &[] };
        let square = home
            .place
            .and_then(|place| self.squares.get(&(place.easting.div_euclid(SIDE), place.northing.div_euclid(SIDE))));
        let there = square.into_iter().flatten().map(|at| &self.nearby[*at as usize]);
        iter::chain(everybody, there)
    }
}

impl Nearby {
    fn reaches(&self, home: &Home) -> bool {
        let [unsaid, town, country] = self.farthest;
        let most = match home.context.rural {
            None => unsaid,
            Some(false) => town,
            Some(true) => country,
        };
        home.place.is_none_or(|here| i64::from(here.metres_to(self.place)) <= i64::from(most))
    }
}
