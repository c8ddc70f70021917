//! Reads single settings, and keeps a problem for each that cannot be read.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

use tracing_subscriber::EnvFilter;

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
