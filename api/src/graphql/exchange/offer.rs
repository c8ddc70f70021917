//! An offer in the contract.

use async_graphql::{Context, Object, Result, TypeName};
use domain::directory::KeyStage;
use domain::exchange::{self, Format, Mode, OfferStatus, OfferWithdrawal, SettlementKind, SupportKind};
use persistence::directory::specialist::SpecialistRow;
use persistence::exchange::offer::OfferRow;
use persistence::exchange::offer_search::Found;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{Expertise, School, Specialist, SpecialistBy, terms};
use crate::graphql::scalar::{HalfDays, Moment};

/// Something that a school offers to others.
pub struct Offer {
    row: OfferRow,
    /// Who delivers it, where the page's own statement has read them.
    delivered_by: Option<SpecialistRow>,
}

impl From<OfferRow> for Offer {
    fn from(row: OfferRow) -> Self {
        Self { row, delivered_by: None }
    }
}

impl From<exchange::Offer> for Offer {
    fn from(it: exchange::Offer) -> Self {
        OfferRow::from(&it).into()
    }
}

impl From<Found> for Offer {
    fn from(it: Found) -> Self {
        Self { row: it.offer, delivered_by: it.specialist }
    }
}

impl TypeName for Offer {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Offer".into()
    }
}

/// Something that a school offers to others: what, for whom, how, and in return for what.
#[Object]
impl Offer {
    /// The offer's id.
    async fn id(&self) -> Gid<exchange::Offer> {
        Gid(self.row.id.0)
    }

    /// The kind of work.
    async fn kind(&self) -> Choice<SupportKind> {
        Choice(self.row.kind.0)
    }

    /// One line that says what it is.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// What a school gets.
    async fn summary(&self) -> &str {
        &self.row.summary
    }

    /// What it is about.
    async fn expertise(&self, ctx: &Context<'_>) -> Result<Vec<Expertise>> {
        terms(ctx, &self.row.expertise.0).await
    }

    /// The key stages that it suits.
    async fn key_stages(&self) -> Vec<Choice<KeyStage>> {
        self.row.key_stages.0.iter().copied().map(Choice).collect()
    }

    /// How it reaches a school.
    async fn modes(&self) -> Vec<Choice<Mode>> {
        self.row.modes.0.iter().copied().map(Choice).collect()
    }

    /// One session or several.
    async fn format(&self) -> Choice<Format> {
        Choice(self.row.format.0)
    }

    /// What the school takes in return.
    async fn settlements(&self) -> Vec<Choice<SettlementKind>> {
        self.row.settlements.0.iter().copied().map(Choice).collect()
    }

    /// What shows that it works, in the school's own words.
    async fn evidence(&self) -> Option<&str> {
        self.row.evidence.as_deref()
    }

    /// How much may be asked of it in one half-term. What is still free then is the capacity of whoever delivers it.
    async fn half_days_per_half_term(&self) -> HalfDays {
        HalfDays(self.row.half_days_per_half_term)
    }

    /// The longest journey to a school, in minutes one way, for work in person; nothing if any will do.
    async fn travel_minutes(&self) -> Option<i32> {
        self.row.travel_minutes
    }

    /// Where it stands.
    async fn status(&self) -> Choice<OfferStatus> {
        Choice(self.row.status.0)
    }

    /// When it was first published.
    async fn published_at(&self) -> Option<Moment> {
        self.row.published_at.map(|at| Moment(at.0))
    }

    /// When the school last said that it still holds. An offer that nobody confirms for a half-term is no longer found.
    async fn last_confirmed_at(&self) -> Option<Moment> {
        self.row.last_confirmed_at.map(|at| Moment(at.0))
    }

    /// Why it was taken back, if it was.
    async fn withdrawal_reason(&self) -> Option<Choice<OfferWithdrawal>> {
        self.row.withdraw_reason.map(|it| Choice(it.0))
    }

    /// When it was drafted.
    async fn created_at(&self) -> Moment {
        Moment(self.row.created_at.0)
    }

    /// Counts the changes: send it back as expectedVersion to change what you have read.
    async fn version(&self) -> i32 {
        self.row.version
    }

    /// The school that offers it.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.row.school_id.0)
    }

    /// Who delivers it; nothing if the school decides that later.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            if let Some(row) = &self.delivered_by {
                return Ok(Some(row.clone().into()));
            }
            match self.row.specialist_id {
                Some(id) => Ok(ctx.load(SpecialistBy(id.0)).await?.map(Specialist::from)),
                None => Ok(None),
            }
        })
        .await
    }
}
