//! What the two sides of a deployment say of each other, and when the seals come off.

use chrono::TimeDelta;
use domain::brokerage::{Deployment, Evaluation, Grade, Judgement};
use domain::text::Note;
use domain::{Id, Timestamp};
use persistence::Tx;
use persistence::brokerage::{deployment as deployments, evaluation as evaluations};

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
        let heard = evaluations::heard(&tx, id).await?;
        let (mut evaluation, event) =
            Evaluation::submit(app.ids.next(), &it, said.check()?, &heard, &caller.actor, tx.now())?;
        evaluations::insert(&tx, &evaluation, evaluations::sealed_audience(&it, evaluation.side)).await?;
        tx.record(event);
        // The deployment itself is not touched before both have spoken: its version would tell.
        if !heard.is_empty() {
            open(&tx, &mut it, heard.len() + 1).await?;
            evaluation.opened_at = Some(tx.now());
        }
        tx.commit().await?;
        Ok(evaluation)
    })
    .await
}

/// Ends an evaluation whose time is over, with whatever was said.
pub(super) async fn end(app: &App, caller: &Caller, id: Id<Deployment>) -> Outcome<Deployment> {
    app.retrying(|| async {
        let Open { tx, mut it, .. } = Open::lock(app, caller, id, None).await?;
        let heard = evaluations::heard(&tx, id).await?.len();
        open(&tx, &mut it, heard).await?;
        tx.commit().await?;
        Ok(it)
    })
    .await
}

async fn open(tx: &Tx, it: &mut Deployment, heard: usize) -> Outcome<()> {
    tx.record(it.end_evaluation(heard, tx.now())?);
    deployments::save(tx, it).await?;
    evaluations::open(tx, it.id, tx.now(), evaluations::open_audience(it)).await?;
    Ok(())
}

/// Before which instant a deployment must have ended for its evaluation to be over.
pub(super) fn ended_before(now: Timestamp) -> Timestamp {
    Timestamp::new(now.utc() - TimeDelta::days(i64::from(Evaluation::OPEN_FOR)))
}
