//! Deployments with who comes and their visits, in one flat statement.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Deployment, Visit};
use domain::exchange::SupportRequest;
use sea_orm::FromQueryResult;
use uuid::Uuid;

use super::{deployment, visit};
use crate::column::{Key, Keys};
use crate::directory::specialist::SpecialistRow;
use crate::{Db, DbError, scope, values};

/// What is read together with a deployment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Depth {
    /// Who comes.
    pub specialist: bool,
    /// Its visits.
    pub visits: bool,
}

/// A deployment with what was asked for beside it.
#[derive(Clone, Debug)]
pub struct Branch {
    /// The deployment.
    pub deployment: Deployment,
    /// Who comes, where that was asked for and somebody is named.
    pub specialist: Option<Box<SpecialistRow>>,
    /// Its visits in the order in which they were written down; none where they were not asked for.
    pub visits: Vec<Visit>,
}

/// The deployments for these requests, oldest first, with as much beside them as the depth says.
pub async fn of_requests(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<SupportRequest>>,
    depth: Depth,
) -> Result<Vec<Branch>, DbError> {
    let values = values![Keys(ids), seen.is_everything(), scope::ids(seen), depth.specialist, depth.visits];
    let mut branches: Vec<Branch> = Vec::new();
    db.each_raw_for(seen, include_str!("deployment_tree.sql"), values, |row| {
        let id: Key<Deployment> = row.try_get("", "id")?;
        // The rows of one deployment follow each other, and differ in the visit alone.
        if branches.last().is_none_or(|last| last.deployment.id != id.0) {
            let by: Option<Uuid> = row.try_get("", "by_id")?;
            let specialist = by.map(|_| SpecialistRow::from_query_result(row, "by_").map(Box::new)).transpose()?;
            let deployment = deployment::Row::from_query_result(row, "")?.try_into()?;
            branches.push(Branch { deployment, specialist, visits: Vec::new() });
        }
        let visit: Option<Uuid> = row.try_get("", "visit_id")?;
        if let (Some(branch), Some(_)) = (branches.last_mut(), visit) {
            branch.visits.push(visit::Row::from_query_result(row, "visit_")?.try_into()?);
        }
        Ok(())
    })
    .await?;
    Ok(branches)
}
