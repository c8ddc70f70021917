//! The world of a test: schools, alliances and people, written as rows. Nothing else in the tests writes rows.

mod market;

use std::sync::atomic::{AtomicI32, Ordering::Relaxed};

use domain::access::{Acting, Role};
use domain::directory::{Alliance, School};
use domain::exchange::SupportRequest;
use domain::identity::{Membership, Person};
use domain::{Id, Word};
use persistence::values;
use uuid::Uuid;

use crate::app::TestApp;
use crate::persona::Persona;

pub use market::SpecialistOf;

static NEXT_URN: AtomicI32 = AtomicI32::new(100_001);

/// A school of the world.
#[derive(Clone)]
pub struct SchoolOf<'a> {
    app: &'a TestApp,
    /// Its id.
    pub id: Id<School>,
    /// Its URN.
    pub urn: i32,
}

/// An alliance of the world.
#[derive(Clone)]
pub struct AllianceOf<'a> {
    app: &'a TestApp,
    /// Its id.
    pub id: Id<Alliance>,
}

impl TestApp {
    /// An open primary school in Bristol.
    pub async fn school(&self, name: &str) -> SchoolOf<'_> {
        self.school_at(name, 358_000, 173_000).await
    }

    /// An open primary school at a place on the national grid, in metres.
    pub async fn school_at(&self, name: &str, easting: i32, northing: i32) -> SchoolOf<'_> {
        let (id, urn) = (self.app.ids.next::<School>(), NEXT_URN.fetch_add(1, Relaxed));
        let sql = "INSERT INTO school (id, urn, name, status, phase, key_stages, low_age, high_age, pupils, region, \
                   rurality, easting, northing) \
                   VALUES ($1, $2, $3, 'open', 'primary', '{early_years,ks1,ks2}', 4, 11, 210, 'south_west', \
                   'city_and_town', $4, $5)";
        self.write(sql, values![id.uuid(), urn, name, easting, northing]).await;
        SchoolOf { app: self, id, urn }
    }

    /// The school of a URN, which the register brought.
    pub fn listed(&self, urn: i32) -> SchoolOf<'_> {
        let directory = self.app.snapshot();
        let number = domain::directory::Urn::new(urn).expect("a URN has six digits");
        let id = directory.schools.by_urn(number).expect("the register has the school").school.id;
        SchoolOf { app: self, id, urn }
    }

    /// An alliance that a school leads, with members.
    pub async fn alliance(&self, name: &str, lead: &SchoolOf<'_>, members: &[&SchoolOf<'_>]) -> AllianceOf<'_> {
        let id = self.app.ids.next::<Alliance>();
        let sql = "INSERT INTO alliance (id, name, kind, lead_school_id, created_at) \
                   VALUES ($1, $2, 'teaching_school_alliance', $3, $4)";
        let now = self.clock.now().utc();
        self.write(sql, values![id.uuid(), name, lead.id.uuid(), now]).await;
        for school in members.iter().chain(&[lead]) {
            let sql = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
            self.write(sql, values![id.uuid(), school.id.uuid(), now]).await;
        }
        AllianceOf { app: self, id }
    }

    /// Has a request searched for up to a stage, as runs of the matching would.
    pub async fn searched(&self, request: &str, stage: &str) {
        let sql = "UPDATE support_request SET status = 'matching', stage = $2 WHERE id = $1";
        let id: Id<SupportRequest> = request.parse().expect("the id is a request's");
        self.write(sql, values![id.uuid(), stage]).await;
    }

    /// Lets a school read a request, as a proposal to it would.
    pub async fn proposed_to(&self, request: &str, school: &SchoolOf<'_>) {
        let sql = "UPDATE support_request SET status = 'proposed', responders = responders || $2, \
                   audience = audience || $2 WHERE id = $1";
        let id: Id<SupportRequest> = request.parse().expect("the id is a request's");
        self.write(sql, values![id.uuid(), vec![school.id.uuid()]]).await;
    }

    /// A hundred and sixty open primary schools around Slough, under numbers of which some led alliances in 2018.
    pub async fn many_schools(&self) {
        self.so_many_schools(160).await;
    }

    /// So many primary schools, spread over some forty kilometres.
    pub async fn so_many_schools(&self, number: usize) {
        let sql = "INSERT INTO school (id, urn, name, status, phase, key_stages, easting, northing) \
                   SELECT ('00000000-0000-4000-8000-' || lpad(urn::text, 12, '0'))::uuid, urn, 'School ' || urn, 'open', \
                   'primary', '{early_years,ks1,ks2}', 500000 + urn % 97 * 400, 170000 + urn % 89 * 400 \
                   FROM generate_series(100020, 100019 + $1::bigint) AS urn";
        self.write(sql, values![i64::try_from(number).unwrap_or_default()]).await;
    }

    /// Somebody with a national role.
    pub async fn national(&self, role: Role) -> Persona<'_> {
        self.person(role, None, None).await
    }

    /// Runs a statement of the world's.
    pub async fn write(&self, sql: &str, values: Vec<sea_orm::Value>) {
        self.owner.run(sql, values).await.expect("the world can be written");
        self.app.refresh_directory().await.expect("the directory can be read");
    }

    async fn person(&self, role: Role, school: Option<Id<School>>, alliance: Option<Id<Alliance>>) -> Persona<'_> {
        let (person, membership) = (self.app.ids.next::<Person>(), self.app.ids.next::<Membership>());
        let now = self.clock.now().utc();
        let email = format!("{}-{}@example.sch.uk", role.as_str(), person.uuid().simple());
        let sql = "INSERT INTO person (id, name, email, created_at) VALUES ($1, $2, $3, $4)";
        self.write(sql, values![person.uuid(), format!("{role:?} of the test"), email, now]).await;
        let (at_school, at_alliance) = (school.map(Id::uuid), alliance.map(Id::uuid));
        let audience: Vec<Uuid> = [Some(person.uuid()), at_school, at_alliance].into_iter().flatten().collect();
        let sql = "INSERT INTO membership (id, person_id, role, school_id, alliance_id, status, begun_at, created_at, \
                   audience, until) VALUES ($1, $2, $3, $4, $5, 'active', $6, $6, $7, \
                   CASE WHEN $3 = 'auditor' THEN $6::timestamptz + interval '90 days' END)";
        let row = values![membership.uuid(), person.uuid(), role.as_str(), at_school, at_alliance, now, audience];
        self.write(sql, row).await;
        Persona::acting(self, Acting { person, membership, role, school, alliance })
    }
}

impl<'a> SchoolOf<'a> {
    /// The school's head.
    pub async fn head(&self) -> Persona<'a> {
        self.somebody(Role::Head).await
    }

    /// The school's id as the contract spells it.
    pub fn gid(&self) -> String {
        self.id.to_string()
    }

    /// Closes the school, as an edition of the register would: what it offers is held back, unless another school follows
    /// it, to which the next import passes it on.
    pub async fn closes(&self) {
        let sql = "UPDATE school SET status = 'closed', version = version + 1 WHERE id = $1";
        self.app.write(sql, values![self.id.uuid()]).await;
        let sql = "UPDATE offer SET status = 'paused', version = version + 1 WHERE school_id = $1 \
                   AND status IN ('published', 'stale') \
                   AND NOT EXISTS (SELECT FROM only_successor WHERE predecessor_urn = $2)";
        self.app.write(sql, values![self.id.uuid(), self.urn]).await;
    }

    /// Somebody with a role at the school.
    pub async fn somebody(&self, role: Role) -> Persona<'a> {
        self.app.person(role, Some(self.id), None).await
    }
}

impl<'a> AllianceOf<'a> {
    /// A broker of the alliance.
    pub async fn broker(&self) -> Persona<'a> {
        self.somebody(Role::Broker).await
    }

    /// Somebody with a role at the alliance.
    pub async fn somebody(&self, role: Role) -> Persona<'a> {
        self.app.person(role, None, Some(self.id)).await
    }
}
