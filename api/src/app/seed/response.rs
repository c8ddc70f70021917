//! By when each request of the world was to be answered, by the service's own numbers, once it is known who gave to whom. What
//! the world does not know of a school (its phase and size, its predecessors) does not count here.

use std::collections::{BTreeMap, HashMap, HashSet};

use domain::brokerage::matching::{Context, Credit, Home, Policy, Setting, WordSet, isolation, remoteness};
use domain::directory::{GridPoint, Phase, School};
use domain::exchange::{AskerStanding, RequestStatus, Response, ResponsePolicy};
use domain::reciprocity::AccountKind;
use domain::{Id, Timestamp};

use super::world::World;

impl World<'_> {
    /// Sets by when every raised request was to be answered, and notes which were not.
    pub fn set_responses(&mut self) {
        let policy = ResponsePolicy::first();
        let moved = self.moved();
        let giving: BTreeMap<Id<School>, GridPoint> = self.offered_by.iter().map(|giver| self.place(*giver)).collect();
        let isolations = self.isolations(&giving);
        let now = self.now;
        for request in &mut self.filled.requests {
            let Some(raised) = request.submitted_at else { continue };
            let isolation = isolations.get(&request.school).copied().unwrap_or(0);
            let mine = moved.get(&request.school).map(Vec::as_slice).unwrap_or_default();
            let asker = AskerStanding { isolation, ..standing(mine, raised) };
            let set = policy.response(request.draft.urgency, asker, raised);
            let answered = request.triaged_at.or((request.status != RequestStatus::Submitted).then_some(raised));
            let late = answered.unwrap_or(now) > set.by;
            let overdue_at = late.then(|| set.by.plus_seconds(1));
            request.response = Some(Response { overdue_at, ..set });
        }
    }

    /// What each school gave, with a plus, and received, with a minus, and when.
    fn moved(&self) -> HashMap<Id<School>, Vec<(Timestamp, i32)>> {
        let reversed: HashSet<_> = self.filled.transfers.iter().filter_map(|(it, _)| it.reverses).collect();
        let mut moved: HashMap<_, Vec<_>> = HashMap::new();
        for (it, _) in &self.filled.transfers {
            if it.credit.kind == AccountKind::Support && it.reverses.is_none() && !reversed.contains(&it.id) {
                moved.entry(it.credit.school).or_default().push((it.at, it.half_days));
                moved.entry(it.debit.school).or_default().push((it.at, -it.half_days));
            }
        }
        moved
    }

    fn place(&self, giver: usize) -> (Id<School>, GridPoint) {
        let school = &self.schools[self.givers[giver].school];
        (school.id, GridPoint { easting: school.site.easting, northing: school.site.northing })
    }

    fn isolations(&self, giving: &BTreeMap<Id<School>, GridPoint>) -> HashMap<Id<School>, i32> {
        let asking: HashSet<Id<School>> = self.filled.requests.iter().map(|it| it.school).collect();
        let linked: HashSet<Id<School>> = self.filled.deployments.iter().flat_map(|it| [it.home, it.host]).collect();
        let of = |school: &super::world::Spot| {
            let home = Home {
                school: school.id,
                place: GridPoint::new(school.site.easting, school.site.northing),
                region: None,
                context: Context {
                    phase: Phase::AllThrough,
                    size: None,
                    rural: None,
                    deprivation: None,
                    special: false,
                },
                teaches: WordSet::of([]),
                trust: school.trust,
                alliances: school.groups.iter().map(|group| self.groups[*group].id).collect(),
            };
            (school.id, isolation(&home, linked.contains(&school.id), remoteness(&home, giving)))
        };
        self.schools.iter().filter(|school| asking.contains(&school.id)).map(of).collect()
    }
}

/// Where a school stood at an instant.
fn standing(moved: &[(Timestamp, i32)], then: Timestamp) -> AskerStanding {
    let mut by_term = vec![0; Credit::TERMS];
    let mut guaranteed = false;
    for (at, half_days) in moved.iter().filter(|(at, _)| *at < then) {
        let term = usize::try_from(then.days_since(*at) / i64::from(Credit::TERM_DAYS));
        let Some(term) = term.ok().filter(|term| *term < Credit::TERMS) else { continue };
        by_term[term] += half_days;
        guaranteed |= *half_days > 0 && term < Credit::GUARANTEED;
    }
    let kept = Policy::first().setting(Setting::ReciprocityKept);
    let credit = Credit { by_term, ..Credit::default() }.balance(kept);
    AskerStanding { credit, guaranteed, isolation: 0 }
}
