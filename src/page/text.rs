//! Pages that show nothing of anybody: how the pages are made.

use poem::{Response, Route, get, handler};
use web::pages::design::DesignPage;

use super::visit::Visit;

/// Adds the pages to the routes.
pub(super) fn routes(routes: Route) -> Route {
    routes.at("/design", get(design))
}

/// Every component in every state.
#[handler]
async fn design(visit: Visit) -> Response {
    visit.show(Ok(DesignPage::new(&visit.frame).to_html()))
}
