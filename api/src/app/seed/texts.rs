//! What invented people write: offers, requests and notes that read like the trade, and name nobody.

use chrono::{Days, NaiveDate};
use domain::brokerage::{ActionStepDraft, ImpactLevel, StepOwner};
use domain::directory::KeyStage;
use domain::exchange::{Mode, ObjectiveForm};

use super::chance::Chance;

const OFFER_TITLES: [&str; 8] = [
    "{topic}: coaching for subject leaders in {stage}",
    "{topic}: planning and teaching together in {stage}",
    "{topic}: a review with next steps for {stage}",
    "{topic} from the start in {stage}",
    "{topic}: come and see our lessons in {stage}",
    "{topic}: a sequence of lessons for {stage}",
    "{topic}: leading change across {stage}",
    "{topic}: small steps that last in {stage}",
];
const OFFER_SUMMARIES: [&str; 6] = [
    "We look at lessons together, agree on one or two things to change, and come back to see what they did for pupils.",
    "A leader who has done this at our school works beside yours: plans, teaches, watches, and hands over.",
    "Three visits over a half-term, with time between them to try things out. Your school sets the agenda.",
    "We bring our plans and our mistakes. You bring a class. What works stays with you.",
    "For a school that has begun and is stuck. We start with what your pupils' books show.",
    "Half-days to suit your timetable, with short calls between them; nobody is out of class for long.",
];
const EVIDENCE: [&str; 4] = [
    "Used in five schools since 2023; before-and-after checks can be seen on request.",
    "Our own results over three years, and two schools that tell what changed for them.",
    "A small study with two neighbouring schools: gains in the groups that took part.",
    "Reviewed by our alliance last summer.",
];
const REQUEST_TITLES: [&str; 6] = [
    "{topic} in {stage}",
    "{topic}: a new leader needs a partner",
    "{topic}: we have a plan and need a second pair of eyes",
    "{topic} for the pupils who fall behind in {stage}",
    "{topic}: bringing a new team together",
    "{topic}: from good lessons to a whole curriculum in {stage}",
];
const NEEDS: [&str; 6] = [
    "Two teachers are new to the stage and the scheme is new to all of us. We want to see it taught well, then do it.",
    "Results in this area have stood still for two years. We would like somebody who has moved them to look with us.",
    "Our subject leader took over in September and is the only one at our school. Somebody in the same post would help.",
    "The books show that pupils can do the exercises and forget them. We want to change how we come back to things.",
    "We are small, so one person's idea is everybody's. We would like to hear another.",
    "The team is willing and tired. A little steady help over a half-term would do more than a day of training.",
];
const GROUPS: [&str; 6] = [
    "Pupils below the expected standard in {stage}",
    "Disadvantaged pupils in {stage}",
    "Girls in {stage} who have stopped choosing the subject",
    "Pupils new to English in {stage}",
    "The middle third of each class in {stage}",
    "Pupils with support for special needs in {stage}",
];
/// What shall be better, each with what shows it.
const GOALS: [(&str, &str); 5] = [
    (
        "They keep up with the rest of their class",
        "Share who reach the expected standard in our own check, before and after",
    ),
    ("They remember what they were taught a term ago", "Average score in the same short test at the start and the end"),
    ("They put right what was marked, and know why", "Share of books in which corrections are acted upon"),
    ("They come to every lesson", "Attendance at lessons of the subject, by week"),
    ("They talk of the subject with its own words", "What pupils say and show when they are asked, in groups of six"),
];
const VISIT_NOTES: [&str; 6] = [
    "Taught together in two classes, then planned the next three lessons. Next time: the check at the end of the unit.",
    "Looked at books with the subject leader. Two things to change were agreed and written down.",
    "Watched three lessons and talked with pupils. What was tried last time is used by everybody.",
    "Worked with the whole team after school. The plan for the half-term stands.",
    "Coaching, in two sessions. The leader now runs the meeting; we only asked questions.",
    "Compared the checks with those from the start and told the head what they show and what they do not.",
];
const EXIT_PLANS: [&str; 3] = [
    "The subject leader keeps the plans and leads the meetings; one call after a half-term to see what has stayed.",
    "What was tried goes into the school's own scheme. No further visits unless both schools decide so.",
    "Two teachers have learnt to coach the others. The specialist is written to, not called in.",
];
const STOPS: [&str; 3] = [
    "The subject leader has moved to another school; we start again when the post is filled.",
    "The dates no longer suit either school.",
    "What was needed turned out to be something else; a new request says what.",
];

fn of(chance: &mut Chance, texts: &[&str], topic: &str, stage: KeyStage) -> String {
    chance.pick(texts).replace("{topic}", topic).replace("{stage}", stage_name(stage))
}

fn stage_name(stage: KeyStage) -> &'static str {
    match stage {
        KeyStage::EarlyYears => "the early years",
        KeyStage::Ks1 => "key stage 1",
        KeyStage::Ks2 => "key stage 2",
        KeyStage::Ks3 => "key stage 3",
        KeyStage::Ks4 => "key stage 4",
        KeyStage::Ks5 => "the sixth form",
    }
}

/// The title of an offer.
pub fn offer_title(chance: &mut Chance, topic: &str, stage: KeyStage) -> String {
    of(chance, &OFFER_TITLES, topic, stage)
}

/// What an offer promises.
pub fn offer_summary(chance: &mut Chance, about: &str) -> String {
    format!("{} It is about this: {about}", chance.pick(&OFFER_SUMMARIES))
}

/// What shows that an offer works, where something does.
pub fn evidence(chance: &mut Chance) -> Option<String> {
    chance.percent(60).then(|| (*chance.pick(&EVIDENCE)).to_owned())
}

/// The title of a request.
pub fn request_title(chance: &mut Chance, topic: &str, stage: KeyStage) -> String {
    of(chance, &REQUEST_TITLES, topic, stage)
}

/// Why a school asks.
pub fn need(chance: &mut Chance) -> String {
    (*chance.pick(&NEEDS)).to_owned()
}

/// One to three objectives, due after the support has begun.
pub fn objectives(chance: &mut Chance, stage: KeyStage, from: NaiveDate) -> Vec<ObjectiveForm> {
    (0..chance.between(1, 3))
        .map(|place| {
            let pupil_group = of(chance, &GROUPS, "", stage);
            let (improvement, measure) = *chance.pick(&GOALS);
            ObjectiveForm {
                improvement: Some(improvement.to_owned()),
                pupil_group,
                measure: measure.to_owned(),
                due_on: from + Days::new(60 + chance.below(200) as u64),
                level: Some(if place == 0 { ImpactLevel::Department } else { ImpactLevel::School }),
                plan_reference: None,
            }
        })
        .collect()
}

/// The record of a visit.
pub fn visit_note(chance: &mut Chance, mode: Mode) -> String {
    let note = chance.pick(&VISIT_NOTES);
    if mode == Mode::Remote { format!("By video call. {note}") } else { (*note).to_owned() }
}

/// What is done between two days, by whom, and by when.
pub fn action_plan(from: NaiveDate, until: NaiveDate) -> Vec<ActionStepDraft> {
    let step = |what: &str, owner, due_on| ActionStepDraft { what: what.to_owned(), owner, due_on };
    let half_way = from + (until - from) / 2;
    vec![
        step("Looks at lessons and books, and tells the team what was seen.", StepOwner::Home, from),
        step("Tries out two things in every class, and keeps what shows how they went.", StepOwner::Host, half_way),
        step("Comes back to see what has changed, and hands the meetings over.", StepOwner::Home, until),
    ]
}

/// How support ends and what stays.
pub fn exit_plan(chance: &mut Chance) -> String {
    (*chance.pick(&EXIT_PLANS)).to_owned()
}

/// Why support was stopped.
pub fn stop_reason(chance: &mut Chance) -> String {
    (*chance.pick(&STOPS)).to_owned()
}
