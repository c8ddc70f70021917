//! The environment, read once and checked whole: every problem is told at the first start, not one a start.

mod reader;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use self::reader::Reader;
use crate::app::{Cache, mail};
use crate::graphql::{Introspection, Limits};
use crate::http::Profile;
use crate::identity::issuer;

/// Whether this is a place to try things out or the real service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Demonstrations and tests: loopback is trusted, demonstration passwords work.
    Development,
    /// The real service.
    Production,
}

/// What a command cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// No database.
    Nothing,
    /// The database, with the login of the service.
    Database,
    /// The database, with its owner's login or a login that is both.
    Owner,
}

/// The words of settings that have few; the first of each is the default.
const MODE: [(&str, Mode); 2] = [("development", Mode::Development), ("production", Mode::Production)];
const INTROSPECTION: [(&str, Introspection); 3] =
    [("signed-in", Introspection::SignedIn), ("off", Introspection::Off), ("everyone", Introspection::Everyone)];
const PROFILE: [(&str, Profile); 2] = [("settled", Profile::Settled), ("draft", Profile::Draft)];

/// Everything that can be set from outside.
#[derive(Clone, Debug)]
pub struct Config {
    /// Development or production.
    pub mode: Mode,
    /// The database, with the runtime's login. Empty for commands that do not need it.
    pub database: String,
    /// The same database with its owner's login, for `lateral migrate`.
    pub owner_database: Option<String>,
    /// Redis, if there is one; without it, in-process equivalents serve.
    pub redis: Option<String>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The address under which clients know this service: the issuer of its tokens.
    pub public_url: String,
    /// Origins whose pages may call from a browser.
    pub origins: Vec<String>,
    /// Whether a proxy stands in front and says, last in `X-Forwarded-For`, for whom it asks.
    pub behind_proxy: bool,
    /// Where letters go.
    pub mail: mail::Settings,
    /// The folder of the signing keys.
    pub keys: PathBuf,
    /// An outside OpenID Connect issuer whose access tokens are accepted beside our own.
    pub outside_issuer: Option<issuer::Settings>,
    /// The most database connections of this process.
    pub connections: u32,
    /// How long to wait for a free database connection.
    pub connection_wait: Duration,
    /// Who may ask about the schema.
    pub introspection: Introspection,
    /// Which edition of GraphQL over HTTP decides the status of an answer.
    pub profile: Profile,
    /// What one request may ask for.
    pub limits: Limits,
    /// How long to let requests finish when stopping.
    pub drain: Duration,
    /// What is logged.
    pub log: String,
}

/// Every problem that was found in the environment.
#[derive(Debug)]
pub struct ConfigError(Vec<String>);

impl std::fmt::Display for ConfigError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the configuration has {} problem(s):", self.0.len())?;
        self.0.iter().try_for_each(|problem| write!(f, "\n  - {problem}"))
    }
}

impl std::error::Error for ConfigError {}

impl Config {
    /// Reads the process's environment.
    pub fn from_environment(needs: Needs) -> Result<Self, ConfigError> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
        Self::read(needs, |name| std::env::var(name).ok())
    }

    /// Reads settings by name; an empty one counts as not set.
    pub fn read(needs: Needs, setting: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut reader = Reader::new(setting);
        let listen = reader.parsed("LATERAL_LISTEN", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = reader.text("LATERAL_PUBLIC_URL").unwrap_or_else(|| format!("http://{listen}"));
        let config = Self {
            mode: reader.one_of("LATERAL_MODE", MODE),
            database: reader.postgres("LATERAL_DATABASE_URL").unwrap_or_default(),
            owner_database: reader.postgres("LATERAL_OWNER_DATABASE_URL"),
            redis: reader.with_scheme("LATERAL_REDIS_URL", &["redis://", "rediss://", "redis+unix://", "unix://"]),
            listen,
            origins: reader.list("LATERAL_ORIGINS"),
            mail: reader.mail(&public_url),
            keys: reader.text("LATERAL_KEYS").map_or_else(|| PathBuf::from(".data/keys"), PathBuf::from),
            behind_proxy: reader.parsed("LATERAL_BEHIND_PROXY", false),
            outside_issuer: reader.issuer(),
            connections: reader.bounded("LATERAL_DATABASE_CONNECTIONS", 16, 1..=500),
            connection_wait: Duration::from_secs(reader.parsed("LATERAL_DATABASE_WAIT_SECONDS", 1)),
            introspection: reader.one_of("LATERAL_INTROSPECTION", INTROSPECTION),
            profile: reader.one_of("LATERAL_STATUS_PROFILE", PROFILE),
            limits: limits(&mut reader),
            drain: Duration::from_secs(reader.parsed("LATERAL_DRAIN_SECONDS", 10)),
            log: reader.log("LATERAL_LOG", "info,sqlx=warn,sea_orm_migration=warn"),
            public_url,
        };
        config.check(needs, &mut reader.problems);
        if reader.problems.is_empty() { Ok(config) } else { Err(ConfigError(reader.problems)) }
    }
    /// What is wrong with settings that can be read.
    fn check(&self, needs: Needs, problems: &mut Vec<String>) {
        match needs {
            Needs::Database if self.database.is_empty() => problems.push("LATERAL_DATABASE_URL is not set".into()),
            Needs::Owner if self.owner().is_none() => {
                problems.push("LATERAL_OWNER_DATABASE_URL is not set".into());
            }
            _ => {}
        }
        for origin in self.origins.iter().chain([&self.public_url]) {
            if !origin.starts_with("https://") && !origin.starts_with("http://") {
                problems.push(format!("\"{origin}\" is not the address of a site; it needs https:// or http://"));
            } else if self.mode == Mode::Production && !origin.starts_with("https://") {
                problems.push(format!("in production \"{origin}\" must be https://"));
            }
        }
        if self.redis.as_deref().is_some_and(|address| !Cache::is_address(address)) {
            problems.push("LATERAL_REDIS_URL is not an address of a Redis".into());
        }
    }

    /// The database with its owner's login: where none is named, the one login there is.
    pub fn owner(&self) -> Option<&str> {
        self.owner_database.as_deref().or(Some(&self.database)).filter(|it| !it.is_empty())
    }
}

/// The limits of one request that can be set; the others stand as they are published (`docs/limits.md`).
fn limits<F: Fn(&str) -> Option<String>>(reader: &mut Reader<F>) -> Limits {
    let usual = Limits::default();
    let arrives_within = reader.bounded("LATERAL_LIMIT_ARRIVAL_SECONDS", usual.arrives_within.as_secs(), 1..=60);
    Limits {
        arrives_within: Duration::from_secs(arrives_within),
        body: reader.bounded("LATERAL_LIMIT_BODY_BYTES", usual.body, 1_024..=64 << 20),
        query: reader.bounded("LATERAL_LIMIT_QUERY_BYTES", usual.query, 1_024..=1 << 20),
        tokens: reader.bounded("LATERAL_LIMIT_TOKENS", usual.tokens, 100..=100_000),
        selections: reader.bounded("LATERAL_LIMIT_SELECTIONS", usual.selections, 10..=100_000),
        depth: reader.bounded("LATERAL_LIMIT_DEPTH", usual.depth, 1..=usual.nesting),
        nodes: reader.bounded("LATERAL_LIMIT_NODES", usual.nodes, 1..=10_000_000),
        cost: reader.bounded("LATERAL_LIMIT_COST", usual.cost, 1..=1_000_000),
        deadline: Duration::from_secs(reader.bounded("LATERAL_DEADLINE_SECONDS", usual.deadline.as_secs(), 1..=300)),
        ..usual
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(Needs::Nothing, |name| {
            settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn nothing_set_is_a_development_service_on_loopback() {
        let config = read(&[]).unwrap();
        assert_eq!(config.mode, Mode::Development);
        assert!(config.listen.ip().is_loopback());
        assert_eq!(config.public_url, "http://127.0.0.1:8080");
    }

    #[test]
    fn all_problems_are_told_together_and_no_secret_is() {
        let error = read(&[
            ("LATERAL_LISTEN", "nowhere"),
            ("LATERAL_MODE", "staging"),
            ("LATERAL_DATABASE_URL", "mysql://root:hunter2@db/x"),
            ("LATERAL_DATABASE_CONNECTIONS", "0"),
            ("LATERAL_OIDC_ISSUER", "https://root:hunter2@id.example.org"),
            ("LATERAL_OIDC_AUDIENCE", "lateral"),
            ("LATERAL_OIDC_KEYS_URL", "https://root:hunter2@[id"),
        ])
        .unwrap_err()
        .to_string();
        for part in [
            "6 problem",
            "LATERAL_LISTEN",
            "LATERAL_MODE",
            "LATERAL_DATABASE_URL",
            "CONNECTIONS",
            "LATERAL_OIDC_ISSUER must be",
            "LATERAL_OIDC_KEYS_URL is not",
        ] {
            assert!(error.contains(part), "{part} in {error}");
        }
        assert!(!error.contains("hunter2"));
    }

    #[test]
    fn a_missing_database_and_an_unreadable_log_are_told_with_the_rest() {
        let of = |needs| Config::read(needs, |name| (name == "LATERAL_LOG").then(|| "lateral=loud".to_owned()));
        let error = of(Needs::Database).unwrap_err().to_string();
        for part in ["2 problem", "LATERAL_DATABASE_URL is not set", "LATERAL_LOG is \"lateral=loud\""] {
            assert!(error.contains(part), "{part} in {error}");
        }
        assert!(of(Needs::Owner).unwrap_err().to_string().contains("LATERAL_OWNER_DATABASE_URL is not set"));
        assert!(of(Needs::Nothing).unwrap_err().to_string().contains("1 problem"));
        let one =
            Config::read(Needs::Owner, |name| (name == "LATERAL_DATABASE_URL").then(|| "postgres://o@h/d".into()));
        assert_eq!(one.unwrap().owner(), Some("postgres://o@h/d"), "who has one login only migrates with it");
    }

    #[test]
    fn limits_can_be_set_within_reason() {
        let tight = read(&[("LATERAL_LIMIT_DEPTH", "4"), ("LATERAL_LIMIT_COST", "100")]).unwrap().limits;
        assert_eq!((tight.depth, tight.cost, tight.nodes), (4, 100, Limits::default().nodes));
        for (name, value) in [("LATERAL_LIMIT_DEPTH", "65"), ("LATERAL_LIMIT_COST", "0"), ("LATERAL_LIMIT_NODES", "-1")]
        {
            assert!(read(&[(name, value)]).unwrap_err().to_string().contains(name));
        }
    }

    #[test]
    fn the_readme_lists_every_setting_that_is_read_and_no_other() {
        let asked = std::cell::RefCell::new(std::collections::BTreeSet::new());
        let heard = |name: &str| {
            asked.borrow_mut().insert(name.to_owned());
            None
        };
        Config::read(Needs::Nothing, heard).unwrap();
        let told = include_str!("../../README.md").split("## Settings").nth(1).unwrap();
        let told = told.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        let told = told.flat_map(|names| names.split('`')).filter(|name| name.starts_with("LATERAL_"));
        assert_eq!(told.map(str::to_owned).collect::<std::collections::BTreeSet<_>>(), *asked.borrow());
    }

    #[test]
    fn who_sees_the_schema_and_which_statuses_are_given_can_be_set() {
        let usual = read(&[]).unwrap();
        assert_eq!((usual.introspection, usual.profile), (Introspection::SignedIn, Profile::Settled));
        let other = read(&[("LATERAL_INTROSPECTION", "off"), ("LATERAL_STATUS_PROFILE", "draft")]).unwrap();
        assert_eq!((other.introspection, other.profile), (Introspection::Off, Profile::Draft));
        let wrong = read(&[("LATERAL_INTROSPECTION", "on"), ("LATERAL_STATUS_PROFILE", "2026")]).unwrap_err();
        let wrong = wrong.to_string();
        assert!(wrong.contains("2 problem") && wrong.contains("signed-in or off or everyone"), "{wrong}");
    }

    #[test]
    fn letters_go_to_a_server_with_tls_or_a_folder_or_wait() {
        use mail::Settings::{Folder, Nowhere, Server};
        let production = [("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "https://lateral.example")];
        let of = |more: &[(&str, &str)]| read(&[&production, more].concat()).map(|it| it.mail);
        assert!(matches!(read(&[]).unwrap().mail, Folder { .. }), "in development there is a folder");
        assert!(matches!(of(&[]).unwrap(), Nowhere));
        assert!(matches!(of(&[("LATERAL_MAIL_FOLDER", "post")]).unwrap(), Folder { .. }));
        let Server { from, .. } = of(&[("LATERAL_MAIL_URL", "smtps://me:hunter2@mail.example")]).unwrap() else {
            unreachable!("a server was named")
        };
        assert_eq!(from.to_string(), "Lateral <no-reply@lateral.example>");
        for url in ["smtp://me:hunter2@mail.example", "smtp://me:hunter2@mail.example?tls=hunter2", "http://hunter2"] {
            let told = of(&[("LATERAL_MAIL_URL", url)]).unwrap_err().to_string();
            assert!(told.contains("LATERAL_MAIL_URL") && !told.contains("hunter2"), "{told}");
        }
        assert!(of(&[("LATERAL_MAIL_FROM", "nobody")]).unwrap_err().to_string().contains("LATERAL_MAIL_FROM"));
    }

    #[test]
    fn production_is_reached_by_https_only() {
        assert!(read(&[("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "http://lateral.example")]).is_err());
        assert!(read(&[("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "https://lateral.example")]).is_ok());
    }
}
