//! What people may ask of what is kept about them, in the contract.

use async_graphql::{Context, InputObject, Object, TypeName};
use domain::identity::{DataExport, DataExportStatus, Erasure, ErasureStatus, ErasureWithdrawal, Person};
use domain::rule::Rejected;
use domain::text::Remark;
use persistence::identity::{data_export, erasure};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::loaders::by_id;
use crate::graphql::once::Once;
use crate::graphql::scalar::Moment;

/// Where what is kept about somebody is fetched from.
pub const DATA: &str = "/personal-data";

by_id! {
    /// What was prepared for the reader under this id.
    DataExportBy(DataExport) is DataExport, read by data_export::of_ids, known by |it| it.id;
    /// The wish to be erased with this id.
    ErasureBy(Erasure) is Erasure, read by erasure::of_ids, known by |it| it.id;
}

/// Everything that is kept about you.
#[derive(Clone)]
pub struct DataExportObject(DataExport);

impl From<DataExport> for DataExportObject {
    fn from(it: DataExport) -> Self {
        Self(it)
    }
}

impl TypeName for DataExportObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "DataExport".into()
    }
}

/// Everything that is kept about a person, as it was when it was prepared. The person alone can fetch it.
#[Object(name = "DataExport")]
impl DataExportObject {
    /// Its id.
    async fn id(&self) -> Gid<DataExport> {
        Gid(self.0.id)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<DataExportStatus> {
        Choice(self.0.status)
    }

    /// When it was asked for.
    async fn asked_at(&self) -> Moment {
        Moment(self.0.asked_at)
    }

    /// When it was prepared.
    async fn ready_at(&self) -> Option<Moment> {
        self.0.ready_at.map(Moment)
    }

    /// Until when it can be fetched.
    async fn expires_at(&self) -> Option<Moment> {
        self.0.expires_at.map(Moment)
    }

    /// From where you fetch it, signed in, as one JSON document; nothing unless it is yours and ready.
    async fn address(&self, ctx: &Context<'_>) -> Option<String> {
        let app = ctx.app();
        let open = self.0.check_fetched(&ctx.anybody().actor, app.clock.now()).is_ok();
        open.then(|| format!("{}{DATA}/{}", app.config.public_url, self.0.id))
    }
}

/// The wish that somebody be erased.
#[derive(Clone)]
pub struct ErasureObject(Erasure);

impl From<Erasure> for ErasureObject {
    fn from(it: Erasure) -> Self {
        Self(it)
    }
}

impl TypeName for ErasureObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Erasure".into()
    }
}

/// The wish that somebody be erased, and what came of it: the person sees it, and those who run the service.
#[Object(name = "Erasure")]
impl ErasureObject {
    /// Its id.
    async fn id(&self) -> Gid<Erasure> {
        Gid(self.0.id)
    }

    /// Who is to be erased, by their id: whoever runs the service need not see more of them.
    async fn person_id(&self) -> Gid<Person> {
        Gid(self.0.person)
    }

    /// Where it stands.
    async fn status(&self) -> Choice<ErasureStatus> {
        Choice(self.0.status)
    }

    /// When it was asked for.
    async fn asked_at(&self) -> Moment {
        Moment(self.0.asked_at)
    }

    /// From when on it may be carried out. Until then it can be taken back.
    async fn not_before(&self) -> Moment {
        Moment(self.0.not_before)
    }

    /// Until when records of work must name the person, if that was so when it was asked for.
    async fn restricted_until(&self) -> Option<Moment> {
        self.0.restricted_until.map(Moment)
    }

    /// When it was carried out or taken back.
    async fn ended_at(&self) -> Option<Moment> {
        self.0.ended_at.map(Moment)
    }

    /// Why it was taken back, if it was.
    async fn withdrawal_reason(&self) -> Option<Choice<ErasureWithdrawal>> {
        self.0.withdraw_reason.map(Choice)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.0.version
    }
}

/// About whom you ask what is kept.
#[derive(InputObject)]
pub struct RequestPersonalDataInput {
    /// The person; leave it out for yourself.
    pub person: Option<Gid<Person>>,
    /// Why you ask for somebody else, such as by which letter they asked. It stands in the records.
    pub reason: Option<String>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Who is to be erased.
#[derive(InputObject)]
pub struct RequestErasureInput {
    /// The person; leave it out for yourself.
    pub person: Option<Gid<Person>>,
    /// Why you ask for somebody else, such as by which letter they asked. It stands in the records.
    pub reason: Option<String>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which wish you take back.
#[derive(InputObject)]
pub struct WithdrawErasureInput {
    /// The wish to be erased.
    pub erasure: Gid<Erasure>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(ErasureWithdrawal::NotStated)")]
    pub reason: Choice<ErasureWithdrawal>,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Whose wish you carry out, and why.
#[derive(InputObject)]
pub struct ErasePersonInput {
    /// The wish to be erased.
    pub erasure: Gid<Erasure>,
    /// Why it is right to do so, such as how you know that the person asked. It stands in the records.
    pub reason: String,
    /// The version that you have read; one that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// A reason that may be left out.
pub(super) fn reason(given: Option<&str>) -> Result<Option<Remark>, Rejected> {
    given.map(Remark::new).transpose().map_err(|no| no.at("reason"))
}
