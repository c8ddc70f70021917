//! What the benchmark compares with: each operation as one statement, without GraphQL. Only in the benchmark's build.

use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::{App as Web, HttpResponse, HttpServer, web};
use domain::id;
use persistence::Settings;
use persistence::floor::{Asked, Floor};
use serde_json::Value as Json;
use tokio::sync::OnceCell;

use crate::app::App;

/// Pools of the owner's, which row-level security does not slow: the floor is what the database alone can do.
static FLOOR: OnceCell<Floor> = OnceCell::const_new();

/// Opens a door of its own, at the port after the service's: no name, no log and no limit of the service is in its way.
pub fn bind(app: &Arc<App>) -> std::io::Result<Server> {
    let (app, listen) = (web::Data::new(Arc::clone(app)), app.config.listen);
    let server = HttpServer::new(move || {
        Web::new()
            .app_data(app.clone())
            .route("/bench/traffic", web::get().to(traffic))
            .route("/bench/floor/{pool}/{operation}", web::post().to(answer))
    });
    Ok(server.bind((listen.ip(), listen.port() + 1))?.run())
}

/// Statements and round trips of the service so far.
async fn traffic(app: web::Data<Arc<App>>) -> String {
    let traffic = app.db().traffic();
    format!("{} {}", traffic.statements(), traffic.round_trips())
}

/// Answers an operation for the variables of the same body that the endpoint of GraphQL takes.
async fn answer(app: web::Data<Arc<App>>, of: web::Path<(String, String)>, body: web::Json<Json>) -> HttpResponse {
    let (pool, operation) = of.into_inner();
    let owner = app.config.owner_database.clone().unwrap_or_default();
    let settings = Settings { connections: app.config.connections, ..Settings::of(owner) };
    let answered = async {
        let floor = FLOOR.get_or_try_init(|| Floor::open(&settings)).await?;
        floor.answer(pool == "kept", &operation, asked(&body["variables"])).await
    };
    match answered.await {
        Ok(Some(json)) => HttpResponse::Ok().content_type("application/json").body(json),
        Ok(None) => HttpResponse::NotFound().finish(),
        Err(fault) => HttpResponse::InternalServerError().body(fault.to_string()),
    }
}

fn asked(variables: &Json) -> Asked {
    let text = |value: &Json| value.as_str().map(str::to_owned);
    let terms = &variables["terms"]["expertise"][0];
    let named = ["school", "request"].iter().map(|name| &variables[name]).chain([&variables["expertise"][0], terms]);
    let id = named.filter_map(Json::as_str).find_map(|text| id::split(text));
    Asked {
        number: variables["urn"].as_i64().or_else(|| text(&variables["urn"])?.parse().ok()).unwrap_or(0) as i32,
        id: id.map(|(_, uuid)| uuid).unwrap_or_default(),
        text: text(&variables["text"])
            .or_else(|| text(&variables["keyStages"][0]).map(|word| word.to_lowercase()))
            .unwrap_or_default(),
    }
}
