//! Who takes part in what is told of today, and with what: the personas' alliance and some of its neighbours.

use std::collections::{HashMap, HashSet};

use domain::access::{Actor, Role};
use domain::brokerage::{Deployment, DeploymentStatus, Proposal, ProposalStatus, Visit, VisitStatus};
use domain::directory::{Alliance, Post, School, Specialist, SpecialistForm};
use domain::exchange::{Disclosure, RequestStatus, SupportRequest};
use domain::identity::{Person, Place};
use domain::time::Period;
use domain::{HalfTerm, Id};

use super::chance::Chance;
use super::offices::Offices;
use super::world::World;
use crate::app::Caller;

/// How many neighbours take part.
const NEIGHBOURS: usize = 12;
/// How many people change the school at which they work.
const MOVERS: usize = 3;

/// An alliance and its people.
pub struct Company {
    /// Its id.
    pub alliance: Id<Alliance>,
    /// Who brokers for it.
    pub broker: Caller,
    /// Who brokers for it beside that one.
    pub second: Caller,
    /// Its schools that belong to no other one, each with its head.
    pub heads: Vec<(Id<School>, Caller)>,
}

/// Somebody who changes the school at which they work.
pub struct Mover {
    /// Who it is.
    pub person: Id<Person>,
    /// What is filled in for them.
    pub form: SpecialistForm,
    /// The head of the school to which they go.
    pub head: Caller,
    /// What they are at work on.
    pub deployment: Id<Deployment>,
    /// Who brokers that.
    pub broker: Caller,
}

/// Everybody who takes part.
pub struct Cast {
    /// The personas' alliance.
    pub own: Company,
    /// Its neighbours.
    pub neighbours: Vec<Company>,
    /// What the neighbours' schools have asked for, under their names.
    pub requests: Vec<SupportRequest>,
    /// What the neighbours have brokered.
    pub deployments: Vec<Deployment>,
    /// A proposal of a neighbour's broker that nobody has answered.
    pub unanswered: Option<Proposal>,
    /// A visit to a neighbour's school that nobody has confirmed, with the school that recorded it.
    pub unconfirmed: Option<(Id<Visit>, Id<School>)>,
    /// What others have brokered by leaders of one school, more than half of those who lead it.
    pub thin: Option<Vec<Deployment>>,
    /// Who holds groups beside the heads who are lent.
    pub adviser: Option<Specialist>,
    /// The heads who are lent.
    pub lent: Vec<Specialist>,
    /// Those of the neighbours' schools whom nobody has asked for.
    pub idle: Vec<Specialist>,
    /// Who goes to another school.
    pub movers: Vec<Mover>,
    /// Who comes and goes beside the work.
    pub offices: Option<Offices>,
    /// The next half-term, and the days that it has nationally.
    pub next: Option<(HalfTerm, Period)>,
    heads: HashMap<Id<School>, Actor>,
}

impl Cast {
    /// The head of a school that takes part.
    pub fn head(&self, of: Id<School>) -> Option<Caller> {
        self.heads.get(&of).map(caller)
    }

    /// The neighbour that brokers for a school.
    pub fn broker(&self, of: Id<Alliance>) -> Option<&Company> {
        self.neighbours.iter().find(|it| it.alliance == of)
    }

    /// The next request with this status, with its broker and the head who asked; each is given once.
    pub fn ask(&mut self, status: RequestStatus) -> Option<(SupportRequest, Caller, Caller)> {
        let place = self.requests.iter().position(|it| it.status == status)?;
        let it = self.requests.remove(place);
        let broker = self.broker(*it.alliances.first()?)?.broker.clone();
        let head = self.head(it.school)?;
        Some((it, broker, head))
    }

    /// The next deployment that fits, with its broker; each is given once.
    pub fn deployment(&mut self, fits: impl Fn(&Deployment) -> bool) -> Option<(Deployment, Caller)> {
        let place = self.deployments.iter().position(fits)?;
        let it = self.deployments.remove(place);
        let broker = self.broker(it.alliance)?.broker.clone();
        Some((it, broker))
    }
}

impl World<'_> {
    /// Chooses who takes part.
    pub fn cast(&mut self) -> Option<Cast> {
        let movers = self.movers();
        let moving: Vec<_> = movers.iter().map(|it| it.person).collect();
        self.newcomer(&moving);
        let own = self.company(self.broking)?;
        let others = (0..self.groups.len()).filter(|number| *number != self.broking).take(NEIGHBOURS);
        let neighbours: Vec<Company> = others.filter_map(|number| self.company(number)).collect();
        let brokers: Vec<Id<Alliance>> = neighbours.iter().map(|it| it.alliance).collect();
        // The school of the personas' alliance that asks keeps what it has for its own story.
        let theirs = |alliances: &[Id<Alliance>]| matches!(alliances, [one] if brokers.contains(one));
        let requests = self.filled.requests.iter();
        let requests = requests.filter(|it| it.draft.disclosure == Disclosure::Named && theirs(&it.alliances));
        let requests = requests.cloned().collect();
        // What a grant pays goes on as it is, so that its money is seen where it belongs.
        let granted = |it: &Deployment| it.terms.as_ref().is_some_and(|terms| terms.settlement.grant.is_some());
        let moves = |it: &Deployment| it.person.is_some_and(|person| moving.contains(&person));
        let left = |it: &&Deployment| brokers.contains(&it.alliance) && !granted(it) && !moves(it);
        let deployments = self.filled.deployments.iter().filter(left);
        let deployments = deployments.cloned().collect();
        let sent = |it: &&Proposal| it.status == ProposalStatus::Sent && brokers.contains(&it.alliance);
        let unconfirmed = self.filled.visits.iter().find_map(|(it, place)| {
            let of = &self.filled.deployments[*place];
            let waits = it.status == VisitStatus::Recorded && brokers.contains(&of.alliance);
            waits.then_some((it.id, of.home))
        });
        let lent = |it: &&Specialist| it.profile.post == Post::Headteacher;
        let next = self.calendar.iter().find(|(_, days)| days.from() > self.now.day());
        Some(Cast {
            unanswered: self.filled.proposals.iter().find(sent).cloned(),
            unconfirmed,
            thin: self.thin(&moving),
            requests,
            deployments,
            adviser: self.filled.specialists.iter().find(|it| it.profile.post == Post::Adviser).cloned(),
            lent: self.filled.specialists.iter().filter(lent).cloned().collect(),
            idle: self.idle(),
            movers,
            offices: self.offices(),
            next,
            heads: self.joined.iter().map(|place| (self.schools[*place].id, self.head(*place))).collect(),
            own,
            neighbours,
        })
    }

    fn company(&self, number: usize) -> Option<Company> {
        let [broker, second] = self.groups[number].brokers.as_ref()?;
        let places = self.heads_alone(number);
        let heads = places.into_iter().map(|place| (self.schools[place].id, caller(&self.head(place)))).collect();
        Some(Company { alliance: self.groups[number].id, broker: caller(broker), second: caller(second), heads })
    }

    /// Specialists whom nobody has asked for, at schools that are not of the personas' alliance.
    fn idle(&self) -> Vec<Specialist> {
        let asked: HashSet<_> = self.filled.proposals.iter().filter_map(|it| it.specialist).collect();
        let elsewhere = self.givers.iter().filter(|it| !self.schools[it.school].groups.contains(&self.broking));
        let idle: Vec<_> = elsewhere.filter_map(|it| it.specialist).filter(|it| !asked.contains(it)).take(2).collect();
        self.filled.specialists.iter().filter(|it| idle.contains(&it.id)).cloned().collect()
    }

    /// Leaders of one school at work elsewhere, who are more than half of its leaders if all are out; whoever goes to another
    /// school aside.
    fn thin(&self, moving: &[Id<Person>]) -> Option<Vec<Deployment>> {
        let own = self.groups[self.broking].id;
        let leads = |it: &&Specialist| !matches!(it.profile.post, Post::Teacher | Post::Governor | Post::Adviser);
        let leaders: HashMap<Id<Specialist>, Id<School>> =
            self.filled.specialists.iter().filter(leads).map(|it| (it.id, it.home)).collect();
        let at_work = self.filled.deployments.iter().filter(|it| {
            let led = it.specialist.is_some_and(|id| leaders.contains_key(&id));
            let goes_on = it.status == DeploymentStatus::Active
                && it.promised > 0
                && it.person.is_none_or(|person| !moving.contains(&person));
            led && goes_on && it.alliance != own
        });
        let mut out: HashMap<Id<School>, Vec<&Deployment>> = HashMap::new();
        for it in at_work {
            let theirs = out.entry(it.home).or_default();
            if theirs.iter().all(|other| other.person != it.person) {
                theirs.push(it);
            }
            // Its head leads it beside those whom it lends.
            let lent = leaders.values().filter(|home| **home == it.home).count();
            if theirs.len() > 1 && 2 * theirs.len() > lent + 1 {
                return Some(theirs.iter().map(|it| (*it).clone()).collect());
            }
        }
        None
    }

    /// People at work, whom another school of the same alliance has taken on; none whom a grant pays.
    fn movers(&mut self) -> Vec<Mover> {
        let mut movers: Vec<Mover> = Vec::new();
        while movers.len() < MOVERS {
            let Some(it) = self.mover(&movers) else { break };
            movers.push(it);
        }
        movers
    }

    fn mover(&mut self, others: &[Mover]) -> Option<Mover> {
        let own = self.broking;
        let (place, next, of) = self.at_work(|world, of, place| {
            let home = world.givers[place].school;
            let group = *world.schools[home].groups.first().filter(|number| **number != own)?;
            let granted = of.terms.as_ref().is_some_and(|terms| terms.settlement.grant.is_some());
            if granted || others.iter().any(|it| Some(it.person) == of.person) {
                return None;
            }
            let fits = |it: &usize| *it != home && world.schools[*it].id != of.host;
            world.heads_alone(group).into_iter().find(fits)
        })?;
        let [broker, _] = self.groups.iter().find(|it| it.id == of.alliance)?.brokers.clone()?;
        let person = self.joins(place, next)?;
        let profile = self.filled.specialists[place].profile.clone();
        let form = SpecialistForm {
            name: profile.name.as_str().to_owned(),
            post: profile.post,
            specialisms: profile.specialisms,
            supports: profile.supports,
            travel_minutes: profile.travel_minutes,
        };
        Some(Mover { person, form, head: caller(&self.head(next)), deployment: of.id, broker: caller(&broker) })
    }

    /// Somebody at work for the personas' alliance has taken up a role at the personas' school that gives, whose head has not
    /// taken them over: that is left to those who try it.
    fn newcomer(&mut self, moving: &[Id<Person>]) {
        let (own, giving) = (self.groups[self.broking].id, self.giving);
        let found = self.at_work(|world, of, place| {
            let moves = of.person.is_some_and(|person| moving.contains(&person));
            let fits = of.alliance == own && of.host != world.schools[giving].id && !moves;
            (fits && world.givers[place].school != giving).then_some(giving)
        });
        if let Some((place, next, _)) = found {
            self.joins(place, next);
        }
    }

    /// The first specialist at work who goes to another school: their place among those who give, that school, and the work.
    fn at_work(&self, next: impl Fn(&Self, &Deployment, usize) -> Option<usize>) -> Option<(usize, usize, Deployment)> {
        let at_work = |it: &&Deployment| it.status == DeploymentStatus::Active && it.specialist.is_some();
        self.filled.deployments.iter().filter(at_work).find_map(|of| {
            let place = self.givers.iter().position(|giver| giver.specialist == of.specialist)?;
            Some((place, next(self, of, place)?, of.clone()))
        })
    }

    /// Somebody who gives takes up a specialist's role at another school.
    fn joins(&mut self, place: usize, next: usize) -> Option<Id<Person>> {
        let person = self.givers[place].recorder.person()?;
        self.aside(|world| world.role(person, Role::Specialist, Place::School(world.schools[next].id)));
        Some(person)
    }

    /// Makes something by chance of its own: the rest of the world is the same with it and without.
    pub fn aside<T>(&mut self, made: impl FnOnce(&mut Self) -> T) -> T {
        let chance = std::mem::replace(&mut self.chance, Chance::of(self.beside.bits()));
        let made = made(self);
        self.chance = chance;
        made
    }
}

/// Somebody as they act.
pub fn caller(actor: &Actor) -> Caller {
    Caller { actor: actor.clone(), ..Caller::stranger("seed") }
}
