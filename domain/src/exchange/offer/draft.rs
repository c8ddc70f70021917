//! What a school fills in to make an offer, and what is checked of it.

use crate::Id;
use crate::choice;
use crate::directory::{Expertise, KeyStage, MOST_TRAVEL_MINUTES, Specialist, Taxonomy};
use crate::exchange::{Format, Mode, SettlementKind, SupportKind};
use crate::rule::{Faults, Refusals};
use crate::text::{Note, Remark, Title};

/// The most half-days that one offer may promise in one half-term.
const MOST_HALF_DAYS: i32 = 100;

/// An offer as it was typed.
#[derive(Clone, Debug)]
pub struct OfferForm {
    /// The kind of work.
    pub kind: SupportKind,
    /// One line that says what it is.
    pub title: String,
    /// What a school gets.
    pub summary: String,
    /// What it is about.
    pub expertise: Vec<Id<Expertise>>,
    /// The key stages that it suits.
    pub key_stages: Vec<KeyStage>,
    /// How it reaches a school.
    pub modes: Vec<Mode>,
    /// Who delivers it; `None` means that the school does.
    pub specialist: Option<Id<Specialist>>,
    /// One session or several.
    pub format: Format,
    /// The half-days that may be asked of it in one half-term.
    pub half_days_per_half_term: i32,
    /// The longest journey to a school, in minutes one way; `None` for any.
    pub travel_minutes: Option<i32>,
    /// What the school takes in return.
    pub settlements: Vec<SettlementKind>,
    /// What shows that it works.
    pub evidence: Option<String>,
}

/// A checked offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferDraft {
    /// The kind of work.
    pub kind: SupportKind,
    /// One line that says what it is.
    pub title: Title,
    /// What a school gets.
    pub summary: Note,
    /// What it is about.
    pub expertise: Vec<Id<Expertise>>,
    /// The key stages that it suits.
    pub key_stages: Vec<KeyStage>,
    /// How it reaches a school.
    pub modes: Vec<Mode>,
    /// Who delivers it; `None` means that the school does.
    pub specialist: Option<Id<Specialist>>,
    /// One session or several: a single session ranks below sustained work (DOMAIN D53).
    pub format: Format,
    /// The half-days that may be asked of it in one half-term. What is free is the capacity's business (SETTLED 5).
    pub half_days_per_half_term: i32,
    /// The longest journey to a school, in minutes one way; `None` for any. In-person work only (SETTLED 8).
    pub travel_minutes: Option<i32>,
    /// What the school takes in return.
    pub settlements: Vec<SettlementKind>,
    /// What shows that it works.
    pub evidence: Option<Remark>,
}

impl OfferForm {
    /// Checks the form and notes every fault of it.
    pub fn check(self, taxonomy: &Taxonomy) -> Result<OfferDraft, Refusals> {
        let mut faults = Faults::default();
        let title = faults.keep("title", Title::new(&self.title));
        let summary = faults.keep("summary", Note::new(&self.summary));
        let expertise = faults.keep("expertise", taxonomy.choose(self.expertise));
        let key_stages = faults.keep("keyStages", choice::some_of(self.key_stages));
        let modes = faults.keep("modes", choice::some_of(self.modes));
        let days = choice::amount(self.half_days_per_half_term, 1..=MOST_HALF_DAYS);
        let half_days = faults.keep("halfDaysPerHalfTerm", days);
        let travel = self.travel_minutes.map(|minutes| choice::amount(minutes, 0..=MOST_TRAVEL_MINUTES));
        let travel = faults.keep("travelMinutes", travel.transpose());
        let settlements = faults.keep("settlements", choice::some_of(self.settlements));
        let evidence = faults.keep("evidence", self.evidence.as_deref().map(Remark::new).transpose());
        let (kind, specialist, format) = (self.kind, self.specialist, self.format);
        let built = (|| {
            Some(OfferDraft {
                kind,
                title: title?,
                summary: summary?,
                expertise: expertise?,
                key_stages: key_stages?,
                modes: modes?,
                specialist,
                format,
                half_days_per_half_term: half_days?,
                travel_minutes: travel?,
                settlements: settlements?,
                evidence: evidence?,
            })
        })();
        faults.into_result(built)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::Rule;
    use crate::directory::taxonomy_of_tests as taxonomy;

    pub(in crate::exchange) fn form() -> OfferForm {
        OfferForm {
            kind: SupportKind::Support,
            title: "Maths mastery in years 3 to 6".into(),
            summary: "Plan, teach and review together.".into(),
            expertise: vec![taxonomy::id(11)],
            key_stages: vec![KeyStage::Ks2],
            modes: vec![Mode::InPerson, Mode::Remote],
            specialist: None,
            format: Format::Sustained,
            half_days_per_half_term: 6,
            travel_minutes: Some(45),
            settlements: vec![SettlementKind::ReciprocalCredit],
            evidence: None,
        }
    }

    #[test]
    fn a_form_without_fault_becomes_a_draft() {
        let draft = form().check(&taxonomy::small()).unwrap();
        assert_eq!(draft.title.as_str(), "Maths mastery in years 3 to 6");
        assert_eq!(draft.modes, [Mode::InPerson, Mode::Remote]);
    }

    #[test]
    fn every_fault_of_a_form_is_told_at_once() {
        let poor = OfferForm {
            title: String::new(),
            expertise: vec![taxonomy::id(13)],
            key_stages: vec![],
            modes: vec![Mode::Remote, Mode::Remote],
            half_days_per_half_term: 0,
            travel_minutes: Some(601),
            settlements: vec![],
            evidence: Some("\u{202E}".into()),
            ..form()
        };
        let told = poor.check(&taxonomy::small()).unwrap_err().into_vec();
        let told: Vec<_> = told.into_iter().map(|no| (no.field.unwrap().into_owned(), no.rule)).collect();
        let expected = [
            ("title", Rule::TextEmpty),
            ("expertise", Rule::ExpertiseUnknown),
            ("keyStages", Rule::ChoiceMissing),
            ("modes", Rule::ChoiceRepeated),
            ("halfDaysPerHalfTerm", Rule::NumberOutOfRange),
            ("travelMinutes", Rule::NumberOutOfRange),
            ("settlements", Rule::ChoiceMissing),
            ("evidence", Rule::TextNotPlain),
        ];
        assert_eq!(told, expected.map(|(field, rule)| (field.to_owned(), rule)));
    }
}
