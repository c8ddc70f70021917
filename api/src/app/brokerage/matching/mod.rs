//! Matching as a use case: who may look for candidates, what is laid before them, and which runs are kept.

mod board;
mod check;
mod held;
pub mod nation;
mod question;
mod run;
mod standing;
mod why;

use domain::access::Action;
use domain::brokerage::matching::{Asked, Candidate, Most, Part, Ranking, Reach, broken};
use domain::exchange::{Offer, SupportRequest};
use domain::{Id, Rule};

use crate::app::{App, Caller, Outcome};

pub use board::Board;
pub use held::{Edition, Held};
use question::looked;
pub(in crate::app::brokerage) use question::{Known, known};
pub(in crate::app::brokerage) use run::{Made, lot, pack, unpack};
pub use run::{Replay, Wanted, ranking, replay, run};
pub use why::{Nobody, NotThis, why_not, why_unmet};

/// How much of a candidate somebody is shown (SETTLED 12).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum View {
    /// All of it: a broker of the request.
    Whole,
    /// All but what concerns other schools: the school that asks.
    School,
}

impl View {
    /// How much of the candidates for a request a caller is shown; nothing if none of it.
    pub fn of(caller: &Caller, request: &SupportRequest) -> Option<Self> {
        let broker = request.brokered_by(&caller.actor);
        if caller.actor.can(Action::MatchRequest { broker }) {
            Some(Self::Whole)
        } else {
            caller.actor.can(Action::ReadCandidates { school: request.school, broker }).then_some(Self::School)
        }
    }

    /// The score of a candidate, as far as it is shown: the sum of the parts that are.
    pub fn score(self, candidate: &Candidate) -> i64 {
        self.parts(candidate).iter().map(Part::contribution).sum()
    }

    /// The parts of a candidate's score, as far as they are shown.
    pub fn parts(self, candidate: &Candidate) -> Vec<Part> {
        match self {
            Self::Whole => candidate.parts.clone(),
            Self::School => candidate.parts_for_school(),
        }
    }
}

/// Candidates for a request at this moment; nothing of it is stored (SETTLED 11).
#[derive(Clone, Debug)]
pub struct Shortlist {
    /// What was found.
    pub ranking: Ranking,
    /// The version of the policy.
    pub policy_version: i32,
    /// The seed of the draw.
    pub seed: u32,
    /// Which state of the market it was made from.
    pub edition: Edition,
}

/// Refuses an offer that a hard rule of the matching keeps from a request, so that no proposal goes past it.
pub(in crate::app::brokerage) fn admit(
    app: &App,
    request: &SupportRequest,
    known: Known,
    offer: Id<Offer>,
) -> Outcome<()> {
    let barred = app.board.with(|held| {
        let question = known.question(app, held, request)?;
        let asked = Asked::new(held.policy(app.clock.now())?, held.market.terms(), &question);
        let broken = held.market.find(offer).map(|giver| broken(&asked.beside(giver)));
        Ok(broken.map(|all| all.into_iter().find(|it| it.rule().binds_proposals())))
    })?;
    match barred {
        // Not on the market: who may not see it is told no more, and who may finds out below how it stands.
        None | Some(None) => Ok(()),
        Some(Some(it)) => Err(Rule::OfferExcluded.at("offer").saying(it.sentence()).into()),
    }
}

/// Ranks everybody in reach for a request. The same data and the same seed give the same list; without a seed, the
/// request's own number serves, so that asking twice gives no second draw.
pub async fn candidates(
    app: &App,
    request: &SupportRequest,
    reach: Reach,
    seed: Option<u32>,
    most: Most,
) -> Outcome<Shortlist> {
    let known = looked(app, request).await?;
    let seed = seed.unwrap_or_else(|| run::lot(request.id.uuid()));
    let shortlist = app.board.with(|held| {
        let question = known.question(app, held, request)?;
        let policy = held.policy(app.clock.now())?;
        let ranking = held.market.rank(policy, &question, u64::from(seed), reach, most);
        Ok(Shortlist { ranking, policy_version: policy.version(), seed, edition: held.edition(app) })
    });
    Ok(shortlist?)
}
