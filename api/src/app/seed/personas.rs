//! The personas with which to try the demonstration: somebody for each role, at schools near to each other.

use domain::Word;
use domain::access::Role;

use super::people::DOMAIN;

/// The password of everybody in the demonstration; production refuses a database in which it works (SETTLED 13).
pub const PASSWORD: &str = "four lanterns in the fog";

/// Somebody to sign in as.
pub struct Persona {
    /// The part of the address before the `@`.
    pub mailbox: &'static str,
    /// The role.
    pub role: Role,
    /// What they can show.
    pub about: &'static str,
}

/// Everybody of section 1, in the order of the story.
pub const PERSONAS: [Persona; 13] = [
    Persona { mailbox: "head", role: Role::Head, about: "leads the school that asks for help" },
    Persona { mailbox: "coordinator", role: Role::Coordinator, about: "drafts for the same school, and does not sign" },
    Persona { mailbox: "partner", role: Role::Head, about: "leads the school that gives help" },
    Persona { mailbox: "specialist", role: Role::Specialist, about: "is lent by that school, and records visits" },
    Persona { mailbox: "broker", role: Role::Broker, about: "brokers for the alliance of both schools" },
    Persona {
        mailbox: "second",
        role: Role::Broker,
        about: "brokers for the same alliance, and approves what concerns the first one's own school",
    },
    Persona {
        mailbox: "neighbour",
        role: Role::Broker,
        about: "brokers for another alliance, to which requests are referred",
    },
    Persona {
        mailbox: "governor",
        role: Role::Governor,
        about: "consents to paid support for the school that asks, as its alliance's policy wishes",
    },
    Persona {
        mailbox: "trust",
        role: Role::TrustOfficer,
        about: "reads for the school that gives, and consents where a policy asks its trust",
    },
    Persona {
        mailbox: "assessor",
        role: Role::QaAssessor,
        about: "judges applications for designations of the alliance",
    },
    Persona {
        mailbox: "analyst",
        role: Role::Analyst,
        about: "asks what would be for the nation, and puts changes of the matching policy forward",
    },
    Persona {
        mailbox: "auditor",
        role: Role::Auditor,
        about: "reads what everybody may, for a time, until schools account for their work",
    },
    Persona { mailbox: "operator", role: Role::Operator, about: "runs the service" },
];

/// The address of the head of any school that takes part in the demonstration.
pub fn head_mailbox(urn: i32) -> String {
    format!("head.{urn}")
}

/// How to sign in, as lines to print.
pub fn told() -> Vec<String> {
    let longest = PERSONAS.iter().map(|it| it.mailbox.len()).max().unwrap_or_default() + DOMAIN.len() + 1;
    let mut lines: Vec<String> = PERSONAS
        .iter()
        .map(|it| {
            let address = format!("{}@{DOMAIN}", it.mailbox);
            let role = it.role.as_str().replace('_', " ");
            format!("{address:longest$}  {role}: {}", it.about)
        })
        .collect();
    lines.push(format!("{:longest$}  head of the school with that number", format!("head.URN@{DOMAIN}")));
    lines.push(format!("The password of all of them: {PASSWORD}"));
    lines
}
