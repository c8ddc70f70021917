//! What a school fills in to ask for support, and what is checked of it.

use chrono::NaiveDate;

use super::objective;
use super::{Objective, ObjectiveForm};
use crate::Id;
use crate::choice;
use crate::directory::{DesignationScheme, Expertise, KeyStage, MOST_TRAVEL_MINUTES, Post, Taxonomy};
use crate::exchange::{Disclosure, Mode, SettlementKind, SupportKind, Urgency};
use crate::rule::{Faults, Refusals, Rejected, Rule};
use crate::text::{Note, Remark, Title};
use crate::time::Period;

/// The longest window for support, in days: support is for a time, never without end (DOMAIN C38).
const LONGEST_WINDOW: u64 = 3 * 366;

/// A request as it was typed.
#[derive(Clone, Debug)]
pub struct RequestForm {
    /// The kind of work.
    pub kind: SupportKind,
    /// One line that says what is needed.
    pub title: String,
    /// What is needed and why.
    pub need: String,
    /// One to three objectives.
    pub objectives: Vec<ObjectiveForm>,
    /// Why there is a fourth.
    pub override_reason: Option<String>,
    /// What it is about.
    pub expertise: Vec<Id<Expertise>>,
    /// The key stages concerned.
    pub key_stages: Vec<KeyStage>,
    /// How support may reach the school.
    pub modes: Vec<Mode>,
    /// How soon.
    pub urgency: Urgency,
    /// The half-days wanted.
    pub half_days: i32,
    /// The first day on which support may happen.
    pub from: NaiveDate,
    /// The last day.
    pub until: NaiveDate,
    /// The longest journey for a helper that the school thinks sensible, in minutes one way: a preference, no filter.
    pub max_travel_minutes: Option<i32>,
    /// Named or anonymous.
    pub disclosure: Disclosure,
    /// What the school means to give in return.
    pub settlement: SettlementKind,
    /// Whether a single session is what it wants.
    pub one_off: bool,
    /// Whether help from the school's own trust is welcome.
    pub allow_same_trust: bool,
    /// Whether close neighbours shall be left out.
    pub exclude_neighbours: bool,
    /// A designation that the helper must hold.
    pub designation: Option<DesignationScheme>,
    /// The posts whose holders are to be supported; none where that is not said.
    pub for_posts: Vec<Post>,
}

/// A checked request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestDraft {
    /// The kind of work.
    pub kind: SupportKind,
    /// One line that says what is needed.
    pub title: Title,
    /// What is needed and why.
    pub need: Note,
    /// One to three objectives, or four with a reason (DOMAIN A12).
    pub objectives: Vec<Objective>,
    /// Why there is a fourth objective.
    pub override_reason: Option<Remark>,
    /// What it is about.
    pub expertise: Vec<Id<Expertise>>,
    /// The key stages concerned.
    pub key_stages: Vec<KeyStage>,
    /// How support may reach the school.
    pub modes: Vec<Mode>,
    /// How soon.
    pub urgency: Urgency,
    /// The half-days wanted.
    pub half_days: i32,
    /// The days on which support may happen.
    pub window: Period,
    /// The longest journey for a helper that the school thinks sensible, in minutes one way. It costs points and never
    /// excludes (DOMAIN A1).
    pub max_travel_minutes: Option<i32>,
    /// Named or anonymous (DOMAIN K142).
    pub disclosure: Disclosure,
    /// What the school means to give in return.
    pub settlement: SettlementKind,
    /// Whether a single session is what it wants (DOMAIN D53).
    pub one_off: bool,
    /// Whether help from the school's own trust is welcome.
    pub allow_same_trust: bool,
    /// Whether close neighbours are left out (SETTLED 8).
    pub exclude_neighbours: bool,
    /// A designation that the helper must hold.
    pub designation: Option<DesignationScheme>,
    /// The posts whose holders are to be supported; none where that is not said, and everybody fits (DOMAIN B15).
    pub for_posts: Vec<Post>,
}

impl RequestForm {
    /// Checks the form and notes every fault of it.
    pub fn check(self, taxonomy: &Taxonomy, today: NaiveDate) -> Result<RequestDraft, Refusals> {
        let mut faults = Faults::default();
        let title = faults.keep("title", Title::new(&self.title));
        let need = faults.keep("need", Note::new(&self.need));
        let reason = faults.keep("overrideReason", self.override_reason.as_deref().map(Remark::new).transpose());
        let window = faults.keep("until", window(self.from, self.until, today));
        let given = reason.as_ref().and_then(Option::as_ref);
        let objectives = faults.keep_all(objective::check(self.objectives, given, window, today));
        let expertise = faults.keep("expertise", taxonomy.choose(self.expertise));
        let key_stages = faults.keep("keyStages", choice::some_of(self.key_stages));
        let modes = faults.keep("modes", choice::some_of(self.modes));
        let half_days = faults.keep("halfDays", choice::amount(self.half_days, 1..=self.kind.most_half_days()));
        let travel = self.max_travel_minutes.map(|minutes| choice::amount(minutes, 0..=MOST_TRAVEL_MINUTES));
        let travel = faults.keep("maxTravelMinutes", travel.transpose());
        let none = self.for_posts.is_empty();
        let for_posts = if none { Some(Vec::new()) } else { faults.keep("forPosts", choice::some_of(self.for_posts)) };
        let (kind, urgency, disclosure, settlement) = (self.kind, self.urgency, self.disclosure, self.settlement);
        let built = (|| {
            Some(RequestDraft {
                kind,
                title: title?,
                need: need?,
                objectives: objectives?,
                override_reason: reason?,
                expertise: expertise?,
                key_stages: key_stages?,
                modes: modes?,
                urgency,
                half_days: half_days?,
                window: window?,
                max_travel_minutes: travel?,
                disclosure,
                settlement,
                one_off: self.one_off,
                allow_same_trust: self.allow_same_trust,
                exclude_neighbours: self.exclude_neighbours,
                designation: self.designation,
                for_posts: for_posts?,
            })
        })();
        faults.into_result(built)
    }
}

fn window(from: NaiveDate, until: NaiveDate, today: NaiveDate) -> Result<Period, Rejected> {
    let window = Period::new(from, until)?;
    if until < today {
        return Err(Rule::DatePassed.into());
    }
    if from.checked_add_days(chrono::Days::new(LONGEST_WINDOW)).is_none_or(|longest| until > longest) {
        return Err(Rule::WindowTooLong.into());
    }
    Ok(window)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::brokerage::ImpactLevel;
    use crate::directory::taxonomy_of_tests as taxonomy;

    pub(in crate::exchange) fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn objective() -> ObjectiveForm {
        ObjectiveForm {
            improvement: Some("They know their tables and use them".into()),
            pupil_group: "Year 4 pupils below the expected standard".into(),
            measure: "Share who reach the expected standard in the multiplication check".into(),
            due_on: day("2027-06-30"),
            level: Some(ImpactLevel::Department),
            plan_reference: None,
        }
    }

    pub(in crate::exchange) fn form() -> RequestForm {
        RequestForm {
            kind: SupportKind::Support,
            title: "Maths in years 3 and 4".into(),
            need: "Two new teachers and a scheme that nobody knows yet.".into(),
            objectives: vec![objective()],
            override_reason: None,
            expertise: vec![taxonomy::id(11)],
            key_stages: vec![KeyStage::Ks2],
            modes: vec![Mode::InPerson, Mode::Blended],
            urgency: Urgency::Soon,
            half_days: 6,
            from: day("2027-01-04"),
            until: day("2027-03-26"),
            max_travel_minutes: Some(60),
            disclosure: Disclosure::Named,
            settlement: SettlementKind::ReciprocalCredit,
            one_off: false,
            allow_same_trust: false,
            exclude_neighbours: false,
            designation: None,
            for_posts: vec![],
        }
    }

    fn told(form: RequestForm) -> Vec<(String, Rule)> {
        let refused = form.check(&taxonomy::small(), day("2026-11-21")).unwrap_err().into_vec();
        refused.into_iter().map(|no| (no.field.unwrap().into_owned(), no.rule)).collect()
    }

    #[test]
    fn up_to_three_objectives_stand_and_a_fourth_needs_its_reason() {
        let with = |count, reason: Option<&str>| RequestForm {
            objectives: vec![objective(); count],
            override_reason: reason.map(str::to_owned),
            ..form()
        };
        for count in 1..=3 {
            assert!(with(count, None).check(&taxonomy::small(), day("2026-11-21")).is_ok(), "{count}");
        }
        assert_eq!(told(with(0, None)), [("objectives".into(), Rule::ObjectiveMissing)]);
        assert_eq!(told(with(4, None)), [("overrideReason".into(), Rule::FourthObjectiveNeedsReason)]);
        let fourth =
            with(4, Some("The governors asked for attendance as well.")).check(&taxonomy::small(), day("2026-11-21"));
        assert_eq!(fourth.unwrap().objectives.len(), 4);
        assert_eq!(told(with(5, Some("Everything matters."))), [("objectives".into(), Rule::ObjectivesTooMany)]);
    }

    #[test]
    fn an_objective_names_pupils_a_measure_and_a_day_to_come() {
        let improvement = Some("\n".into());
        let vague = ObjectiveForm {
            improvement,
            pupil_group: " ".into(),
            due_on: day("2026-11-20"),
            ..ObjectiveForm::default()
        };
        let early = ObjectiveForm { improvement: None, due_on: day("2027-01-03"), ..objective() };
        assert_eq!(
            told(RequestForm { objectives: vec![vague, early], ..form() }),
            [
                ("objectives.0.improvement".into(), Rule::TextEmpty),
                ("objectives.0.pupilGroup".into(), Rule::TextEmpty),
                ("objectives.0.measure".into(), Rule::TextEmpty),
                ("objectives.0.dueOn".into(), Rule::DatePassed),
                ("objectives.0.level".into(), Rule::ObjectiveLevelMissing),
                ("objectives.1.dueOn".into(), Rule::ObjectiveTooEarly),
            ]
        );
    }

    #[test]
    fn the_window_runs_forwards_is_not_over_and_has_an_end_in_sight() {
        for (from, until, rule) in [
            ("2027-03-01", "2027-02-01", Rule::PeriodBackwards),
            ("2026-10-01", "2026-11-20", Rule::DatePassed),
            ("2026-12-01", "2036-12-01", Rule::WindowTooLong),
        ] {
            let form = RequestForm { from: day(from), until: day(until), ..form() };
            assert_eq!(told(form), [("until".into(), rule)]);
        }
        let today = RequestForm { from: day("2026-11-21"), until: day("2026-11-21"), ..form() };
        assert!(today.check(&taxonomy::small(), day("2026-11-21")).is_ok());
    }

    #[test]
    fn a_secondment_is_asked_for_a_whole_school_year_and_other_work_for_less() {
        let asking = |kind, half_days| RequestForm { kind, half_days, ..form() };
        for (kind, most) in [(SupportKind::Secondment, 390), (SupportKind::Support, 200), (SupportKind::Coaching, 200)]
        {
            assert!(asking(kind, most).check(&taxonomy::small(), day("2026-11-21")).is_ok(), "{kind:?}");
            assert_eq!(told(asking(kind, most + 1)), [("halfDays".into(), Rule::NumberOutOfRange)], "{kind:?}");
        }
    }

    #[test]
    fn every_fault_of_a_form_is_told_at_once() {
        let poor = RequestForm {
            title: "\n".into(),
            need: String::new(),
            expertise: vec![],
            key_stages: vec![],
            modes: vec![],
            half_days: -1,
            max_travel_minutes: Some(-5),
            for_posts: vec![Post::Teacher; 2],
            ..form()
        };
        let fields: Vec<_> = told(poor).into_iter().map(|(field, _)| field).collect();
        let expected = ["title", "need", "expertise", "keyStages", "modes", "halfDays", "maxTravelMinutes", "forPosts"];
        assert_eq!(fields, expected);
    }
}
