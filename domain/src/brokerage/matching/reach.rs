//! Whom an alliance reaches, against whom its area has: whether it works with schools that struggle, or with those who are
//! like its own (DOMAIN B20).
//!
//! *Homophily* is Coleman's index (1958, "Relational analysis", Human Organization 17): how much more often the two schools of
//! a deployment are of the same fifth of disadvantage than they would be if hosts were drawn from the area, as a share of how
//! much more often they could be; below nought it is the share of how much more seldom. *Cost*: one pass over deployments and
//! schools. *Proof obligation*: the order changes nothing; an alliance whose hosts are the area has no lead in any line.

use crate::brokerage::matching::Context;
use crate::brokerage::matching::report::Share;
use crate::directory::SizeBand;

/// From which fifth of disadvantage on need is high.
const HIGH_NEED: i32 = 4;

/// A school as it might be reached.
#[derive(Clone, Copy, Debug)]
pub struct Host {
    /// What kind of school it is.
    pub context: Context,
    /// Whether it is cut off.
    pub isolated: bool,
    /// Whether it had no help on Lateral before.
    pub first_time: bool,
}

/// A deployment of the alliance.
#[derive(Clone, Copy, Debug)]
pub struct Served {
    /// The fifth of disadvantage of the school that gave; none where the register does not say.
    pub home: Option<i32>,
    /// The school that received.
    pub host: Host,
}

/// A kind of school: its share of the deployments, and of the area's schools. Schools of which it is not known are in neither.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReachLine {
    /// Of the deployments, those at such schools.
    pub deployments: Share,
    /// Of the area's schools, those that are such.
    pub area: Share,
}

/// Whom an alliance reaches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AllianceReach {
    /// Schools that are cut off.
    pub isolated: ReachLine,
    /// Schools that had no help on Lateral before.
    pub first_time: ReachLine,
    /// Small schools: up to 210 pupils.
    pub small: ReachLine,
    /// Schools of the two fifths with most disadvantage.
    pub high_need: ReachLine,
    /// How much like works with like, -1000 to 1000: 0 as often as by chance, 1000 always. Nothing where nothing else could be.
    pub homophily: Option<i64>,
}

impl AllianceReach {
    /// Measures the deployments of an alliance against the schools of its area.
    pub fn of(deployments: &[Served], area: &[Host]) -> Self {
        let line = |is: fn(&Host) -> Option<bool>| ReachLine {
            deployments: share(deployments.iter().filter_map(|it| is(&it.host))),
            area: share(area.iter().filter_map(is)),
        };
        Self {
            isolated: line(|it| Some(it.isolated)),
            first_time: line(|it| Some(it.first_time)),
            small: line(|it| Some(it.context.size? <= SizeBand::Small)),
            high_need: line(|it| Some(it.context.deprivation? >= HIGH_NEED)),
            homophily: homophily(deployments, area),
        }
    }
}

impl ReachLine {
    /// By how many thousandths its share of the deployments exceeds that of the area's schools; less than nought where the
    /// alliance passes such schools by. Nothing where there are no deployments or no schools.
    pub fn lead(&self) -> Option<i64> {
        let thousandths = |share: Share| i64::try_from(share.thousandths()?).ok();
        Some(thousandths(self.deployments)? - thousandths(self.area)?)
    }
}

fn share(are: impl Iterator<Item = bool>) -> Share {
    are.fold(Share::default(), |sum, it| Share { part: sum.part + usize::from(it), of: sum.of + 1 })
}

fn homophily(deployments: &[Served], area: &[Host]) -> Option<i64> {
    let bands: Vec<i32> = area.iter().filter_map(|it| it.context.deprivation).collect();
    let pairs: Vec<_> = deployments.iter().filter_map(|it| Some((it.home?, it.host.context.deprivation?))).collect();
    let alike = pairs.iter().filter(|(home, host)| home == host).count() * bands.len();
    let of_band = |band| bands.iter().filter(|it| **it == band).count();
    // Parts of pairs times schools, so that nothing is rounded before the end.
    let by_chance: usize =
        (1..=5).map(|band| of_band(band) * pairs.iter().filter(|(home, _)| *home == band).count()).sum();
    let all = pairs.len() * bands.len();
    let [alike, by_chance, all] = [alike, by_chance, all].map(|it| it as i64);
    let could = if alike >= by_chance { all - by_chance } else { by_chance };
    (1_000 * (alike - by_chance)).checked_div(could)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::brokerage::matching::sample::home;

    fn host(band: i32) -> Host {
        let context = Context { deprivation: Some(band), ..home(1).context };
        Host { context, isolated: false, first_time: false }
    }

    fn served(home: i32, at: i32) -> Served {
        Served { home: Some(home), host: host(at) }
    }

    #[test]
    fn each_kind_of_school_is_held_against_the_area() {
        let small = Context { size: Some(SizeBand::Small), deprivation: Some(4), ..home(1).context };
        let hard = Host { context: small, isolated: true, first_time: true };
        let unknown = Host { context: Context { size: None, deprivation: None, ..small }, ..host(1) };
        let area = [hard, host(1), host(2), unknown];
        let found = AllianceReach::of(&[Served { home: Some(1), host: hard }, served(1, 1)], &area);
        let line = |area| ReachLine { deployments: Share { part: 1, of: 2 }, area: Share { part: 1, of: area } };
        assert_eq!([found.isolated, found.first_time], [line(4); 2]);
        assert_eq!([found.small, found.high_need], [line(3); 2], "what is not known is in neither");
        assert_eq!(found.isolated.lead(), Some(250));
        assert_eq!(AllianceReach::of(&[served(1, 2)], &area).isolated.lead(), Some(-250));
        assert_eq!(AllianceReach::of(&[], &area).isolated.lead(), None);
    }

    #[test]
    fn like_with_like_by_hand() {
        let area = [1, 1, 5, 5].map(host);
        let index = |pairs: &[(i32, i32)]| {
            let served: Vec<_> = pairs.iter().map(|(home, at)| served(*home, *at)).collect();
            AllianceReach::of(&served, &area).homophily
        };
        assert_eq!(index(&[(1, 1), (5, 5)]), Some(1_000));
        assert_eq!(index(&[(1, 5), (5, 1)]), Some(-1_000));
        assert_eq!(index(&[(1, 1), (1, 5)]), Some(0), "half, as by chance");
        // Three of four where two are to be expected: one of two that could be more.
        assert_eq!(index(&[(1, 1), (1, 1), (5, 5), (5, 1)]), Some(500));
        assert_eq!(index(&[]), None);
        let all_alike = AllianceReach::of(&[served(1, 1)], &[1, 1].map(host));
        assert_eq!(all_alike.homophily, None, "nobody else is there to work with");
    }

    proptest! {
        #[test]
        fn the_order_changes_nothing_and_the_index_keeps_its_bounds(
            bands in prop::collection::vec((1..6, 1..6), 0..20), area in prop::collection::vec(1..6, 0..20),
        ) {
            let mut deployments: Vec<_> = bands.iter().map(|(home, at)| served(*home, *at)).collect();
            let mut area: Vec<_> = area.into_iter().map(host).collect();
            let found = AllianceReach::of(&deployments, &area);
            prop_assert!(found.homophily.is_none_or(|it| (-1_000..=1_000).contains(&it)));
            deployments.reverse();
            area.reverse();
            prop_assert_eq!(AllianceReach::of(&deployments, &area), found);
        }

        #[test]
        fn who_reaches_just_the_area_leads_nowhere(area in prop::collection::vec((1..6, any::<[bool; 2]>()), 1..20)) {
            let area: Vec<_> = area
                .into_iter()
                .map(|(band, [isolated, first_time])| Host { isolated, first_time, ..host(band) })
                .collect();
            let deployments: Vec<_> = area.iter().map(|host| Served { home: Some(1), host: *host }).collect();
            let found = AllianceReach::of(&deployments, &area);
            for line in [found.isolated, found.first_time, found.small, found.high_need] {
                prop_assert_eq!(line.lead(), Some(0));
            }
        }
    }
}
