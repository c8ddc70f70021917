//! Who would take part in a programme, and what the rules say to that.

use super::{
    Award, CapScope, FundingStage, PartRule, Partner, Places, ProgrammeFocus, ProgrammeMember, ProgrammePart,
    ProgrammeRules, Shortfall, Standing,
};
use crate::directory::{Phase, Region};

/// Somebody who would take part, as far as it is known.
#[derive(Clone, Debug)]
pub struct Application {
    /// Who it is.
    pub member: ProgrammeMember,
    /// As which kind of member, where the programme has more than one.
    pub part: Option<ProgrammePart>,
    /// The number of the programme's area in which the school lies.
    pub area: Option<i32>,
    /// For which stage.
    pub stage: FundingStage,
    /// Whether a plan was successful before.
    pub planned: bool,
    /// With which focus.
    pub focus: ProgrammeFocus,
    /// The schools' phases, and whether each has pupils of primary age; the school that leads before the others.
    pub schools: Vec<(Phase, bool)>,
    /// The partners beside them.
    pub partners: Vec<Partner>,
    /// How many schools the authority has below the floor, and how many in all.
    pub authority: Option<(i64, i64)>,
    /// How many there are already of what is capped.
    pub taken: Vec<(CapScope, i32)>,
    /// The region, of the lead school where there are several.
    pub region: Option<Region>,
    /// How many places each region has already, of all rounds.
    pub places: Places,
    /// Whether the lead school is in the upper quartile by its results.
    pub lead_by_results: bool,
    /// Whether the lead school is in the upper quartile by value added.
    pub lead_by_value_added: bool,
    /// What a person is.
    pub standing: Vec<Standing>,
    /// Whether an evaluation is promised.
    pub evaluates: bool,
}

/// What the rules say to an application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Eligibility {
    /// What stands against it; nothing, if it is eligible.
    pub shortfalls: Vec<Shortfall>,
    /// What would be paid.
    pub award: Option<Award>,
    /// How many of its schools may be involved and may not be funded.
    pub unfunded: usize,
}

/// What the service knows better than whoever applies.
#[derive(Clone, Debug)]
pub struct Known {
    /// The phase of the school that leads, and whether it has pupils of primary age, as the register says.
    pub lead: (Phase, bool),
    /// Its region.
    pub region: Option<Region>,
    /// How many there are already of what is capped.
    pub taken: Vec<(CapScope, i32)>,
    /// How many places each region has already.
    pub places: Places,
}

impl Application {
    /// Somebody of whom nothing else is told.
    pub fn new(member: ProgrammeMember, stage: FundingStage, focus: ProgrammeFocus) -> Self {
        Self {
            member,
            part: None,
            area: None,
            stage,
            planned: false,
            focus,
            schools: Vec::new(),
            partners: Vec::new(),
            authority: None,
            taken: Vec::new(),
            region: None,
            places: Places::default(),
            lead_by_results: false,
            lead_by_value_added: false,
            standing: Vec::new(),
            evaluates: false,
        }
    }

    /// The same with what the service knows better: what the register says of the school that leads, and how many there are
    /// already of what is capped and in each region, unless whoever applies tells of more.
    pub fn as_known(&self, known: &Known) -> Self {
        let mut it = self.clone();
        if matches!(it.member, ProgrammeMember::School | ProgrammeMember::Network | ProgrammeMember::Partnership) {
            match it.schools.first_mut() {
                Some(first) => *first = known.lead,
                None => it.schools.push(known.lead),
            }
        }
        it.region = known.region.or(self.region);
        it.places = self.places.or_more(&known.places);
        it.taken = known
            .taken
            .iter()
            .map(|(per, known)| {
                let told = self.taken.iter().filter(|(of, _)| of == per).map(|(_, count)| *count).sum::<i32>();
                (*per, told.max(*known))
            })
            .chain(self.taken.iter().filter(|(of, _)| known.taken.iter().all(|(per, _)| per != of)).copied())
            .collect();
        it
    }
}

impl ProgrammeRules {
    /// Says whether somebody may take part, with everything that stands against it, and what would be paid.
    pub fn weigh(&self, it: &Application) -> Eligibility {
        let mut shortfalls = Vec::new();
        let mut need = |holds: bool, shortfall| {
            if !holds {
                shortfalls.push(shortfall);
            }
        };
        need(self.members.contains(&it.member), Shortfall::Member);
        let count = i32::try_from(it.schools.len()).unwrap_or(i32::MAX);
        need(self.least_schools.is_none_or(|least| count >= least), Shortfall::TooFewSchools);
        need(it.schools.iter().all(|(phase, primary)| self.involves(*phase, *primary)), Shortfall::Phase);
        let funded = it.schools.iter().filter(|(phase, primary)| self.funds(*phase, *primary)).count();
        need(it.schools.is_empty() || funded > 0, Shortfall::NobodyFunded);
        // The money goes to the school that leads, so that it is not enough that another one is funded.
        let lead = it.schools.first().is_none_or(|(phase, primary)| self.funds(*phase, *primary));
        need(lead || funded == 0, Shortfall::LeadUnfunded);
        let part = it.part.and_then(|part| self.parts.iter().find(|it| it.part == part));
        need(self.parts.is_empty() || part.is_some(), Shortfall::Part);
        let lies_in = |areas| it.area.is_some_and(|area| (1..=areas).contains(&area));
        need(part.and_then(|it| it.areas).is_none_or(lies_in), Shortfall::Area);
        let works = it.stage != FundingStage::Planning;
        need(!self.plans_first || !works || it.planned, Shortfall::Plan);
        let partnered = self.partners.is_empty() || it.partners.iter().any(|partner| self.partners.contains(partner));
        need(partnered, Shortfall::Partner);
        let admitted = |(below, schools)| self.authority.is_none_or(|test| test.admits(below, schools));
        need(self.authority.is_none() || it.authority.is_some_and(admitted), Shortfall::Authority);
        let taken = |per| it.taken.iter().filter(|(of, _)| *of == per).map(|(_, count)| *count).sum::<i32>();
        need(self.caps.iter().all(|cap| taken(cap.per) < cap.most), Shortfall::Cap);
        let takes = |round: super::ProgrammeRound| round.takes(it.region, &it.places);
        need(self.round.is_none_or(takes), Shortfall::Region);
        let leads = it.lead_by_results || it.lead_by_value_added;
        need(!self.lead_in_upper_quartile || leads, Shortfall::Lead);
        need(self.standing.is_none_or(|standing| it.standing.contains(&standing)), Shortfall::Standing);
        need(!self.evaluates || it.evaluates, Shortfall::Evaluation);
        let involved = it.schools.iter().filter(|(phase, primary)| self.involves(*phase, *primary)).count();
        if part.is_some_and(|it: &PartRule| !it.is_funded) {
            return Eligibility { shortfalls, award: None, unfunded: involved };
        }
        Eligibility { shortfalls, award: self.award(it.stage, it.focus).copied(), unfunded: involved - funded }
    }
}
