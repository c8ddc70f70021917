//! Who has signed a deployment, in the contract.

use async_graphql::SimpleObject;
use domain::brokerage::Deployment;

use crate::graphql::scalar::Moment;

/// Who has signed a deployment.
#[derive(SimpleObject)]
pub struct DeploymentSignatures {
    /// When the head of the school that gives signed.
    home_agreed_at: Option<Moment>,
    /// When the head of the school that receives signed.
    host_agreed_at: Option<Moment>,
    /// When a broker signed for the alliance.
    alliance_agreed_at: Option<Moment>,
    /// Whether it is agreed only once the alliance has signed; a peer visit for which nobody pays needs no broker.
    needs_alliance: bool,
    /// Whether a second broker must approve, because somebody has an interest or payment is waived.
    needs_approval: bool,
    /// Whether a second broker has approved.
    approved: bool,
}

impl From<&Deployment> for DeploymentSignatures {
    fn from(it: &Deployment) -> Self {
        Self {
            home_agreed_at: it.home_agreed_at.map(Moment),
            host_agreed_at: it.host_agreed_at.map(Moment),
            alliance_agreed_at: it.alliance_agreed_at.map(Moment),
            needs_alliance: it.needs_alliance(),
            needs_approval: it.needs_approval(),
            approved: it.approved_by.is_some(),
        }
    }
}
