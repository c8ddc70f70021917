//! The points: each factor is first found as facts, then valued by the policy. The score is the sum of the weighted
//! values and nothing else, so that the breakdown is the score (SETTLED 27).

use crate::Word;
use crate::brokerage::matching::policy::FULL;
use crate::brokerage::matching::{Context, Factor, Pair, Policy, Question, Reason, Setting};
use crate::exchange::{Format, Mode, Urgency};

/// One factor of a score: why, how much, and how much it weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// Why.
    pub reason: Reason,
    /// Its value, -1000 to 1000.
    pub value: i32,
    /// The weight of its factor under the policy.
    pub weight: i32,
}

impl Part {
    /// What it gives to the score: weight times value.
    pub fn contribution(&self) -> i64 {
        i64::from(self.weight) * i64::from(self.value)
    }
}

/// The parts of the score of a pair that passes the hard rules, one for each factor, in their order.
pub fn parts<'p>(pair: &'p Pair<'_>) -> impl Iterator<Item = Part> + use<'p> {
    Factor::ALL.iter().map(|factor| {
        let reason = reason(pair, *factor);
        Part { reason, value: value(pair.policy, &reason), weight: pair.policy.weight(*factor) }
    })
}

/// The facts of one factor.
fn reason(pair: &Pair<'_>, factor: Factor) -> Reason {
    let (question, giver) = (pair.question, pair.giver);
    match factor {
        Factor::Expertise => {
            let [same, narrower, broader, family] = pair.closeness;
            let asked = i32::try_from(question.expertise.len()).unwrap_or(i32::MAX);
            let days = giver.confirmed_on.map(|day| question.today.signed_duration_since(day).num_days().max(0));
            let days = days.map(|days| i32::try_from(days).unwrap_or(i32::MAX));
            Reason::Expertise { asked, same, narrower, broader, family, days }
        }
        Factor::Context => context(&question.asker.context, &giver.home.context),
        Factor::Travel => travel(pair),
        Factor::Evidence => Reason::Evidence { completed: giver.completed, stated: giver.stated },
        Factor::Availability => availability(pair),
        Factor::Reciprocity => reciprocity(pair.policy, question),
        Factor::Isolation => isolation(question),
        Factor::JointWork => Reason::JointWork { together: pair.past().map_or(0, |past| past.together) },
        Factor::Variety => Reason::Variety { lately: pair.past().map_or(0, |past| past.lately) },
        Factor::Load => Reason::Load { jobs: giver.jobs },
        Factor::Neighbour => Reason::Neighbour { competes: pair.competes(), metres: pair.metres },
        Factor::Format => Reason::Format { one_off: giver.format == Format::OneOff, asked: question.wishes.one_off },
    }
}

/// The best of the ways of working that are open, and the journey that it means.
fn travel(pair: &Pair<'_>) -> Reason {
    let horizon = pair.question.travel_wish.unwrap_or_else(|| pair.policy.setting(Setting::TravelHorizon)).max(1);
    let minutes = pair.minutes;
    let worth = |mode| travel_value(pair.policy, mode, minutes, horizon);
    // Of equal ways the first of the list is told; a pair without an open way has been excluded before.
    let better = |best, next| if worth(next) > worth(best) { next } else { best };
    let mode = pair.open.iter().reduce(better).unwrap_or(Mode::Remote);
    Reason::Travel { mode, minutes, horizon }
}

fn travel_value(policy: &Policy, mode: Mode, minutes: Option<i32>, horizon: i32) -> i32 {
    by_mode(mode, journey_value(policy, minutes, horizon), policy.setting(Setting::TravelRemote))
}

/// The value of work at the school after such a journey.
pub(super) fn journey_value(policy: &Policy, minutes: Option<i32>, horizon: i32) -> i32 {
    minutes.map_or(policy.setting(Setting::TravelUnknown), |minutes| {
        let lost = i64::from(FULL) * i64::from(minutes) / i64::from(horizon);
        FULL - i32::try_from(lost).unwrap_or(FULL).min(FULL)
    })
}

/// The value of a way of working, from that of work at the school and that of work over the network.
pub(super) const fn by_mode(mode: Mode, there: i32, remote: i32) -> i32 {
    match mode {
        Mode::InPerson => there,
        Mode::Remote => remote,
        Mode::Blended => (there + remote) / 2,
    }
}

fn availability(pair: &Pair<'_>) -> Reason {
    let window = &pair.question.window;
    let asked = i32::try_from(window.len()).unwrap_or(i32::MAX);
    let (mut open, mut weight, mut all) = (0, 0, 0);
    for (place, half_term) in (0..asked).zip(window) {
        let counts = if pair.question.urgency == Urgency::Routine { 1 } else { asked - place };
        all += counts;
        if pair.giver.free.at(*half_term) > Some(0) {
            open += 1;
            weight += counts;
        }
    }
    Reason::Availability { asked, open, share: share(weight, all), free: pair.free(), needed: pair.question.half_days }
}

/// What share of the time asked for is open, in thousandths.
pub(super) fn share(open: i32, all: i32) -> i32 {
    FULL * open / all.max(1)
}

/// In what the two schools differ.
pub(super) fn context(here: &Context, there: &Context) -> Reason {
    Reason::Context {
        phase_differs: here.phase != there.phase,
        size_apart: here.size.zip(there.size).map(|(a, b)| (a as i32 - b as i32).abs()),
        rural_differs: here.rural.zip(there.rural).map(|(a, b)| a != b),
        deprivation_apart: here.deprivation.zip(there.deprivation).map(|(a, b)| (a - b).abs()),
        special_differs: here.special != there.special,
    }
}

/// How the asking school stands in the ledger.
pub(super) fn reciprocity(policy: &Policy, question: &Question) -> Reason {
    Reason::Reciprocity {
        balance: question.credit.balance(policy.setting(Setting::ReciprocityKept)),
        newcomer: question.credit.by_term.is_empty(),
        cannot_give: question.credit.cannot_give,
        guaranteed: question.credit.guaranteed,
    }
}

/// How cut off the asking school is.
pub(super) fn isolation(question: &Question) -> Reason {
    Reason::Isolation { isolation: question.isolation.clamp(0, FULL) }
}

/// What an offer's expertise is worth before it ages: a mean over the areas asked for.
pub(super) fn expertise_met(policy: &Policy, asked: i32, [same, narrower, broader, family]: [i32; 4]) -> i64 {
    let worth = |count, setting| i64::from(count) * i64::from(policy.setting(setting));
    let met = worth(same, Setting::ExpertiseSame)
        + worth(narrower, Setting::ExpertiseNarrower)
        + worth(broader, Setting::ExpertiseBroader)
        + worth(family, Setting::ExpertiseFamily);
    met / i64::from(asked.max(1))
}

/// What it has lost since it was confirmed.
pub(super) fn expertise_lost(policy: &Policy, days: Option<i32>) -> i64 {
    let most = i64::from(policy.setting(Setting::ExpertiseMostLost));
    let lost = days.map_or(most, |days| i64::from(days) * i64::from(policy.setting(Setting::ExpertisePerDay)));
    lost.min(most)
}

/// What the facts are worth under a policy.
pub(super) fn value(policy: &Policy, reason: &Reason) -> i32 {
    let worth = |setting| i64::from(policy.setting(setting));
    let full = i64::from(FULL);
    // One band is supposed where the register does not say: unknown is neither likeness nor its opposite.
    let steps = |apart: Option<i32>, setting| i64::from(apart.unwrap_or(1)) * worth(setting);
    let if_so = |so: bool, setting| if so { worth(setting) } else { 0 };
    let value = match *reason {
        Reason::Expertise { asked, same, narrower, broader, family, days } => {
            let met = expertise_met(policy, asked, [same, narrower, broader, family]);
            (met - expertise_lost(policy, days)).clamp(0, full)
        }
        Reason::Context { phase_differs, size_apart, rural_differs, deprivation_apart, special_differs } => {
            let rural = rural_differs.map_or(worth(Setting::ContextRural) / 2, |it| if_so(it, Setting::ContextRural));
            let lost = if_so(phase_differs, Setting::ContextPhase)
                + steps(size_apart, Setting::ContextSize)
                + rural
                + steps(deprivation_apart, Setting::ContextDeprivation)
                + if_so(special_differs, Setting::ContextSpecial);
            (full - lost).max(0)
        }
        Reason::Travel { mode, minutes, horizon } => i64::from(travel_value(policy, mode, minutes, horizon)),
        Reason::Evidence { completed, stated } => {
            let (weight, completed, pieces) = (worth(Setting::EvidenceWeight), i64::from(completed), i64::from(stated));
            let sum = weight * worth(Setting::EvidenceMean)
                + completed * worth(Setting::EvidenceCompleted)
                + pieces * worth(Setting::EvidenceStated);
            sum / (weight + completed + pieces).max(1)
        }
        Reason::Availability { share, .. } => i64::from(share),
        Reason::Reciprocity { balance, newcomer, cannot_give, guaranteed } => {
            let neutral = worth(Setting::ReciprocityNeutral);
            let balance = if newcomer { 0 } else { i64::from(balance) };
            let value = (neutral + balance * worth(Setting::ReciprocityPerHalfDay)).clamp(0, full);
            let value = if cannot_give { value.max(neutral) } else { value };
            (value + if_so(guaranteed, Setting::ReciprocityGuarantee)).min(full)
        }
        Reason::Isolation { isolation } => i64::from(isolation),
        Reason::JointWork { together } => i64::from(together) * worth(Setting::JointWorkEach),
        Reason::Variety { lately } => {
            let further = (i64::from(lately) - worth(Setting::VarietyFree)).max(0);
            -further * worth(Setting::VarietyEach)
        }
        Reason::Load { jobs } => {
            let jobs = i64::from(jobs);
            -(jobs * worth(Setting::LoadEach) + jobs * jobs * worth(Setting::LoadSquare))
        }
        Reason::Neighbour { competes, .. } => {
            if competes {
                -full
            } else {
                0
            }
        }
        Reason::Format { one_off, asked } => {
            if one_off && !asked {
                -full
            } else {
                0
            }
        }
    };
    i32::try_from(value.clamp(-full, full)).unwrap_or(0)
}
