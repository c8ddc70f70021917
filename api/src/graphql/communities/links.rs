//! Headships, mentorships, groups and places, read together for all siblings of a level.

use std::collections::HashMap;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::communities::{CoachingPractice, Headship, Mentorship, SupportGroup, SupportGroupPlace, Tenure};
use domain::directory::Alliance;
use domain::identity::Person;
use persistence::communities::former_facilitator::{self, Held};
use persistence::communities::newcomer::{self, NewHead};
use persistence::communities::{
    coaching_practice, headship, mentoring_policy, mentorship, support_group, support_place,
};
use persistence::{Page, PageRequest};

use crate::graphql::loaders::{Links, by_id, by_page, failed};

by_id! {
    /// The mentorship with this id.
    MentorshipBy(Mentorship) is Mentorship, read by mentorship::of_ids, known by |it| it.id;
    /// The support group with this id.
    SupportGroupBy(SupportGroup) is SupportGroup, read by support_group::of_ids, known by |it| it.id;
    /// The practice as a coach with this id.
    CoachingPracticeBy(CoachingPractice) is CoachingPractice, read by coaching_practice::of_ids, known by |it| it.id;
    /// The place in a support group with this id.
    SupportPlaceBy(SupportGroupPlace) is SupportGroupPlace, read by support_place::of_ids, known by |it| it.id;
}

/// The headships that a person has stated.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::graphql) struct HeadshipsOf(pub Id<Person>);

/// The places of a group that are offered or taken.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct PlacesOf(pub Id<SupportGroup>);

/// Who held a group before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct FormerOf(pub Id<SupportGroup>);

/// A page of the new heads of an alliance, for whoever may read it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct NewHeadsOf(pub Id<Alliance>, pub PageRequest);

/// A new head, with the times during which they led schools and the months for which a head counts as new.
pub(super) type Found = (NewHead, Vec<Tenure>, i32);

impl Loader<HeadshipsOf> for Links {
    type Value = Vec<Headship>;
    type Error = Error;

    async fn load(&self, keys: &[HeadshipsOf]) -> Result<HashMap<HeadshipsOf, Vec<Headship>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let mut of: HashMap<_, Vec<_>> = HashMap::new();
        for it in headship::of_persons(self.app.db(), &self.scope, ids).await.map_err(failed)? {
            of.entry(HeadshipsOf(it.person)).or_default().push(it);
        }
        Ok(of)
    }
}

impl Loader<PlacesOf> for Links {
    type Value = Vec<SupportGroupPlace>;
    type Error = Error;

    async fn load(&self, keys: &[PlacesOf]) -> Result<HashMap<PlacesOf, Vec<SupportGroupPlace>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let found = support_place::of_groups(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(found.into_iter().map(|(group, places)| (PlacesOf(group), places)).collect())
    }
}

impl Loader<FormerOf> for Links {
    type Value = Vec<Held>;
    type Error = Error;

    async fn load(&self, keys: &[FormerOf]) -> Result<HashMap<FormerOf, Vec<Held>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let found = former_facilitator::of_groups(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(found.into_iter().map(|(group, former)| (FormerOf(group), former)).collect())
    }
}

impl Loader<NewHeadsOf> for Links {
    type Value = Page<Found>;
    type Error = Error;

    async fn load(&self, keys: &[NewHeadsOf]) -> Result<HashMap<NewHeadsOf, Page<Found>>, Error> {
        let (db, now) = (self.app.db(), self.app.clock.now());
        let months = mentoring_policy::newest(db).await.map_err(failed)?.new_months;
        let mut found = HashMap::new();
        for (page, alliances) in by_page(keys.iter().map(|NewHeadsOf(alliance, page)| (page, *alliance))) {
            let pages = newcomer::pages(db, alliances, (now, months), page).await.map_err(failed)?;
            let people = pages.values().flat_map(|page| &page.items).map(|(_, it)| it.person_id.0).collect();
            let tenures = headship::known_to_service(db, people).await.map_err(failed)?;
            let known = |it: NewHead| {
                let led = tenures.get(&it.person_id.0).cloned().unwrap_or_default();
                (it, led, months)
            };
            let shown = pages.into_iter().map(|(alliance, it)| (NewHeadsOf(alliance, page.clone()), it.map(known)));
            found.extend(shown);
        }
        Ok(found)
    }
}
