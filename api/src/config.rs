//! The environment, read once and checked whole: every problem is told at the first start, not one a start.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use crate::app::Cache;
use crate::graphql::Introspection;
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
    /// How long one request may take.
    pub deadline: Duration,
    /// How long to let requests finish when stopping.
    pub drain: Duration,
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
    pub fn from_environment() -> Result<Self, ConfigError> {
        #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the environment")]
        Self::read(|name| std::env::var(name).ok())
    }

    /// Reads settings by name; an empty one counts as not set.
    pub fn read(setting: impl Fn(&str) -> Option<String>) -> Result<Self, ConfigError> {
        let mut reader = Reader { setting, problems: Vec::new() };
        let listen = reader.parsed("LATERAL_LISTEN", SocketAddr::from(([127, 0, 0, 1], 8080)));
        let public_url = reader.text("LATERAL_PUBLIC_URL").unwrap_or_else(|| format!("http://{listen}"));
        let config = Self {
            mode: reader.one_of("LATERAL_MODE", MODE),
            database: reader.postgres("LATERAL_DATABASE_URL").unwrap_or_default(),
            owner_database: reader.postgres("LATERAL_OWNER_DATABASE_URL"),
            redis: reader.with_scheme("LATERAL_REDIS_URL", &["redis://", "rediss://", "redis+unix://", "unix://"]),
            listen,
            origins: reader.list("LATERAL_ORIGINS"),
            keys: reader.text("LATERAL_KEYS").map_or_else(|| PathBuf::from(".data/keys"), PathBuf::from),
            behind_proxy: reader.parsed("LATERAL_BEHIND_PROXY", false),
            outside_issuer: reader.issuer(),
            connections: reader.parsed("LATERAL_DATABASE_CONNECTIONS", 16),
            connection_wait: Duration::from_secs(reader.parsed("LATERAL_DATABASE_WAIT_SECONDS", 1)),
            introspection: reader.one_of("LATERAL_INTROSPECTION", INTROSPECTION),
            profile: reader.one_of("LATERAL_STATUS_PROFILE", PROFILE),
            deadline: Duration::from_secs(reader.parsed("LATERAL_DEADLINE_SECONDS", 10)),
            drain: Duration::from_secs(reader.parsed("LATERAL_DRAIN_SECONDS", 10)),
            public_url,
        };
        reader.check(&config);
        if reader.problems.is_empty() { Ok(config) } else { Err(ConfigError(reader.problems)) }
    }
}

struct Reader<F> {
    setting: F,
    problems: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    fn text(&self, name: &str) -> Option<String> {
        (self.setting)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn parsed<T: std::str::FromStr + std::fmt::Display>(&mut self, name: &str, default: T) -> T {
        let Some(text) = self.text(name) else { return default };
        text.parse().unwrap_or_else(|_| {
            self.problems.push(format!("{name} is \"{text}\", which cannot be read; the default is {default}"));
            default
        })
    }

    fn with_scheme(&mut self, name: &str, schemes: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        if !schemes.iter().any(|scheme| text.starts_with(scheme)) {
            // The value itself may hold a password.
            self.problems.push(format!("{name} must begin with {}", schemes.join(" or ")));
        }
        Some(text)
    }

    fn postgres(&mut self, name: &str) -> Option<String> {
        self.with_scheme(name, &["postgres://", "postgresql://"])
    }

    fn list(&self, name: &str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
    }

    fn issuer(&mut self) -> Option<issuer::Settings> {
        let (issuer, audience) = (self.text("LATERAL_OIDC_ISSUER"), self.text("LATERAL_OIDC_AUDIENCE"));
        let keys_url = self.text("LATERAL_OIDC_KEYS_URL");
        for url in [issuer.as_ref(), keys_url.as_ref()].into_iter().flatten() {
            self.problems.extend(issuer::check_url(url).err());
        }
        match (issuer, audience) {
            (Some(issuer), Some(audience)) => Some(issuer::Settings { issuer, audience, keys_url }),
            (None, None) if keys_url.is_none() => None,
            _ => {
                self.problems.push("LATERAL_OIDC_ISSUER and LATERAL_OIDC_AUDIENCE are needed together".into());
                None
            }
        }
    }

    /// One of some words; the first is the default.
    fn one_of<T: Copy, const N: usize>(&mut self, name: &str, words: [(&str, T); N]) -> T {
        let [(_, default), ..] = words[..] else { unreachable!("a setting has at least one word") };
        let Some(text) = self.text(name) else { return default };
        words.iter().find(|(word, _)| *word == text).map_or_else(
            || {
                let words = words.map(|(word, _)| word).join(" or ");
                self.problems.push(format!("{name} is \"{text}\"; it is {words}"));
                default
            },
            |(_, it)| *it,
        )
    }

    fn check(&mut self, config: &Config) {
        for origin in config.origins.iter().chain([&config.public_url]) {
            if !origin.starts_with("https://") && !origin.starts_with("http://") {
                self.problems.push(format!("\"{origin}\" is not the address of a site; it needs https:// or http://"));
            } else if config.mode == Mode::Production && !origin.starts_with("https://") {
                self.problems.push(format!("in production \"{origin}\" must be https://"));
            }
        }
        if config.redis.as_deref().is_some_and(|address| !Cache::is_address(address)) {
            self.problems.push("LATERAL_REDIS_URL is not an address of a Redis".into());
        }
        if !(1..=500).contains(&config.connections) {
            self.problems.push("LATERAL_DATABASE_CONNECTIONS must be 1 to 500".into());
        }
        if config.deadline.is_zero() || config.deadline > Duration::from_secs(300) {
            self.problems.push("LATERAL_DEADLINE_SECONDS must be 1 to 300".into());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::read(|name| settings.iter().find(|(key, _)| *key == name).map(|(_, value)| (*value).to_owned()))
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
        ])
        .unwrap_err()
        .to_string();
        for part in ["4 problem", "LATERAL_LISTEN", "LATERAL_MODE", "LATERAL_DATABASE_URL", "CONNECTIONS"] {
            assert!(error.contains(part), "{part} in {error}");
        }
        assert!(!error.contains("hunter2"));
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
    fn production_is_reached_by_https_only() {
        assert!(read(&[("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "http://lateral.example")]).is_err());
        assert!(read(&[("LATERAL_MODE", "production"), ("LATERAL_PUBLIC_URL", "https://lateral.example")]).is_ok());
    }
}
