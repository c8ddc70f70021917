//! What can be done about what is kept of people: to have it, to have it forgotten, to say how long it is kept.

use async_graphql::{Context, Object, Result};
use domain::rule::Rule;
use domain::text::Remark;
use domain::{Id, identity as nouns};

use crate::app::identity::{data_export, erasure, retention};
use crate::app::{Caller, Outcome};
use crate::graphql::adapter::Gid;
use crate::graphql::context::Reach;
use crate::graphql::identity::privacy::{
    DataExportObject, ErasePersonInput, ErasureObject, RequestErasureInput, RequestPersonalDataInput,
    WithdrawErasureInput, reason,
};
use crate::graphql::identity::retention::{RetentionPolicyObject, SetRetentionInput};
use crate::payload;

payload! {
    /// What came of asking what is kept about somebody.
    pub RequestPersonalDataPayload {
        /// What is being prepared. The person is told when it can be fetched.
        data_export: DataExportObject
    } from nouns::DataExport;
    /// What came of asking that somebody be erased.
    pub RequestErasurePayload {
        /// The wish, which an operator carries out from its day on.
        erasure: ErasureObject
    } from nouns::Erasure;
    /// What came of taking the wish to be erased back.
    pub WithdrawErasurePayload {
        /// The wish.
        erasure: ErasureObject
    } from nouns::Erasure;
    /// What came of erasing somebody.
    pub ErasePersonPayload {
        /// The wish that was carried out.
        erasure: ErasureObject
    } from nouns::Erasure;
    /// What came of setting how long records are kept.
    pub SetRetentionPayload {
        /// What holds from its day on.
        retention: RetentionPolicyObject
    } from nouns::RetentionPolicy;
}

/// What can be done about what is kept of people.
#[derive(Default)]
pub struct PrivacyMutation;

#[Object]
impl PrivacyMutation {
    /// Asks what is kept about you. It is prepared within a minute or so, and you fetch it from the address that
    /// DataExport.address gives. An operator asks on behalf of somebody else; only that person can fetch it.
    async fn request_personal_data(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "About whom, and why.")] input: RequestPersonalDataInput,
    ) -> Result<RequestPersonalDataPayload> {
        let caller = ctx.caller()?;
        let asked = async || {
            let (who, reason) = (meant(caller, input.person)?, reason(input.reason.as_deref())?);
            data_export::ask(ctx.app(), caller, who, reason).await
        };
        RequestPersonalDataPayload::of(asked().await)
    }

    /// Asks that you be erased: your name, your address and what you wrote about yourself. There is a week to think better of it.
    /// What you gave and confirmed stays, without your name. An operator asks on behalf of somebody else.
    async fn request_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and why.")] input: RequestErasureInput,
    ) -> Result<RequestErasurePayload> {
        let caller = ctx.caller()?;
        let asked = async || {
            let (who, reason) = (meant(caller, input.person)?, reason(input.reason.as_deref())?);
            erasure::ask(ctx.app(), caller, who, reason).await
        };
        RequestErasurePayload::of(asked().await)
    }

    /// Takes the wish to be erased back, as long as it has not been carried out.
    async fn withdraw_erasure(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which wish.")] input: WithdrawErasureInput,
    ) -> Result<WithdrawErasurePayload> {
        let (id, reason, expected) = (input.erasure.0, input.reason.0, input.expected_version);
        WithdrawErasurePayload::of(erasure::withdraw(ctx.app(), ctx.caller()?, id, reason, expected).await)
    }

    /// Erases a person who is to be erased: operators only, never their own, and not before its day. It cannot be undone.
    async fn erase_person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whose wish, and why.")] input: ErasePersonInput,
    ) -> Result<ErasePersonPayload> {
        let (id, expected) = (input.erasure.0, input.expected_version);
        let caller = ctx.caller()?;
        ErasePersonPayload::of(match Remark::new(&input.reason) {
            Ok(why) => erasure::carry_out(ctx.app(), caller, id, &why, expected).await,
            Err(no) => Err(no.at("reason").into()),
        })
    }

    /// Sets how long records of a class are kept from a day on: operators only.
    async fn set_retention(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which records, and for how long.")] input: SetRetentionInput,
    ) -> Result<SetRetentionPayload> {
        let (class, form) = input.into();
        SetRetentionPayload::of(retention::set(ctx.app(), ctx.caller()?, class, &form).await)
    }
}

/// Who is meant: the person who is named, or whoever asks.
fn meant(caller: &Caller, named: Option<Gid<nouns::Person>>) -> Outcome<Id<nouns::Person>> {
    Ok(named.map(|it| it.0).or_else(|| caller.actor.person()).ok_or(Rule::NotFound)?)
}
