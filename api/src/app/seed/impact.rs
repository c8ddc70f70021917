//! What deployments came to: measures, reviews after the end, and sign-offs.

use domain::Timestamp;
use domain::brokerage::{
    AbsentReason, CaseStudy, CaseStudyWithdrawal, Deployment, Measure, MeasurePoint, ReadingDraft, Review, ReviewKind,
};
use domain::rule::Refusals;

use super::attempts::{Attempt, days_after};
use super::chance::Chance;
use super::review::drafted;
use super::world::World;

/// The units of what is measured, each with what is usual at first and by how much it changes at most.
const UNITS: [(&str, i32, i32); 3] =
    [("months of reading age", 84, 12), ("pupils at the expected standard", 9, 8), ("per cent", 62, 20)];

/// Where numbers come from.
const SOURCES: [&str; 3] = ["The school's own test", "Teachers' assessment", "The national check"];

impl World<'_> {
    /// Some weigh what the work came to: the schools each for themselves, and then a broker.
    pub fn weigh(&mut self, attempt: &Attempt, deployment: &mut Deployment, ended: Timestamp) -> Result<(), Refusals> {
        let place = self.filled.deployments.len();
        if self.chance.percent(70) {
            let measure = measured(&mut self.chance, attempt, deployment, ended)?;
            self.filled.measures.push((measure, place));
        }
        let mut written = Vec::new();
        let waits = self.waits_for_the_broker(deployment, ended);
        for (kind, by, days) in
            [(ReviewKind::SelfEvaluation, &attempt.recorder, 1), (ReviewKind::Final, &attempt.host, 3)]
        {
            let at = days_after(ended, days);
            if at > self.now || !(self.chance.percent(75) || waits) {
                continue;
            }
            let draft = drafted(&mut self.chance, kind, deployment, at);
            let id = self.chance.id(at);
            let (review, _) = Review::look_back(id, (kind, &written), (deployment, true), &draft, by, at)?;
            self.filled.reviews.push((review, place));
            written.push(kind);
        }
        let told = days_after(ended, 20);
        if written.contains(&ReviewKind::Final) && told <= self.now && self.chance.percent(25) {
            let found = of_place(&self.filled.measures, place);
            let reviews = of_place(&self.filled.reviews, place);
            let id = self.chance.id(told);
            let (mut study, _) = CaseStudy::draft(id, (deployment, false), &found, &reviews, &attempt.host, told)?;
            for head in [&attempt.host, &attempt.home] {
                if self.chance.percent(70) {
                    study.consent(deployment, head, told).map(drop)?;
                }
            }
            if self.chance.percent(10) {
                study.withdraw(deployment, CaseStudyWithdrawal::Recognisable, &attempt.home).map(drop)?;
            }
            self.filled.case_studies.push((study, place));
        }
        let at = days_after(ended, 9);
        if written.len() == 2 && at <= self.now && self.chance.percent(80) && !waits {
            deployment.sign_off(&written, &attempt.brokers[0], false, at).map(drop)?;
        }
        Ok(())
    }

    /// Whether it is what the personas' broker finds to be signed off: the first of their alliance that ended of late.
    fn waits_for_the_broker(&self, deployment: &Deployment, ended: Timestamp) -> bool {
        let own = self.groups[self.broking].id;
        let of_late = |ended| days_after(ended, 4) <= self.now && self.now < days_after(ended, 60);
        let before = |it: &Deployment| it.alliance == own && it.ended_at.is_some_and(of_late);
        deployment.alliance == own && of_late(ended) && !self.filled.deployments.iter().any(before)
    }
}

/// What was kept of a deployment, which are kept in their order.
fn of_place<T: Clone>(kept: &[(T, usize)], place: usize) -> Vec<T> {
    let since = kept.partition_point(|(_, of)| *of < place);
    kept[since..].iter().map(|(it, _)| it.clone()).collect()
}

/// A first and a last number of the first outcome, or why there is none.
fn measured(
    chance: &mut Chance,
    attempt: &Attempt,
    deployment: &Deployment,
    ended: Timestamp,
) -> Result<Measure, Refusals> {
    let (unit, usual, most) = *chance.pick(&UNITS);
    let mut measure = Measure::none(deployment.id, 1);
    let first = deployment.started_at.unwrap_or(ended);
    let change = chance.between(-most / 4, most);
    for (point, at, value) in
        [(MeasurePoint::Baseline, first, usual), (MeasurePoint::End, ended, usual.saturating_add(change))]
    {
        let absent = chance.percent(20).then(|| *chance.pick(&[AbsentReason::NotYet, AbsentReason::TooFewPupils]));
        let draft = ReadingDraft {
            point,
            value: absent.is_none().then(|| f64::from(value)),
            unit: absent.is_none().then(|| unit.to_owned()),
            absent,
            source: (*chance.pick(&SOURCES)).to_owned(),
            on: at.day(),
        };
        measure.take(deployment, &draft, &attempt.host, ended).map(drop)?;
    }
    Ok(measure)
}
