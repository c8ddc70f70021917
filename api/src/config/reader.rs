//! Reads single settings, and keeps a problem for each that cannot be read.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use tracing_subscriber::EnvFilter;

use crate::app::mail;
use crate::identity::issuer;

/// The settings, and what is wrong with them.
pub struct Reader<F> {
    setting: F,
    /// Every problem so far, each a sentence that names its setting.
    pub problems: Vec<String>,
}

impl<F: Fn(&str) -> Option<String>> Reader<F> {
    /// Begins without problems.
    pub const fn new(setting: F) -> Self {
        Self { setting, problems: Vec::new() }
    }

    /// A text; a blank one counts as not set.
    pub fn text(&self, name: &str) -> Option<String> {
        (self.setting)(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    /// A setting that is written as it is printed.
    pub fn parsed<T: FromStr + Display>(&mut self, name: &str, default: T) -> T {
        let Some(text) = self.text(name) else { return default };
        text.parse().unwrap_or_else(|_| {
            self.problems.push(format!("{name} is \"{text}\", which cannot be read; the default is {default}"));
            default
        })
    }

    /// An address that begins with one of some schemes.
    pub fn with_scheme(&mut self, name: &str, schemes: &[&str]) -> Option<String> {
        let text = self.text(name)?;
        if !schemes.iter().any(|scheme| text.starts_with(scheme)) {
            // The value itself may hold a password.
            self.problems.push(format!("{name} must begin with {}", schemes.join(" or ")));
        }
        Some(text)
    }

    /// The address of a PostgreSQL.
    pub fn postgres(&mut self, name: &str) -> Option<String> {
        self.with_scheme(name, &["postgres://", "postgresql://"])
    }

    /// Texts, separated by commas.
    pub fn list(&self, name: &str) -> Vec<String> {
        let text = self.text(name).unwrap_or_default();
        text.split(',').map(|item| item.trim().to_owned()).filter(|item| !item.is_empty()).collect()
    }

    /// Where letters go: to a mail server, else into a folder, else nowhere; in development there always is a folder.
    pub fn mail(&mut self, public_url: &str) -> mail::Settings {
        let (url, from) =
            (self.with_scheme("LATERAL_MAIL_URL", &["smtp://", "smtps://"]), self.text("LATERAL_MAIL_FROM"));
        let folder = self.text("LATERAL_MAIL_FOLDER").map(PathBuf::from);
        let wait = Duration::from_secs(self.bounded("LATERAL_MAIL_WAIT_SECONDS", 30, 1..=120));
        let is_production = self.text("LATERAL_MODE").as_deref() == Some("production");
        let host = public_url.split("://").nth(1).and_then(|rest| rest.split(['/', ':']).next()).unwrap_or_default();
        let from = from.unwrap_or_else(|| format!("Lateral <no-reply@{}>", domain_of(host)));
        let Ok(from) = from.parse() else {
            self.problems.push("LATERAL_MAIL_FROM is not an address from which to write".into());
            return mail::Settings::Nowhere;
        };
        match (url, folder) {
            (Some(url), _) => {
                let settings = mail::Settings::Server { url, from, wait };
                self.check_mail(&settings, public_url, is_production);
                settings
            }
            (None, Some(path)) => mail::Settings::Folder { path, from },
            (None, None) if is_production => mail::Settings::Nowhere,
            (None, None) => mail::Settings::Folder { path: PathBuf::from(".data/mail"), from },
        }
    }

    fn check_mail(&mut self, settings: &mail::Settings, public_url: &str, is_production: bool) {
        // What is wrong with it is not repeated: it may hold a password.
        if let Err(_unreadable) = mail::Mail::of(settings, public_url) {
            self.problems.push("LATERAL_MAIL_URL is not the address of a mail server".into());
        }
        if let mail::Settings::Server { url, .. } = settings
            && is_production
            && url.starts_with("smtp://")
            && !url.ends_with("?tls=required")
        {
            let problem =
                "letters hold secrets: in production LATERAL_MAIL_URL is smtps://, or ends with ?tls=required";
            self.problems.push(problem.into());
        }
    }

    /// The three settings of an outside issuer.
    pub fn issuer(&mut self) -> Option<issuer::Settings> {
        let (issuer, audience) = (self.text("LATERAL_OIDC_ISSUER"), self.text("LATERAL_OIDC_AUDIENCE"));
        let keys_url = self.text("LATERAL_OIDC_KEYS_URL");
        for (name, url) in [("LATERAL_OIDC_ISSUER", &issuer), ("LATERAL_OIDC_KEYS_URL", &keys_url)] {
            let checked = url.as_ref().map_or(Ok(()), |url| issuer::check_url(url));
            self.problems.extend(checked.err().map(|why| format!("{name} {why}")));
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
    pub fn one_of<T: Copy, const N: usize>(&mut self, name: &str, words: [(&str, T); N]) -> T {
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

    /// A number within bounds, in the unit that its name says.
    pub fn bounded<N>(&mut self, name: &str, default: N, bounds: RangeInclusive<N>) -> N
    where
        N: Copy + PartialOrd + FromStr + Display,
    {
        let number = self.parsed(name, default);
        if !bounds.contains(&number) {
            self.problems.push(format!("{name} must be {} to {}", bounds.start(), bounds.end()));
        }
        number
    }

    /// What is logged: a level, or levels by the part of the program.
    pub fn log(&mut self, name: &str, default: &str) -> String {
        let text = self.text(name).unwrap_or_else(|| default.to_owned());
        if let Err(why) = EnvFilter::try_new(&text) {
            self.problems.push(format!("{name} is \"{text}\", which cannot be read: {why}"));
        }
        text
    }
}

/// The host as the domain of an address: a machine's number is none.
fn domain_of(host: &str) -> &str {
    if host.is_empty() || host.parse::<std::net::IpAddr>().is_ok() { "localhost" } else { host }
}
