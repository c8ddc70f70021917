//! One turn of what ends many things whose time is over.

use domain::rule::Refusals;
use domain::{Id, Noun, Rule};

use super::{Outcome, Refusal};

/// What one turn came to. What cannot be ended keeps nothing else from its end; the first such fault is given when all have
/// had their turn.
#[derive(Default)]
pub struct Turn {
    ended: usize,
    fault: Option<Refusal>,
}

impl Turn {
    /// Ends each of these, one after the other. Where somebody, or another process, was faster there is nothing to do.
    pub async fn each<N: Noun, T, F>(&mut self, over: Vec<Id<N>>, end: impl Fn(Id<N>) -> F)
    where
        // Named, and not `AsyncFn`, so that whoever awaits it can be sent between threads.
        F: Future<Output = Outcome<T>> + Send,
    {
        for id in over {
            match end(id).await {
                Ok(_) => self.ended += 1,
                Err(Refusal::Rejected(no)) if overtaken(&no) => {}
                Err(refusal) => {
                    tracing::error!(?refusal, %id, "what is over could not be ended");
                    self.fault.get_or_insert(refusal);
                }
            }
        }
    }

    /// Counts what was ended at once.
    pub fn add(&mut self, outcome: Outcome<usize>) {
        match outcome {
            Ok(ended) => self.ended += ended,
            Err(refusal) => {
                tracing::error!(?refusal, "what is over could not be ended");
                self.fault.get_or_insert(refusal);
            }
        }
    }

    /// How many were ended, or the first fault.
    pub fn ended(self) -> Outcome<usize> {
        self.fault.map_or(Ok(self.ended), Err)
    }
}

fn overtaken(no: &Refusals) -> bool {
    let faster = [Rule::ProposalNotOpen, Rule::RingNotOpen, Rule::StepNotOpen, Rule::NotFound];
    no.clone().into_vec().iter().all(|no| faster.contains(&no.rule))
}

#[cfg(test)]
mod tests {
    use domain::brokerage::Proposal;
    use uuid::Uuid;

    use super::*;
    use crate::app::Fault;

    #[tokio::test]
    async fn one_fault_keeps_none_from_its_end_and_is_told_when_all_had_their_turn() {
        let ids = |numbers: [u128; 4]| numbers.map(|it| Id::<Proposal>::from_uuid(Uuid::from_u128(it))).to_vec();
        let end = |id: Id<Proposal>| async move {
            match id.uuid().as_u128() {
                2 => Err(Rule::StepNotOpen.into()),
                3 => Err(Fault::Broken("out of order".into()).into()),
                _ => Ok(()),
            }
        };
        let mut turn = Turn::default();
        turn.each(ids([1, 2, 4, 5]), end).await;
        assert_eq!(turn.ended().ok(), Some(3), "who was faster is no fault");
        let mut turn = Turn::default();
        turn.each(ids([1, 3, 4, 5]), end).await;
        assert_eq!(turn.ended, 3);
        assert!(matches!(turn.ended(), Err(Refusal::Fault(_))));
    }
}
