//! What the two sides of a deployment say of each other, and when the seals come off.

use chrono::TimeDelta;
use domain::brokerage::{Deployment, Evaluation, Grade, Judgement};
use domain::text::Note;
use domain::{Id, Timestamp};
use persistence::brokerage::{deployment as deployments, deployment_due, evaluation as evaluations};

use super::deployment::Open;
use crate::app::{App, Caller, Outcome};

/// What one side says of the other, as it is typed.
#[derive(Clone, Debug)]
pub struct Said {
    /// Whether the other side was prepared.
    pub prepared: Grade,
    /// Whether it could be reached, and answered.
    pub reachable: Grade,
    /// Whether the work was worth its time.
    pub worthwhile: Grade,
    /// Whether one would work together again.
    pub again: Grade,
    /// In words.
    pub words: String,
}

impl Said {
    fn check(&self) -> Outcome<Judgement> {
        let words = Note::new(&self.words).map_err(|no| no.at("words"))?;
        let Self { prepared, reachable, worthwhile, again, .. } = *self;
        Ok(Judgement { prepared, reachable, worthwhile, again, words })
    }
}

/// Speaks for one's own side, under a seal. The second to speak takes both off.
pub async fn submit(app: &App, caller: &Caller, id: Id<Deployment>, said: &Said) -> Outcome<Evaluation> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, None).await?;
        let heard = evaluations::heard(&tx, vec![id]).await?.remove(&id).unwrap_or_default();
        let (mut evaluation, event) =
            Evaluation::submit(app.ids.next(), &it, said.check()?, &heard, &caller.actor, tx.now())?;
        evaluations::insert(&tx, &evaluation, evaluations::sealed_audience(&it, evaluation.side)).await?;
        tx.record(event);
        // The deployment itself is not touched before both have spoken: its version would tell.
        if !heard.is_empty() {
            tx.record(it.end_evaluation(heard.len() + 1, tx.now())?);
            deployments::save(&tx, &mut it).await?;
            evaluations::open(&tx, vec![id], tx.now()).await?;
            evaluation.opened_at = Some(tx.now());
        }
        tx.commit().await?;
        Ok(evaluation)
    })
    .await
}

/// How many evaluations are ended at once.
const ENDED_AT_ONCE: i64 = 500;

/// Ends evaluations whose time is over, with whatever was said; says how many. All in one go, since a database may hold years
/// of deployments that were done before there were evaluations.
pub(super) async fn end_overdue(app: &App, caller: &Caller) -> Outcome<usize> {
    app.retrying(|| async {
        let tx = app.begin(caller).await?;
        tx.along_indexes().await?;
        let mut over = deployments::lock_unevaluated(&tx, ended_before(tx.now()), ENDED_AT_ONCE).await?;
        if over.is_empty() {
            return Ok(0);
        }
        let heard = evaluations::heard(&tx, over.iter().map(|it| it.id).collect()).await?;
        for it in &mut over {
            tx.record(it.end_evaluation(heard.get(&it.id).map_or(0, Vec::len), tx.now())?);
        }
        let ended: Vec<_> = over.iter().map(|it| it.id).collect();
        deployment_due::save_evaluated(&tx, ended.clone(), tx.now()).await?;
        evaluations::open(&tx, ended, tx.now()).await?;
        tx.commit().await?;
        Ok(over.len())
    })
    .await
}

/// Before which instant a deployment must have ended for its evaluation to be over.
fn ended_before(now: Timestamp) -> Timestamp {
    Timestamp::new(now.utc() - TimeDelta::days(i64::from(Evaluation::OPEN_FOR)))
}
