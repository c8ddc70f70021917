//! Letters: what is written to people by e-mail. They wait in a table until a later release sends them (SETTLED 14).

use domain::Timestamp;
use domain::access::Role;
use domain::identity::{Invitation, Person};
use persistence::identity::letter;
use persistence::{DbError, Tx};

use crate::app::App;
use crate::identity::secret::Secret;

/// Writes to somebody who is invited to a role.
pub async fn invitation(app: &App, tx: &Tx, it: &Invitation, secret: Secret) -> Result<(), DbError> {
    let body = format!(
        "Dear {},\n\nyou are invited to join Lateral, the school-to-school support exchange, as {}.\n\nTo accept, open \
         {}/graphiql, choose \"Accept an invitation\" and give this code:\n\n{}\n\nIt works once, until {}. If you did \
         not expect this, you need not do anything.\n",
        it.name.as_str(),
        role_name(it.role),
        app.config.public_url,
        secret.into_shown(),
        it.expires_at.day(),
    );
    letter::insert(tx, &it.email, "An invitation to Lateral", &body, it.expires_at).await
}

/// Writes to somebody who forgot the password.
pub async fn reset(app: &App, tx: &Tx, to: &Person, secret: Secret, until: Timestamp) -> Result<(), DbError> {
    let body = format!(
        "Dear {},\n\nsomebody asked for a new password for this address. To set one, open {}/graphiql, choose \"Set a \
         new password\" and give this code within an hour:\n\n{}\n\nIf it was not you, you need not do anything: your \
         password stays as it is.\n",
        to.name.as_str(),
        app.config.public_url,
        secret.into_shown(),
    );
    letter::insert(tx, &to.email, "Your password for Lateral", &body, until).await
}

/// The role as it stands in a sentence.
pub const fn role_name(role: Role) -> &'static str {
    match role {
        Role::Head => "head of the school",
        Role::Coordinator => "coordinator of the school",
        Role::Specialist => "specialist leader",
        Role::Broker => "broker of the alliance",
        Role::QaAssessor => "quality assessor of the alliance",
        Role::Analyst => "national analyst",
        Role::Auditor => "auditor",
        Role::Operator => "operator",
        Role::Governor => "governor of the school",
        Role::TrustOfficer => "officer of the school's trust",
    }
}
