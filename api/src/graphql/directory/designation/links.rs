//! Designations, badges and criteria, read together for all siblings of a level.

use std::collections::HashMap;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::directory::{Criteria, Designation, DesignationScheme, Specialist};
use domain::identity::Person;
use persistence::directory::badge::{self, Badge};
use persistence::directory::specialist::{self, SpecialistRow};
use persistence::directory::{criteria, designation};
use persistence::{Page, PageRequest};

use crate::graphql::loaders::{Links, by_id, by_page, failed};

by_id! {
    /// The designation with this id.
    DesignationBy(Designation) is Designation, read by designation::of_ids, known by |it| it.id;
}

/// The badges of a specialist today.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BadgesOf(pub Id<Specialist>);

/// A page of what a person holds, held or applied for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct DesignationsOf(pub Id<Person>, pub PageRequest);

/// The specialist whom a person is now.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SpecialistOf(pub Id<Person>);

/// One version of a scheme's criteria.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct CriteriaBy(pub DesignationScheme, pub i32);

impl Loader<BadgesOf> for Links {
    type Value = Vec<Badge>;
    type Error = Error;

    async fn load(&self, keys: &[BadgesOf]) -> Result<HashMap<BadgesOf, Vec<Badge>>, Error> {
        let (ids, today) = (keys.iter().map(|key| key.0).collect(), self.app.clock.now().day());
        let found = badge::of_specialists(self.app.db(), ids, today).await.map_err(failed)?;
        Ok(found.into_iter().map(|(specialist, badges)| (BadgesOf(specialist), badges)).collect())
    }
}

impl Loader<DesignationsOf> for Links {
    type Value = Page<Designation>;
    type Error = Error;

    async fn load(&self, keys: &[DesignationsOf]) -> Result<HashMap<DesignationsOf, Page<Designation>>, Error> {
        let mut found = HashMap::new();
        for (page, persons) in by_page(keys.iter().map(|DesignationsOf(person, page)| (page, *person))) {
            let pages = designation::pages_of_persons(self.app.db(), &self.scope, persons, page).await;
            let pages = pages.map_err(failed)?.into_iter();
            found.extend(pages.map(|(person, it)| (DesignationsOf(person, page.clone()), it)));
        }
        Ok(found)
    }
}

impl Loader<SpecialistOf> for Links {
    type Value = SpecialistRow;
    type Error = Error;

    async fn load(&self, keys: &[SpecialistOf]) -> Result<HashMap<SpecialistOf, SpecialistRow>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = specialist::of_persons(self.app.db(), ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (SpecialistOf(it.person_id.0), it)).collect())
    }
}

impl Loader<CriteriaBy> for Links {
    type Value = Criteria;
    type Error = Error;

    async fn load(&self, _: &[CriteriaBy]) -> Result<HashMap<CriteriaBy, Criteria>, Error> {
        // There are few versions of few schemes.
        let all = criteria::all(self.app.db()).await.map_err(failed)?;
        Ok(all.into_iter().map(|it| (CriteriaBy(it.scheme, it.version), it)).collect())
    }
}
