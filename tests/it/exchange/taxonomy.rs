//! The taxonomy as everybody reads it.

use lateral_tests::TestApp;

#[tokio::test]
async fn the_taxonomy_holds_the_areas_their_specialisms_and_fourteen_learning_processes() {
    let app = TestApp::start().await;
    let document = "{ taxonomy { edition terms { name list parent { name } children { code } } }
        processes: taxonomy(list: LEARNING_PROCESS) { terms { name } } }";
    let answer = app.stranger().asks(document).await;
    assert_eq!(answer.at("taxonomy.edition"), 1);
    let terms = answer.at("taxonomy.terms").as_array().unwrap();
    let areas: Vec<_> = terms.iter().filter(|it| it["list"] == "EXPERTISE" && it["parent"].is_null()).collect();
    let names: Vec<_> = areas.iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        ["Leadership and management", "Pupil achievement", "Quality of teaching", "Behaviour and safety"]
    );
    let specialisms: usize = areas.iter().map(|it| it["children"].as_array().unwrap().len()).sum();
    assert_eq!(specialisms, 27);
    assert_eq!(answer.at("processes.terms").as_array().unwrap().len(), 14);
    assert_eq!(answer.text("processes.terms.0.name"), "Study groups");
    assert_eq!(answer.text("processes.terms.13.name"), "E-learning");
}
