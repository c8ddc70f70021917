//! The sentences of why nobody can meet a request, and of what would help.

use crate::brokerage::matching::{MatchRule, Relief, Relieved, Unmet};
use crate::exchange::Mode;

impl Unmet {
    /// Why nobody can, as a sentence, with the rule that removes most.
    pub fn sentence(&self) -> String {
        let all: i32 = self.refused.iter().map(|(_, offers)| offers).sum();
        let Some((rule, most)) = self.refused.first() else {
            return "Nobody offers anything in a main area that is asked for.".to_owned();
        };
        let offers = if all == 1 { "offer".to_owned() } else { format!("{all} offers") };
        if all == 1 {
            return format!("The one {offers} in these areas falls out because {}.", because(*rule));
        }
        let how_many = if *most == all { "all".to_owned() } else { most.to_string() };
        format!("Of {offers} in these areas, {how_many} fall out first because {}.", because(*rule))
    }
}

impl Relieved {
    /// What would help, as a sentence.
    pub fn sentence(&self) -> String {
        let then = match self.candidates {
            1 => "one offer could meet it".to_owned(),
            many => format!("{many} offers could meet it"),
        };
        let if_so = match self.relief {
            Relief::LongerJourney { minutes: 1 } => "If a giver travelled 1 minute longer than the limit".to_owned(),
            Relief::LongerJourney { minutes } => {
                format!("If a giver travelled {minutes} minutes longer than the limit")
            }
            Relief::AnotherMode { mode: Mode::InPerson } => "If work at your school suited as well".to_owned(),
            Relief::AnotherMode { mode: Mode::Remote } => "If work over the network suited as well".to_owned(),
            Relief::AnotherMode { mode: Mode::Blended } => {
                "If work partly at your school and partly over the network suited as well".to_owned()
            }
            Relief::LaterHalfTerm { until, .. } => format!("If the work could last until {until}"),
            Relief::FewerHalfDays { half_days: 1, asked } => format!("If 1 half-day were enough instead of {asked}"),
            Relief::FewerHalfDays { half_days, asked } => {
                format!("If {half_days} half-days were enough instead of {asked}")
            }
            Relief::ConfirmedOffer {} => "If its giver confirmed an offer that waits for it".to_owned(),
            Relief::NeighboursWelcome {} => "If schools that compete for the same pupils were welcome".to_owned(),
            Relief::SameTrustWelcome {} => "If somebody of your own trust were welcome".to_owned(),
            Relief::NoDesignation { .. } => "If the designation were not required".to_owned(),
            Relief::AnyKeyStage {} => "If it were open to every key stage".to_owned(),
            Relief::AnyPosts {} => "If it named no posts".to_owned(),
        };
        format!("{if_so}, {then}.")
    }
}

/// What a rule takes away, as the end of a sentence.
const fn because(rule: MatchRule) -> &'static str {
    match rule {
        MatchRule::OfferNotOpen => "they are not open at present",
        MatchRule::ExpertiseApart => "they cover no area near those asked for",
        MatchRule::SameSchool => "they are the school's own",
        MatchRule::SameTrust => "they come from the same trust",
        MatchRule::DeclaredInterest => "an interest was declared",
        MatchRule::KeyStageApart => "they cover other key stages",
        MatchRule::ModeApart => "no way of working suits both sides",
        MatchRule::DesignationMissing => "the designation that is required is not held",
        MatchRule::NotReleased => "the home school does not release the person",
        MatchRule::AssuranceMissing => "the safeguarding assurance cannot be had",
        MatchRule::CompetingNeighbour => "the schools compete for the same pupils",
        MatchRule::JourneyTooLong => "the journey is longer than the giver makes",
        MatchRule::DatesApart => "they offer no time in the half-terms asked for",
        MatchRule::CapacityShort => "too little time is free",
        MatchRule::KindApart => "they are for another kind of work",
        MatchRule::PostsApart => "they support the holders of other posts",
    }
}
