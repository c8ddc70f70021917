//! Those who hear of things together.

use super::Hearer;
use super::Hearer::*;

/// Both schools and who brokers between them.
pub(super) const PARTIES: &[Hearer] = &[HomeHeads, HostHeads, Brokers];
/// The parties and whoever does the work.
pub(super) const EVERYBODY: &[Hearer] = &[HomeHeads, HostHeads, Brokers, Specialist];
/// The two schools.
pub(super) const SCHOOLS: &[Hearer] = &[HomeHeads, HostHeads];
/// The two of a mentorship, and who looks after them.
pub(super) const PAIR: &[Hearer] = &[Mentee, Mentor, MentorHeads, AllianceBrokers];
/// The two who hold a support group.
pub(super) const HOLDERS: &[Hearer] = &[HeadFacilitator, Adviser];
/// They and their alliance.
pub(super) const GROUP: &[Hearer] = &[HeadFacilitator, Adviser, AllianceBrokers];
/// They and those who take part in it.
pub(super) const SEATED: &[Hearer] = &[HeadFacilitator, Adviser, GroupMembers];
/// Both schools of some work, and a third that gives or gave.
pub(super) const THREE_SCHOOLS: &[Hearer] = &[SchoolHeads, HomeHeads, HostHeads];
/// The school that asks, its brokers, and those of all England where the request is theirs as well.
pub(super) const EVERY_BROKER: &[Hearer] = &[HostHeads, Brokers, PoolBrokers];
/// Everybody around some work, and the school that leads the alliance.
pub(super) const LED: &[Hearer] = &[HomeHeads, HostHeads, Brokers, Specialist, SchoolHeads];
