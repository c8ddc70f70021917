//! What the specialists of the demonstration hold: most of them a designation, some one in each other state.

use domain::access::{Actor, Role};
use domain::directory::{
    AtHome, Criteria, Designation, DesignationForm, DesignationScheme, FindingForm, HeldForm, Specialist,
};
use domain::identity::Place;
use domain::rule::{Refusals, Rule};
use domain::text::Remark;
use domain::{Event, Timestamp};

use super::chance::Chance;
use super::world::World;

/// Its own number, so that the rest of the world is the same with it and without.
const SEED: u64 = 2_011;
/// For how many days one is given: four years.
const HELD_DAYS: u32 = 1_460;
/// After how many days one of the kind that is over was over.
const LAPSED_DAYS: u32 = 200;

/// How far one has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stand {
    Applied,
    Referenced,
    Assessed,
    NotDesignated,
    Appealed,
    Suspended,
    Withdrawn,
    Lapsed,
    WithLegacy,
    Designated,
}

impl Stand {
    /// One in a hundred of each kind but the last; the personas' specialist, who is the first, holds one.
    const fn of(number: usize) -> Self {
        match number % 100 {
            1 => Self::Applied,
            2 => Self::Referenced,
            3 => Self::Assessed,
            4 => Self::NotDesignated,
            5 => Self::Appealed,
            6 => Self::Suspended,
            7 => Self::Withdrawn,
            8 => Self::Lapsed,
            9 => Self::WithLegacy,
            _ => Self::Designated,
        }
    }

    const fn is_waiting(self) -> bool {
        matches!(self, Self::Applied | Self::Referenced | Self::Assessed | Self::NotDesignated | Self::Appealed)
    }
}

/// Everybody around an application.
pub(super) struct Around {
    /// Who applies.
    pub person: Actor,
    /// Who gives the reference.
    pub head: Actor,
    /// Who assesses it.
    pub assessor: Actor,
    /// Who decides.
    pub broker: Actor,
}

impl World<'_> {
    /// Has every specialist apply, and leads each application to where it stands, by the people who may.
    pub fn designate(&mut self, criteria: &[Criteria]) -> Result<(), Refusals> {
        let found = |scheme| criteria.iter().find(|it| it.scheme == scheme).ok_or(Rule::SchemeClosed);
        let (sle, ast) = (found(DesignationScheme::Sle)?, found(DesignationScheme::Ast)?);
        let chance = std::mem::replace(&mut self.chance, Chance::of(SEED));
        let assessors = self.invite_assessors();
        self.assessor = assessors.get(self.broking).cloned();
        for number in 0..self.filled.specialists.len() {
            let (giver, stand) = (&self.givers[number], Stand::of(number));
            let group = self.schools[giver.school].groups[0];
            let [broker, _] = self.brokers(giver.school);
            let (person, head) = (giver.recorder.clone(), self.head(giver.school));
            let around = Around { person, head, assessor: assessors[group].clone(), broker };
            let who = self.filled.specialists[number].clone();
            let alliance = self.groups[group].id;
            let applied = if stand.is_waiting() {
                self.ago(25)
            } else {
                self.since.plus_days(self.applied[number].unsigned_abs() % 300)
            };
            let known = (sle, self.taxonomy);
            let form = form(&who, sle.scheme);
            let id = self.chance.id(applied);
            let (mut it, _) = Designation::apply(&around.person, id, &who, alliance, form, known, applied)?;
            lead(&mut it, stand, sle, &around)?;
            self.filled.designations.push(it);
            if stand == Stand::WithLegacy {
                let (known, id) = ((ast, self.taxonomy), self.chance.id(self.now));
                let form = held(&who, ast, self.now);
                let (it, _) =
                    Designation::record(&around.broker, id, (&who, false), (alliance, true), form, known, self.now)?;
                self.filled.designations.push(it);
            }
        }
        self.chance = chance;
        Ok(())
    }

    /// An assessor for every alliance, without a post at any school.
    fn invite_assessors(&mut self) -> Vec<Actor> {
        let mut assessors = Vec::with_capacity(self.groups.len());
        for number in 0..self.groups.len() {
            let person = self.person(&format!("assessor.{number}"), None);
            assessors.push(self.role(person, Role::QaAssessor, Place::Alliance(self.groups[number].id)));
        }
        assessors
    }
}

/// What somebody writes who applies.
pub(super) fn form(who: &Specialist, scheme: DesignationScheme) -> DesignationForm {
    DesignationForm {
        scheme,
        specialisms: who.profile.specialisms.clone(),
        evidence: "Four years of leading the subject, with results above those of like schools.".into(),
        leadership_months: 48,
    }
}

fn held(who: &Specialist, of: &Criteria, now: Timestamp) -> HeldForm {
    let closed = of.closed_on.unwrap_or(now.day());
    HeldForm {
        scheme: of.scheme,
        issuer: "National assessment agency".into(),
        since: closed - chrono::Days::new(700),
        until: now.plus_days(HELD_DAYS).day(),
        specialisms: who.profile.specialisms.clone(),
        evidence: "The letter of appointment was seen.".into(),
    }
}

/// Leads an application to where it stands.
pub(super) fn lead(it: &mut Designation, stand: Stand, criteria: &Criteria, around: &Around) -> Result<(), Refusals> {
    let after = |days| it.applied_at.plus_days(days);
    let (referenced, assessed, decided, later) = (after(5), after(12), after(15), after(20));
    let over = after(15 + LAPSED_DAYS + 1);
    let why = |text: &str| Remark::new(text).map_err(Refusals::from);
    let done = |_: Event| ();
    // Nobody of the alliance has a post at the school.
    let apart = AtHome::default();
    if stand == Stand::Applied {
        return Ok(());
    }
    let said = ("Leads well, and we can release them for a day a week.", true);
    it.refer(&around.head, apart, said, referenced).map(done)?;
    if stand == Stand::Referenced {
        return Ok(());
    }
    let met = !matches!(stand, Stand::NotDesignated | Stand::Appealed);
    let finding = |code: &str| FindingForm {
        criterion: code.to_owned(),
        met,
        evidence: "Told by the portfolio and a conversation.".into(),
    };
    let findings = criteria.points.iter().map(|point| finding(&point.code)).collect();
    it.assess(&around.assessor, false, criteria, findings, assessed).map(done)?;
    if stand == Stand::Assessed {
        return Ok(());
    }
    if !met {
        it.decline(&around.broker, apart, why("There is little yet of work with other schools.")?, decided)
            .map(done)?;
        if stand == Stand::Appealed {
            it.appeal(&around.person, why("The work with two schools was not looked at.")?, later).map(done)?;
        }
        return Ok(());
    }
    let days = if stand == Stand::Lapsed { LAPSED_DAYS } else { HELD_DAYS };
    it.designate(&around.broker, apart, (None, decided.plus_days(days).day()), decided).map(done)?;
    match stand {
        Stand::Suspended => it.suspend(&around.broker, apart, why("On leave until the summer.")?).map(done)?,
        Stand::Withdrawn => it.withdraw(&around.person, apart, why("A new post leaves no time.")?, later).map(done)?,
        Stand::Lapsed => it.lapse(over).map(done)?,
        _ => {}
    }
    Ok(())
}
