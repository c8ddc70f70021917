//! Mentors, support groups and coaches of a test's world: who is experienced and designated is written as rows, the acts go through
//! the public API.

use domain::Id;
use domain::directory::Specialist;
use domain::identity::{Membership, Person};
use persistence::values;
use serde_json::{Value as Json, json};
use uuid::Uuid;

use crate::answer::Answer;
use crate::app::TestApp;
use crate::deal::{Deal, act};
use crate::persona::Persona;
use crate::world::{AllianceOf, SchoolOf, SpecialistOf};

impl TestApp {
    /// Somebody holds a designation of a scheme, given by an alliance, until August 2029.
    pub async fn designates(&self, alliance: &AllianceOf<'_>, person: Uuid, home: &SchoolOf<'_>, scheme: &str) {
        let sql = "INSERT INTO designation (id, person_id, home_id, post, alliance_id, scheme, issuer, expertise, evidence, \
                   reference, referenced_by, referenced_at, status, since, ends_on, applied_at, decided_at, audience) \
                   VALUES ($1, $2, $3, 'headteacher', $4, $5, 'The alliance', '{}', 'Seen.', 'Leads well.', $2, $6, \
                   'designated', '2026-09-01', '2029-08-31', $6, $6, ARRAY[$2, $4])";
        let (id, now) = (self.app.ids.uuid(), self.clock.now().utc());
        let row = values![id, person, home.id.uuid(), alliance.id.uuid(), scheme, now];
        self.write(sql, row).await;
    }
}

impl SchoolOf<'_> {
    /// Lends the head of this school, who has led it since a day, and whom an alliance has designated as a mentor and as a
    /// facilitator; gives the id of the listing.
    pub async fn lends_head(
        &self,
        app: &TestApp,
        head: &Persona<'_>,
        alliance: &AllianceOf<'_>,
        since: &str,
    ) -> String {
        let (id, person, now) = (app.app.ids.next::<Specialist>(), head.who().person.uuid(), app.clock.now().utc());
        let sql = "INSERT INTO specialist (id, person_id, school_id, name, post, status, created_at) \
                   VALUES ($1, $2, $3, 'Sam Example', 'headteacher', 'listed', $4)";
        app.write(sql, values![id.uuid(), person, self.id.uuid(), now]).await;
        for scheme in ["mentor", "facilitator"] {
            app.designates(alliance, person, self, scheme).await;
        }
        let answer = head.states(self, since, None).await;
        answer.done();
        id.to_string()
    }
}

impl Persona<'_> {
    /// Has somebody begin to coach at one's own school.
    pub async fn begins_coach(&self, person: Id<Person>, begun_on: &str) -> Answer {
        let document = act("beginCoaching", "BeginCoachingInput", "coachingPractice");
        self.ask(&document, json!({"input": {"person": person.to_string(), "begunOn": begun_on}})).await
    }

    /// Gives feedback on somebody's coaching.
    pub async fn gives_feedback(&self, practice: &str, text: &str) -> Answer {
        let document = act("giveCoachingFeedback", "GiveCoachingFeedbackInput", "coachingPractice");
        self.ask(&document, json!({"input": {"coachingPractice": practice, "feedback": text}})).await
    }

    /// Ends a role.
    pub async fn ends_role(&self, membership: Id<Membership>) -> Answer {
        let document = act("endMembership", "EndMembershipInput", "membership");
        let version = "SELECT version::bigint AS number FROM membership WHERE id = $1";
        let version = self.app.number(version, membership.uuid()).await;
        self.ask(&document, json!({"input": {"membership": membership.to_string(), "expectedVersion": version}})).await
    }

    /// Puts a facilitator in the place of another.
    pub async fn replaces(&self, group: &str, side: &str, facilitator: &str) -> Answer {
        let more = json!({"side": side, "facilitator": facilitator, "reason": "MOVED_ON"});
        self.group("replaceFacilitator", "ReplaceFacilitatorInput", group, more).await
    }

    /// States a headship.
    pub async fn states(&self, school: &SchoolOf<'_>, from: &str, until: Option<&str>) -> Answer {
        let document = "mutation($input: StateHeadshipInput!) { stateHeadship(input: $input) {
            headship { startedOn endedOn } userErrors { code field message } } }";
        self.ask(document, json!({"input": {"school": school.gid(), "from": from, "until": until}})).await
    }

    /// Suggests a mentor for the head of a school, until June 2027.
    pub async fn suggests(&self, school: &SchoolOf<'_>, mentor: &str) -> Answer {
        let document = act("suggestMentorship", "SuggestMentorshipInput", "mentorship");
        let input = json!({"school": school.gid(), "mentor": mentor, "endsOn": "2027-06-30"});
        self.ask(&document, json!({"input": input})).await
    }

    /// Does something about a mentorship.
    pub async fn mentors(&self, verb: &str, id: &str) -> Answer {
        let kind = if verb == "declineMentorship" { "DeclineMentorshipInput" } else { "MentorshipInput" };
        self.ask(&act(verb, kind, "mentorship"), json!({"input": {"mentorship": id}})).await
    }

    /// Ends a mentorship.
    pub async fn ends_mentorship(&self, id: &str, reason: &str) -> Answer {
        let document = act("endMentorship", "EndMentorshipInput", "mentorship");
        self.ask(&document, json!({"input": {"mentorship": id, "reason": reason}})).await
    }

    /// Does something about a support group, with what more is said.
    pub async fn group(&self, verb: &str, kind: &str, id: &str, more: Json) -> Answer {
        let mut input = json!({"supportGroup": id});
        input.as_object_mut().expect("an input is an object").extend(more.as_object().expect("so is more").clone());
        let noun = if verb == "offerSupportPlace" { "supportGroupPlace" } else { "supportGroup" };
        self.ask(&act(verb, kind, noun), json!({"input": input})).await
    }

    /// Answers a place in a support group, or gives it up.
    pub async fn place(&self, verb: &str, id: &str) -> Answer {
        let kind = if verb == "leaveSupportGroup" { "LeaveSupportGroupInput" } else { "SupportPlaceInput" };
        let document = act(verb, kind, "supportGroupPlace");
        self.ask(&document, json!({"input": {"supportGroupPlace": id}})).await
    }

    /// Forms a support group.
    pub async fn forms(&self, head: &str, adviser: &str) -> Answer {
        let document = act("formSupportGroup", "FormSupportGroupInput", "supportGroup");
        let input = json!({"name": "First headships", "headFacilitator": head, "adviser": adviser});
        self.ask(&document, json!({"input": input})).await
    }
}

impl Deal<'_> {
    /// The head of the school that gives is experienced, designated and lent; the one of the school that asks took up the role
    /// after whoever else leads it. Gives the id of the listing.
    pub async fn experienced(&self) -> String {
        let others = "UPDATE membership AS other SET begun_at = other.begun_at - interval '1 second', \
                      created_at = other.created_at - interval '1 second' FROM membership AS it \
                      WHERE it.id = $1 AND other.school_id = it.school_id AND other.role = 'head' AND other.id <> it.id";
        self.app.write(others, values![self.host_head.who().membership.uuid()]).await;
        self.home.lends_head(self.app, &self.home_head, &self.alliance, "2010-09-01").await
    }

    /// The specialist has had feedback on a year of coaching at the school that gives.
    pub async fn practised(&self) {
        let sql = "INSERT INTO coaching_practice (id, person_id, school_id, begun_on, begun_by, recorded_at, \
                   feedback_due_on, status, feedback_by, feedback_at, feedback, audience) \
                   VALUES ($1, $2, $3, '2025-09-01', $4, $5, '2026-03-01', 'feedback_given', $4, $5, 'Listens well.', \
                   ARRAY[$2, $3])";
        let (coach, head) = (self.specialist.persona.who().person.uuid(), self.home_head.who().person.uuid());
        let now = self.app.clock.now().utc();
        self.app.write(sql, values![self.app.app.ids.uuid(), coach, self.home.id.uuid(), head, now]).await;
    }

    /// That head mentors the head of the school that asks; gives the mentorship's id.
    pub async fn mentored(&self, mentor: &str) -> String {
        let suggested = self.broker.suggests(&self.host, mentor).await;
        suggested.done();
        let id = suggested.text("suggestMentorship.mentorship.id");
        self.broker.mentors("offerMentorship", &id).await.done();
        self.home_head.mentors("acceptMentorship", &id).await.done();
        self.host_head.mentors("acceptMentorship", &id).await.done();
        id
    }

    /// The school that gives lends somebody as an adviser, whom the alliance has designated as a facilitator; gives the id of the
    /// listing.
    pub async fn advises(&self, who: &SpecialistOf<'_>) -> String {
        self.app.write("UPDATE specialist SET post = 'adviser' WHERE id = $1", values![who.id.uuid()]).await;
        self.app.designates(&self.alliance, who.persona.who().person.uuid(), &self.home, "facilitator").await;
        who.id.to_string()
    }

    /// That head and the specialist hold a support group, in which the head of the school that asks has a place; gives the ids
    /// of the group and of the place.
    pub async fn grouped(&self, head: &str) -> (String, String) {
        let adviser = self.advises(&self.specialist).await;
        let formed = self.broker.forms(head, &adviser).await;
        formed.done();
        let group = formed.text("formSupportGroup.supportGroup.id");
        let school = json!({"school": self.host.gid()});
        let offered = self.broker.group("offerSupportPlace", "OfferSupportPlaceInput", &group, school).await;
        offered.done();
        let place = offered.text("offerSupportPlace.supportGroupPlace.id");
        self.host_head.place("acceptSupportPlace", &place).await.done();
        (group, place)
    }
}
