//! The initial meeting of those who will work together: what they agreed on before the work (DOMAIN F4).

use chrono::NaiveDate;

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, DeploymentStatus};
use crate::exchange::Mode;
use crate::identity::Person;
use crate::rule::{Faults, Refusals};
use crate::text::{Note, Remark};
use crate::{Event, Id, Rule, Timestamp};

/// What was agreed when those met who work together. It is written once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InitialMeeting {
    /// Its id.
    pub id: Id<InitialMeeting>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The day on which they met.
    pub held_on: NaiveDate,
    /// How they met; nothing of a meeting that was written down before this was asked.
    pub mode: Option<Mode>,
    /// Who was there.
    pub attended: Remark,
    /// What the work is about.
    pub focus: Note,
    /// How often they will work together.
    pub frequency: Remark,
    /// Where and when the specialist gets in, and how the home school releases them.
    pub access: Remark,
    /// Who wrote it down.
    pub recorded_by: Id<Person>,
    /// When.
    pub recorded_at: Timestamp,
}

crate::noun!(InitialMeeting = "imt");

/// What is written down of an initial meeting, as it is typed.
#[derive(Clone, Debug)]
pub struct MeetingDraft {
    /// The day on which they met.
    pub held_on: NaiveDate,
    /// How they met.
    pub mode: Mode,
    /// Who was there.
    pub attended: String,
    /// What the work is about.
    pub focus: String,
    /// How often they will work together.
    pub frequency: String,
    /// Where and when the specialist gets in, and how the home school releases them.
    pub access: String,
}

impl InitialMeeting {
    /// Writes down an initial meeting, for the home side or for the alliance: before the agreement, or soon after. They met
    /// after both schools had accepted, and before the work.
    pub fn record(
        id: Id<Self>,
        (of, recorded): (&Deployment, bool),
        draft: &MeetingDraft,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Refusals> {
        use DeploymentStatus::{Active, Agreed, Paused, Planned};

        by.require(Action::RecordInitialMeeting { home: of.home, person: of.person, alliance: of.alliance })?;
        let recorded_by = by.person().ok_or(Rule::NotAllowed)?;
        if !matches!(of.status, Planned | Agreed | Active | Paused) {
            return Err(Rule::StepNotOpen.into());
        }
        if recorded {
            return Err(Rule::InitialMeetingRecorded.into());
        }
        let mut faults = Faults::default();
        let began = of.started_at.map(Timestamp::day);
        let held = draft.held_on >= of.planned_at.day()
            && draft.held_on <= now.day()
            && began.is_none_or(|began| draft.held_on <= began);
        faults.need(held, || Rule::InitialMeetingOutside.at("heldOn"));
        let attended = faults.keep("attended", Remark::new(&draft.attended));
        let focus = faults.keep("focus", Note::new(&draft.focus));
        let frequency = faults.keep("frequency", Remark::new(&draft.frequency));
        let access = faults.keep("access", Remark::new(&draft.access));
        let it = (|| {
            Some(Self {
                id,
                deployment: of.id,
                held_on: draft.held_on,
                mode: Some(draft.mode),
                attended: attended?,
                focus: focus?,
                frequency: frequency?,
                access: access?,
                recorded_by,
                recorded_at: now,
            })
        })();
        let it = faults.into_result(it)?;
        let event = Event::InitialMeetingRecorded { meeting: id, deployment: of.id, held_on: it.held_on };
        Ok((it, event))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::Role;
    use crate::brokerage::proposal::tests::at;
    use crate::brokerage::testing::{active, broker, head, id, planned, start};

    fn draft(day: u32) -> MeetingDraft {
        MeetingDraft {
            held_on: start().plus_days(day).day(),
            mode: Mode::InPerson,
            attended: "Both reading leads.".into(),
            focus: "Phonics in Year 1.".into(),
            frequency: "Every second Tuesday.".into(),
            access: "Released on Tuesdays; signs in at the office.".into(),
        }
    }

    fn recorded(of: &Deployment, draft: &MeetingDraft, by: &Actor, after: u32) -> Result<InitialMeeting, Vec<Rule>> {
        let it = InitialMeeting::record(id(80), (of, false), draft, by, start().plus_days(after));
        it.map(|(it, _)| it).map_err(|no| no.into_vec().into_iter().map(|no| no.rule).collect())
    }

    #[test]
    fn the_home_side_or_the_alliance_writes_it_down_once() {
        for by in [head(1), at(Role::Coordinator, 1, 7), at(Role::Specialist, 1, 8), broker(10, 5)] {
            assert!(recorded(&planned(), &draft(0), &by, 3).is_ok(), "{by:?}");
        }
        for by in [head(2), head(3), at(Role::Specialist, 1, 9), broker(11, 6), Actor::Stranger] {
            assert_eq!(recorded(&planned(), &draft(0), &by, 3), Err(vec![Rule::NotAllowed]), "{by:?}");
        }
        let no = InitialMeeting::record(id(80), (&planned(), true), &draft(0), &head(1), start()).unwrap_err();
        assert_eq!(no, Rule::InitialMeetingRecorded.into());
    }

    #[test]
    fn they_meet_after_both_accepted_and_before_the_work() {
        assert!(recorded(&planned(), &draft(2), &head(1), 2).is_ok());
        assert_eq!(recorded(&planned(), &draft(3), &head(1), 2), Err(vec![Rule::InitialMeetingOutside]));
        let early = MeetingDraft { held_on: start().day().pred_opt().unwrap(), ..draft(0) };
        assert_eq!(recorded(&planned(), &early, &head(1), 2), Err(vec![Rule::InitialMeetingOutside]));
        assert!(recorded(&active(), &draft(0), &head(1), 9).is_ok(), "soon after");
        assert_eq!(recorded(&active(), &draft(1), &head(1), 9), Err(vec![Rule::InitialMeetingOutside]));
        let over = Deployment { status: DeploymentStatus::Completed, ..active() };
        assert_eq!(recorded(&over, &draft(0), &head(1), 9), Err(vec![Rule::StepNotOpen]));
        let empty = MeetingDraft { focus: " ".into(), access: String::new(), ..draft(0) };
        assert_eq!(recorded(&planned(), &empty, &head(1), 0), Err(vec![Rule::TextEmpty, Rule::TextEmpty]));
    }
}
