//! The demonstration world: invented people and their work over the real schools, the same every time.
//!
//! What is made goes through the decisions of the service, by the people who may make them, so that no record of it
//! could not have come about. What is old is stored in bulk, what is of today is done by the use cases themselves, and its
//! database is marked as a demonstration (SETTLED 13).

mod alliances;
mod assurances;
mod attempts;
mod capacity;
mod cast;
mod chance;
mod designations;
mod grants;
mod heads;
mod impact;
mod lately;
mod ledger;
mod market;
mod meetings;
mod names;
mod obligations;
mod offices;
mod particulars;
mod people;
mod personas;
mod policies;
mod rates;
mod requests;
mod response;
mod review;
mod texts;
mod work;
mod world;

use persistence::directory::{criteria, expertise};
use persistence::{schema, seed};

use crate::app::{App, Caller, Outcome};
use world::World;

pub use people::DOMAIN;
pub use personas::{PASSWORD, PERSONAS, Persona, told as personas};

/// How large a world is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// Schools that take part.
    pub schools: usize,
    /// Specialists.
    pub specialists: usize,
    /// Offers.
    pub offers: usize,
    /// Requests for support.
    pub requests: usize,
    /// Deployments.
    pub deployments: usize,
}

impl Scale {
    /// The world of the benchmark.
    pub const BENCHMARK: Self =
        Self { schools: 25_000, specialists: 10_000, offers: 30_000, requests: 20_000, deployments: 40_000 };

    /// A world for so many schools, in which most requests that were met were met once.
    pub const fn of_schools(schools: usize) -> Self {
        Self {
            schools,
            specialists: schools * 2 / 5,
            offers: schools * 6 / 5,
            requests: schools * 4 / 5,
            deployments: schools * 9 / 20,
        }
    }
}

impl Default for Scale {
    fn default() -> Self {
        Self::of_schools(4_000)
    }
}

/// What was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seeded {
    /// A world, of this size.
    Made(Scale),
    /// Nothing: this database holds one already.
    Before,
    /// Nothing: this database holds one whose making broke off, and of which parts are missing.
    BrokenOff,
    /// Nothing: there are too few schools; the register comes first.
    NoRegister,
    /// Nothing: people are here, who may be real, and the passwords of a demonstration are public (SETTLED 13).
    Inhabited,
}

/// Makes a world and stores it, unless there is one, or anybody else. It is marked as not whole until everything of today is done
/// in it: what breaks off before is never taken for a world that was made.
pub async fn seed(app: &App, scale: Scale, password_hash: &str) -> Outcome<Seeded> {
    if schema::installation(app.db(), "demonstration").await?.is_some() {
        let whole = schema::installation(app.db(), seed::UNFINISHED).await?.is_none();
        return Ok(if whole { Seeded::Before } else { Seeded::BrokenOff });
    }
    if seed::is_inhabited(app.db()).await? {
        return Ok(Seeded::Inhabited);
    }
    let places = seed::places(app.db()).await?;
    if places.len() < 10 {
        return Ok(Seeded::NoRegister);
    }
    let successors = seed::successors(app.db()).await?;
    let (calendar, taxonomy) = (seed::calendar(app.db()).await?, expertise::taxonomy(app.db()).await?);
    let mut world = World::new(places, &successors, scale.schools, (&calendar, &taxonomy), app.clock.now());
    world.settle_people();
    world.list_specialists(scale.specialists)?;
    let criteria = criteria::all(app.db()).await?;
    world.designate(&criteria)?;
    world.lend_heads(&criteria)?;
    world.make_offers(scale.offers)?;
    world.make_requests(scale.requests, scale.deployments)?;
    world.set_responses();
    world.set_rates()?;
    world.set_policies(&app.service_standard().await?)?;
    world.assure()?;
    world.grant_support()?;
    let cast = world.cast();
    let made = world.finish();
    let size = Scale {
        schools: made.alliances.iter().map(|(_, schools, _)| schools.len()).sum(),
        specialists: made.specialists.len(),
        offers: made.offers.len(),
        requests: made.requests.len(),
        deployments: made.deployments.len(),
    };
    // Opened only now: the database ends a transaction that waits while a world is made.
    let tx = app.begin_wide(&Caller::service("seed")).await?;
    seed::store(&tx, &made, password_hash).await?;
    tx.commit().await?;
    app.refresh_directory().await?;
    Box::pin(lately::tell(app, cast)).await?;
    seed::finish(app.db()).await?;
    Ok(Seeded::Made(size))
}
