//! The server: its routes, and how it starts and stops.

use std::net::SocketAddr;
use std::sync::Arc;

use actix_web::dev::Server;
use actix_web::middleware::from_fn;
use actix_web::{App as Web, HttpResponse, HttpServer, guard, web};

use crate::app::App;
use crate::cli::Failure;
use crate::graphql::{self as schema, Live, Mutation, Query, scalar};
use crate::http::cors::{self, Origins};
use crate::http::events::Watchers;
use crate::http::graphql::{self, Endpoint};
use crate::http::{graphiql, health, personal_data, problem, request_id, sign_in};

/// What the routes of every thread of the server share.
#[derive(Clone)]
pub struct Site {
    app: Arc<App>,
    endpoint: web::Data<Endpoint<Query, Mutation, Live>>,
    origins: web::Data<Origins>,
}

impl Site {
    /// Makes the schema and everything in front of it.
    pub async fn of(app: Arc<App>) -> Self {
        let front = schema::guarded(Arc::clone(&app), app.config.limits.clone()).await;
        let endpoint = web::Data::new(Endpoint { front, profile: app.config.profile, watchers: Watchers::default() });
        let origins = web::Data::new(app.config.origins.iter().cloned().collect());
        Self { app, endpoint, origins }
    }

    /// Every route.
    pub fn routes(&self, web: &mut web::ServiceConfig) {
        web.app_data(web::Data::new(Arc::clone(&self.app)))
            .app_data(self.endpoint.clone())
            .app_data(self.origins.clone())
            .route("/livez", web::get().to(health::livez))
            .route("/readyz", web::get().to(health::readyz))
            .route(scalar::RULES, web::get().to(scalars))
            .route("/docs/notifications", web::get().to(notifications))
            .configure(graphiql::routes)
            .configure(sign_in::routes)
            .configure(personal_data::routes)
            .service(
                web::resource(graphql::PATH)
                    .wrap(from_fn(cors::guard))
                    .route(web::route().guard(guard::Any(guard::Get()).or(guard::Post())).to(graphql::graphql))
                    .default_service(web::to(graphql::other_method)),
            )
            .default_service(web::to(problem::not_found));
    }
}

/// The page that states the rules of our own scalars, to which the contract points.
async fn scalars() -> HttpResponse {
    let text = include_str!("../../../docs/scalars.md");
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// The page that says how to choose what one hears, to which every notice points.
async fn notifications() -> HttpResponse {
    let text = include_str!("../../../docs/notifications.md");
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(text)
}

/// Serves until it is told to stop, then lets requests finish.
pub async fn serve(app: Arc<App>) -> Result<(), Failure> {
    let listen = app.config.listen;
    #[cfg(feature = "bench")]
    let floor = crate::http::floor::bind(&app);
    let (server, address) = bind(app, listen).await.map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    tracing::info!(%address, "serving");
    #[cfg(feature = "bench")]
    actix_web::rt::spawn(floor?);
    server.await?;
    Ok(())
}

/// Opens the server's door and gives its address; it serves once it is awaited.
pub async fn bind(app: Arc<App>, listen: SocketAddr) -> std::io::Result<(Server, SocketAddr)> {
    let (drain, arrives_within) = (app.config.drain, app.config.limits.arrives_within);
    let site = Site::of(app).await;
    let server = HttpServer::new(move || {
        let site = site.clone();
        Web::new().wrap(from_fn(request_id::name)).configure(move |web| site.routes(web))
    })
    .client_request_timeout(arrives_within)
    .shutdown_timeout(drain.as_secs())
    .bind(listen)?;
    let address = server.addrs().first().copied().unwrap_or(listen);
    Ok((server.run(), address))
}
