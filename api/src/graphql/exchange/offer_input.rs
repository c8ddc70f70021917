//! What a school fills in to make or change an offer.

use async_graphql::InputObject;
use domain::directory::{Expertise, KeyStage, School, Specialist};
use domain::exchange::{Format, Mode, Offer, OfferForm, OfferWithdrawal, SettlementKind, SupportKind};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::brokerage::OverrideInput;
use crate::graphql::once::Once;
use crate::graphql::scalar::HalfDays;

/// What an offer says.
#[derive(InputObject)]
pub struct OfferTermsInput {
    /// The kind of work.
    pub kind: Choice<SupportKind>,
    /// One line that says what it is, of at most 140 characters.
    pub title: String,
    /// What a school gets, in at most 4,000 characters.
    pub summary: String,
    /// What it is about: one to ten terms of the taxonomy.
    pub expertise: Vec<Gid<Expertise>>,
    /// The key stages that it suits.
    pub key_stages: Vec<Choice<KeyStage>>,
    /// How it reaches a school.
    pub modes: Vec<Choice<Mode>>,
    /// Who delivers it, if that is settled: a specialist of the school.
    pub specialist: Option<Gid<Specialist>>,
    /// One session or several.
    pub format: Choice<Format>,
    /// How much may be asked of it in one half-term.
    pub half_days_per_half_term: HalfDays,
    /// The longest journey to a school, in minutes one way; leave it out if any will do.
    pub travel_minutes: Option<i32>,
    /// What the school takes in return.
    pub settlements: Vec<Choice<SettlementKind>>,
    /// What shows that it works, in at most 600 characters.
    pub evidence: Option<String>,
}

impl From<OfferTermsInput> for OfferForm {
    fn from(it: OfferTermsInput) -> Self {
        Self {
            kind: it.kind.0,
            title: it.title,
            summary: it.summary,
            expertise: it.expertise.into_iter().map(|id| id.0).collect(),
            key_stages: it.key_stages.into_iter().map(|word| word.0).collect(),
            modes: it.modes.into_iter().map(|word| word.0).collect(),
            specialist: it.specialist.map(|id| id.0),
            format: it.format.0,
            half_days_per_half_term: it.half_days_per_half_term.0,
            travel_minutes: it.travel_minutes,
            settlements: it.settlements.into_iter().map(|word| word.0).collect(),
            evidence: it.evidence,
        }
    }
}

/// A new offer.
#[derive(InputObject)]
pub struct DraftOfferInput {
    /// The school that offers it; the one at which you act, if left out.
    pub school: Option<Gid<School>>,
    /// What it says.
    pub terms: OfferTermsInput,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which offer is taken back, and why.
#[derive(InputObject)]
pub struct WithdrawOfferInput {
    /// The offer.
    pub offer: Gid<Offer>,
    /// Why, by a code that blames nobody.
    #[graphql(default_with = "Choice(OfferWithdrawal::NotStated)")]
    pub reason: Choice<OfferWithdrawal>,
    /// The version that you have read; an offer that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which offer is meant, and what it shall say from now on.
#[derive(InputObject)]
pub struct ReviseOfferInput {
    /// The offer.
    pub offer: Gid<Offer>,
    /// The version that you have read; an offer that has changed since is not touched.
    pub expected_version: i32,
    /// What it shall say.
    pub terms: OfferTermsInput,
    /// Why it is so although a rule warns; leave it out until one does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}

/// Which offer is meant.
#[derive(InputObject)]
pub struct OfferInput {
    /// The offer.
    pub offer: Gid<Offer>,
    /// Why it is so although a rule warns; leave it out until one does. Publishing may warn, nothing else does.
    pub overrides: Option<Vec<OverrideInput>>,
    /// The version that you have read; an offer that has changed since is not touched.
    pub expected_version: Option<i32>,
    /// By which it is done once.
    #[graphql(flatten)]
    pub once: Once,
}
