//! What the guide to matching prints from the rules and from the policy that is shipped.

use std::fmt::Write as _;

use crate::brokerage::matching::filter::TESTS;
use crate::brokerage::matching::sample::half_term;
use crate::brokerage::matching::score::value;
use crate::brokerage::matching::{Exclusion, Factor, MatchRule, Part, Policy, Reason, Setting, WordSet};
use crate::directory::{DesignationScheme, Post};
use crate::exchange::{Mode, OfferStatus, SupportKind};
use crate::{Word, printed};

/// One case of a rule.
fn case(policy: &Policy, rule: MatchRule) -> Exclusion {
    let (from, until) = (Some(half_term(20263)), Some(half_term(20264)));
    match rule {
        MatchRule::OfferNotOpen => Exclusion::OfferNotOpen { status: OfferStatus::Stale },
        MatchRule::ExpertiseApart => Exclusion::ExpertiseApart {},
        MatchRule::SameSchool => Exclusion::SameSchool {},
        MatchRule::SameTrust => Exclusion::SameTrust {},
        MatchRule::DeclaredInterest => Exclusion::DeclaredInterest {},
        MatchRule::KeyStageApart => Exclusion::KeyStageApart {},
        MatchRule::ModeApart => Exclusion::ModeApart {},
        MatchRule::DesignationMissing => {
            Exclusion::DesignationMissing { needed: DesignationScheme::Nle, held: Some(DesignationScheme::Lle) }
        }
        MatchRule::NotReleased => Exclusion::NotReleased {},
        MatchRule::AssuranceMissing => Exclusion::AssuranceMissing {},
        MatchRule::CompetingNeighbour => {
            Exclusion::CompetingNeighbour { metres: 1_200, within: policy.setting(Setting::NeighbourTown) }
        }
        MatchRule::JourneyTooLong => Exclusion::JourneyTooLong { minutes: 75, limit: 60 },
        MatchRule::DatesApart => Exclusion::DatesApart { from, until },
        MatchRule::CapacityShort => Exclusion::CapacityShort { needed: 6, free: 2, from, until },
        MatchRule::KindApart => Exclusion::KindApart { asked: SupportKind::Support, offered: SupportKind::Coaching },
        MatchRule::PostsApart => Exclusion::PostsApart {
            asked: WordSet::of([Post::Headteacher]),
            supported: WordSet::of([Post::MiddleLeader]),
        },
    }
}

/// Some cases of a factor.
fn cases(factor: Factor) -> Vec<Reason> {
    let even = Reason::Reciprocity { balance: 0, newcomer: true, cannot_give: false, guaranteed: false };
    match factor {
        Factor::Expertise => vec![
            Reason::Expertise { asked: 1, same: 1, narrower: 0, broader: 0, family: 0, days: Some(10) },
            Reason::Expertise { asked: 2, same: 1, narrower: 0, broader: 0, family: 1, days: Some(10) },
        ],
        Factor::Context => {
            let alike = |phase_differs, size_apart, rural_differs, deprivation_apart| Reason::Context {
                phase_differs,
                size_apart,
                rural_differs,
                deprivation_apart,
                special_differs: false,
            };
            vec![
                alike(false, Some(0), Some(false), Some(0)),
                alike(false, Some(1), Some(true), Some(2)),
                alike(false, Some(0), Some(false), None),
            ]
        }
        Factor::Travel => [(Mode::InPerson, Some(30)), (Mode::InPerson, Some(90)), (Mode::Remote, Some(240))]
            .map(|(mode, minutes)| Reason::Travel { mode, minutes, horizon: 120 })
            .to_vec(),
        Factor::Evidence => [(4, true), (1, false), (0, false)]
            .map(|(completed, stated)| Reason::Evidence { completed, stated })
            .to_vec(),
        Factor::Availability => [(2, 2, 1_000, 8), (2, 1, 500, 5)]
            .map(|(asked, open, share, free)| Reason::Availability { asked, open, share, free, needed: 4 })
            .to_vec(),
        Factor::Reciprocity => vec![
            Reason::Reciprocity { balance: 6, newcomer: false, cannot_give: false, guaranteed: true },
            even,
            Reason::Reciprocity { balance: -6, newcomer: false, cannot_give: true, guaranteed: false },
            Reason::Reciprocity { balance: -6, newcomer: false, cannot_give: false, guaranteed: false },
        ],
        Factor::Isolation => [400, 0].map(|isolation| Reason::Isolation { isolation }).to_vec(),
        Factor::JointWork => [1, 0].map(|together| Reason::JointWork { together }).to_vec(),
        Factor::Variety => [1, 4].map(|lately| Reason::Variety { lately }).to_vec(),
        Factor::Load => [0, 1, 3].map(|jobs| Reason::Load { jobs }).to_vec(),
        Factor::Neighbour => [(false, Some(9_000)), (true, Some(1_200))]
            .map(|(competes, metres)| Reason::Neighbour { competes, metres })
            .to_vec(),
        Factor::Format => [false, true].map(|one_off| Reason::Format { one_off, asked: false }).to_vec(),
    }
}

/// A meaning without the page from which it comes.
fn plain(about: &str) -> String {
    let mut text = about.to_owned();
    while let Some(from) = text.find(" (DOMAIN").or_else(|| text.find(" (SETTLED")) {
        let to = text[from..].find(')').map_or(text.len(), |at| from + at + 1);
        text.replace_range(from..to, "");
    }
    text
}

fn rules(policy: &Policy) -> String {
    let mut table = "| rule | what you read, for instance | may be proposed all the same |\n|---|---|---|\n".to_owned();
    for (rule, _) in TESTS {
        let proposed = match rule {
            MatchRule::JourneyTooLong => "yes: the giver is asked to lift the limit",
            rule if rule.binds_proposals() => "no",
            _ => "it is asked anew then, of the very work that is proposed",
        };
        let sentence = case(policy, rule).sentence();
        writeln!(table, "| `{}` | {sentence} | {proposed} |", rule.shout()).expect("a text takes a line");
    }
    table
}

fn weights(policy: &Policy) -> String {
    let mut table = format!(
        "Version {} of the policy.\n\n| points for | weight | what counts |\n|---|---|---|\n",
        policy.version()
    );
    for factor in Factor::ALL {
        let (weight, about) = (policy.weight(*factor), plain(factor.about()));
        writeln!(table, "| `{}` | {weight} | {about} |", factor.shout()).expect("a text takes a line");
    }
    table
}

fn settings(policy: &Policy) -> String {
    let mut table = "| setting | number | what it is |\n|---|---|---|\n".to_owned();
    for setting in Setting::ALL {
        let (number, about) = (policy.setting(*setting), plain(setting.about()));
        writeln!(table, "| `{}` | {number} | {about} |", setting.shout()).expect("a text takes a line");
    }
    table
}

fn reasons(policy: &Policy) -> String {
    let mut table = "| points for | what you read, for instance | value | points |\n|---|---|---|---|\n".to_owned();
    for reason in Factor::ALL.iter().flat_map(|factor| cases(*factor)) {
        let factor = reason.factor();
        let part = Part { reason, value: value(policy, &reason), weight: policy.weight(factor) };
        let (name, sentence, points) = (factor.shout(), reason.sentence(), part.contribution());
        writeln!(table, "| `{name}` | {sentence} | {} | {points} |", part.value).expect("a text takes a line");
    }
    table
}

#[test]
fn the_guide_to_matching_tells_the_rules_and_the_weights_that_hold() {
    let policy = Policy::first();
    printed::same("guide/matching.md", |page| {
        let parts = [
            ("rules", rules(&policy)),
            ("weights", weights(&policy)),
            ("reasons", reasons(&policy)),
            ("settings", settings(&policy)),
        ];
        parts.into_iter().fold(page, |page, (name, table)| printed::part(&page, name, &table))
    });
}

#[test]
fn what_is_printed_names_every_rule_and_no_page_that_readers_do_not_have() {
    let policy = Policy::first();
    let all = [rules(&policy), weights(&policy), reasons(&policy), settings(&policy)].concat();
    assert!(MatchRule::ALL.iter().all(|rule| all.contains(&format!("| `{}` |", rule.shout()))));
    assert!(!all.contains("DOMAIN") && !all.contains("SETTLED"), "{all}");
    assert!(MatchRule::ALL.iter().all(|rule| case(&policy, *rule).rule() == *rule));
    assert!(Factor::ALL.iter().all(|factor| cases(*factor).iter().all(|reason| reason.factor() == *factor)));
}
