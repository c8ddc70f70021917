//! The words of a notification: a sentence with gaps, filled with the names that its reader may know at that moment.

/// What may be named to a reader of what a notification is about. Whatever they may not know is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names {
    /// The title of the request or the offer.
    pub title: Option<String>,
    /// The school that gives.
    pub home: Option<String>,
    /// The school that asks.
    pub host: Option<String>,
    /// The school that it concerns otherwise.
    pub school: Option<String>,
    /// What was not done in time, where that is what it tells.
    pub late: Option<&'static str>,
}

impl Names {
    /// Fills the gaps of a sentence, each with its name, or with a word that tells nothing.
    pub fn fill(&self, sentence: &str) -> String {
        let title = self.title.as_ref().map(|title| format!("“{title}”"));
        let named = |name: &Option<String>, nobody: &str| name.clone().unwrap_or_else(|| nobody.to_owned());
        // From the left to the right, once: what stands in a name is never taken for a gap.
        let mut said = String::new();
        let mut rest = sentence;
        while let Some((before, after)) = rest.split_once('{') {
            said += before;
            let Some((gap, after)) = after.split_once('}') else { break };
            said += &match gap {
                "home" => named(&self.home, "a school"),
                "host" => named(&self.host, "a school"),
                "school" => named(&self.school, "a school"),
                "late" => self.late.unwrap_or("something").to_owned(),
                _ => named(&title, "a request for support"),
            };
            rest = after;
        }
        said += rest;
        let mut letters = said.chars();
        letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_be_known_is_named_to_nobody() {
        let sentence = "{host} asks {home} for help with {title}.";
        assert_eq!(Names::default().fill(sentence), "A school asks a school for help with a request for support.");
        let names = Names { home: Some("Ash {host} Lane".into()), title: Some("Maths".into()), ..Names::default() };
        assert_eq!(names.fill(sentence), "A school asks Ash {host} Lane for help with “Maths”.");
        let late = Names { late: Some("the initial meeting"), ..Names::default() };
        assert_eq!(late.fill("{late} is late."), "The initial meeting is late.");
    }
}
