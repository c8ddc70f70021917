//! The rows of the list of rings of schools.

use lateral_tests::deal::Deal;

use crate::rings::rows::OF_REQUESTS;

/// One more ring for each request.
pub async fn add(deal: &Deal<'_>) {
    deal.app.write(OF_REQUESTS, Vec::new()).await;
}
