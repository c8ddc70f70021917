//! A world in which every list has rows, and the lists.

use domain::access::Role;
use lateral_tests::deal::{Deal, act, read, terms};
use lateral_tests::{Persona, TestApp};
use persistence::values;
use serde_json::json;

use super::{List, ROWS, alliances, joint, rings, rounds, scenarios};

/// A world in which every list has rows, and the lists.
pub async fn lists(app: &TestApp) -> Vec<List<'_>> {
    let deal = app.deal().await;
    let wanted = deal.host.request(&deal.alliance, 1).await.to_string();
    let several = deal.host.request(&deal.alliance, 1).await;
    let mut visited = None;
    for number in 0..ROWS {
        let specialist = deal.home.specialist().await;
        deal.home.time(&specialist, 20262, 4).await;
        specialist.persona.apply(&deal.alliance).await.done();
        let own = &deal.specialist.persona;
        let applied = own.apply(&deal.alliance).await.text("applyForDesignation.designation.id");
        let why = json!({"reason": "No time"});
        own.designation("withdrawDesignation", "DesignationReasonInput", &applied, why).await.done();
        let offer = deal.home.offer(&specialist).await;
        let sent = deal.broker.propose(offer, deal.host.request(&deal.alliance, 1).await).await;
        sent.done();
        let proposal = read(&sent.text("proposeSupport.proposal.id"));
        deal.home_head.accept(proposal).await.done();
        deal.host_head.accept(proposal).await.done();
        let of = "query($id: ID!) { node(id: $id) { ... on Proposal { deployment { id } } } }";
        let planned = deal.broker.ask(of, json!({"id": proposal.to_string()})).await;
        let deployment = read(&planned.text("node.deployment.id"));
        for head in [&deal.home_head, &deal.host_head] {
            head.declare(deployment, &[]).await.done();
        }
        deal.home_head.agree(deployment, Some(terms())).await.done();
        deal.broker.agree_for_alliance(deployment, None).await.done();
        deal.host_head.agree(deployment, None).await.done();
        deal.broker.propose(offer, several).await.done();
        if number == 0 {
            deal.host_head.step("startDeployment", deployment).await.done();
            visited = Some(deployment);
            for _ in 0..ROWS {
                let written = deal.home_head.record(deployment, 1).await;
                deal.home_head.visit("cancelVisit", read(&written.text("recordVisit.visit.id"))).await.done();
                deal.host_head.midterm(deployment, json!({})).await.done();
                let written = deal.home_head.record(deployment, 1).await;
                let visit = written.text("recordVisit.visit.id");
                deal.host_head.visit("confirmVisit", read(&visit)).await.done();
                let back = act("reverseVisit", "ReverseVisitInput", "visit");
                deal.host_head.ask(&back, json!({"input": {"visit": visit, "reason": "Not that day"}})).await.done();
            }
        }
        let run = act("runMatch", "RunMatchInput", "run").replace("id status version", "id");
        deal.broker.ask(&run, json!({"input": {"request": wanted, "seed": number}})).await.done();

        let network = json!({"member": "NETWORK", "stage": "RUNNING", "planned": true, "focus": "OTHER",
            "schools": [{"phase": "PRIMARY"}]});
        let input = json!({"programme": "learning-networks", "school": deal.host.gid(), "startsOn": "2005-09-01",
            "application": network});
        let grant = "mutation ($input: OpenGrantInput!) { openGrant(input: $input) { userErrors { code } } }";
        deal.broker.ask(grant, json!({"input": input})).await.done();
        let (open, closing) = (app.school("Fir Hill").await, app.school("Yew Bank").await);
        app.alliance("The Tamar Alliance", &open, &[]).await;
        for school in [&open, &closing] {
            let joined = "INSERT INTO alliance_member (alliance_id, school_id, since) VALUES ($1, $2, $3)";
            let row = values![deal.alliance.id.uuid(), school.id.uuid(), app.clock.now().utc()];
            app.write(joined, row).await;
        }
        let claims = open.head().await.who().membership.uuid();
        app.write("UPDATE membership SET status = 'pending', begun_at = NULL WHERE id = $1", values![claims]).await;
        for half in [&deal.home, &deal.host] {
            let link = "INSERT INTO school_link (school_urn, linked_urn, kind) VALUES ($1, $2, 'successor_split')";
            app.write(link, values![closing.urn, half.urn]).await;
        }
        closing.closes().await;
        let overruled = "INSERT INTO overruling SELECT gen_random_uuid(), 'leadership_thin', 'Meant so', 'dep_', $1, person_id, \
             $2, ARRAY[$3] FROM membership WHERE school_id = $1 AND role = 'head' LIMIT 1";
        let row = values![deal.home.id.uuid(), app.clock.now().utc(), deal.alliance.id.uuid()];
        app.write(overruled, row).await;
        let edition = "WITH edition AS (INSERT INTO register_edition (id, source, sha256, rows_read, report, applied_at) \
             VALUES (gen_random_uuid(), 'a file', '', 0, '{}', $1) RETURNING id) \
             INSERT INTO school_change (school_id, edition_id, field) SELECT $2, id, 'name' FROM edition";
        app.write(edition, values![app.clock.now().utc(), deal.home.id.uuid()]).await;
        deal.host.somebody(Role::Coordinator).await;
        alliances::add(&deal).await;
        joint::add(&deal, number).await;
        rounds::add(&deal).await;
        scenarios::add(&deal).await;
    }
    rings::add(&deal).await;
    let [lines_of, choices_of] = rounds::of_all(&deal).await;
    let owed = "INSERT INTO obligation SELECT gen_random_uuid(), host_id, home_id, alliance_id, 'write_up', NULL, \
                '2027-06-30', 'agreement', NULL, 'A page', 'open', planned_at, NULL, NULL, NULL, NULL, NULL, 1, audience \
                FROM deployment";
    app.write(owed, vec![]).await;
    mentoring(&deal).await;
    app.write("INSERT INTO departure SELECT id, home_id, planned_at FROM deployment", vec![]).await;
    let late = "INSERT INTO service_breach (id, level, step, request_id, alliance_id, started_at, due_at, noted_at, audience) \
                SELECT gen_random_uuid(), level, step, request_id, alliance_id, planned_at, planned_at + interval '1 hour', \
                planned_at + interval '2 hours', ARRAY[alliance_id] FROM (SELECT * FROM deployment LIMIT 1) AS it, \
                (VALUES ('triage', 'broker'), ('triage', 'alliance'), ('triage', 'national_pool'), \
                ('named_candidate', 'broker'), ('named_candidate', 'alliance')) AS missed (level, step)";
    app.write(late, vec![]).await;
    joint::share(&deal).await;
    let pool = joint::filled(&deal).await;
    let (broker, home, host) = (&deal.broker, &deal.home_head, &deal.host_head);
    let school = |field: &str| format!("{{ school(urn: \"{}\") {{ {field} }} }}", deal.home.urn);
    let year = |field: &str| school(&format!("reciprocity {{ statement {{ {field} }} }}"));
    let of_alliance = |field: &str| format!("{{ alliance(id: \"{}\") {{ {field} }} }}", deal.alliance.id);
    let list =
        |name, who: &Persona<'_>, document: String, path, item| List { name, who: who.at(app), document, path, item };
    let root = |name: &'static str, who, path| list(name, who, format!("{{ {path}(@ }}"), path, "id");
    let told = "INSERT INTO notification (id, person_id, event_id, kind, topic, subject, created_at) \
                SELECT gen_random_uuid(), $1, gen_random_uuid(), 'proposal.sent', 'proposals', 'prp_1', $2 \
                FROM generate_series(1, $3)";
    let rows = values![host.who().person.uuid(), app.clock.now().utc(), ROWS as i64];
    app.write(told, rows).await;
    vec![
        list("Viewer.notifications", host, "{ viewer { notifications(@ } }".to_owned(), "viewer.notifications", "id"),
        root("Query.allianceInvitations", broker, "allianceInvitations"),
        root("Query.mentorships", broker, "mentorships"),
        root("Query.exchangeRings", broker, "exchangeRings"),
        root("Query.brokerageRounds", broker, "brokerageRounds"),
        list("BrokerageRound.lines", broker, lines_of, "brokerageRound.lines", "request { id }"),
        list("BrokerageRound.choices", broker, choices_of, "brokerageRound.choices", "number"),
        root("Query.scenarios", broker, "scenarios"),
        root("Query.policyChanges", broker, "policyChanges"),
        root("Query.supportGroups", broker, "supportGroups"),
        root("Query.coachingPractices", &deal.specialist.persona, "coachingPractices"),
        list(
            "Alliance.newHeads",
            broker,
            of_alliance("newHeads(@"),
            "alliance.newHeads",
            "name headshipSince school { id }",
        ),
        list(
            "Alliance.formerMembers",
            broker,
            of_alliance("formerMembers(@"),
            "alliance.formerMembers",
            "since until school { id }",
        ),
        list("Alliance.policyHistory", host, of_alliance("policyHistory(@"), "alliance.policyHistory", "version"),
        root("Query.alliances", broker, "alliances"),
        root("Query.deployments", broker, "deployments"),
        root("Query.overrulings", broker, "overrulings"),
        root("Query.designations", home, "designations"),
        root("Query.headshipsToConfirm", broker, "headshipsToConfirm"),
        root("Query.offers", host, "offers"),
        root("Query.ownOffers", home, "ownOffers"),
        root("Query.proposals", host, "proposals"),
        root("Query.schools", host, "schools"),
        root("Query.supportRequests", host, "supportRequests"),
        list(
            "Query.memberships",
            host,
            format!("{{ memberships(school: \"{}\"@ }}", deal.host.gid()),
            "memberships",
            "id",
        ),
        list(
            "Query.successionsWaiting",
            broker,
            "{ successionsWaiting(@ }".to_owned(),
            "successionsWaiting",
            "school { id }",
        ),
        list("Alliance.members", broker, of_alliance("members(@"), "alliance.members", "school { id }"),
        list(
            "Alliance.workList",
            broker,
            format!("{{ alliance(id: \"{}\") {{ workList(statuses: [MATCHING, PLACED]@ }} }}", deal.alliance.id),
            "alliance.workList",
            "id",
        ),
        root("Query.registerEditions", host, "registerEditions"),
        list("School.history", host, school("history(@"), "school.history", "edition { id }"),
        list("School.obligations", home, school("obligations(@"), "school.obligations", "id"),
        list("School.offers", host, school("offers(@"), "school.offers", "id"),
        list("School.specialists", host, school("specialists(@"), "school.specialists", "id"),
        list(
            "SupportRequest.proposals",
            broker,
            format!("{{ supportRequest(id: \"{several}\") {{ proposals(@ }} }}"),
            "supportRequest.proposals",
            "id",
        ),
        list(
            "Deployment.visits",
            broker,
            format!("{{ deployment(id: \"{}\") {{ visits(@ }} }}", visited.expect("one has begun")),
            "deployment.visits",
            "id",
        ),
        list(
            "Deployment.reviews",
            broker,
            format!("{{ deployment(id: \"{}\") {{ reviews(@ }} }}", visited.expect("one has begun")),
            "deployment.reviews",
            "id",
        ),
        list(
            "Specialist.designations",
            home,
            format!("{{ specialist(id: \"{}\") {{ designations(@ }} }}", deal.specialist.id),
            "specialist.designations",
            "id",
        ),
        list(
            "Viewer.departuresWaiting",
            broker,
            "{ viewer { departuresWaiting(@ } }".to_owned(),
            "viewer.departuresWaiting",
            "id",
        ),
        list(
            "Viewer.designationsWaiting",
            home,
            "{ viewer { designationsWaiting(@ } }".to_owned(),
            "viewer.designationsWaiting",
            "id",
        ),
        list("Alliance.serviceBreaches", broker, of_alliance("serviceBreaches(@"), "alliance.serviceBreaches", "id"),
        list("Alliance.pools", broker, of_alliance("pools(@"), "alliance.pools", "id"),
        list(
            "PoolStatement.lines",
            host,
            format!(
                "{{ node(id: \"{pool}\") {{ ... on PooledBudget {{ statement(month: \"2026-11-01\") {{ lines(@ }} }} }} }}"
            ),
            "node.statement.lines",
            "number",
        ),
        list("School.commissions", home, school("commissions(@"), "school.commissions", "id"),
        list(
            "CommissionStatement.lines",
            home,
            school("commissionStatement(month: \"2026-11-01\") { lines(@ }"),
            "school.commissionStatement.lines",
            "commission { id }",
        ),
        list(
            "Alliance.grants",
            broker,
            format!("{{ alliance(id: \"{}\") {{ grants(@ }} }}", deal.alliance.id),
            "alliance.grants",
            "id",
        ),
        list(
            "Statement.lines",
            broker,
            format!(
                "{{ alliance(id: \"{}\") {{ statement(month: \"2026-11-01\") {{ lines(@ }} }} }}",
                deal.alliance.id
            ),
            "alliance.statement.lines",
            "halfDays visit { id }",
        ),
        list("Reciprocity.entries", home, school("reciprocity { entries(@ }"), "school.reciprocity.entries", "id"),
        list("ReciprocityStatement.entries", home, year("entries(@"), "school.reciprocity.statement.entries", "id"),
        list(
            "ReciprocityStatement.obligations",
            home,
            year("obligations(@"),
            "school.reciprocity.statement.obligations",
            "id",
        ),
        list(
            "SupportRequest.matchRuns",
            broker,
            format!("{{ supportRequest(id: \"{wanted}\") {{ matchRuns(@ }} }}"),
            "supportRequest.matchRuns",
            "id",
        ),
    ]
}

/// Mentorships, support groups and new heads with names of their own, for whoever reads the alliance's lists.
async fn mentoring(deal: &Deal<'_>) {
    let (app, mentor) = (deal.app, deal.experienced().await);
    app.write("UPDATE person SET name = 'Head ' || id", vec![]).await;
    for _ in 0..ROWS {
        let suggested = deal.broker.suggests(&deal.host, &mentor).await;
        suggested.done();
        let id = suggested.text("suggestMentorship.mentorship.id");
        deal.broker.ends_mentorship(&id, "WITHDRAWN").await.done();
    }
    deal.grouped(&mentor).await;
    let more = "INSERT INTO support_group SELECT (jsonb_populate_record(one, \
                jsonb_build_object('id', gen_random_uuid()))).* FROM support_group AS one, generate_series(1, $1)";
    app.write(more, values![ROWS as i64]).await;
    deal.practised().await;
    let more = "INSERT INTO coaching_practice SELECT (jsonb_populate_record(one, \
                jsonb_build_object('id', gen_random_uuid()))).* FROM coaching_practice AS one, generate_series(1, $1)";
    app.write(more, values![ROWS as i64]).await;
}
