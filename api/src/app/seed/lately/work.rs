//! What happens to support that is planned or under way, and to those who give it.

use domain::Rule;
use domain::brokerage::{
    DeclineReason, Deployment, DeploymentStatus, ImpactLevel, InterestKind, OutcomeDraft, SettlementDraft, StopReason,
    TermsDraft, VisitCancellation,
};
use domain::directory::{ConsentKind, ListingEnd};
use domain::exchange::{CalendarOwner, Mode, SettlementKind};

use crate::app::brokerage::visit::Record;
use crate::app::brokerage::{agreement, arisen_interest, consent, departure, deployment, proposal, stage_plan, visit};
use crate::app::directory::{relocation, specialist};
use crate::app::exchange::calendar;
use crate::app::seed::cast::Cast;
use crate::app::seed::texts;
use crate::app::{App, Outcome};

fn is_planned(it: &Deployment) -> bool {
    it.status == DeploymentStatus::Planned
}

/// A broker chooses a template for what is not agreed yet.
pub async fn follow_template(app: &App, cast: &mut Cast) -> Outcome<()> {
    let now = app.clock.now();
    let Some((of, broker)) = cast.deployment(|it| is_planned(it) && it.agree_by > now) else { return Ok(()) };
    stage_plan::follow(app, &broker, of.id, "consultancy-bundle", (&[], None)).await.map(drop)
}

/// The heads say beside their signatures whether they consent: one does, and one does not.
pub async fn consent(app: &App, cast: &mut Cast) -> Outcome<()> {
    let Some((of, _)) = cast.deployment(|it| is_planned(it) || it.status == DeploymentStatus::Agreed) else {
        return Ok(());
    };
    let (Some(home), Some(host)) = (cast.head(of.home), cast.head(of.host)) else { return Ok(()) };
    consent::give(app, &host, of.id, ConsentKind::Head, None).await?;
    let why = "Not before the new timetable is settled.";
    consent::withhold(app, &home, of.id, (ConsentKind::Head, why), None).await.map(drop)
}

/// One head consents, and then the terms are written anew: the consent was to others.
pub async fn write_anew(app: &App, cast: &mut Cast) -> Outcome<()> {
    let now = app.clock.now();
    let Some((of, broker)) = cast.deployment(|it| is_planned(it) && it.agree_by > now) else { return Ok(()) };
    let Some(host) = cast.head(of.host) else { return Ok(()) };
    consent::give(app, &host, of.id, ConsentKind::Head, None).await?;
    let (first, last) = (now.plus_days(14).day(), now.plus_days(100).day());
    let terms = TermsDraft {
        outcomes: vec![OutcomeDraft {
            improvement: Some("Every class reads together each day".to_owned()),
            pupil_group: "Year 4".to_owned(),
            measure: "The reading test in the summer".to_owned(),
            due_on: last,
            level: Some(ImpactLevel::Department),
            plan_reference: None,
        }],
        action_plan: texts::action_plan(first, last),
        settlement: SettlementDraft { kind: Some(SettlementKind::ReciprocalCredit), ..SettlementDraft::default() },
        exit_plan: Some("The reading lead takes it over.".to_owned()),
        starts_on: Some(first),
        ends_on: Some(last),
        ..TermsDraft::default()
    };
    agreement::draft(app, &broker, of.id, &terms, None).await.map(drop)
}

/// What was sent and what was written by mistake is taken back: a proposal and a visit.
pub async fn take_back(app: &App, cast: &Cast) -> Outcome<()> {
    if let Some((it, company)) = cast.unanswered.as_ref().and_then(|it| Some((it, cast.broker(it.alliance)?))) {
        proposal::withdraw(app, &company.broker, it.id, DeclineReason::Timing, None).await?;
    }
    if let Some((it, head)) = cast.unconfirmed.and_then(|(it, home)| Some((it, cast.head(home)?))) {
        visit::cancel(app, &head, it, VisitCancellation::Repeated, None).await?;
    }
    Ok(())
}

/// Specialists go to another school in the middle of the work: a broker is asked whether it goes on. Of one the new school has
/// not said that it gives on, of one it has, and of one the broker has decided too.
pub async fn go_elsewhere(app: &App, cast: &mut Cast) -> Outcome<()> {
    for (number, it) in std::mem::take(&mut cast.movers).into_iter().enumerate() {
        relocation::take_over(app, &it.head, None, (it.person, None), it.form).await?;
        if number > 0 {
            departure::take_on(app, &it.head, it.deployment, None).await?;
        }
        if number > 1 {
            departure::keep(app, &it.broker, it.deployment, None).await?;
        }
    }
    Ok(())
}

/// An interest arises in the middle of the work: a second broker has not looked at it yet, has let the work go on, or has come
/// too late, because it was stopped.
pub async fn arise(app: &App, cast: &mut Cast) -> Outcome<()> {
    for number in 0..3 {
        let begun = |it: &Deployment| matches!(it.status, DeploymentStatus::Agreed | DeploymentStatus::Active);
        let Some((of, broker)) = cast.deployment(begun) else { return Ok(()) };
        let (Some(host), Some(company)) = (cast.head(of.host), cast.broker(of.alliance)) else { return Ok(()) };
        let said = (&[InterestKind::Kinship][..], Some("A cousin of mine has come to work there."));
        arisen_interest::declare(app, &host, of.id, said, None).await?;
        match number {
            0 => {}
            1 => {
                let others = [&company.broker, &company.second];
                let other = others.into_iter().find(|it| it.actor.person() != Some(of.brokered_by));
                let Some(other) = other else { return Ok(()) };
                let why = "They work in another phase, and neither settles anything for the other.";
                arisen_interest::let_go_on(app, other, of.id, why, None).await?;
            }
            _ => {
                let why = (StopReason::PeopleChanged, "We ask for somebody else after the holidays.");
                deployment::stop(app, &broker, of.id, why, None).await?;
            }
        }
    }
    Ok(())
}

/// Most leaders of one school are out on the same day: its head says why, for a rule warns of it.
pub async fn spread_thin(app: &App, cast: &mut Cast) -> Outcome<()> {
    for it in cast.thin.take().unwrap_or_default() {
        let Some(head) = cast.head(it.home) else { return Ok(()) };
        let why = "All were asked for the same training day, and the school has one of its own on that day.";
        let record = Record {
            visited_on: app.clock.now().day(),
            mode: Mode::InPerson,
            half_days: 1,
            note: "Led a part of the training day.".to_owned(),
            stage: None,
            overrides: vec![(Rule::LeadershipThin, why.to_owned())],
        };
        visit::record(app, &head, it.id, &record).await?;
    }
    Ok(())
}

/// A school keeps other days than most: its next half-term begins two days later.
pub async fn keep_own_days(app: &App, cast: &Cast) -> Outcome<()> {
    let (Some((half_term, days)), Some((school, head))) = (cast.next, cast.own.heads.last()) else { return Ok(()) };
    let later = (days.from() + chrono::Days::new(2), days.until());
    calendar::set(app, head, CalendarOwner::School(*school), half_term, later).await.map(drop)
}

/// Of those whom nobody has asked for, one rests and one is lent no more.
pub async fn rest(app: &App, cast: &Cast) -> Outcome<()> {
    let [pauses, ends, ..] = &cast.idle[..] else { return Ok(()) };
    if let Some(head) = cast.head(pauses.home) {
        specialist::pause(app, &head, pauses.id, None).await?;
    }
    if let Some(head) = cast.head(ends.home) {
        specialist::end(app, &head, ends.id, ListingEnd::MovedOn, None).await?;
    }
    Ok(())
}
