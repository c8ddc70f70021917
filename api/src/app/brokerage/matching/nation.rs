//! What the market in memory says of schools and areas: how cut off a school is, whom help could reach, and where it is short
//! (DOMAIN A6, A9, K139).

use std::collections::HashMap;

use domain::Id;
use domain::brokerage::matching::coverage::{Counted, Coverage, Supply, Tally, uncovered};
use domain::brokerage::matching::supply_gaps::{Need, SupplyGap, supply_gaps};
use domain::brokerage::matching::{Home, IsolationMeasure, Surroundings, journey_to_help};
use domain::directory::{Alliance, Expertise, LocalAuthority, Phase, School};
use persistence::brokerage::ties;

use super::Held;
use super::held::home;
use crate::app::{App, Caller, Outcome};

/// How far one field is covered among some schools.
pub struct FieldCoverage {
    /// The field.
    pub focus: Id<Expertise>,
    /// What is counted.
    pub tally: Tally,
    /// The schools that nobody could reach.
    pub uncovered: Vec<Id<School>>,
}

/// A member of an alliance, ready to be counted.
struct Member {
    home: Home,
    authority: Option<Id<LocalAuthority>>,
    pupils: Option<u32>,
}

/// How cut off some schools are; nothing of those that are closed. Who may read it is decided by whoever asks.
pub async fn isolation(app: &App, schools: Vec<Id<School>>) -> Outcome<HashMap<Id<School>, IsolationMeasure>> {
    app.board.look(app).await?;
    let today = app.clock.now().day();
    let ties = ties::of(app.db(), schools.clone(), today).await?;
    let measured = app.board.with(|held| {
        let reachable = held.reachable();
        let areas: Vec<_> = reachable.terms().areas().collect();
        let measure = |school: Id<School>| {
            let home = home(&held.directory, school)?;
            let thin = areas.iter().filter(|area| reachable.supply(&home, **area) != Supply::Several).count();
            let minutes = journey_to_help(&home, held.market.giving());
            let around = Surroundings { remoteness: held.remoteness(&home), minutes, thin, areas: areas.len() };
            let ties = ties.get(&school).copied().unwrap_or_default();
            Some((school, IsolationMeasure::of(&home, &around, &ties, today)))
        };
        Ok(schools.iter().copied().filter_map(measure).collect())
    });
    Ok(measured?)
}

/// How far each main area of expertise is covered among the members of an alliance, of all phases or of one.
pub async fn coverage(app: &App, alliance: Id<Alliance>, phase: Option<Phase>) -> Outcome<Vec<FieldCoverage>> {
    app.board.look(app).await?;
    let counted = app.board.with(|held| {
        let mut members = members(held, alliance);
        members.retain(|it| phase.is_none_or(|phase| it.home.context.phase == phase));
        let schools =
            || members.iter().map(|it| Counted { home: &it.home, authority: it.authority, pupils: it.pupils });
        let reachable = held.reachable();
        let focuses: Vec<_> = reachable.terms().areas().collect();
        let coverage = Coverage::of(&reachable, schools(), &focuses);
        let field = |focus| FieldCoverage {
            focus,
            tally: coverage.sum(|cell| cell.focus == focus),
            uncovered: uncovered(&reachable, schools(), focus),
        };
        Ok(focuses.iter().copied().map(field).collect())
    });
    Ok(counted?)
}

/// Where the open requests of an alliance and the offers in reach do not meet. Of its own members alone it is said that they
/// double one another.
pub async fn gaps(app: &App, caller: &Caller, alliance: Id<Alliance>) -> Outcome<Vec<SupplyGap>> {
    app.board.look(app).await?;
    let open = ties::needs(app.db(), &caller.scope(), alliance).await?;
    let found = app.board.with(|held| {
        let asking: Vec<_> = open
            .iter()
            .filter_map(|it| {
                let authority = held.directory.schools.get(it.school_id.0)?.school.authority;
                Some((home(&held.directory, it.school_id.0)?, authority, &it.expertise.0[..]))
            })
            .collect();
        let needs = asking.iter().map(|(home, authority, expertise)| Need { home, authority: *authority, expertise });
        let own: HashMap<_, _> = members(held, alliance).into_iter().map(|it| (it.home.school, it.authority)).collect();
        Ok(supply_gaps(&held.reachable(), needs, |school| own.get(&school).copied()))
    });
    Ok(found?)
}

/// The members of an alliance that are open.
fn members(held: &Held, alliance: Id<Alliance>) -> Vec<Member> {
    let member = |school: Id<School>| {
        let listed = held.directory.schools.get(school)?;
        let home = home(&held.directory, school)?;
        Some(Member { home, authority: listed.school.authority, pupils: listed.pupils.map(u32::from) })
    };
    held.directory.alliances.members(alliance).iter().filter_map(|it| member(it.school)).collect()
}
