//! What brokers choose in the plans of rounds, in the contract.

use std::collections::HashMap;

use async_graphql::dataloader::Loader;
use async_graphql::{Context, Error, Object, Result, SimpleObject, TypeName};
use domain::brokerage::{Round, RoundChoice, RoundChoiceKind};
use domain::exchange::CapacityHolder;
use domain::{Id, Rule, exchange};
use persistence::brokerage::round_choice;
use persistence::{Page, PageRequest};

use crate::app::Refusal;
use crate::app::brokerage::round::{Choosing, weigh};
use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::{Reach, nullable};
use crate::graphql::directory::{School, Specialist, SpecialistBy};
use crate::graphql::exchange::{Offer, OfferBy, RequestBy, SupportRequest};
use crate::graphql::loaders::{Links, by_page, failed};
use crate::graphql::payload::{UserError, refusal, user_errors};
use crate::graphql::scalar::{Moment, Points};

/// A page of what was chosen in a round.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct ChoicesOf(pub Id<Round>, pub PageRequest);

impl Loader<ChoicesOf> for Links {
    type Value = Page<RoundChoice>;
    type Error = Error;

    async fn load(&self, keys: &[ChoicesOf]) -> Result<HashMap<ChoicesOf, Page<RoundChoice>>, Error> {
        let mut found = HashMap::new();
        for (page, rounds) in by_page(keys.iter().map(|ChoicesOf(round, page)| (page, *round))) {
            let pages = round_choice::pages_of_rounds(self.app.db(), &self.scope, rounds, page).await;
            let pages = pages.map_err(failed)?.into_iter();
            found.extend(pages.map(|(round, it)| (ChoicesOf(round, page.clone()), it)));
        }
        Ok(found)
    }
}

/// What a broker chose.
pub struct RoundChoiceObject(RoundChoice);

impl From<RoundChoice> for RoundChoiceObject {
    fn from(it: RoundChoice) -> Self {
        Self(it)
    }
}

impl TypeName for RoundChoiceObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "RoundChoice".into()
    }
}

/// What a broker chose for a request in the plan of a round. Those who broker the request read it.
#[Object(name = "RoundChoice")]
impl RoundChoiceObject {
    /// Which of the round's choices it is.
    async fn number(&self) -> i32 {
        self.0.number
    }

    /// The request.
    async fn request(&self, ctx: &Context<'_>) -> Option<Result<SupportRequest>> {
        nullable(async { Ok(ctx.load(RequestBy(self.0.request)).await?.map(SupportRequest::from)) }).await
    }

    /// Whether the two come together in any case, or on no account.
    async fn kind(&self) -> Choice<RoundChoiceKind> {
        Choice(self.0.kind)
    }

    /// The offer that the broker named. The choice holds for all offers of whoever gives it.
    async fn offer(&self, ctx: &Context<'_>) -> Option<Result<Offer>> {
        nullable(async { Ok(ctx.load(OfferBy(self.0.offer)).await?.map(Offer::from)) }).await
    }

    /// The id of the offer.
    async fn offer_id(&self) -> Gid<exchange::Offer> {
        Gid(self.0.offer)
    }

    /// The school that would give.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.home)
    }

    /// The person who would come; nothing if the school decides that later.
    async fn specialist(&self, ctx: &Context<'_>) -> Option<Result<Specialist>> {
        nullable(async {
            let CapacityHolder::Specialist(id) = self.0.holder else { return Ok(None) };
            Ok(ctx.load(SpecialistBy(id)).await?.map(Specialist::from))
        })
        .await
    }

    /// By how many points the plan was worth less for it, exactly, when it was chosen.
    async fn loss(&self) -> Points {
        Points(self.0.loss)
    }

    /// When it was chosen.
    async fn chosen_at(&self) -> Moment {
        Moment(self.0.chosen_at)
    }

    /// Why, where the broker said so.
    async fn reason(&self) -> Option<&str> {
        self.0.reason.as_ref().map(|it| it.as_str())
    }
}

/// What a choice would come to in the plan of a round. Nothing is touched by asking.
#[derive(SimpleObject)]
pub struct RoundChoiceWeighed {
    /// Whether it can be chosen.
    pub possible: bool,
    /// Why it cannot.
    pub why: Option<UserError>,
    /// By how many points the plan would be worth less, exactly.
    pub loss: Option<Points>,
    /// How many other requests would have somebody else, or nobody.
    pub displaced: Option<i32>,
}

/// Weighs a choice; nothing for whoever does not see the round or the request, or may not choose for it.
pub(super) async fn weighed(
    ctx: &Context<'_>,
    round: Id<Round>,
    (request, offer): (Id<exchange::SupportRequest>, Id<exchange::Offer>),
    kind: RoundChoiceKind,
) -> Result<Option<RoundChoiceWeighed>> {
    let it = Choosing { round, request, offer, reason: None, expected: None };
    match weigh(ctx.app(), ctx.caller()?, &it, kind).await {
        Ok(found) => Ok(Some(RoundChoiceWeighed {
            possible: true,
            why: None,
            loss: Some(Points(found.loss)),
            displaced: Some(found.displaced),
        })),
        Err(Refusal::Rejected(no)) => {
            let why = user_errors(no).into_iter().next();
            let told = why.filter(|no| !matches!(no.code.0, Rule::NotFound | Rule::NotAllowed));
            Ok(told.map(|no| RoundChoiceWeighed { possible: false, why: Some(no), loss: None, displaced: None }))
        }
        Err(no) => Err(refusal(no)),
    }
}
