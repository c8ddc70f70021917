//! Two tenants who have nothing to do with each other, each with one of every noun, and everybody who may ask.

use std::collections::{BTreeMap, HashSet};

use domain::Id;
use domain::access::{Role, Scope};
use domain::exchange::SupportRequest;
use lateral::worker::notices;
use lateral_tests::deal::{Deal, act};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use sea_orm::FromQueryResult;
use serde_json::json;
use uuid::Uuid;

use crate::rings::rows as rings;
use crate::rounds::rows::{CHOICES_OF_LINES, PLANNED_WITH_OTHERS};
use crate::scenarios::rows::{OF_DEPLOYMENT, TAKEN_BACK};

/// Free text that is nobody else's business: the row's own id is written into it, so that it is known wherever it shows.
const PRIVATE_TEXT: [(&str, &str); 32] = [
    ("scenario", "name"),
    ("scenario", "question"),
    ("scenario", "reason"),
    ("policy_change", "ended_for"),
    ("brokerage_round", "name"),
    ("brokerage_round", "reason"),
    ("consent", "reason"),
    ("pooled_budget", "name"),
    ("joint_commission", "purpose"),
    ("audit_visit", "purpose"),
    ("initial_meeting", "attended"),
    ("initial_meeting", "focus"),
    ("initial_meeting", "frequency"),
    ("initial_meeting", "access"),
    ("overruling", "reason"),
    ("support_request", "need"),
    ("support_request", "title"),
    ("support_request", "override_reason"),
    ("visit", "note"),
    ("evaluation", "words"),
    ("case_study", "text"),
    ("measure", "baseline_source"),
    ("visit", "reverse_reason"),
    ("referral", "reason"),
    ("proposal", "message"),
    ("deployment", "stop_reason"),
    ("conflict_declaration", "note"),
    ("invitation", "name"),
    ("obligation", "note"),
    ("designation", "evidence"),
    ("designation", "reference"),
    ("designation", "reason"),
];

/// A school with its alliance, and the ids of what they have to do with.
pub struct Tenant<'a> {
    /// What happens there.
    pub deal: Deal<'a>,
    /// An id of each noun, by its prefix.
    pub ids: BTreeMap<&'static str, String>,
}

#[derive(FromQueryResult)]
struct Name {
    name: String,
}

#[derive(FromQueryResult)]
struct Key {
    id: Uuid,
}

/// The two tenants.
pub async fn tenants(app: &TestApp) -> [Tenant<'_>; 2] {
    let mut tenants = [tenant(app).await, tenant(app).await];
    notices::tick(&app.app).await.unwrap();
    for tenant in &mut tenants {
        let sql = "SELECT id FROM notification WHERE person_id = $1 ORDER BY id LIMIT 1";
        let head = tenant.deal.host_head.who().person.uuid();
        let found = app.owner.row::<Key>(sql, values![head]).await.unwrap().expect("a head was told something");
        tenant.ids.insert("ntf", format!("ntf_{}", found.id.simple()));
    }
    for (table, column) in PRIVATE_TEXT {
        let text = format!("left(coalesce({column}, 'Said'), 40) || ' ' || replace(id::text, '-', '')");
        app.write(&format!("UPDATE {table} SET {column} = {text}"), vec![]).await;
    }
    tenants
}

async fn tenant(app: &TestApp) -> Tenant<'_> {
    let deal = app.deal().await;
    let deployment = deal.agreed().await;
    let withhold = act("withholdConsent", "WithholdConsentInput", "deployment");
    let input = json!({"deployment": deployment.to_string(), "kind": "HEAD", "reason": "Not yet"});
    deal.host_head.ask(&withhold, json!({"input": input})).await.done();
    deal.home_head.meet(deployment, json!({})).await.done();
    deal.host_head.step("startDeployment", deployment).await.done();
    let visit = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", visit).await.done();
    let taken_back = deal.recorded(deployment, 1).await;
    deal.host_head.visit("confirmVisit", taken_back).await.done();
    let reverse = act("reverseVisit", "ReverseVisitInput", "visit");
    deal.host_head
        .ask(&reverse, json!({"input": {"visit": taken_back.to_string(), "reason": "Not that day"}}))
        .await
        .done();
    deal.recorded(deployment, 1).await;
    deal.host_head.midterm(deployment, json!({})).await.done();
    let owe = act("createObligation", "CreateObligationInput", "obligation");
    let owed = json!({"debtor": deal.host.gid(), "creditor": deal.home.gid(), "kind": "WRITE_UP", "dueOn": "2027-06-30",
        "source": "AGREEMENT", "note": "A page on phonics"});
    deal.host_head.ask(&owe, json!({"input": owed})).await.done();
    deal.host_head.measure(deployment, json!({})).await.done();
    let wanted = deal.host.request(&deal.alliance, 1).await.to_string();
    let ran = act("runMatch", "RunMatchInput", "run").replace("{ id status version }", "{ id }");
    deal.broker.ask(&ran, json!({"input": {"request": wanted}})).await.done();
    let refer = act("referRequest", "ReferRequestInput", "referral");
    deal.broker.ask(&refer, json!({"input": {"request": wanted, "reason": "Nobody has time"}})).await.done();
    let card = "mutation ($input: SetRateCardInput!) { setRateCard(input: $input) { userErrors { code } } }";
    let rates =
        json!({"day": 35_000, "fee": {"kind": "FIXED", "place": "INSIDE", "amount": 5_000}, "included": "A report"});
    let input = json!({"year": 2026, "rates": rates});
    deal.broker.ask(card, json!({"input": input})).await.done();
    let open = "mutation ($input: OpenGrantInput!) { openGrant(input: $input) { userErrors { code } } }";
    let network = json!({"member": "NETWORK", "stage": "RUNNING", "planned": true, "focus": "OTHER",
        "schools": [{"phase": "PRIMARY"}]});
    let input = json!({"programme": "learning-networks", "school": deal.host.gid(), "startsOn": "2005-09-01",
        "application": network});
    deal.broker.ask(open, json!({"input": input})).await.done();
    deal.pooled().await;
    let backed = deal.host.request(&deal.alliance, 1).await;
    deal.commissioned(backed, &[(&deal.host, 5_000, 1), (&deal.home, 5_000, 0)]).await;
    let invite = "mutation ($input: InviteMemberInput!) { inviteMember(input: $input) { userErrors { code } } }";
    let email = format!("new-{}@example.org", deal.host.urn);
    let input = json!({"name": "Ann", "email": email, "role": "COORDINATOR", "school": deal.host.gid()});
    deal.host_head.ask(invite, json!({"input": input})).await.done();
    // As if somebody had come before help was looked for, or had not needed to.
    for (status, request) in [("held", deal.request.to_string()), ("waived", wanted.clone())] {
        let audited = "INSERT INTO audit_visit SELECT gen_random_uuid(), id, created_at::date, 'Lessons', $2, raised_by, \
                       created_at, CASE $2 WHEN 'held' THEN created_at::date END, CASE $2 WHEN 'held' THEN 'Found' END, \
                       CASE $2 WHEN 'waived' THEN 'Known' END, raised_by, created_at, 1, school_id || alliances, NULL, \
                       CASE $2 WHEN 'held' THEN 'accompanied' END \
                       FROM support_request WHERE id = $1";
        let request: Id<SupportRequest> = request.parse().unwrap();
        app.write(audited, values![request.uuid(), status]).await;
    }
    let late = "INSERT INTO service_breach (id, level, step, request_id, deployment_id, alliance_id, started_at, due_at, \
                noted_at, audience) SELECT gen_random_uuid(), 'initial_meeting', 'broker', request_id, id, alliance_id, \
                planned_at, planned_at + interval '1 hour', planned_at + interval '2 hours', ARRAY[alliance_id] \
                FROM deployment WHERE id = $1";
    app.write(late, values![deployment.uuid()]).await;
    // As if it were done: one side has said under a seal how it was.
    let sealed = "INSERT INTO evaluation (id, deployment_id, side, prepared, reachable, worthwhile, again, words, \
                  written_by, written_at, audience) SELECT gen_random_uuid(), id, 'host', 'fully', 'mostly', 'fully', \
                  'partly', 'Well prepared', brokered_by, started_at, ARRAY[host_id] FROM deployment WHERE id = $1";
    app.write(sealed, values![deployment.uuid()]).await;
    let overruled = "INSERT INTO overruling (id, rule, reason, subject, school_id, said_by, said_at, audience) \
                     SELECT gen_random_uuid(), 'leadership_thin', 'Meant so', 'dep_', home_id, brokered_by, started_at, \
                     ARRAY[home_id, alliance_id] FROM deployment WHERE id = $1";
    app.write(overruled, values![deployment.uuid()]).await;
    // As if it had been planned with others, and called off since.
    for sql in PLANNED_WITH_OTHERS {
        app.write(sql, values![deployment.uuid()]).await;
    }
    app.write(CHOICES_OF_LINES, vec![]).await;
    // As if its two schools had been asked to help each other, and one had declined.
    for sql in rings::OF_DEPLOYMENT {
        app.write(sql, values![deployment.uuid()]).await;
    }
    // As if its broker had asked what would be, and an analyst had put weights forward that were refused.
    app.write(OF_DEPLOYMENT, values![deployment.uuid()]).await;
    app.write(TAKEN_BACK, values![]).await;
    let designation = deal.designated().await;
    let mentor = deal.experienced().await;
    deal.mentored(&mentor).await;
    deal.grouped(&mentor).await;
    let study = "INSERT INTO case_study (id, deployment_id, title, text, drafted_by, drafted_at, audience) \
                 SELECT gen_random_uuid(), id, 'Reading', 'Reading', brokered_by, started_at, ARRAY[home_id, host_id] \
                 FROM deployment WHERE id = $1";
    app.write(study, values![deployment.uuid()]).await;
    let asks = app.alliance("Lea", &app.school("Lea Bank").await, &[]).await.broker().await;
    let invite = act("inviteSchool", "InviteSchoolInput", "invitation");
    asks.ask(&invite, json!({"input": {"school": deal.host.gid()}})).await.done();
    let mut ids = BTreeMap::from([
        ("dsg", designation),
        ("sch", deal.host.gid()),
        ("all", deal.alliance.id.to_string()),
        ("ofr", deal.offer.to_string()),
        ("req", deal.request.to_string()),
        ("dep", deployment.to_string()),
        ("vis", visit.to_string()),
        ("spl", deal.specialist.id.to_string()),
        ("mem", deal.host_head.who().membership.to_string()),
        ("per", deal.host_head.who().person.to_string()),
    ]);
    for (prefix, table) in [
        ("prp", "proposal"),
        ("ref", "referral"),
        ("run", "match_run"),
        ("rev", "review"),
        ("obl", "obligation"),
        ("evl", "evaluation"),
        ("gra", "programme_grant"),
        ("pol", "pooled_budget"),
        ("joi", "joint_commission"),
        ("cas", "case_study"),
        ("inv", "invitation"),
        ("coi", "conflict_declaration"),
        ("cns", "consent"),
        ("ovr", "overruling"),
        ("ain", "alliance_invitation"),
        ("imt", "initial_meeting"),
        ("slb", "service_breach"),
        ("mtr", "mentorship"),
        ("sgr", "support_group"),
        ("sgp", "support_group_place"),
        ("rnd", "brokerage_round"),
        ("rng", "exchange_ring"),
        ("scn", "scenario"),
        ("pch", "policy_change"),
    ] {
        let sql = format!("SELECT id FROM {table} WHERE audience && $1 ORDER BY id LIMIT 1");
        let parties = vec![deal.host.id.uuid(), deal.alliance.id.uuid()];
        let found = app.owner.row::<Key>(&sql, values![parties]).await.unwrap().expect(table);
        ids.insert(prefix, format!("{prefix}_{}", found.id.simple()));
    }
    for (prefix, mutation, noun) in [("dex", "requestPersonalData", "dataExport"), ("ers", "requestErasure", "erasure")]
    {
        let document = format!("mutation {{ {mutation}(input: {{}}) {{ {noun} {{ id }} userErrors {{ code }} }} }}");
        ids.insert(prefix, deal.host_head.asks(&document).await.text(&format!("{mutation}.{noun}.id")));
    }
    let begun = deal.host_head.begins_coach(deal.host_head.who().person, "2026-11-02").await;
    ids.insert("cpr", begun.text("beginCoaching.coachingPractice.id"));
    for (prefix, sql) in [
        ("cap", "SELECT id FROM capacity_window WHERE specialist_id = $1 LIMIT 1"),
        // Not that of a request which waits for all alliances: whoever takes it on reads its audit visit.
        ("aud", "SELECT audit_visit.id FROM audit_visit JOIN deployment USING (request_id) WHERE specialist_id = $1"),
        ("asr", "SELECT id FROM safeguarding_assurance WHERE specialist_id = $1"),
        ("exp", "SELECT id FROM expertise WHERE $1::uuid IS NOT NULL ORDER BY code LIMIT 1"),
    ] {
        let found = app.owner.row::<Key>(sql, values![deal.specialist.id.uuid()]).await.unwrap().expect(sql);
        ids.insert(prefix, format!("{prefix}_{}", found.id.simple()));
    }
    Tenant { deal, ids }
}

/// The id of a noun of which there is nothing under this number.
pub fn missing(prefix: &str) -> String {
    format!("{prefix}_{:032x}", 0x0192_0000_0000_7000_8000_0000_0000_0001_u128)
}

/// Everybody who asks, with a word for each: all but the operator belong to the first tenant or to nobody.
pub async fn everybody<'a>(app: &'a TestApp, own: &Tenant<'a>) -> Vec<(&'static str, Persona<'a>)> {
    let deal = &own.deal;
    vec![
        ("stranger", app.stranger()),
        ("head", deal.host_head.clone()),
        ("home head", deal.home_head.clone()),
        ("coordinator", deal.host.somebody(Role::Coordinator).await),
        ("specialist", deal.specialist.persona.clone()),
        ("broker", deal.broker.clone()),
        ("qa_assessor", deal.alliance.somebody(Role::QaAssessor).await),
        ("analyst", app.national(Role::Analyst).await),
        ("auditor", app.national(Role::Auditor).await),
        ("operator", app.national(Role::Operator).await),
        ("governor", deal.host.somebody(Role::Governor).await),
        ("trust_officer", deal.host.somebody(Role::TrustOfficer).await),
    ]
}

/// The ids of private rows that are not for the reader: those whose audience the reader is not in, and the people whom
/// row-level security keeps from them.
pub async fn hidden_from(app: &TestApp, seen: &Scope) -> HashSet<String> {
    let sql = "SELECT a.attrelid::regclass::text AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid \
               WHERE c.relkind = 'r' AND a.attname IN ('audience', 'id') AND NOT a.attisdropped \
               AND c.relnamespace = 'public'::regnamespace GROUP BY 1 HAVING count(*) = 2";
    let own = seen.ids().to_vec();
    let mut hidden = HashSet::new();
    for table in app.owner.rows::<Name>(sql, values![]).await.unwrap() {
        let rows = format!("SELECT id FROM {} WHERE NOT (audience && $1::uuid[])", table.name);
        let rows = app.owner.rows::<Key>(&rows, values![own.clone()]).await.unwrap();
        hidden.extend(rows.into_iter().map(|row| row.id.simple().to_string()));
    }
    let rows = "SELECT id FROM person";
    let shown = app.app.db().rows_for::<Key>(seen, rows, values![]).await.unwrap();
    let shown: HashSet<_> = shown.into_iter().map(|row| row.id).collect();
    let all = app.owner.rows::<Key>(rows, values![]).await.unwrap().into_iter().map(|row| row.id);
    hidden.extend(all.filter(|id| !shown.contains(id)).map(|id| id.simple().to_string()));
    hidden
}
