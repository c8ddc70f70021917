//! Deployments with who comes and their visits, in one flat statement.

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Deployment, Visit};
use domain::exchange::SupportRequest;
use sea_orm::{DbErr, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{deployment, visit};
use crate::column::Keys;
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

/// One row: a deployment, who comes, and one visit.
struct Leaf {
    deployment: deployment::Row,
    specialist: Option<SpecialistRow>,
    visit: Option<visit::Row>,
}

impl FromQueryResult for Leaf {
    fn from_query_result(row: &QueryResult, pre: &str) -> Result<Self, DbErr> {
        let by: Option<Uuid> = row.try_get("", "by_id")?;
        let visit: Option<Uuid> = row.try_get("", "visit_id")?;
        Ok(Self {
            deployment: deployment::Row::from_query_result(row, pre)?,
            specialist: by.map(|_| SpecialistRow::from_query_result(row, "by_")).transpose()?,
            visit: visit.map(|_| visit::Row::from_query_result(row, "visit_")).transpose()?,
        })
    }
}

/// The deployments for these requests, oldest first, with as much beside them as the depth says.
pub async fn of_requests(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<SupportRequest>>,
    depth: Depth,
) -> Result<Vec<Branch>, DbError> {
    let values = values![Keys(ids), seen.is_everything(), scope::ids(seen), depth.specialist, depth.visits];
    let leaves: Vec<Leaf> = db.rows_for(seen, include_str!("deployment_tree.sql"), values).await?;
    let mut branches: Vec<Branch> = Vec::new();
    for leaf in leaves {
        if branches.last().is_none_or(|last| last.deployment.id != leaf.deployment.id.0) {
            let deployment = leaf.deployment.try_into()?;
            branches.push(Branch { deployment, specialist: leaf.specialist.map(Box::new), visits: Vec::new() });
        }
        if let (Some(branch), Some(row)) = (branches.last_mut(), leaf.visit) {
            branch.visits.push(row.try_into()?);
        }
    }
    Ok(branches)
}
