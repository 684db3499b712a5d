//! Pages that show nothing of anybody: how the pages are made, what the law asks for.

use poem::{Response, Route, get, handler, web::Data};
use web::pages::{
    design::DesignPage,
    legal::{AccessibilityPage, LegalPage, Operator, PrivacyPage},
};

use super::visit::Visit;
use crate::{config::Config, server::Server};

/// Adds the pages to the routes.
pub(super) fn routes(routes: Route) -> Route {
    routes
        .at("/accessibility", get(accessibility))
        .at("/design", get(design))
        .at("/legal", get(legal))
        .at("/privacy", get(privacy))
}

/// Every component in every state.
#[handler]
async fn design(visit: Visit) -> Response {
    visit.show(Ok(DesignPage::new(&visit.frame).to_html()))
}

/// Who answers for this site.
#[handler]
async fn legal(visit: Visit, Data(server): Data<&Server>) -> Response {
    let page = LegalPage { frame: &visit.frame, operator: operator(&server.config) };
    visit.show(Ok(page.to_html()))
}

/// What is kept of people, why and for how long.
#[handler]
async fn privacy(visit: Visit, Data(server): Data<&Server>) -> Response {
    let page = PrivacyPage {
        frame: &visit.frame,
        operator: operator(&server.config),
        has_provider: server.config.oidc.is_some(),
    };
    visit.show(Ok(page.to_html()))
}

/// How far everybody can use this site.
#[handler]
async fn accessibility(visit: Visit, Data(server): Data<&Server>) -> Response {
    let page = AccessibilityPage { frame: &visit.frame, operator: operator(&server.config) };
    visit.show(Ok(page.to_html()))
}

fn operator(config: &Config) -> Operator<'_> {
    let operator = &config.operator;
    Operator {
        name: operator.name.as_deref(),
        address: operator.address.as_deref(),
        email: operator.email.as_deref(),
        phone: operator.phone.as_deref(),
        director: operator.director.as_deref(),
        hosting: operator.hosting.as_deref(),
    }
}
