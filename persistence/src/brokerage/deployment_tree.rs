//! Deployments with who comes and their visits, in one flat statement, and with the request that they meet.

use std::sync::LazyLock;

use domain::Id;
use domain::access::Scope;
use domain::brokerage::{Deployment, Visit};
use domain::exchange::SupportRequest;
use sea_orm::{FromQueryResult, QueryResult, Value};
use uuid::Uuid;

use super::{deployment, visit};
use crate::column::{Key, Keys};
use crate::directory::specialist::SpecialistRow;
use crate::exchange::RequestRow;
use crate::exchange::request::request_columns;
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

impl Depth {
    /// Whether what was read so deep holds all that is read to another depth.
    pub const fn holds(self, other: Self) -> bool {
        (self.specialist || !other.specialist) && (self.visits || !other.visits)
    }
}

const TREE: &str = include_str!("deployment_tree.sql");

/// A request with its deployments, in one statement.
static WITH_REQUEST: LazyLock<String> = LazyLock::new(|| {
    let named = |column: &str| format!("asked.{column} AS asked_{column}");
    let request = request_columns!().split(", ").map(named).collect::<Vec<_>>().join(", ");
    let tree = TREE.replace("request_id = ANY($1)", "request_id = asked.id");
    include_str!("request_tree.sql").replace("{request}", &request).replace("{tree}", &tree)
});

/// The deployments for these requests, oldest first, with as much beside them as the depth says.
pub async fn of_requests(
    db: &Db,
    seen: &Scope,
    ids: Vec<Id<SupportRequest>>,
    depth: Depth,
) -> Result<Vec<Branch>, DbError> {
    let mut branches = Vec::new();
    db.each_raw_for(seen, TREE, values(Keys(ids).into(), seen, depth), |row| grow(&mut branches, row)).await?;
    Ok(branches)
}

/// A request with its deployments, oldest first, and as much beside them as the depth says; nothing if there is none that the
/// reader may see.
pub async fn with_request(
    db: &Db,
    seen: &Scope,
    id: Id<SupportRequest>,
    depth: Depth,
) -> Result<Option<(RequestRow, Vec<Branch>)>, DbError> {
    let (mut request, mut branches) = (None, Vec::new());
    db.each_raw_for(seen, &WITH_REQUEST, values(Key(id).into(), seen, depth), |row| {
        if request.is_none() {
            request = Some(RequestRow::from_query_result(row, "asked_")?);
        }
        let deployment: Option<Uuid> = row.try_get("", "id")?;
        deployment.map_or(Ok(()), |_| grow(&mut branches, row))
    })
    .await?;
    Ok(request.map(|request| (request, branches)))
}

fn values(asked: Value, seen: &Scope, depth: Depth) -> Vec<Value> {
    values![asked, seen.is_everything(), scope::ids(seen), depth.specialist, depth.visits]
}

/// Adds a row to the deployments that were read so far.
fn grow(branches: &mut Vec<Branch>, row: &QueryResult) -> Result<(), DbError> {
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
}
