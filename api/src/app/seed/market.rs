//! Specialists, what they and their schools offer, and the time that they have.

use domain::access::Role;
use domain::directory::{Expertise, KeyStage, Post, SchoolStatus, Specialist, SpecialistForm, SpecialistProfile};
use domain::exchange::{
    CapacityHolder, Format, Mode, Offer, OfferForm, OfferStatus, OfferWithdrawal, SettlementKind, SupportKind,
};
use domain::identity::Place;
use domain::rule::Refusals;
use domain::{HalfTerm, Id, Word};

use super::texts;
use super::world::{Giver, World};

/// The half-terms for which people say now what they can give: this one and three more.
const AHEAD: usize = 4;
/// What the personas' specialist offers.
const TOPIC_OF_THE_STORY: &str = "pupil-achievement/maths";

const KINDS: [(u32, SupportKind); 8] = [
    (45, SupportKind::Support),
    (16, SupportKind::Coaching),
    (12, SupportKind::JointPracticeDevelopment),
    (8, SupportKind::Mentoring),
    (8, SupportKind::PeerReview),
    (7, SupportKind::StudyVisit),
    (2, SupportKind::Secondment),
    (2, SupportKind::PupilCollaboration),
];
const STATUSES: [(u32, OfferStatus); 5] = [
    (78, OfferStatus::Published),
    (5, OfferStatus::Draft),
    (5, OfferStatus::Paused),
    (8, OfferStatus::Stale),
    (4, OfferStatus::Withdrawn),
];
const SETTLEMENTS: [SettlementKind; 5] = [
    SettlementKind::DayRate,
    SettlementKind::ReciprocalCredit,
    SettlementKind::Grant,
    SettlementKind::Subscription,
    SettlementKind::ExchangeOfServices,
];

impl World<'_> {
    /// Lists specialists, the personas' one first.
    pub fn list_specialists(&mut self, count: usize) -> Result<(), Refusals> {
        for number in 0..count {
            let school = if number == 0 { self.giving } else { *self.chance.pick(&self.joined) };
            let id = self.schools[school].id;
            let mailbox = if number == 0 { "specialist".to_owned() } else { format!("specialist.{number}") };
            let post = *self.chance.pick(&[Post::SeniorLeader, Post::MiddleLeader]);
            let title = if post == Post::SeniorLeader { "Deputy headteacher" } else { "Subject leader" };
            let person = self.person(&mailbox, Some((title, id)));
            let recorder = self.role(person, Role::Specialist, Place::School(id));
            let profile = self.profile(number, school, post)?;
            let topics = profile.specialisms.clone();
            let status = SchoolStatus::Open;
            let listed = Specialist::list(
                &self.head(school),
                self.chance.id(self.since),
                person,
                (id, status),
                profile,
                self.since,
            )?
            .0;
            self.givers.push(Giver { recorder, specialist: Some(listed.id), school, topics });
            self.filled.specialists.push(listed);
        }
        Ok(())
    }

    fn profile(&mut self, number: usize, school: usize, post: Post) -> Result<SpecialistProfile, Refusals> {
        let name = self.filled.people.last().map(|(person, _)| person.name.as_str().to_owned()).unwrap_or_default();
        let story = self.taxonomy.by_code(TOPIC_OF_THE_STORY).map(|term| term.id);
        let specialisms = match story {
            Some(topic) if number == 0 => vec![topic],
            _ => self.topics_of(school),
        };
        self.applied.push(self.chance.between(0, 899));
        SpecialistForm {
            name,
            post,
            specialisms,
            supports: vec![Post::MiddleLeader, Post::Teacher],
            travel_minutes: if number == 0 { 90 } else { 15 * self.chance.between(2, 8) },
        }
        .check(self.taxonomy)
    }

    /// One to three topics that suit a school: nobody teaches phonics to sixth-formers.
    fn topics_of(&mut self, school: usize) -> Vec<Id<Expertise>> {
        let young = self.schools[school].key_stages.iter().any(|it| matches!(it, KeyStage::EarlyYears | KeyStage::Ks1));
        let fitting: Vec<_> =
            self.topics.iter().copied().filter(|topic| young || !self.is_for_the_young(*topic)).collect();
        self.chance.some(&fitting, 3)
    }

    fn is_for_the_young(&self, topic: Id<Expertise>) -> bool {
        let code = self.taxonomy.find(topic).map_or("", |term| &term.code);
        code.ends_with("/phonics") || code.ends_with("/early-years")
    }

    /// Makes offers: three in four by a specialist, the others by a school itself.
    pub fn make_offers(&mut self, count: usize) -> Result<(), Refusals> {
        let specialists = self.givers.len();
        for number in 0..count {
            let giver = if number < specialists.min(count) {
                number
            } else if self.chance.percent(66) && specialists > 0 {
                self.chance.below(specialists)
            } else {
                let school = *self.chance.pick(&self.joined);
                let topics = self.topics_of(school);
                let recorder = self.head(school);
                self.givers.push(Giver { recorder, specialist: None, school, topics });
                self.givers.len() - 1
            };
            self.make_offer(number, giver)?;
        }
        Ok(())
    }

    fn make_offer(&mut self, number: usize, giver: usize) -> Result<(), Refusals> {
        // The first is the one that the story of the personas finds.
        let story = number == 0;
        let (school, specialist) = (self.givers[giver].school, self.givers[giver].specialist);
        let stages = self.schools[school].key_stages.clone();
        let key_stages = if story { stages } else { self.chance.some(&stages, 3) };
        let stage = if story { KeyStage::Ks2 } else { *self.chance.pick(&key_stages) };
        let topic = *self.chance.pick(&self.givers[giver].topics);
        let (name, about) = self.taxonomy.find(topic).map_or(("", ""), |term| (&*term.name, &*term.about));
        let half_days = self.chance.between(2, 8);
        let terms = OfferForm {
            kind: if story { SupportKind::Support } else { self.chance.weighted(&KINDS) },
            title: texts::offer_title(&mut self.chance, name, stage),
            summary: texts::offer_summary(&mut self.chance, about),
            expertise: vec![topic],
            key_stages,
            modes: if story { vec![Mode::InPerson, Mode::Blended] } else { self.chance.some(Mode::ALL, 3) },
            specialist,
            format: if story || self.chance.percent(85) { Format::Sustained } else { Format::OneOff },
            half_days_per_half_term: half_days,
            travel_minutes: (!story && self.chance.percent(60)).then_some(30 + 15 * half_days),
            settlements: if story { SETTLEMENTS.to_vec() } else { self.chance.some(&SETTLEMENTS, 3) },
            evidence: texts::evidence(&mut self.chance),
        }
        .check(self.taxonomy)?;
        let status = if story { OfferStatus::Published } else { self.chance.weighted(&STATUSES) };
        let id = self.schools[school].id;
        let created = {
            let days = self.chance.between(60, 500);
            self.ago(days)
        };
        let home = specialist.map(|_| id);
        let (mut offer, _) =
            Offer::draft(&self.head(school), self.chance.id(created), (id, SchoolStatus::Open), home, terms, created)?;
        self.bring_to(&mut offer, status, school)?;
        for group in &self.schools[school].groups {
            self.groups[*group].offers.push(self.filled.offers.len());
        }
        self.offered_by.push(giver);
        self.open_windows(giver);
        let site = &self.schools[school].site;
        self.filled.offers.push((offer, (site.easting, site.northing)));
        Ok(())
    }

    /// Leads a draft to where it stands now, by the school's own head.
    fn bring_to(&mut self, offer: &mut Offer, status: OfferStatus, school: usize) -> Result<(), Refusals> {
        let (head, open) = (self.head(school), SchoolStatus::Open);
        if status == OfferStatus::Draft {
            return Ok(());
        }
        offer.publish(&head, open, offer.created_at.plus_days(1 + self.chance.below(9) as u32)).map(drop)?;
        match status {
            OfferStatus::Paused => offer.pause(&head).map(drop)?,
            OfferStatus::Withdrawn => offer.withdraw(&head, OfferWithdrawal::Replaced).map(drop)?,
            OfferStatus::Stale => offer.status = OfferStatus::Stale,
            _ => {
                let confirmed = {
                    let days = self.chance.between(0, 18);
                    self.ago(days)
                };
                offer.confirm(&head, open, confirmed).map(drop)?;
            }
        }
        Ok(())
    }

    /// Says for this half-term and those to come how much somebody can give.
    fn open_windows(&mut self, giver: usize) {
        let holder = self.holder(giver);
        let ahead: Vec<HalfTerm> = self
            .calendar
            .iter()
            .filter(|(_, days)| days.until() >= self.now.day())
            .map(|(it, _)| it)
            .take(AHEAD)
            .collect();
        for half_term in ahead {
            let half_days = if giver == 0 { 16 } else { self.chance.between(2, 14) };
            self.capacity.open(&mut self.chance, self.since, holder, half_term, half_days);
        }
    }

    /// Whose time an offer draws on.
    pub fn holder(&self, giver: usize) -> CapacityHolder {
        let it = &self.givers[giver];
        it.specialist.map_or(CapacityHolder::School(self.schools[it.school].id), CapacityHolder::Specialist)
    }
}
