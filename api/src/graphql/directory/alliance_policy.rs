//! What an alliance has settled for itself, in the contract: all from memory.

use async_graphql::{Context, Object, Result, TypeName};
use domain::Id;
use domain::directory::{self, ConsentKind, FiguresShown};
use persistence::{Cursor, Page};

use crate::app::snapshot::Snapshot;
use crate::graphql::adapter::Choice;
use crate::graphql::context::{Reach, nullable};
use crate::graphql::identity::{Person, PersonBy};
use crate::graphql::page::{Connection, Wanted};
use crate::graphql::scalar::{Day, Moment};

/// The list's name in cursors.
const HISTORY: &str = "alliance.policies";

/// One version of what an alliance has settled for itself, within what holds nationally.
pub struct AlliancePolicy(directory::AlliancePolicy);

impl From<directory::AlliancePolicy> for AlliancePolicy {
    fn from(it: directory::AlliancePolicy) -> Self {
        Self(it)
    }
}

impl TypeName for AlliancePolicy {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "AlliancePolicy".into()
    }
}

/// One version of what an alliance has settled for itself, within what holds nationally.
#[Object]
impl AlliancePolicy {
    /// The version's number, from 1; 0 for an alliance that has settled nothing. Send it back as expectedVersion to settle
    /// the next.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// The day from which it holds; nothing where nothing was settled.
    async fn holds_from(&self) -> Option<Day> {
        self.0.from.map(Day)
    }

    /// Whether the alliance's own schools are asked before others are proposed.
    async fn own_members_first(&self) -> bool {
        self.0.terms.own_first
    }

    /// How many days two schools have to answer a proposal.
    async fn response_days(&self) -> i32 {
        self.0.terms.response_days
    }

    /// Hours after a request was raised within which the alliance proposes somebody for it; nothing where the national time
    /// holds.
    async fn candidate_hours(&self) -> Option<i32> {
        self.0.terms.levels.candidate_hours
    }

    /// Days after both schools accepted within which those who will work together meet; nothing where the national time holds.
    async fn meeting_days(&self) -> Option<i32> {
        self.0.terms.levels.meeting_days
    }

    /// Working days after a visit within which it is written down; nothing where the national time holds.
    async fn record_days(&self) -> Option<i32> {
        self.0.terms.levels.record_days
    }

    /// Who sees how the alliance keeps its deadlines.
    async fn figures_shown(&self) -> Choice<FiguresShown> {
        Choice(self.0.terms.figures)
    }

    /// Whose consent the release of staff needs, at the school that gives.
    async fn release_consents(&self) -> Vec<Choice<ConsentKind>> {
        self.0.terms.release_consents.iter().copied().map(Choice).collect()
    }

    /// Whose consent paid work needs, at the school that receives it.
    async fn paid_consents(&self) -> Vec<Choice<ConsentKind>> {
        self.0.terms.paid_consents.iter().copied().map(Choice).collect()
    }

    /// Whether other alliances may refer requests to this one.
    async fn accepts_referrals(&self) -> bool {
        self.0.terms.accepts_referrals
    }

    /// What the alliance works at.
    async fn workstreams(&self) -> Vec<&str> {
        self.0.terms.workstreams.iter().map(|it| it.as_str()).collect()
    }

    /// Who set it, as far as you may see it.
    async fn set_by(&self, ctx: &Context<'_>) -> Option<Result<Person>> {
        nullable(async {
            let Some(person) = self.0.set_by else { return Ok(None) };
            Ok(ctx.load(PersonBy(person)).await?.map(Person::from))
        })
        .await
    }

    /// When it was set.
    async fn set_at(&self) -> Option<Moment> {
        self.0.set_at.map(Moment)
    }
}

/// A page of what an alliance ever settled, the latest version first.
pub(super) fn history(
    snapshot: &Snapshot,
    of: Id<directory::Alliance>,
    wanted: Wanted,
) -> Result<Connection<AlliancePolicy>> {
    let request = wanted.of(HISTORY)?;
    let key = |it: &directory::AlliancePolicy| (-i64::from(it.version), of.uuid());
    let all = snapshot.alliances.policies(of).to_vec();
    let page = Page::of_all(&request, all, key, |it| Cursor { list: HISTORY, order: key(it).0, id: of.uuid() });
    Ok(Connection::of(page))
}
