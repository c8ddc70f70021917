//! Lists that grow are connections (API 1). Whatever is a plain list of objects is short by its nature, and reviewed here.

use std::collections::BTreeSet;

use lateral_tests::TestApp;

/// Every plain list of objects, and why it stays short.
const SHORT: [(&str, &str); 105] = [
    ("Alliance.coverage", "one for each main area of expertise"),
    ("Alliance.neighbours", "those that were declared, else five"),
    ("Alliance.rateCards", "one for each designation"),
    ("Alliance.serviceLevels", "one for each level"),
    ("Alliance.supplyGaps", "two hundred at most"),
    ("Alliance.workstreamLevels", "twelve at most that hold, and those that were given up"),
    ("WorkstreamLevels.levels", "one for each level"),
    ("BalancePolicy.settings", "one for each number"),
    ("Coverage.uncovered", "a hundred at most"),
    ("Deployment.consents", "three for each of two schools"),
    ("Deployment.consentsAsked", "three for each of two schools"),
    ("Calendar.halfTerms", "six for each of some five years"),
    ("Deployment.arisenInterests", "some in the year that support lasts at most"),
    ("Deployment.declarations", "one for each of two schools"),
    ("Deployment.estimates", "one for each way"),
    ("Deployment.evaluations", "one for each of two schools"),
    ("DeploymentTemplate.stages", "twelve at most"),
    ("Designation.assessments", "two at most"),
    ("Designation.specialisms", "ten at most"),
    ("DesignationAssessment.findings", "one for each criterion"),
    ("DesignationCriteria.points", "some three"),
    ("Deployment.pauses", "some in the year that support lasts at most"),
    ("Deployment.unsettledVisits", "no more than the half-days that were agreed"),
    ("Deployment.impact", "one for each outcome of the terms"),
    ("ExchangeRing.legs", "four at most"),
    ("ExchangeRingLeg.parts", "one for each factor of a pair"),
    ("Expertise.children", "the taxonomy is an edition of some seventy terms"),
    ("HeadWithoutMentor.obstacles", "one for each rule of mentoring"),
    ("Grant.years", "as many as a programme funds, three or so"),
    ("JointCommission.backers", "thirty at most"),
    ("JointSide.trials", "twelve at most"),
    ("MatchCandidate.parts", "one for each factor"),
    ("MatchExcluded.rules", "one for each rule"),
    ("MatchExclusion.facts", "what one rule counts"),
    ("MatchPart.facts", "what one factor counts"),
    ("MatchPolicy.settings", "one for each setting"),
    ("MatchPolicy.weights", "one for each factor"),
    ("MatchRelief.facts", "what one change counts"),
    ("MatchShortlist.candidates", "as many as were asked for, 100 at most"),
    ("MatchShortlist.excluded", "as many as were asked for, 100 at most"),
    ("MatchShortlist.excludedBy", "one for each rule"),
    ("MatchShortlist.found", "one for each stage"),
    ("MatchUnmet.changes", "one for each kind, and one for each way of working"),
    ("MatchUnmet.excludedBy", "one for each rule"),
    ("MatchWhyNot.differences", "one for each factor"),
    ("MatchWhyNot.rules", "one for each rule"),
    ("MentorSharing.leftOut", "a hundred at most"),
    ("Obligation.stood", "one for each change of a side, of its half-days or of its end, some at most"),
    ("Offer.expertise", "ten at most"),
    ("Person.employments", "the posts of one person"),
    ("PooledBudget.members", "a hundred at most"),
    ("Person.headships", "the schools that one person has led"),
    ("Programme.figures", "some four of each"),
    ("Programme.versions", "a programme changes its rules once in some years"),
    ("ProgrammeVersion.awards", "one for each stage and focus"),
    ("ProgrammeVersion.parts", "one for each kind of members"),
    ("ProgrammeVersion.caps", "one for each scope"),
    ("Proposal.estimates", "one for each way"),
    ("Proposal.halfTerms", "the half-terms of one window, three years at most"),
    ("PolicyChange.settings", "one for each number of the policy"),
    ("PolicyChange.weights", "one for each factor"),
    ("Query.balancePolicies", "versions are made by hand, some in a year"),
    ("Query.capacity", "the half-terms of two years"),
    ("Query.deploymentTemplates", "made by hand, some three"),
    ("Query.designationCriteria", "eight schemes"),
    ("Query.errorCatalogue", "one for each code"),
    ("Query.localAuthorities", "England has some hundred and fifty"),
    ("Query.matchPolicies", "versions are made by hand, some in a year"),
    ("Query.mentorSuggestions", "ten at most"),
    ("Query.programmes", "the thirteen of 2005, and what follows them"),
    ("Query.regions", "nine"),
    ("Query.retention", "one for each class of records"),
    ("RegionArea.localAuthorities", "those of one region"),
    ("RequestResponse.reasons", "one for each factor"),
    ("Review.answers", "one for each question of its kind, four at most"),
    ("Review.ratings", "one for each outcome of the terms"),
    ("ReciprocityStatement.rings", "those that one school agreed to in a year"),
    ("RingSuggestion.legs", "four at most"),
    ("RingSuggestionLeg.parts", "one for each factor of a pair"),
    ("RingSuggestions.rings", "half as many as the requests that are put together, two hundred at most"),
    ("RoundPlace.parts", "one for each factor of a pair"),
    ("RoundReport.lines", "one for each line of a report"),
    ("Scenario.changes", "twenty at most"),
    ("ScenarioReport.lines", "one for each line of a report"),
    ("School.alliances", "those to which one school belongs"),
    ("School.links", "the schools before and after one school"),
    ("Specialist.badges", "one for each scheme"),
    ("Settlement.inKind", "ten at most"),
    ("Settlement.payers", "one for each kind of payer"),
    ("Specialist.capacityGrants", "some in two academic years"),
    ("Specialist.specialisms", "ten at most"),
    ("StagePlan.finished", "the stages of a year, four for each cycle"),
    ("SupportGroup.formerFacilitators", "those of one group, one after another"),
    ("SupportGroup.places", "twenty at most (DOMAIN G93)"),
    ("SupportRequest.alliances", "its own, and those that took it on"),
    ("SupportRequest.deployments", "one at a time, those before it ended"),
    ("SupportRequest.expertise", "ten at most"),
    ("SupportRequest.objectives", "four at most (DOMAIN A12)"),
    ("SupportRequest.referrals", "one to each alliance at a time"),
    ("Taxonomy.terms", "an edition of some seventy terms"),
    ("Terms.actionPlan", "twelve at most"),
    ("Terms.outcomes", "four at most"),
    ("Viewer.memberships", "the roles of one person"),
    ("Viewer.notificationPreferences", "one for each topic"),
    ("WaitingSuccession.successors", "those of one closed school"),
];

const LISTS: &str = "{ __schema { types { name kind fields { name type { ...T } } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

#[tokio::test]
async fn every_plain_list_of_objects_is_short_for_a_reason() {
    let app = TestApp::start().await;
    let answer = app.service().asks(LISTS).await;
    let mut found = BTreeSet::new();
    for kind in answer.at("__schema.types").as_array().unwrap() {
        let name = kind["name"].as_str().unwrap();
        let page = name.ends_with("Connection") || name.ends_with("Payload") || name.starts_with("__");
        for field in kind["fields"].as_array().into_iter().flatten().filter(|_| !page && kind["kind"] == "OBJECT") {
            let (mut of, mut listed) = (&field["type"], false);
            while !of["ofType"].is_null() {
                listed |= of["kind"] == "LIST";
                of = &of["ofType"];
            }
            if listed && of["kind"] == "OBJECT" {
                found.insert(format!("{name}.{}", field["name"].as_str().unwrap()));
            }
        }
    }
    let known = SHORT.iter().map(|(list, _)| (*list).to_owned());
    assert_eq!(found, known.collect::<BTreeSet<_>>(), "a list that grows is a connection");
}
