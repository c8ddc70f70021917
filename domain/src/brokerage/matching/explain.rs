//! The sentences: plain English for head teachers, from templates, made of nothing but the typed facts.

use crate::HalfTerm;
use crate::brokerage::matching::{Exclusion, Reason, WordSet};
use crate::directory::{DesignationScheme, Post};
use crate::exchange::{Mode, OfferStatus, SupportKind};

impl Exclusion {
    /// The exclusion as a sentence.
    pub fn sentence(&self) -> String {
        match *self {
            Self::OfferNotOpen { status } => match status {
                OfferStatus::Stale => "The offer has not been confirmed for a half-term.".to_owned(),
                OfferStatus::Paused => "The offer is on hold.".to_owned(),
                _ => "The offer is not open.".to_owned(),
            },
            Self::ExpertiseApart {} => "It covers no area that is asked for, nor one near it.".to_owned(),
            Self::SameSchool {} => "It is the school's own offer.".to_owned(),
            Self::SameTrust {} => "Both schools belong to one trust, and the request does not allow that.".to_owned(),
            Self::DeclaredInterest {} => "An interest was declared between the two sides.".to_owned(),
            Self::KeyStageApart {} => "It covers none of the key stages that are asked for.".to_owned(),
            Self::ModeApart {} => "The two sides share no way of working.".to_owned(),
            Self::DesignationMissing { needed, held } => match held {
                Some(held) if held == needed => {
                    format!("Needs a current designation as {}; this one has ended or not begun.", title(needed))
                }
                Some(held) => format!("Needs a current designation as {}, has {}.", title(needed), title(held)),
                None => format!("Needs a current designation as {}, has none.", title(needed)),
            },
            Self::NotReleased {} => "The home school does not release this person at present.".to_owned(),
            Self::AssuranceMissing {} => {
                "It means work at the school, and the safeguarding assurance for that cannot be had.".to_owned()
            }
            Self::CompetingNeighbour { metres, within } => format!(
                "The schools compete for the same pupils: {} apart, nearer than {}, and the request asks for nobody so near.",
                kilometres(metres),
                kilometres(within)
            ),
            Self::JourneyTooLong { minutes, limit } => format!(
                "The journey takes about {minutes} minutes, and the giver travels at most {limit}; work at the school is the only way in common. A broker may ask to lift the limit."
            ),
            Self::DatesApart { from, until } => format!("Offers no time {}.", window(from, until)),
            Self::CapacityShort { needed, free, from, until } => {
                format!("Needs {} {}, has {free}.", half_days(needed), window(from, until))
            }
            Self::KindApart { asked, offered } => {
                format!("Asks for {}; this is an offer of {}.", work(asked), work(offered))
            }
            Self::PostsApart { asked, supported } if supported.is_empty() => {
                format!("Asks for support of {}; this person's designation is for that of others.", holders(asked))
            }
            Self::PostsApart { asked, supported } => {
                format!("Asks for support of {}; this person supports {}.", holders(asked), holders(supported))
            }
        }
    }
}

impl Reason {
    /// The reason as a sentence.
    pub fn sentence(&self) -> String {
        match *self {
            Self::Expertise { asked, same, narrower, broader, family, days } => {
                expertise(asked, [same, narrower, broader, family], days)
            }
            Self::Context { phase_differs, size_apart, rural_differs, deprivation_apart, special_differs } => {
                context(phase_differs, size_apart, rural_differs, deprivation_apart, special_differs)
            }
            Self::Travel { mode, minutes, .. } => travel(mode, minutes),
            Self::Evidence { completed, stated } => {
                let done = match completed {
                    0 => "No completed work is on record yet, so the middle is supposed".to_owned(),
                    1 => "One piece of work was completed and confirmed by both sides".to_owned(),
                    many => format!("{many} pieces of work were completed and confirmed by both sides"),
                };
                let shown = if stated { "; the offer states evidence" } else { "" };
                format!("{done}{shown}.")
            }
            Self::Availability { asked, open, free, needed, .. } => format!(
                "{} free in {open} of {asked} {} asked for; {needed} wanted.",
                half_days(free),
                plural(asked, "half-term")
            ),
            Self::Reciprocity { balance, newcomer, cannot_give, guaranteed } => {
                let standing = match balance {
                    _ if newcomer => "Your school is new to the ledger, which counts as even".to_owned(),
                    1.. => format!("Your school has given {} more than it received", half_days(balance)),
                    0 => "Your school has given as much as it received".to_owned(),
                    _ if cannot_give => {
                        "Your school cannot give at present, which does not count against it".to_owned()
                    }
                    _ => format!("Your school has received {} more than it gave", half_days(-balance)),
                };
                let guarantee = if guaranteed { "; the guarantee for those who give holds" } else { "" };
                format!("{standing}{guarantee}. The same for every offer.")
            }
            Self::Isolation { isolation } => match isolation {
                0 => "Help is near your school. The same for every offer.".to_owned(),
                _ => format!("Your school is cut off to {isolation} parts in 1000. The same for every offer."),
            },
            Self::JointWork { together } => match together {
                0 => "The two schools have not completed work together yet.".to_owned(),
                1 => "The two schools have completed one piece of work together.".to_owned(),
                many => format!("The two schools have completed {many} pieces of work together."),
            },
            Self::Variety { lately } => match lately {
                0 => "The two schools have begun nothing together in the last year.".to_owned(),
                1 => "The two schools began one piece of work in the last year.".to_owned(),
                many => {
                    format!("The two schools began {many} pieces of work in the last year; others should be met too.")
                }
            },
            Self::Load { jobs } => match jobs {
                0 => "The giver has no other job at present.".to_owned(),
                1 => "The giver has one job at present.".to_owned(),
                many => format!("The giver has {many} jobs at present; each further one costs more."),
            },
            Self::Neighbour { competes, metres } => match (competes, metres) {
                (true, Some(metres)) => {
                    format!("The schools compete for the same pupils: {} apart.", kilometres(metres))
                }
                _ => "The schools do not compete for the same pupils.".to_owned(),
            },
            Self::Format { one_off, asked } => match (one_off, asked) {
                (false, _) => "Sustained work over several sessions.",
                (true, true) => "A single session, as asked for.",
                (true, false) => "A single session: after all sustained work, unless you ask for one.",
            }
            .to_owned(),
        }
    }
}

fn expertise(asked: i32, met: [i32; 4], days: Option<i32>) -> String {
    let told: Vec<String> = met
        .into_iter()
        .zip(["exactly", "in a part of it", "as part of a wider area", "by an area near it"])
        .filter(|(count, _)| *count > 0)
        .map(|(count, how)| if asked == 1 { how.to_owned() } else { format!("{count} {how}") })
        .collect();
    let areas =
        if asked == 1 { "Meets the area asked for".to_owned() } else { format!("Of {asked} areas asked for, meets") };
    let fresh = match days {
        None => "never confirmed".to_owned(),
        Some(0) => "confirmed today".to_owned(),
        Some(days) => format!("confirmed {days} {} ago", plural(days, "day")),
    };
    format!("{areas} {}; {fresh}.", told.join(", "))
}

fn context(
    phase_differs: bool,
    size_apart: Option<i32>,
    rural_differs: Option<bool>,
    deprivation_apart: Option<i32>,
    special_differs: bool,
) -> String {
    let unlike = [
        (phase_differs, "phase"),
        (size_apart.is_some_and(|apart| apart > 0), "size"),
        (rural_differs == Some(true), "town and country"),
        (deprivation_apart.is_some_and(|apart| apart > 0), "share of disadvantage"),
        (special_differs, "special provision"),
    ];
    let unlike: Vec<&str> = unlike.into_iter().filter_map(|(so, what)| so.then_some(what)).collect();
    let unknown = [size_apart.is_none(), rural_differs.is_none(), deprivation_apart.is_none()].contains(&true);
    let known = if unknown { " Not all of it is known." } else { "" };
    match unlike.as_slice() {
        [] => format!("The schools are alike.{known}"),
        _ => format!("The schools differ in {}.{known}", listed(&unlike)),
    }
}

fn travel(mode: Mode, minutes: Option<i32>) -> String {
    let journey =
        minutes.map_or("a journey of unknown length".to_owned(), |it| format!("a journey of about {it} minutes"));
    match mode {
        Mode::InPerson => format!("At your school, with {journey}."),
        Mode::Blended => format!("Partly at your school, with {journey}, and partly over the network."),
        Mode::Remote => "Over the network: no journey.".to_owned(),
    }
}

/// A list as it is spoken.
fn listed(items: &[&str]) -> String {
    match items {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

fn window(from: Option<HalfTerm>, until: Option<HalfTerm>) -> String {
    match (from, until) {
        (Some(from), Some(until)) if from != until => format!("from {from} to {until}"),
        (Some(one), _) => format!("in {one}"),
        _ => "in the time asked for".to_owned(),
    }
}

fn half_days(count: i32) -> String {
    format!("{count} {}", plural(count, "half-day"))
}

fn plural(count: i32, one: &str) -> String {
    if count == 1 { one.to_owned() } else { format!("{one}s") }
}

fn kilometres(metres: i32) -> String {
    format!("{}.{} km", metres / 1_000, metres % 1_000 / 100)
}

fn work(kind: SupportKind) -> &'static str {
    match kind {
        SupportKind::Support => "support",
        SupportKind::JointPracticeDevelopment => "joint practice development",
        SupportKind::Coaching => "coaching",
        SupportKind::Mentoring => "mentoring",
        SupportKind::PeerReview => "a review by peers",
        SupportKind::StudyVisit => "a study visit",
        SupportKind::Secondment => "a secondment",
        SupportKind::PupilCollaboration => "work of pupils together",
        SupportKind::PeerVisit => "a peer visit",
    }
}

/// Those who hold these posts.
fn holders(posts: WordSet<Post>) -> String {
    let named = |post| match post {
        Post::Headteacher => "headteachers",
        Post::SeniorLeader => "senior leaders",
        Post::MiddleLeader => "middle leaders",
        Post::BusinessLeader => "business leaders",
        Post::Teacher => "teachers",
        Post::Governor => "governors",
        Post::Adviser => "advisers",
    };
    listed(&posts.iter().map(named).collect::<Vec<_>>())
}

fn title(designation: DesignationScheme) -> &'static str {
    match designation {
        DesignationScheme::Sle => "specialist leader of education",
        DesignationScheme::Lle => "local leader of education",
        DesignationScheme::Nle => "national leader of education",
        DesignationScheme::Mentor => "mentor",
        DesignationScheme::Facilitator => "facilitator",
        DesignationScheme::Ast => "advanced skills teacher",
        DesignationScheme::Nlg => "national leader of governance",
        DesignationScheme::LeadPractitioner => "lead practitioner",
    }
}
