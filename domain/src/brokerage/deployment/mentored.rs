//! Mentoring between two schools: half-days that a mentor gives beside a mentorship. The relationship is the mentorship's, with
//! all that it asks of the two (DOMAIN H116, H118, H120); the deployment counts the time.

use crate::brokerage::Deployment;
use crate::communities::{Mentorship, MentorshipStatus};
use crate::exchange::SupportKind;
use crate::{Rejected, Rule};

impl Deployment {
    /// Refuses to agree mentoring unless, among these mentorships, one goes on between whoever comes and somebody at the host, and
    /// lasts as long as the terms.
    pub fn require_mentorship(&self, known: &[Mentorship]) -> Result<(), Rejected> {
        let carries = |it: &Mentorship| {
            let between = self.specialist == Some(it.specialist) && self.host == it.school;
            let lasts = self.last_day().is_none_or(|last| last <= it.ends_on);
            between && lasts && it.status == MentorshipStatus::Active
        };
        let stands = self.kind != SupportKind::Mentoring || known.iter().any(carries);
        if stands { Ok(()) } else { Err(Rule::MentorshipMissing.into()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brokerage::testing::{id, planned, start, terms};
    use crate::communities::Transition;

    /// Between the specialist of the deployment and the head of its host, until the end of June.
    fn mentorship() -> Mentorship {
        Mentorship {
            id: id(90),
            alliance: id(10),
            mentee: id(102),
            school: id(2),
            mentor: id(8),
            specialist: id(40),
            home: id(1),
            transition: Transition::FirstHeadship,
            ends_on: "2027-06-30".parse().unwrap(),
            status: MentorshipStatus::Active,
            suggested_by: id(5),
            suggested_at: start(),
            shared_out: false,
            offered_at: Some(start()),
            respond_by: Some(start().plus_days(14)),
            mentee_accepted_at: Some(start()),
            mentor_accepted_at: Some(start()),
            home_accepted_at: Some(start()),
            started_at: Some(start()),
            paused_at: None,
            ended_at: None,
            end: None,
            decline: None,
            version: 1,
        }
    }

    #[test]
    fn mentoring_stands_beside_a_mentorship_of_the_same_two_that_lasts_as_long() {
        let it = Deployment { kind: SupportKind::Mentoring, terms: Some(terms()), ..planned() };
        let missing = Err(Rule::MentorshipMissing.into());
        assert_eq!(it.require_mentorship(&[mentorship()]), Ok(()));
        assert_eq!(it.require_mentorship(&[]), missing);
        for other in [
            Mentorship { specialist: id(41), ..mentorship() },
            Mentorship { school: id(3), ..mentorship() },
            Mentorship { status: MentorshipStatus::Offered, ..mentorship() },
            Mentorship { status: MentorshipStatus::Paused, ..mentorship() },
            Mentorship { status: MentorshipStatus::Ended, ..mentorship() },
            Mentorship { ends_on: it.last_day().unwrap().pred_opt().unwrap(), ..mentorship() },
        ] {
            assert_eq!(it.require_mentorship(std::slice::from_ref(&other)), missing, "{other:?}");
        }
        let nobody = Deployment { specialist: None, ..it };
        assert_eq!(nobody.require_mentorship(&[mentorship()]), missing, "a school as a whole mentors nobody");
        let support = Deployment { kind: SupportKind::Support, ..nobody };
        assert_eq!(support.require_mentorship(&[]), Ok(()));
    }
}
