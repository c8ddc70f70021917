//! The market of a test's world: specialists with time to give, published offers, requests that are being matched.

use domain::Id;
use domain::access::Role;
use domain::brokerage::SafeguardingAssurance;
use domain::directory::Specialist;
use domain::exchange::{CapacityWindow, Offer, SupportRequest};
use persistence::values;
use uuid::Uuid;

use super::{AllianceOf, SchoolOf};
use crate::app::TestApp;
use crate::persona::Persona;

/// What the offers and requests of the world are about.
const READING: &str = "pupil-achievement/english";

/// A specialist of the world.
#[derive(Clone)]
pub struct SpecialistOf<'a> {
    /// The specialist's id.
    pub id: Id<Specialist>,
    /// The person, acting as a specialist of the home school.
    pub persona: Persona<'a>,
}

impl TestApp {
    /// Has the school of a specialist give its word that they were checked for work at schools, when the school year began.
    pub async fn assured(&self, specialist: Id<Specialist>) {
        let sql = "INSERT INTO safeguarding_assurance (id, employer_id, specialist_id, person_id, checked_on, scope, letter, \
                   valid_until, assured_by, assured_as, assured_at, status) SELECT $2, school_id, id, person_id, '2026-08-20', \
                   'accompanied', 'Folder of the office', '2029-08-31', person_id, 'governor', '2026-09-01T08:00:00Z', 'given' \
                   FROM specialist WHERE id = $1";
        self.write(sql, values![specialist.uuid(), self.app.ids.next::<SafeguardingAssurance>().uuid()]).await;
    }
}

impl<'a> SchoolOf<'a> {
    /// A specialist of this school, of whom the school has given its word.
    pub async fn specialist(&self) -> SpecialistOf<'a> {
        let persona = self.somebody(Role::Specialist).await;
        let id = self.app.app.ids.next::<Specialist>();
        let sql = "INSERT INTO specialist (id, person_id, school_id, name, post, status, created_at) \
                   VALUES ($1, $2, $3, 'Robin Example', 'senior_leader', 'listed', $4)";
        let now = self.app.clock.now().utc();
        self.app.write(sql, values![id.uuid(), persona.who().person.uuid(), self.id.uuid(), now]).await;
        self.app.assured(id).await;
        SpecialistOf { id, persona }
    }

    /// A published offer, delivered by the specialist.
    pub async fn offer(&self, by: &SpecialistOf<'_>) -> Id<Offer> {
        let id = self.app.app.ids.next::<Offer>();
        let sql = "INSERT INTO offer (id, school_id, specialist_id, kind, title, summary, expertise, key_stages, modes, \
                   format, settlements, half_days_per_half_term, status, last_confirmed_at, published_at, created_at) \
                   SELECT $1, $2, $3, 'support', 'Early reading', 'Phonics that hold.', ARRAY[id], '{ks1}', \
                   '{in_person}', 'sustained', '{reciprocal_credit}', 6, 'published', $4, $4, $4 \
                   FROM expertise WHERE code = $5";
        let now = self.app.clock.now().utc();
        self.app.write(sql, values![id.uuid(), self.id.uuid(), by.id.uuid(), now, READING]).await;
        id
    }

    /// A specialist's time in a half-term.
    pub async fn time(&self, of: &SpecialistOf<'_>, half_term: i32, half_days: i32) -> Id<CapacityWindow> {
        let id = self.app.app.ids.next::<CapacityWindow>();
        let sql = "INSERT INTO capacity_window (id, specialist_id, half_term, half_days) VALUES ($1, $2, $3, $4)";
        self.app.write(sql, values![id.uuid(), of.id.uuid(), half_term, half_days]).await;
        id
    }

    /// A request of this school that the alliance's brokers are matching, from November to March.
    pub async fn request(&self, alliance: &AllianceOf<'_>, half_days: i32) -> Id<SupportRequest> {
        let head = self.head().await.who().person;
        self.request_by(head.uuid(), alliance, half_days, "named").await
    }

    /// The same, without its name.
    pub async fn anonymous_request(&self, alliance: &AllianceOf<'_>, half_days: i32) -> Id<SupportRequest> {
        let head = self.head().await.who().person;
        self.request_by(head.uuid(), alliance, half_days, "anonymous").await
    }

    async fn request_by(
        &self,
        head: Uuid,
        alliance: &AllianceOf<'_>,
        half_days: i32,
        named: &str,
    ) -> Id<SupportRequest> {
        let id = self.app.app.ids.next::<SupportRequest>();
        let objectives = serde_json::json!([
            {"pupil_group": "Year 1", "measure": "Phonics check in June", "due_on": "2027-06-30"}
        ]);
        let sql = "INSERT INTO support_request (id, school_id, title, need, objectives, kind, expertise, key_stages, \
                   modes, urgency, half_days, starts_on, ends_on, disclosure, settlement, status, stage, alliances, \
                   raised_by, created_at, submitted_at, triaged_at, audience, respond_by, response_policy, \
                   asker_credit, asker_guaranteed, asker_isolation) \
                   SELECT $1, $2, 'Reading', 'Too few read well.', $3, 'support', ARRAY[id], '{ks1}', '{in_person}', \
                   'soon', $5, '2026-11-02', '2027-03-25', $6, 'reciprocal_credit', 'matching', 'own_group', \
                   ARRAY[$7], $8, $9, $9, $9, ARRAY[$2, $7], $9 + interval '36 hours', 1, 0, false, 0 \
                   FROM expertise WHERE code = $4";
        let row = values![
            id.uuid(),
            self.id.uuid(),
            objectives,
            READING,
            half_days,
            named,
            alliance.id.uuid(),
            head,
            self.app.clock.now().utc(),
        ];
        self.app.write(sql, row).await;
        id
    }
}
