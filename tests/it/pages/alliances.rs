//! The rows of an alliance's own lists.

use lateral_tests::deal::{Deal, act};
use persistence::values;
use serde_json::json;

/// One more school that is asked to join, and one more version of the policy.
pub async fn add(deal: &Deal<'_>) {
    let invite = act("inviteSchool", "InviteSchoolInput", "invitation");
    let asked = deal.app.school("Lea Bank").await.gid();
    deal.broker.ask(&invite, json!({"input": {"school": asked}})).await.done();
    let former = "INSERT INTO alliance_member (alliance_id, school_id, since, until, leave_reason) \
                  SELECT $1, id, $2, $2 + interval '1 day', 'capacity' FROM school WHERE name = 'Lea Bank' ON CONFLICT DO NOTHING";
    deal.app.write(former, values![deal.alliance.id.uuid(), deal.app.clock.now().utc()]).await;
    let settle = "mutation($id: ID!) { setAlliancePolicy(input: {alliance: $id, responseDays: 7}) {
        userErrors { code } } }";
    deal.broker.ask(settle, json!({"id": deal.alliance.id.to_string()})).await.done();
}
