//! Alliances in the contract: all from memory.

use async_graphql::{Context, Object, Result, SimpleObject, TypeName};
use domain::access::Action;
use domain::directory::{self, AllianceKind};
use domain::exchange::RequestStatus;
use persistence::Page;
use persistence::brokerage::charge::Whose;
use persistence::exchange::work_list;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::{
    AllianceLedger, AllianceSupply, RateCardObject, ServiceLevelFigures, Statement, WorkstreamLevels, cards_of,
    levels_of, workstreams_of,
};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::alliance_lists::AllianceLists;
use crate::graphql::directory::alliance_policy::AlliancePolicy;
use crate::graphql::directory::{MembershipRest, School};
use crate::graphql::exchange::{SupportRequest, WorkListOf};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Moment};

/// The states of requests for which somebody is to be found.
const OPEN: [RequestStatus; 4] =
    [RequestStatus::Submitted, RequestStatus::Triaged, RequestStatus::Matching, RequestStatus::Proposed];

/// A group of schools that brokers support among its members and beyond.
pub struct Alliance(pub directory::Alliance);

impl From<directory::Alliance> for Alliance {
    fn from(it: directory::Alliance) -> Self {
        Self(it)
    }
}

impl TypeName for Alliance {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Alliance".into()
    }
}

/// A school's place in an alliance.
#[derive(SimpleObject)]
pub struct AllianceMember {
    /// The school.
    pub school: School,
    /// Since when it is a member.
    pub since: Moment,
    /// How it rests there, if it does just now. Only its own people and the alliance's brokers see it.
    pub rest: Option<MembershipRest>,
}

impl TypeName for AllianceMember {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "AllianceMember".into()
    }
}

/// A group of schools that brokers support among its members and beyond.
#[Object]
impl Alliance {
    /// The alliance's id.
    async fn id(&self) -> Gid<directory::Alliance> {
        Gid(self.0.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// What kind of group it is.
    async fn kind(&self) -> Choice<AllianceKind> {
        Choice(self.0.kind)
    }

    /// How many days its schools have to answer a proposal.
    async fn response_days(&self, ctx: &Context<'_>) -> i32 {
        let app = ctx.app();
        app.snapshot().alliances.policy(&self.0, app.clock.now().day()).terms.response_days
    }

    /// What the alliance holds to today: what it has settled for itself, else what holds nationally.
    async fn policy(&self, ctx: &Context<'_>) -> AlliancePolicy {
        let app = ctx.app();
        app.snapshot().alliances.policy(&self.0, app.clock.now().day()).into()
    }

    /// The school that leads it.
    async fn lead_school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.lead)
    }

    /// The member to which its head offers to lead it instead, as long as that is open. Only the two schools and the alliance's
    /// brokers see it.
    async fn lead_offered_to(&self, ctx: &Context<'_>) -> Option<School> {
        let to = self.0.lead_offered_to?;
        let seen = ctx.scope().sees(&[self.0.id.uuid(), self.0.lead.uuid(), to.uuid()]);
        seen.then(|| School::find(&ctx.app().snapshot(), to)).flatten()
    }

    /// How your own school rests in it, if it does just now.
    async fn own_rest(&self, ctx: &Context<'_>) -> Option<MembershipRest> {
        let school = ctx.anybody().actor.acting()?.school?;
        ctx.app().snapshot().alliances.place(self.0.id, school)?.rest.map(MembershipRest::from)
    }

    /// Counts the changes of its lead, its members and its neighbours: send it back as expectedVersion to change what you have
    /// read.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// How many schools are members.
    async fn member_count(&self, ctx: &Context<'_>) -> usize {
        ctx.app().snapshot().alliances.members(self.0.id).len()
    }

    #[graphql(flatten)]
    async fn lists(&self, _ctx: &Context<'_>) -> AllianceLists {
        AllianceLists(self.0.id)
    }

    #[graphql(flatten)]
    async fn supply(&self, _ctx: &Context<'_>) -> AllianceSupply {
        AllianceSupply(self.0.id)
    }

    /// What the alliance has to answer, for its own brokers: the raised requests of its schools and those referred to it, the
    /// one that is due first before the others. Schools that give are due sooner, and so are those that are cut off.
    async fn work_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "In any of these states; those that nobody is placed for yet, if left out.")] statuses: Option<
            Vec<Choice<RequestStatus>>,
        >,
        #[graphql(desc = "How many from the start, or after a cursor; 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "The cursor to begin after.")] after: Option<String>,
        #[graphql(desc = "How many from the end, or before a cursor; 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "The cursor to end before.")] before: Option<String>,
    ) -> Option<Result<Connection<SupportRequest>>> {
        nullable(async {
            let caller = ctx.caller()?;
            if !caller.actor.can(Action::ReadWorkList { alliance: self.0.id }) {
                return Ok(None);
            }
            let page = Wanted { first, after, last, before }.by_time(work_list::LIST)?;
            let statuses = statuses.map_or_else(|| OPEN.to_vec(), |words| words.into_iter().map(|it| it.0).collect());
            let page = ctx.load(WorkListOf { alliance: self.0.id, statuses, page }).await?;
            Ok(Some(Connection::of(page.unwrap_or_else(Page::empty))))
        })
        .await
    }

    /// What it charges for a day in an academic year, for each designation; for people who are signed in. Nothing is ever
    /// ranked by price.
    async fn rate_cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The academic year, by the calendar year of its September: 2026 is 2026/27.")] year: i32,
    ) -> Option<Result<Vec<RateCardObject>>> {
        nullable(cards_of(ctx, self.0.id, year)).await
    }

    /// What was settled in one month of what it brokered; for its own brokers.
    async fn statement(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the month.")] month: Day,
    ) -> Option<Result<Statement>> {
        nullable(async {
            if !self.may_read_statements(ctx) {
                return Ok(None);
            }
            Statement::of(ctx, Whose::Alliance(self.0.id), month).await.map(Some)
        })
        .await
    }

    /// What it took in and paid out by brokering, over some months; for its own brokers.
    async fn ledger(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the first month.")] from: Day,
        #[graphql(desc = "Any day of the last month.")] until: Day,
    ) -> Option<Result<AllianceLedger>> {
        nullable(async {
            if !self.may_read_statements(ctx) {
                return Ok(None);
            }
            AllianceLedger::of(ctx, self.0.id, from, until).await.map(Some)
        })
        .await
    }

    /// How it kept its service levels over some months: what was to be done by when for those who ask, how often that was
    /// done in time, and how often not. For those to whom its policy shows it; its own brokers always see it.
    async fn service_levels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the first month.")] from: Day,
        #[graphql(desc = "Any day of the last month.")] until: Day,
    ) -> Option<Result<Vec<ServiceLevelFigures>>> {
        nullable(levels_of(ctx, &self.0, (from, until))).await
    }

    /// The same for each of its work-streams, and for what belongs to none: together they are the whole. Who sees the service
    /// levels sees these.
    async fn workstream_levels(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Any day of the first month.")] from: Day,
        #[graphql(desc = "Any day of the last month.")] until: Day,
    ) -> Option<Result<Vec<WorkstreamLevels>>> {
        nullable(workstreams_of(ctx, &self.0, (from, until))).await
    }

    /// The alliances next to it: those that both sides have declared neighbours, else the five whose lead schools are
    /// nearest. A request that its own schools cannot meet is tried there next.
    async fn neighbours(&self, ctx: &Context<'_>) -> Vec<Alliance> {
        ctx.app().snapshot().alliances.neighbours(self.0.id).cloned().map(Alliance).collect()
    }
}

impl Alliance {
    fn may_read_statements(&self, ctx: &Context<'_>) -> bool {
        ctx.anybody().actor.can(Action::ReadAllianceStatement { alliance: self.0.id })
    }
}
