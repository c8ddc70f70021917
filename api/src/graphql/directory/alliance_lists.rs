//! The lists of an alliance in the contract.

use async_graphql::Result;
use domain::{Id, directory};
use persistence::{Cursor, Page};

use crate::graphql::brokerage::{GrantObject, PoolObject, ServiceBreachObject, breaches_of, grants_of, pools_of};
use crate::graphql::communities::{NewHeadObject, new_heads};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::alliance::AllianceMember;
use crate::graphql::directory::alliance_policy::{AlliancePolicy, history};
use crate::graphql::directory::former_member::{FormerMemberObject, former_members_of};
use crate::graphql::directory::{MembershipRest, School};
use crate::graphql::page::{Connection, connections};
use crate::graphql::scalar::Moment;

/// The list's name in cursors.
const MEMBERS: &str = "alliance.members";

/// What belongs to an alliance, page by page.
pub struct AllianceLists(pub Id<directory::Alliance>);

connections! {
    /// What belongs to an alliance, page by page.
    impl AllianceLists {
        /// Every version of what the alliance has settled for itself, the latest first; some may hold only from a later day.
        fn policy_history(&self, ctx, wanted) -> [Result<Connection<AlliancePolicy>>] {
            history(&ctx.app().snapshot(), self.0, wanted)
        }

        /// Its member schools, the first to join first.
        fn members(&self, ctx, wanted) -> [Result<Connection<AllianceMember>>] {
            let request = wanted.of(MEMBERS)?;
            let snapshot = ctx.app().snapshot();
            let key = |it: &(i64, Id<directory::School>)| (it.0, it.1.uuid());
            let members = snapshot.alliances.members(self.0);
            let keyed = members.iter().map(|it| (it.since.utc().timestamp_micros(), it.school)).collect();
            let page =
                Page::of_all(&request, keyed, key, |(order, id)| Cursor { list: MEMBERS, order: *order, id: id.uuid() });
            let shown = page.items.into_iter().filter_map(|(cursor, (_, school))| {
                let place = snapshot.alliances.place(self.0, school)?;
                let seen = ctx.scope().sees(&[self.0.uuid(), school.uuid()]);
                let rest = place.rest.filter(|_| seen).map(MembershipRest::from);
                Some((cursor, AllianceMember { school: School::find(&snapshot, school)?, since: Moment(place.since), rest }))
            });
            let items = shown.collect();
            Ok(Connection::of(Page { items, has_next: page.has_next, has_previous: page.has_previous }))
        }

        /// The schools that have left it, the last to leave first, each with why; for its own brokers.
        fn former_members(&self, ctx, wanted) -> [Option<Result<Connection<FormerMemberObject>>>] {
            nullable(former_members_of(ctx, self.0, wanted)).await
        }

        /// What it did not do in time, newest first, once for each step to which that was carried; for its own brokers.
        fn service_breaches(&self, ctx, wanted) -> [Option<Result<Connection<ServiceBreachObject>>>] {
            nullable(breaches_of(ctx, self.0, wanted)).await
        }

        /// The grants of national programmes that its brokers keep, in the order in which they were opened; for them, and each for
        /// the school that leads.
        fn grants(&self, ctx, wanted) -> [Result<Connection<GrantObject>>] {
            grants_of(ctx, self.0, wanted).await
        }

        /// The budgets that its schools have put together, in the order in which they were opened; for its brokers, and each for the
        /// schools that were asked.
        fn pools(&self, ctx, wanted) -> [Result<Connection<PoolObject>>] {
            pools_of(ctx, self.0, wanted).await
        }

        /// Its heads who are new at their schools, those who took up the role first before the others, each with what they have of a
        /// mentor and a support group; for its own brokers.
        fn new_heads(&self, ctx, wanted) -> [Option<Result<Connection<NewHeadObject>>>] {
            nullable(new_heads(ctx, self.0, wanted)).await
        }
    }
}
