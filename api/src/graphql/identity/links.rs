//! People, roles and invitations by id, read together for all siblings of a level.

use std::collections::HashMap;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::identity::{Employment, Invitation, Membership, Person};
use persistence::identity::{employment, invitation, membership, person};

use crate::graphql::loaders::{Links, by_id, failed};

/// The posts of a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct EmploymentsOf(pub Id<Person>);

impl Loader<EmploymentsOf> for Links {
    type Value = Vec<Employment>;
    type Error = Error;

    async fn load(&self, keys: &[EmploymentsOf]) -> Result<HashMap<EmploymentsOf, Vec<Employment>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = employment::of_persons(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        let mut of: HashMap<_, Vec<_>> = HashMap::new();
        rows.into_iter().for_each(|it| of.entry(EmploymentsOf(it.person)).or_default().push(it));
        Ok(of)
    }
}

by_id! {
    /// The person with this id.
    PersonBy(Person) is Person, read by person::of_ids, known by |it| it.id;
    /// The role of somebody with this id.
    MembershipBy(Membership) is Membership, read by membership::of_ids, known by |it| it.id;
    /// The invitation with this id.
    InvitationBy(Invitation) is Invitation, read by invitation::of_ids, known by |it| it.id;
}
