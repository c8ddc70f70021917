//! The alliances of the demonstration: the real teaching schools of 2018, under the numbers that they bear now.

use std::collections::{BTreeMap, HashMap, HashSet};

/// Every school that was designated a teaching school, with its alliance (National College, 12 March 2018).
const TEACHING_SCHOOLS: &str = include_str!("../../../../data/teaching-schools/teaching-schools-20180312.csv");
/// How many conversions and mergers to follow before giving up.
const MOST_STEPS: usize = 6;
/// How many schools an alliance has.
const MEMBERS: usize = 30;
/// One school in so many belongs to a second alliance.
const SECOND: usize = 9;

/// A school as the demonstration needs it: a place on the map.
pub struct Site {
    /// Its number in the national register.
    pub urn: i32,
    /// Metres east on the national grid.
    pub easting: i32,
    /// Metres north on the national grid.
    pub northing: i32,
}

/// An alliance with its schools, by their places in the list of sites.
#[derive(Debug, PartialEq, Eq)]
pub struct Circle {
    /// Its name.
    pub name: String,
    /// The school that leads it.
    pub lead: usize,
    /// Its members, the lead school first.
    pub members: Vec<usize>,
}

/// Chooses alliances enough for so many schools, spread over the country, and gives each school near one of them to the
/// nearest. `successors` says which number followed a closed one.
pub fn form(sites: &[&Site], successors: &HashMap<i32, Vec<i32>>, schools: usize) -> Vec<Circle> {
    let by_urn: HashMap<i32, usize> = sites.iter().enumerate().map(|(place, site)| (site.urn, place)).collect();
    let mut circles = leads(&by_urn, successors);
    spread(&mut circles, schools.div_ceil(MEMBERS));
    let everybody = schools >= sites.len();
    let most = if everybody { usize::MAX } else { schools.div_ceil(circles.len().max(1)) };
    gather(&mut circles, sites, most);
    circles
}

/// One circle for each alliance whose lead school is still there, under its own number or a successor's.
fn leads(by_urn: &HashMap<i32, usize>, successors: &HashMap<i32, Vec<i32>>) -> Vec<Circle> {
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    let mut taken = HashSet::new();
    let mut reader = csv::Reader::from_reader(TEACHING_SCHOOLS.as_bytes());
    for line in reader.records().filter_map(Result::ok) {
        let (Some(name), Some(urn)) = (line.get(0), line.get(2).and_then(|urn| urn.parse().ok())) else { continue };
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if let Some(lead) = follow(urn, by_urn, successors) {
            // An alliance may have several lead schools, and a school may lead several; the first of each stands.
            if !named.contains_key(&name) && taken.insert(lead) {
                named.insert(name, lead);
            }
        }
    }
    named.into_iter().map(|(name, lead)| Circle { name, lead, members: vec![lead] }).collect()
}

fn follow(urn: i32, by_urn: &HashMap<i32, usize>, successors: &HashMap<i32, Vec<i32>>) -> Option<usize> {
    let mut urn = urn;
    for _ in 0..MOST_STEPS {
        if let Some(place) = by_urn.get(&urn) {
            return Some(*place);
        }
        urn = *successors.get(&urn)?.first()?;
    }
    None
}

/// Keeps so many circles, taken at even steps through the list, so that no region is left out.
fn spread(circles: &mut Vec<Circle>, wanted: usize) {
    let (all, wanted) = (circles.len(), wanted.max(2));
    if wanted < all {
        let mut place = 0;
        circles.retain(|_| {
            place += 1;
            (place * wanted) / all != ((place - 1) * wanted) / all
        });
    }
}

fn gather(circles: &mut [Circle], sites: &[&Site], most: usize) {
    let led: HashSet<usize> = circles.iter().map(|circle| circle.lead).collect();
    let mut nearest: Vec<(i64, usize, usize)> = Vec::new();
    let mut second: Vec<(usize, usize)> = Vec::new();
    for (place, site) in sites.iter().enumerate().filter(|(place, _)| !led.contains(place)) {
        let mut ways: Vec<(i64, usize)> =
            circles.iter().enumerate().map(|(number, circle)| (apart(site, sites[circle.lead]), number)).collect();
        ways.sort_unstable();
        let Some((distance, number)) = ways.first() else { continue };
        nearest.push((*distance, *number, place));
        if let Some((_, number)) = ways.get(1).filter(|_| place % SECOND == 0) {
            second.push((*number, place));
        }
    }
    nearest.sort_unstable();
    let mut joined = HashSet::new();
    for (_, number, place) in nearest {
        if circles[number].members.len() < most {
            circles[number].members.push(place);
            joined.insert(place);
        }
    }
    for (number, place) in second.into_iter().filter(|(_, place)| joined.contains(place)) {
        circles[number].members.push(place);
    }
}

/// The square of the distance in metres.
pub fn apart(one: &Site, other: &Site) -> i64 {
    let (east, north) = (i64::from(one.easting - other.easting), i64::from(one.northing - other.northing));
    east * east + north * north
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(urn: i32, easting: i32) -> Site {
        Site { urn, easting, northing: 0 }
    }

    #[test]
    fn a_closed_lead_school_is_followed_to_its_successor() {
        // Eleanor Palmer (100027) leads Camden Primary Partnership; here it has become 150001, and that 150002.
        let sites = [site(100_096, 0), site(150_002, 50_000), site(150_003, 51_000), site(150_004, 1_000)];
        let successors = HashMap::from([(100_027, vec![150_001]), (150_001, vec![150_002])]);
        let circles = form(&sites.iter().collect::<Vec<_>>(), &successors, 60);
        let camden = circles.iter().find(|it| it.name == "Camden Primary Partnership").unwrap();
        assert_eq!((camden.lead, camden.members.as_slice()), (1, [1, 2].as_slice()));
        let swiss = circles.iter().find(|it| it.lead == 0).unwrap();
        assert_eq!(swiss.members, [0, 3]);
    }

    #[test]
    fn no_alliance_is_larger_than_wanted() {
        let mut sites: Vec<_> = (0..40).map(|n| site(200_000 + n, 10 * n)).collect();
        sites.extend([site(100_027, 0), site(100_096, 400)]);
        let circles = form(&sites.iter().collect::<Vec<_>>(), &HashMap::new(), 20);
        assert_eq!(circles.len(), 2);
        for circle in circles {
            // Ten of its own, and at most the few that belong to a second alliance.
            assert!((10..=15).contains(&circle.members.len()), "{circle:?}");
            assert_eq!(circle.members[0], circle.lead);
        }
    }
}
