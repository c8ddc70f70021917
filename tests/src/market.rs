//! The market of a test: specialists, offers with capacity, and requests, written as rows.

use domain::directory::{Alliance, School, Specialist};
use domain::exchange::{Offer, SupportRequest};
use domain::identity::Person;
use domain::{Id, Noun};
use persistence::values;
use uuid::Uuid;

use crate::app::TestApp;

/// An offer of the market, before it is written: published, confirmed today, of a person, four half-days in each of the
/// next two half-terms.
#[derive(Clone, Debug)]
pub struct OfferOf {
    /// The school that gives it.
    pub school: Id<School>,
    /// The code of the area that it covers.
    pub expertise: &'static str,
    /// The ways in which it is given.
    pub modes: Vec<&'static str>,
    /// One session or more.
    pub format: &'static str,
    /// Where it stands.
    pub status: &'static str,
    /// The half-days free in each half-term.
    pub half_days: i32,
    /// The longest journey, in minutes.
    pub travel_minutes: i32,
}

impl OfferOf {
    /// An offer of a school in an area of expertise.
    pub fn new(school: Id<School>, expertise: &'static str) -> Self {
        Self {
            school,
            expertise,
            modes: vec!["in_person"],
            format: "sustained",
            status: "published",
            half_days: 4,
            travel_minutes: 60,
        }
    }
}

impl TestApp {
    /// Writes an offer with a specialist and what they have free.
    pub async fn offer(&self, it: &OfferOf) -> Id<Offer> {
        let specialist = self.specialist(it.school).await;
        let id = self.app.ids.next::<Offer>();
        let now = self.clock.now().utc();
        let sql = "INSERT INTO offer (id, school_id, specialist_id, kind, title, summary, expertise, key_stages, modes, \
                   format, settlements, half_days_per_half_term, travel_minutes, status, last_confirmed_at, \
                   published_at, created_at) \
                   SELECT $1, $2, $3, 'support', 'Help', 'Help with it.', ARRAY[expertise.id], '{ks1,ks2}', $4, $5, \
                   '{day_rate}', greatest($10, 4), $6, $7, $8, $8, $8 FROM expertise WHERE code = $9";
        let modes: Vec<String> = it.modes.iter().map(|mode| (*mode).to_owned()).collect();
        let row = values![
            id.uuid(),
            it.school.uuid(),
            specialist.uuid(),
            modes,
            it.format,
            it.travel_minutes,
            it.status,
            now,
            it.expertise,
            it.half_days,
        ];
        self.write(sql, row).await;
        for half_term in [20262, 20263] {
            let sql = "INSERT INTO capacity_window (id, specialist_id, half_term, half_days) VALUES ($1, $2, $3, $4)";
            self.write(sql, values![self.app.ids.uuid(), specialist.uuid(), half_term, it.half_days]).await;
        }
        id
    }

    /// Writes a triaged request of a school for two half-days at key stage 2 this half-term and the next, in person or
    /// over the network, brokered by an alliance.
    pub async fn request(
        &self,
        school: Id<School>,
        alliance: Id<Alliance>,
        expertise: &'static str,
    ) -> Id<SupportRequest> {
        let (id, person) = (self.app.ids.next::<SupportRequest>(), self.someone().await);
        let now = self.clock.now().utc();
        let audience: Vec<Uuid> = vec![school.uuid(), alliance.uuid()];
        let sql = "INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, \
                   modes, urgency, half_days, starts_on, ends_on, disclosure, settlement, status, alliances, raised_by, \
                   created_at, submitted_at, triaged_at, audience) \
                   SELECT $1, $2, 'Help wanted', 'We need help.', $3::jsonb, 'support', ARRAY[expertise.id], '{ks2}', \
                   '{in_person,remote}', 'routine', 2, '2026-11-16', '2027-02-05', 'named', 'day_rate', 'triaged', \
                   $4, $5, $6, $6, $6, $7 FROM expertise WHERE code = $8";
        let objectives = r#"[{"pupil_group": "Year 4", "measure": "Reading age", "due_on": "2027-02-05"}]"#;
        let alliances = vec![alliance.uuid()];
        let row = values![id.uuid(), school.uuid(), objectives, alliances, person.uuid(), now, audience, expertise];
        self.write(sql, row).await;
        id
    }

    async fn specialist(&self, school: Id<School>) -> Id<Specialist> {
        let (id, person) = (self.app.ids.next::<Specialist>(), self.someone().await);
        let sql = "INSERT INTO specialist (id, person_id, school_id, name, post, status, created_at) \
                   VALUES ($1, $2, $3, 'A Specialist', 'senior_leader', 'listed', $4)";
        self.write(sql, values![id.uuid(), person.uuid(), school.uuid(), self.clock.now().utc()]).await;
        self.assured(id).await;
        id
    }

    async fn someone(&self) -> Id<Person> {
        let id = self.app.ids.next::<Person>();
        let email = format!("{}-{}@example.sch.uk", Person::PREFIX, id.uuid().simple());
        let sql = "INSERT INTO person (id, name, email, created_at) VALUES ($1, 'Somebody', $2, $3)";
        self.write(sql, values![id.uuid(), email, self.clock.now().utc()]).await;
        id
    }
}
