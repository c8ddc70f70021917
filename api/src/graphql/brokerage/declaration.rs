//! What one side declares of its interests, in the contract.

use async_graphql::SimpleObject;
use domain::brokerage::{ConflictDeclaration, InterestKind, Side};

use crate::graphql::adapter::{Choice, Gid};
use crate::graphql::scalar::Moment;

/// What one side declared of its interests.
#[derive(SimpleObject)]
#[graphql(name = "ConflictDeclaration")]
pub struct DeclarationObject {
    /// The declaration's id.
    pub id: Gid<ConflictDeclaration>,
    /// The side that declared.
    pub side: Choice<Side>,
    /// The interests; none at all is a declaration too.
    pub interests: Vec<Choice<InterestKind>>,
    /// What there is to say about them.
    pub note: Option<String>,
    /// When it was declared.
    pub declared_at: Moment,
}

impl From<ConflictDeclaration> for DeclarationObject {
    fn from(it: ConflictDeclaration) -> Self {
        Self {
            id: Gid(it.id),
            side: Choice(it.side),
            interests: it.interests.into_iter().map(Choice).collect(),
            note: it.note.map(|note| note.as_str().to_owned()),
            declared_at: Moment(it.declared_at),
        }
    }
}
