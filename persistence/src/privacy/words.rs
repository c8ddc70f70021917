//! Words that people wrote, as they are stored: a column of its own, or parts of what is listed in one.

use super::wipe::{REMOVED, blank};

/// Where words are written.
pub(super) enum Written {
    /// The whole column.
    Column(&'static str),
    /// These parts of each thing that is listed in the column. What else is said of it is no word, and stays.
    Listed(&'static str, &'static [&'static str]),
    /// What a function of the database takes out of the column.
    Remade(&'static str, &'static str),
}

pub(super) const fn column(name: &'static str) -> Written {
    Written::Column(name)
}

pub(super) const fn listed(name: &'static str, parts: &'static [&'static str]) -> Written {
    Written::Listed(name, parts)
}

pub(super) const fn remade(name: &'static str, function: &'static str) -> Written {
    Written::Remade(name, function)
}

impl Written {
    /// The condition under which there are words still.
    pub(super) fn stands(&self) -> String {
        match self {
            Self::Column(name) => format!("{name} <> '{REMOVED}'"),
            Self::Remade(name, function) => format!("{name} <> {function}({name})"),
            Self::Listed(name, parts) => {
                let each = parts.iter().map(|part| format!("part ->> '{part}' <> '{REMOVED}'"));
                let any = each.collect::<Vec<_>>().join(" OR ");
                format!("EXISTS (SELECT FROM jsonb_array_elements({name}) AS listed (part) WHERE {any})")
            }
        }
    }

    /// What takes them away. Where there were no words, none are put.
    pub(super) fn removed(&self) -> String {
        match self {
            Self::Column(name) => blank(name),
            Self::Remade(name, function) => format!("{name} = {function}({name})"),
            Self::Listed(name, parts) => {
                let each = parts.iter().map(|part| {
                    format!("CASE WHEN part ->> '{part}' IS NOT NULL THEN jsonb_build_object('{part}', '{REMOVED}') ELSE '{{}}' END")
                });
                let all = each.collect::<Vec<_>>().join(" || ");
                format!(
                    "{name} = (SELECT coalesce(jsonb_agg(part || {all} ORDER BY nth), '[]') \
                     FROM jsonb_array_elements({name}) WITH ORDINALITY AS listed (part, nth))"
                )
            }
        }
    }
}
