//! What the alliances of the demonstration have settled for themselves: no two neighbours quite the same.

use domain::brokerage::{OwnLevels, ServiceStandard};
use domain::directory::{AlliancePolicy, ConsentKind, FiguresShown, PolicyForm};
use domain::rule::Refusals;

use super::world::World;

/// What alliances work at, as the published ones named it.
const WORKSTREAMS: [&str; 4] =
    ["School-to-school support", "Specialist leaders of education", "Professional development", "Succession planning"];

impl World<'_> {
    /// Settles a policy for every alliance but one in four, which lives by what holds nationally. From today on: what was
    /// agreed before stays as it was.
    pub fn set_policies(&mut self, standard: &ServiceStandard) -> Result<(), Refusals> {
        for number in 0..self.groups.len() {
            let Some([broker, _]) = self.groups[number].brokers.clone() else { continue };
            let own = number == self.broking;
            if !own && number % 4 == 3 {
                continue;
            }
            let form = PolicyForm {
                own_first: !own && number % 4 == 1,
                response_days: if own { 7 } else { 5 + i32::from(number % 3 == 0) * 5 },
                levels: OwnLevels { candidate_hours: (number % 4 == 2).then_some(24), ..OwnLevels::default() },
                figures: if own || number % 2 == 0 { FiguresShown::Members } else { FiguresShown::Everybody },
                release_consents: if !own && number % 4 == 2 { vec![ConsentKind::Trust] } else { Vec::new() },
                paid_consents: vec![ConsentKind::ChairOfGovernors],
                accepts_referrals: own || number % 5 != 4,
                workstreams: WORKSTREAMS.iter().take(2 + number % 3).map(|&it| it.to_owned()).collect(),
                from: None,
            };
            let (policy, _) = AlliancePolicy::set(&broker, self.groups[number].id, 0, form, (standard, self.now))?;
            self.filled.policies.push(policy);
        }
        Ok(())
    }
}
