//! The server: its routes, and how it starts and stops.

use std::sync::Arc;

use actix_web::{App as Web, HttpServer, web};

use crate::app::App;
use crate::cli::Failure;
use crate::http::health;

/// Every route.
pub fn routes(app: Arc<App>) -> impl Fn(&mut web::ServiceConfig) + Clone {
    move |web| {
        web.app_data(web::Data::new(app.clone()))
            .route("/livez", web::get().to(health::livez))
            .route("/readyz", web::get().to(health::readyz));
    }
}

/// Serves until it is told to stop, then lets requests finish.
pub async fn serve(app: Arc<App>) -> Result<(), Failure> {
    let (listen, drain) = (app.config.listen, app.config.drain);
    let routes = routes(app);
    let server = HttpServer::new(move || Web::new().configure(routes.clone()))
        .shutdown_timeout(drain.as_secs())
        .bind(listen)
        .map_err(|error| format!("cannot listen on {listen}: {error}"))?;
    tracing::info!(%listen, "serving");
    server.run().await?;
    Ok(())
}
