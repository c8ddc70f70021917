//! The rules of a programme as they are typed.

use async_graphql::InputObject;
use domain::directory::{
    AuthorityTest, Award, Cap, CapScope, FundingStage, PartRule, Partner, Phase, ProgrammeFocus, ProgrammeMember,
    ProgrammePart, ProgrammeRound, ProgrammeRules, ReviewGate, RulesForm, Standing,
};

use crate::graphql::adapter::Choice;
use crate::graphql::scalar::{Day, HalfDays, Pence};

/// The rules of a programme for a time. Whatever you leave out binds nobody.
#[derive(InputObject)]
pub struct ProgrammeRulesInput {
    /// The first day: after the last day of the rules of before. Rules that had no end then end on the day before.
    pub since: Day,
    /// The last day; nothing while they go on.
    pub until: Option<Day>,
    /// Who takes part.
    pub members: Vec<Choice<ProgrammeMember>>,
    /// The round by which applications are taken, where they are taken by rounds.
    pub round: Option<ProgrammeRoundInput>,
    /// The kinds of members, where there is more than one.
    #[graphql(default)]
    pub parts: Vec<ProgrammePartInput>,
    /// What is paid.
    #[graphql(default)]
    pub awards: Vec<AwardInput>,
    /// Whether the work is paid only after a plan for it that was successful.
    #[graphql(default)]
    pub plans_first: bool,
    /// For how many years it is paid: 1 to 10; one, if it is left out.
    pub years: Option<i32>,
    /// How much of each year's money others must match, in hundredths of a per cent: 10000 is all of it.
    pub matched: Option<i32>,
    /// The review that must be passed before a later year.
    pub review: Option<ReviewGateInput>,
    /// The fewest schools of a network.
    pub least_schools: Option<i32>,
    /// How many schools are advised.
    pub advised_schools: Option<AdvisedSchoolsInput>,
    /// The phases whose schools are funded; all, where you name none.
    #[graphql(default)]
    pub funded: Vec<Choice<Phase>>,
    /// The phases whose schools may be involved, and may not be funded.
    #[graphql(default)]
    pub unfunded: Vec<Choice<Phase>>,
    /// Partners, of whom one at least is needed.
    #[graphql(default)]
    pub partners: Vec<Choice<Partner>>,
    /// Which authorities may take part.
    pub authority: Option<AuthorityTestInput>,
    /// How many there may be.
    #[graphql(default)]
    pub caps: Vec<ProgrammeCapInput>,
    /// Whether the lead school must be in the upper quartile, by results or by value added.
    #[graphql(default)]
    pub lead_in_upper_quartile: bool,
    /// What a person must be, where people alone take part.
    pub standing: Option<Choice<Standing>>,
    /// Whether the partners commit themselves to an evaluation.
    #[graphql(default)]
    pub evaluates: bool,
    /// Within how many days whoever is funded shares good practice with all schools, if that is a condition.
    pub share_back_days: Option<i32>,
}

/// The round by which a programme takes applications.
#[derive(InputObject)]
pub struct ProgrammeRoundInput {
    /// The number of the round, from 1: that of the next one.
    pub number: i32,
    /// Whether it is for the balance of the regions, as a later one may be.
    #[graphql(default)]
    pub balances_regions: bool,
}

/// What holds for one kind of members.
#[derive(InputObject)]
pub struct ProgrammePartInput {
    /// Which kind.
    pub part: Choice<ProgrammePart>,
    /// Whether they are funded; the others are involved.
    pub funded: bool,
    /// In how many areas they lie, where the programme is for some areas.
    pub areas: Option<i32>,
}

/// What is paid at one stage: money, time, or both.
#[derive(InputObject)]
pub struct AwardInput {
    /// At which stage.
    pub stage: Choice<FundingStage>,
    /// For which focus only; nothing is for every other one.
    pub focus: Option<Choice<ProgrammeFocus>>,
    /// Money, for a year or for the stage.
    #[graphql(default_with = "Pence(0)")]
    pub amount: Pence,
    /// Time.
    #[graphql(default_with = "HalfDays(0)")]
    pub half_days: HalfDays,
}

/// A review without which no further year is paid.
#[derive(InputObject)]
pub struct ReviewGateInput {
    /// After how many months: not later than the year begins that waits for it.
    pub after_months: i32,
    /// Before which year of funding: the second at the earliest.
    pub before_year: i32,
}

/// How many schools are advised.
#[derive(InputObject)]
pub struct AdvisedSchoolsInput {
    /// So many at least.
    pub from: i32,
    /// So many at most.
    pub to: i32,
}

/// Which authorities may take part: by how many of their schools are below a floor, or by which share of them.
#[derive(InputObject)]
pub struct AuthorityTestInput {
    /// The floor in per cent of pupils, for English and maths at Key Stage 2.
    pub floor: i32,
    /// So many schools below it are enough.
    pub schools: i32,
    /// Or so many in a hundred.
    pub percent: i32,
}

/// The most that there may be.
#[derive(InputObject)]
pub struct ProgrammeCapInput {
    /// Of what.
    pub per: Choice<CapScope>,
    /// How many.
    pub most: i32,
}

fn words<W: domain::Word>(choices: Vec<Choice<W>>) -> Vec<W> {
    choices.into_iter().map(|it| it.0).collect()
}

impl From<ProgrammeRulesInput> for RulesForm {
    fn from(it: ProgrammeRulesInput) -> Self {
        let round =
            |it: ProgrammeRoundInput| ProgrammeRound { number: it.number, balances_regions: it.balances_regions };
        let part = |it: ProgrammePartInput| PartRule { part: it.part.0, is_funded: it.funded, areas: it.areas };
        let award = |it: AwardInput| {
            let focus = it.focus.map(|it| it.0);
            Award { stage: it.stage.0, focus, pence: it.amount.0, half_days: it.half_days.0 }
        };
        let authority = |it: AuthorityTestInput| AuthorityTest {
            floor: it.floor,
            schools: it.schools.into(),
            percent: it.percent.into(),
        };
        let review = |it: ReviewGateInput| ReviewGate { after_months: it.after_months, before_year: it.before_year };
        let rules = ProgrammeRules {
            members: words(it.members),
            round: it.round.map(round),
            parts: it.parts.into_iter().map(part).collect(),
            awards: it.awards.into_iter().map(award).collect(),
            plans_first: it.plans_first,
            years: it.years,
            matched: it.matched.map(i64::from),
            review: it.review.map(review),
            least_schools: it.least_schools,
            advised_schools: it.advised_schools.map(|it| (it.from, it.to)),
            funded: words(it.funded),
            unfunded: words(it.unfunded),
            partners: words(it.partners),
            authority: it.authority.map(authority),
            caps: it.caps.into_iter().map(|it| Cap { per: it.per.0, most: it.most }).collect(),
            lead_in_upper_quartile: it.lead_in_upper_quartile,
            standing: it.standing.map(|it| it.0),
            evaluates: it.evaluates,
            share_back_days: it.share_back_days,
        };
        Self { since: it.since.0, until: it.until.map(|it| it.0), rules }
    }
}
