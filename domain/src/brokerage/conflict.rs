//! Declarations of interests, so that nobody serves themselves (DOMAIN E58).

use crate::access::{Action, Actor};
use crate::brokerage::{Deployment, InterestKind, Side};
use crate::identity::Person;
use crate::text::Remark;
use crate::{Event, Id, Rejected, Rule, Timestamp};

/// What one side of a deployment declares before it is agreed: its interests, or that there are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConflictDeclaration {
    /// Its id.
    pub id: Id<ConflictDeclaration>,
    /// The deployment.
    pub deployment: Id<Deployment>,
    /// The side that declares.
    pub side: Side,
    /// The interests; none at all is a declaration too.
    pub interests: Vec<InterestKind>,
    /// What there is to say about them.
    pub note: Option<Remark>,
    /// Who declared.
    pub declared_by: Id<Person>,
    /// When.
    pub declared_at: Timestamp,
}

impl ConflictDeclaration {
    /// Declares for the school of whoever acts, leaving out nothing of what the register shows (`known`), and tells the
    /// deployment, whose signatures may fall by it.
    pub fn declare(
        id: Id<Self>,
        deployment: &mut Deployment,
        (interests, known): (&[InterestKind], &[InterestKind]),
        note: Option<Remark>,
        by: &Actor,
        now: Timestamp,
    ) -> Result<(Self, Event), Rejected> {
        by.require(Action::AgreeDeployment { home: deployment.home, host: deployment.host })?;
        let side = Side::of(by, deployment.home, deployment.host).ok_or(Rule::NotYoursToAgree)?;
        let declared_by = by.person().ok_or(Rule::NotYoursToAgree)?;
        if interests.contains(&InterestKind::Other) && note.is_none() {
            return Err(Rule::TextEmpty.at("note"));
        }
        if known.iter().any(|it| !interests.contains(it)) {
            return Err(Rule::InterestOmitted.at("interests"));
        }
        let mut interests = interests.to_vec();
        interests.sort_unstable();
        interests.dedup();
        deployment.take_declaration(side, !interests.is_empty())?;
        let declaration = Self { id, deployment: deployment.id, side, interests, note, declared_by, declared_at: now };
        Ok((declaration, Event::ConflictDeclared { declaration: id, deployment: deployment.id, side }))
    }
}
