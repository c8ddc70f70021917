//! Soft rules in the contract: why somebody goes on although one warns, and what was so decided.

use async_graphql::{Context, ID, InputObject, Object, TypeName};
use domain::Rule;
use domain::brokerage::Overruling;

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::context::Reach;
use crate::graphql::directory::School;
use crate::graphql::scalar::Moment;

/// Why you go on although a rule warns.
#[derive(Clone, Debug, InputObject)]
pub struct OverrideInput {
    /// The code of the rule that warns, as the user error tells it.
    pub code: Choice<Rule>,
    /// Why, in words that blame nobody. Brokers read it.
    pub reason: String,
}

/// The reasons that an input carries, by the rule.
pub fn overrides(typed: Option<Vec<OverrideInput>>) -> Vec<(Rule, String)> {
    typed.unwrap_or_default().into_iter().map(|it| (it.code.0, it.reason)).collect()
}

/// That somebody went on although a rule warned.
pub struct OverrulingObject(Overruling);

impl TypeName for OverrulingObject {
    fn type_name() -> std::borrow::Cow<'static, str> {
        "Overruling".into()
    }
}

impl From<Overruling> for OverrulingObject {
    fn from(it: Overruling) -> Self {
        Self(it)
    }
}

/// That somebody went on although a rule warned, and why.
#[Object(name = "Overruling")]
impl OverrulingObject {
    /// Its id.
    async fn id(&self) -> Gid<Overruling> {
        Gid(self.0.id)
    }

    /// The rule that warned.
    async fn code(&self) -> Choice<Rule> {
        Choice(self.0.rule)
    }

    /// Why they went on.
    async fn reason(&self) -> &str {
        self.0.reason.as_str()
    }

    /// The id of what was decided about, such as a visit.
    async fn subject(&self) -> ID {
        ID(self.0.subject.clone())
    }

    /// The school for which it was decided.
    async fn school(&self, ctx: &Context<'_>) -> Option<School> {
        School::find(&ctx.app().snapshot(), self.0.school)
    }

    /// When.
    async fn said_at(&self) -> Moment {
        Moment(self.0.said_at)
    }
}
