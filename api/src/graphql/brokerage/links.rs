//! What belongs to a request, a proposal or a deployment, read together for all siblings of a level.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use async_graphql::Error;
use async_graphql::dataloader::Loader;
use domain::Id;
use domain::brokerage::{
    AuditVisit, CaseStudy, ConflictDeclaration, Consent, Deployment, Evaluation, Grant, InitialMeeting,
    JointCommission, MatchRun, Measure, Overruling, PolicyChange, PooledBudget, Proposal, Referral, Review, Round,
    SafeguardingAssurance, Scenario, ServiceBreach, Visit,
};
use domain::exchange::{Reservation, SupportRequest};
use persistence::brokerage::deployment_tree::{self, Branch, Depth};
use persistence::brokerage::match_run::{self, StoredRun};
use persistence::brokerage::{
    assurance, audit_visit, case_study, commission, conflict, consent, deployment, evaluation, grant, initial_meeting,
    measure, overruling, policy_change, pool, proposal, referral, review, round, scenario, service_breach, visit,
};
use persistence::exchange::capacity;
use persistence::{Page, PageRequest};

use crate::graphql::loaders::{Links, by_id, by_page, failed};

/// A page of the proposals for a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ProposalsOf(pub Id<SupportRequest>, pub PageRequest);

/// The deployments of a request, with as much beside them as is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DeploymentsOf(pub Id<SupportRequest>, pub Depth);

/// The referrals of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ReferralsOf(pub Id<SupportRequest>);

/// The deployment that came of a proposal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DeploymentFrom(pub Id<Proposal>);

/// The visits of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct VisitsOf(pub Id<Deployment>);

/// The reviews of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ReviewsOf(pub Id<Deployment>);

/// The case study of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct CaseStudyOf(pub Id<Deployment>);

/// The audit visit of a request.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AuditVisitOf(pub Id<SupportRequest>);

/// The initial meeting of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct InitialMeetingOf(pub Id<Deployment>);

/// What was measured of the outcomes of a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct MeasuresOf(pub Id<Deployment>);

/// What the two sides of a deployment say of each other.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct EvaluationsOf(pub Id<Deployment>);

/// The declarations of interests for a deployment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct DeclarationsOf(pub Id<Deployment>);

/// What was said of a deployment by those whose consent counts.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ConsentsOf(pub Id<Deployment>);

/// What a proposal holds of somebody's time.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ReservationOf(pub Id<Proposal>);

by_id! {
    /// The deployment with this id.
    DeploymentBy(Deployment) is Deployment, read by deployment::of_ids, known by |it| it.id;
    /// The proposal with this id.
    ProposalBy(Proposal) is Proposal, read by proposal::of_ids, known by |it| it.id;
    /// The visit with this id.
    VisitBy(Visit) is Visit, read by visit::of_ids, known by |it| it.id;
    /// The review with this id.
    ReviewBy(Review) is Review, read by review::of_ids, known by |it| it.id;
    /// The audit visit with this id.
    AuditVisitBy(AuditVisit) is AuditVisit, read by audit_visit::of_ids, known by |it| it.id;
    /// The initial meeting with this id.
    InitialMeetingBy(InitialMeeting) is InitialMeeting, read by initial_meeting::of_ids, known by |it| it.id;
    /// The breach of a service level with this id.
    ServiceBreachBy(ServiceBreach) is ServiceBreach, read by service_breach::of_ids, known by |it| it.id;
    /// The case study with this id.
    CaseStudyBy(CaseStudy) is CaseStudy, read by case_study::of_ids, known by |it| it.id;
    /// The evaluation with this id.
    EvaluationBy(Evaluation) is Evaluation, read by evaluation::of_ids, known by |it| it.id;
    /// The grant with this id.
    GrantBy(Grant) is Grant, read by grant::of_ids, known by |it| it.id;
    /// The pooled budget with this id.
    PoolBy(PooledBudget) is PooledBudget, read by pool::of_ids, known by |it| it.id;
    /// The joint commission with this id.
    CommissionBy(JointCommission) is JointCommission, read by commission::of_ids, known by |it| it.id;
    /// The referral with this id.
    ReferralBy(Referral) is Referral, read by referral::of_ids, known by |it| it.id;
    /// The declaration of interests with this id.
    DeclarationBy(ConflictDeclaration) is ConflictDeclaration, read by conflict::of_ids, known by |it| it.id;
    /// The consent with this id.
    ConsentBy(Consent) is Consent, read by consent::of_ids, known by |it| it.id;
    /// The safeguarding assurance with this id.
    AssuranceBy(SafeguardingAssurance) is SafeguardingAssurance, read by assurance::of_ids, known by |it| it.id;
    /// The overruling with this id.
    OverrulingBy(Overruling) is Overruling, read by overruling::of_ids, known by |it| it.id;
    /// The brokerage round with this id.
    RoundBy(Round) is Round, read by round::of_ids, known by |it| it.id;
    /// The scenario with this id.
    ScenarioBy(Scenario) is Scenario, read by scenario::of_ids, known by |it| it.id;
    /// The change of the matching policy with this id.
    PolicyChangeBy(PolicyChange) is PolicyChange, read by policy_change::of_ids, known by |it| it.id;
    /// The kept run of the matching with this id.
    RunBy(MatchRun) is StoredRun, read by match_run::of_ids, known by |it| it.id;
}

/// Sorts rows under the keys they belong to.
fn group<K: Eq + Hash, T>(rows: Vec<T>, key: impl Fn(&T) -> K) -> HashMap<K, Vec<T>> {
    let mut groups: HashMap<K, Vec<T>> = HashMap::new();
    for row in rows {
        groups.entry(key(&row)).or_default().push(row);
    }
    groups
}

impl Loader<ProposalsOf> for Links {
    type Value = Page<Proposal>;
    type Error = Error;

    async fn load(&self, keys: &[ProposalsOf]) -> Result<HashMap<ProposalsOf, Page<Proposal>>, Error> {
        let mut found = HashMap::new();
        for (page, requests) in by_page(keys.iter().map(|ProposalsOf(request, page)| (page, *request))) {
            let pages = proposal::pages_of_requests(self.app.db(), &self.scope, requests, page).await;
            let pages = pages.map_err(failed)?.into_iter();
            found.extend(pages.map(|(request, it)| (ProposalsOf(request, page.clone()), it)));
        }
        Ok(found)
    }
}

impl Loader<DeploymentsOf> for Links {
    type Value = Vec<Branch>;
    type Error = Error;

    async fn load(&self, keys: &[DeploymentsOf]) -> Result<HashMap<DeploymentsOf, Vec<Branch>>, Error> {
        // Siblings come of one selection and mostly want as much as each other; where not, each has what it asked for.
        let mut found = HashMap::new();
        for depth in keys.iter().map(|key| key.1).collect::<HashSet<_>>() {
            let ids = keys.iter().filter(|key| key.1 == depth).map(|key| key.0).collect();
            let rows = deployment_tree::of_requests(self.app.db(), &self.scope, ids, depth).await.map_err(failed)?;
            found.extend(group(rows, |it| DeploymentsOf(it.deployment.request, depth)));
        }
        Ok(found)
    }
}

impl Loader<ReferralsOf> for Links {
    type Value = Vec<Referral>;
    type Error = Error;

    async fn load(&self, keys: &[ReferralsOf]) -> Result<HashMap<ReferralsOf, Vec<Referral>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = referral::of_requests(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| ReferralsOf(it.request)))
    }
}

impl Loader<DeploymentFrom> for Links {
    type Value = Deployment;
    type Error = Error;

    async fn load(&self, keys: &[DeploymentFrom]) -> Result<HashMap<DeploymentFrom, Deployment>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = deployment::of_proposals(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (DeploymentFrom(it.proposal), it)).collect())
    }
}

impl Loader<VisitsOf> for Links {
    type Value = Vec<Visit>;
    type Error = Error;

    async fn load(&self, keys: &[VisitsOf]) -> Result<HashMap<VisitsOf, Vec<Visit>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = visit::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| VisitsOf(it.deployment)))
    }
}

impl Loader<ReviewsOf> for Links {
    type Value = Vec<Review>;
    type Error = Error;

    async fn load(&self, keys: &[ReviewsOf]) -> Result<HashMap<ReviewsOf, Vec<Review>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = review::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| ReviewsOf(it.deployment)))
    }
}

impl Loader<CaseStudyOf> for Links {
    type Value = CaseStudy;
    type Error = Error;

    async fn load(&self, keys: &[CaseStudyOf]) -> Result<HashMap<CaseStudyOf, CaseStudy>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = case_study::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (CaseStudyOf(it.deployment), it)).collect())
    }
}

impl Loader<AuditVisitOf> for Links {
    type Value = AuditVisit;
    type Error = Error;

    async fn load(&self, keys: &[AuditVisitOf]) -> Result<HashMap<AuditVisitOf, AuditVisit>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = audit_visit::of_requests(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (AuditVisitOf(it.request), it)).collect())
    }
}

impl Loader<InitialMeetingOf> for Links {
    type Value = InitialMeeting;
    type Error = Error;

    async fn load(&self, keys: &[InitialMeetingOf]) -> Result<HashMap<InitialMeetingOf, InitialMeeting>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = initial_meeting::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (InitialMeetingOf(it.deployment), it)).collect())
    }
}

impl Loader<MeasuresOf> for Links {
    type Value = Vec<Measure>;
    type Error = Error;

    async fn load(&self, keys: &[MeasuresOf]) -> Result<HashMap<MeasuresOf, Vec<Measure>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = measure::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| MeasuresOf(it.deployment)))
    }
}

impl Loader<EvaluationsOf> for Links {
    type Value = Vec<Evaluation>;
    type Error = Error;

    async fn load(&self, keys: &[EvaluationsOf]) -> Result<HashMap<EvaluationsOf, Vec<Evaluation>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = evaluation::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| EvaluationsOf(it.deployment)))
    }
}

impl Loader<DeclarationsOf> for Links {
    type Value = Vec<ConflictDeclaration>;
    type Error = Error;

    async fn load(&self, keys: &[DeclarationsOf]) -> Result<HashMap<DeclarationsOf, Vec<ConflictDeclaration>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = conflict::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| DeclarationsOf(it.deployment)))
    }
}

impl Loader<ConsentsOf> for Links {
    type Value = Vec<Consent>;
    type Error = Error;

    async fn load(&self, keys: &[ConsentsOf]) -> Result<HashMap<ConsentsOf, Vec<Consent>>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = consent::of_deployments(self.app.db(), &self.scope, ids).await.map_err(failed)?;
        Ok(group(rows, |it| ConsentsOf(it.deployment)))
    }
}

impl Loader<ReservationOf> for Links {
    type Value = Reservation;
    type Error = Error;

    async fn load(&self, keys: &[ReservationOf]) -> Result<HashMap<ReservationOf, Reservation>, Error> {
        let ids = keys.iter().map(|key| key.0).collect();
        let rows = capacity::of_proposals(self.app.db(), ids).await.map_err(failed)?;
        Ok(rows.into_iter().map(|it| (ReservationOf(it.proposal), it)).collect())
    }
}
