//! What is told of people and of membership: passwords and roles, what is kept of somebody, designations, and which schools belong
//! to an alliance.

use super::{Telling, tell};
use crate::EventKind;
use crate::identity::notification::{Hearer, NotificationTopic};

macro_rules! people_events {
    () => {
        EventKind::PasswordChanged
            | EventKind::SessionRevoked
            | EventKind::MembershipClaimed
            | EventKind::MembershipBegun
            | EventKind::MembershipEnded
            | EventKind::DataExportAsked
            | EventKind::DataExportReady
            | EventKind::ErasureAsked
            | EventKind::SpecialistListed
            | EventKind::ListingEnded
            | EventKind::DesignationApplied
            | EventKind::DesignationReferenced
            | EventKind::DesignationAssessed
            | EventKind::DesignationAppealed
            | EventKind::DesignationGiven
            | EventKind::DesignationRecorded
            | EventKind::DesignationDeclined
            | EventKind::DesignationSuspended
            | EventKind::DesignationReinstated
            | EventKind::DesignationLapsed
            | EventKind::DesignationWithdrawn
            | EventKind::SpecialistMoved
            | EventKind::SpecialistPaused
            | EventKind::SpecialistResumed
            | EventKind::CapacityGranted
            | EventKind::AllianceInvitationSent
            | EventKind::AllianceInvitationAccepted
            | EventKind::AllianceInvitationDeclined
            | EventKind::AllianceInvitationLapsed
            | EventKind::AllianceInvitationWithdrawn
            | EventKind::AllianceLeadOffered
            | EventKind::AllianceLeadKept
            | EventKind::AllianceLeadHanded
            | EventKind::AllianceJoined
            | EventKind::AllianceLeft
            | EventKind::AllianceMemberPaused
            | EventKind::AllianceMemberResumed
            | EventKind::SchoolSucceeded
            | EventKind::DesignationReturned
    };
}

/// Who is told of what happens to people and to the membership of schools, and how; nothing of any other event.
pub(super) const fn people(event: EventKind) -> Option<Telling> {
    use EventKind::*;
    use Hearer::*;
    use NotificationTopic::{Deadlines, People};

    Some(match event {
        PasswordChanged => tell(People, "Your password was changed.").to(&[Person]),
        SessionRevoked => tell(People, "A sign-in of yours was ended: its key was shown twice.").to(&[Person]),
        MembershipClaimed => tell(People, "Somebody says to lead {school}, and waits to be confirmed.")
            .owed_by(&[MemberBrokers, Operators]),
        MembershipBegun => tell(People, "You were given a role at {school}.").to(&[Person]),
        MembershipEnded => tell(People, "A role of yours has ended.").to(&[Person]),
        DataExportAsked => tell(People, "It was asked what is kept about you. It is being prepared.").to(&[Person]),
        DataExportReady => tell(People, "What is kept about you can be fetched now, for some days.").to(&[Person]),
        ErasureAsked => {
            tell(People, "It was asked that somebody be erased.").to(&[Person]).owed_by(&[Operators]).until("notBefore")
        }
        SpecialistListed => tell(People, "{school} lists you as a specialist.").to(&[Specialist]),
        ListingEnded => tell(People, "{school} no longer lists you as a specialist.").to(&[Specialist]),
        DesignationApplied => {
            tell(People, "Somebody of {school} applies for a designation: they are to be spoken for.")
                .to(&[BrokersOfHead])
                .owed_by(&[Referees])
        }
        DesignationReferenced => tell(People, "A designation waits to be judged: {school}.").owed_by(&[Assessors]),
        DesignationAssessed => tell(People, "A designation waits to be decided: {school}.").owed_by(&[Brokers]),
        DesignationAppealed => tell(People, "A designation is to be judged once more: {school}.").owed_by(&[Assessors]),
        DesignationGiven => tell(People, "A designation was given: {school}.").to(&[Person, HomeHeads]),
        DesignationRecorded => tell(People, "A designation was entered: {school}.").to(&[Person]),
        DesignationDeclined => tell(People, "A designation was not given: {school}.").to(&[Person]),
        DesignationSuspended => tell(People, "A designation was suspended: {school}.").to(&[Person, HomeHeads]),
        DesignationReinstated => tell(People, "A designation holds again: {school}.").to(&[Person, HomeHeads]),
        DesignationLapsed => tell(People, "A designation has lapsed: {school}.").to(&[Person, HomeHeads, Brokers]),
        DesignationWithdrawn => tell(People, "A designation was taken back or laid down: {school}.").to(&[
            Person,
            HomeHeads,
            Brokers,
            AskedAssessors,
        ]),

        SpecialistMoved => tell(People, "{school} lists you as a specialist from now on.").to(&[Specialist]),
        SpecialistPaused => tell(People, "{school} does not lend you for a while.").to(&[Specialist]),
        SpecialistResumed => tell(People, "{school} lends you again.").to(&[Specialist]),
        CapacityGranted => {
            tell(People, "Days are funded for helping other schools: {school}.").to(&[Specialist, HomeHeads])
        }

        AllianceInvitationSent => {
            tell(People, "An alliance asks your school to join.").owed_by(&[SchoolHeads]).until("respondBy")
        }
        AllianceInvitationAccepted => {
            tell(People, "A school that you asked joins your alliance.").to(&[AllianceBrokers])
        }
        AllianceInvitationDeclined => {
            tell(People, "A school that you asked does not join your alliance.").to(&[AllianceBrokers])
        }
        AllianceInvitationLapsed => tell(Deadlines, "Nobody answered in time whether a school joins an alliance.")
            .to(&[AllianceBrokers, SchoolHeads]),
        AllianceInvitationWithdrawn => {
            tell(People, "An alliance no longer asks your school to join.").to(&[SchoolHeads])
        }
        AllianceLeadOffered => tell(People, "Your school is asked to lead an alliance.").owed_by(&[SchoolHeads]),
        AllianceLeadKept => tell(People, "Your school is no longer asked to lead an alliance.").to(&[SchoolHeads]),
        AllianceLeadHanded => {
            tell(People, "{school} leads your alliance from now on.").to(&[AllianceBrokers, SchoolHeads])
        }
        AllianceJoined => tell(People, "A school joined your alliance.").to(&[AllianceBrokers]),
        AllianceLeft => tell(People, "A school left your alliance.").to(&[AllianceBrokers]),
        AllianceMemberPaused => tell(People, "{school} rests in your alliance for a while.").to(&[AllianceBrokers]),
        AllianceMemberResumed => {
            tell(People, "{school} takes part in its alliance again.").to(&[AllianceBrokers, SchoolHeads])
        }
        SchoolSucceeded => {
            tell(People, "{school} closed. What was open there is your school's from now on.").to(&[SuccessorHeads])
        }
        DesignationReturned => {
            tell(People, "A designation was applied for before the move to {school}: they are to be spoken for there.")
                .to(&[Person, BrokersOfHead])
                .owed_by(&[Referees])
        }
        _ => return None,
    })
}

pub(super) use people_events;
