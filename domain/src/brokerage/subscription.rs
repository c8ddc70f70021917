//! A subscription that pays for support: to what a school subscribed, and for which days (DOMAIN C32).

use chrono::NaiveDate;

use crate::rule::Faults;
use crate::text::Name;
use crate::time::Period;

/// What a school subscribed to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// The programme or the service.
    pub programme: Name,
    /// The first and the last day for which it was taken.
    pub period: Period,
}

/// What a school subscribed to, as it is typed.
#[derive(Clone, Debug)]
pub struct SubscriptionDraft {
    /// The programme or the service.
    pub programme: String,
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
}

/// Checks a subscription where one is given.
pub(super) fn parse(draft: Option<&SubscriptionDraft>, faults: &mut Faults) -> Option<Subscription> {
    let draft = draft?;
    let programme = faults.keep("settlement.subscription.programme", Name::new(&draft.programme));
    let period = faults.keep("settlement.subscription.until", Period::new(draft.from, draft.until));
    Some(Subscription { programme: programme?, period: period? })
}
