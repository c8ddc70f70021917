//! Grants that pay for support: for some that is agreed, some that is under way, and some that is done.

use std::collections::HashSet;

use chrono::{Datelike, Months, NaiveTime};
use domain::Timestamp;
use domain::brokerage::{
    Deployment, DeploymentStatus, Grant, GrantHeld, GrantLine, Opening, Paid, PayerKind, VisitStatus,
};
use domain::directory::{
    Application, Award, FundingStage, Phase, Programme, ProgrammeFocus, ProgrammeMember, ProgrammeRules,
    ProgrammeVersion,
};
use domain::exchange::SettlementKind;
use domain::rule::Refusals;

use super::world::World;

/// What each year of a grant pays, in pence: 10,000 pounds.
const A_YEAR: i64 = 1_000_000;
/// For how many years a grant pays.
const YEARS: i32 = 2;
/// How much support grants pay for at each point of its life.
const EACH: usize = 2;
/// The points of its life: its beginning, its middle, its end.
const POINTS: [&[DeploymentStatus]; 3] = [
    &[DeploymentStatus::Agreed],
    &[DeploymentStatus::Active],
    &[DeploymentStatus::Completed, DeploymentStatus::Evaluated, DeploymentStatus::FollowedUp, DeploymentStatus::Closed],
];

impl World<'_> {
    /// Has grants pay for some of what schools would have paid by the day, each for a school of its own.
    pub fn grant_support(&mut self) -> Result<(), Refusals> {
        let programme = self.programme();
        // The school of the personas that asks keeps what it has for its own story.
        let mut schools = HashSet::from([self.schools[self.asking].id]);
        let shared = self.paid_together();
        for point in POINTS {
            let mut granted = 0;
            for place in self.paid_by_the_day(point).into_iter().filter(|place| Some(*place) != shared) {
                if granted < EACH && schools.insert(self.filled.deployments[place].host) {
                    self.grant(place, &programme)?;
                    granted += 1;
                }
            }
        }
        self.filled.programmes.push(programme);
        Ok(())
    }

    /// The programme that pays: invented, as everybody in this world is.
    fn programme(&mut self) -> Programme {
        let award = Award { stage: FundingStage::Running, focus: None, pence: A_YEAR, half_days: 0 };
        let rules = ProgrammeRules {
            members: vec![ProgrammeMember::School],
            awards: vec![award],
            years: Some(YEARS),
            ..ProgrammeRules::default()
        };
        Programme {
            id: self.beside.id(self.since),
            code: "reading-beside-others".to_owned(),
            owner: "The fund of the demonstration".to_owned(),
            name: "Reading beside others".to_owned(),
            about: "Schools are given the money for help with reading by another school, for two years.".to_owned(),
            versions: vec![ProgrammeVersion {
                number: 1,
                since: self.since.day(),
                until: None,
                end_reason: None,
                rules,
            }],
            figures: Vec::new(),
        }
    }

    /// Support in one of these states that is paid by the day, and of which a visit was charged once it has begun: that of the
    /// personas' alliance before the others. Where little is paid, what was to be exchanged and has not begun comes last.
    fn paid_by_the_day(&self, states: &[DeploymentStatus]) -> Vec<usize> {
        let charged: HashSet<_> = self.filled.charges.iter().map(|it| it.deployment).collect();
        let kind = |it: &Deployment| it.terms.as_ref().map(|it| it.settlement.kind);
        let by_the_day = |it: &Deployment| kind(it) == Some(SettlementKind::DayRate);
        let fits = |it: &Deployment| {
            let exchanged = kind(it) == Some(SettlementKind::ExchangeOfServices);
            let payable =
                by_the_day(it) && charged.contains(&it.id) || (by_the_day(it) || exchanged) && it.started_at.is_none();
            payable && states.contains(&it.status)
        };
        let deployments = self.filled.deployments.iter().enumerate();
        let mut places: Vec<usize> = deployments.filter(|(_, it)| fits(it)).map(|(place, _)| place).collect();
        let own = self.groups[self.broking].id;
        places.sort_by_key(|place| {
            let it = &self.filled.deployments[*place];
            (!by_the_day(it), it.alliance != own)
        });
        places
    }

    /// Support that another alliance brokered and that nobody has begun, which several schools may pay for together: where
    /// little is paid by the day, grants would leave none of it.
    fn paid_together(&self) -> Option<usize> {
        let own = self.groups[self.broking].id;
        let elsewhere = |place: &usize| self.filled.deployments[*place].alliance != own;
        self.paid_by_the_day(POINTS[0]).into_iter().find(elsewhere)
    }

    /// Opens a grant for the school that receives some support, from before it was agreed, and has it pay for all of it.
    fn grant(&mut self, place: usize, programme: &Programme) -> Result<(), Refusals> {
        let Some(agreed_at) = self.filled.deployments[place].agreed_at else { return Ok(()) };
        let mut grant = self.opened(place, programme, agreed_at)?;
        let of = &mut self.filled.deployments[place];
        let Some(terms) = &mut of.terms else { return Ok(()) };
        terms.settlement.kind = SettlementKind::Grant;
        terms.settlement.grant = Some(grant.id);
        // Nothing comes in exchange for it.
        terms.settlement.reason = None;
        let plan = [(terms.period.from(), of.half_days)];
        let of = of.clone();
        let mut lines = grant.reserve(&of, &plan, agreed_at)?;
        let mut last = of.ended_at.unwrap_or(agreed_at);
        for charge in self.filled.charges.iter_mut().filter(|it| it.deployment == of.id) {
            charge.kind = SettlementKind::Grant;
            let mut paid = charge.amounts.paid.all();
            paid.swap(PayerKind::Host as usize, PayerKind::Grant as usize);
            charge.amounts.paid = Paid::of_all(paid);
            let goes_on = of.ended_at.is_none_or(|ended| charge.at <= ended);
            lines.extend(grant.book(charge, (&held(&lines), goes_on), charge.at)?);
            last = last.max(charge.at);
        }
        if of.ended_at.is_some() {
            let unconfirmed = |status| matches!(status, VisitStatus::Recorded | VisitStatus::Disputed);
            let visits = self.filled.visits.iter().filter(|(it, at)| *at == place && unconfirmed(it.status));
            let waiting: Vec<_> = visits.map(|(it, _)| (it.record.visited_on, it.record.half_days)).collect();
            lines.extend(grant.let_go(&of, &held(&lines), &waiting, last));
        }
        self.filled.grants.push(grant);
        self.filled.grant_lines.extend(lines);
        Ok(())
    }

    /// A grant whose first year began in the month before, and was released.
    fn opened(&mut self, place: usize, programme: &Programme, agreed_at: Timestamp) -> Result<Grant, Refusals> {
        let of = &self.filled.deployments[place];
        let (alliance, school) = (of.alliance, of.host);
        let day = agreed_at.day();
        let starts_on = day - chrono::Days::new(u64::from(day.day0())) - Months::new(1);
        let opened_at = Timestamp::new(starts_on.and_time(NaiveTime::MIN).and_utc()).plus_seconds(9 * 3_600);
        let application = Application {
            schools: vec![(Phase::Primary, true)],
            ..Application::new(ProgrammeMember::School, FundingStage::Running, ProgrammeFocus::Other)
        };
        let opening = Opening {
            id: self.beside.id(opened_at),
            alliance,
            school,
            person: None,
            share_back: self.beside.id(opened_at),
            starts_on,
            application: &application,
        };
        let group = self.groups.iter().find(|it| it.id == alliance).and_then(|it| it.brokers.as_ref());
        let [broker, _] = group.expect("every alliance has brokers");
        let (mut grant, _) = Grant::open(&opening, programme, broker, opened_at)?;
        grant.release(1, false, broker, opened_at.plus_days(1)).map(drop)?;
        Ok(grant)
    }
}

/// What some support has of each year of a grant by these lines.
fn held(lines: &[GrantLine]) -> Vec<GrantHeld> {
    let of_year = |year| {
        let its = || lines.iter().filter(move |it| it.year == year);
        GrantHeld { year, held: its().map(|it| it.held).sum(), spent: its().map(|it| it.pence).sum() }
    };
    (1..=YEARS).map(of_year).collect()
}
