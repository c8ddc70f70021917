//! The hard rules: what makes an offer impossible for a request. Each answers with its numbers, or not at all.

use crate::brokerage::matching::{Exclusion, MatchRule, Pair};
use crate::exchange::{Mode, OfferStatus};

/// One hard rule.
pub(super) type Test = fn(&Pair<'_>) -> Option<Exclusion>;

/// Every hard rule, in the order of [`MatchRule`], but for the kind of work and the posts, which that names last.
pub(super) const TESTS: [(MatchRule, Test); 16] = [
    (MatchRule::OfferNotOpen, offer_open),
    (MatchRule::ExpertiseApart, expertise),
    (MatchRule::KindApart, kind),
    (MatchRule::SameSchool, same_school),
    (MatchRule::SameTrust, same_trust),
    (MatchRule::DeclaredInterest, declared_interest),
    (MatchRule::KeyStageApart, key_stage),
    (MatchRule::ModeApart, mode),
    (MatchRule::DesignationMissing, designation),
    (MatchRule::PostsApart, posts),
    (MatchRule::NotReleased, released),
    (MatchRule::AssuranceMissing, assurance),
    (MatchRule::CompetingNeighbour, neighbour),
    (MatchRule::JourneyTooLong, journey),
    (MatchRule::DatesApart, dates),
    (MatchRule::CapacityShort, capacity),
];

/// The first rule that excludes the offer, if one does, and how many were passed before it.
pub fn first_broken(pair: &Pair<'_>) -> Option<(usize, Exclusion)> {
    TESTS.iter().enumerate().find_map(|(passed, (_, test))| Some((passed, test(pair)?)))
}

/// Every rule that excludes the offer: all that would have to change.
pub fn broken(pair: &Pair<'_>) -> Vec<Exclusion> {
    TESTS.iter().filter_map(|(_, test)| test(pair)).collect()
}

fn offer_open(pair: &Pair<'_>) -> Option<Exclusion> {
    let status = pair.giver.status;
    (status != OfferStatus::Published).then_some(Exclusion::OfferNotOpen { status })
}

fn expertise(pair: &Pair<'_>) -> Option<Exclusion> {
    pair.closeness.iter().all(|met| *met == 0).then_some(Exclusion::ExpertiseApart {})
}

fn same_school(pair: &Pair<'_>) -> Option<Exclusion> {
    (pair.question.asker.school == pair.giver.home.school).then_some(Exclusion::SameSchool {})
}

fn same_trust(pair: &Pair<'_>) -> Option<Exclusion> {
    let trust = pair.question.asker.trust;
    let same = trust.is_some() && trust == pair.giver.home.trust;
    (same && !pair.question.wishes.allow_same_trust).then_some(Exclusion::SameTrust {})
}

fn declared_interest(pair: &Pair<'_>) -> Option<Exclusion> {
    let declared = |id| pair.question.interests.contains(&id);
    let with_person = pair.giver.specialist.is_some_and(|specialist| declared(specialist.uuid()));
    (with_person || declared(pair.giver.home.school.uuid())).then_some(Exclusion::DeclaredInterest {})
}

fn key_stage(pair: &Pair<'_>) -> Option<Exclusion> {
    let asked = pair.question.key_stages;
    let apart = !asked.is_empty() && asked.and(pair.giver.key_stages).is_empty();
    apart.then_some(Exclusion::KeyStageApart {})
}

fn mode(pair: &Pair<'_>) -> Option<Exclusion> {
    pair.common.is_empty().then_some(Exclusion::ModeApart {})
}

pub(super) fn designation(pair: &Pair<'_>) -> Option<Exclusion> {
    let needed = pair.question.wishes.designation?;
    let held = &pair.giver.designations;
    let current = held.iter().any(|it| it.scheme == needed && it.holds(pair.question.today));
    // One of the kind that is needed tells most: it has ended, or not begun.
    let nearest = held.iter().find(|it| it.scheme == needed).or(held.first());
    (!current).then(|| Exclusion::DesignationMissing { needed, held: nearest.map(|it| it.scheme) })
}

/// Whoever supports people in some posts supports nobody in another: all that are named are to fit (DOMAIN B15). Where either side
/// says nothing of posts, which is so in what was kept before they counted, nobody is excluded.
fn posts(pair: &Pair<'_>) -> Option<Exclusion> {
    let (asked, supported) = (pair.question.posts, pair.giver.supports?);
    (asked.and(supported) != asked).then_some(Exclusion::PostsApart { asked, supported })
}

fn released(pair: &Pair<'_>) -> Option<Exclusion> {
    (!pair.giver.released).then_some(Exclusion::NotReleased {})
}

fn assurance(pair: &Pair<'_>) -> Option<Exclusion> {
    let only_there = !pair.common.is_empty() && !pair.common.has(Mode::Remote);
    (only_there && !pair.giver.assured).then_some(Exclusion::AssuranceMissing {})
}

pub(super) fn neighbour(pair: &Pair<'_>) -> Option<Exclusion> {
    let metres = pair.metres?;
    let excluded = pair.question.wishes.exclude_neighbours && pair.competes();
    excluded.then(|| Exclusion::CompetingNeighbour { metres, within: pair.competing_within() })
}

fn journey(pair: &Pair<'_>) -> Option<Exclusion> {
    let (minutes, limit) = pair.minutes.zip(pair.giver.travel_minutes)?;
    let only_there = pair.common.iter().eq([Mode::InPerson]);
    (only_there && minutes > limit).then_some(Exclusion::JourneyTooLong { minutes, limit })
}

fn dates(pair: &Pair<'_>) -> Option<Exclusion> {
    let window = &pair.question.window;
    let (from, until) = (window.first().copied(), window.last().copied());
    let offered = window.iter().any(|half_term| pair.giver.free.at(*half_term).is_some());
    (!offered).then_some(Exclusion::DatesApart { from, until })
}

fn capacity(pair: &Pair<'_>) -> Option<Exclusion> {
    let window = &pair.question.window;
    let (from, until) = (window.first().copied(), window.last().copied());
    let (needed, free) = (pair.question.half_days, pair.free());
    let offered = dates(pair).is_none();
    (offered && free < needed).then_some(Exclusion::CapacityShort { needed, free, from, until })
}

/// What was kept before kinds counted says none, and excludes nobody.
fn kind(pair: &Pair<'_>) -> Option<Exclusion> {
    let (asked, offered) = pair.question.kind.zip(pair.giver.kind)?;
    (asked != offered).then_some(Exclusion::KindApart { asked, offered })
}
