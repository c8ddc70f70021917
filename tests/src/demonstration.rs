//! The demonstration's world in a service of its own, as small or as large as a test asks for.

use chrono::{DateTime, Utc};
use domain::identity::Password;
use domain::text::Email;
use lateral::app::seed::{self, Scale};
use lateral::app::{App, mail};
use lateral::config::Config;
use lateral::identity::hash::{Cost, Hasher};
use persistence::values;
use sea_orm::FromQueryResult;

use crate::TestApp;

#[derive(FromQueryResult)]
struct Now {
    now: DateTime<Utc>,
}

impl TestApp {
    /// A service over the demonstration's world of so many schools, whose clock shows today.
    pub async fn demonstration(schools: usize) -> Self {
        let mut app = Self::start().await;
        let today = app.owner.row::<Now>("SELECT now() AS now", values![]).await.expect("the database answers");
        app.clock.advance(today.expect("it knows the time").now - app.clock.now().utc());
        app.so_many_schools(schools + 10).await;
        let anybody = Email::new("anybody@lateral.example").expect("an address");
        let password = Password::new(seed::PASSWORD, &anybody).expect("a password");
        let hash = Hasher::new(Cost::TRIFLING).expect("a hasher").hash(password).await.expect("it is hashed");
        seed::seed(&app.app, Scale::of_schools(schools), &hash).await.expect("the world is made");
        // Started again, as a seeded service is: what it holds in memory was read before the world was there.
        // Its letters go nowhere: whoever starts its workers leaves none in the sources.
        let config = Config { mail: mail::Settings::Nowhere, ..app.app.config.clone() };
        app.app = App::start(config, app.clock.clone()).await.expect("the service starts");
        app.app.refresh_directory().await.expect("the directory is read");
        app
    }
}
