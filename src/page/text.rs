//! Pages that show nothing of anybody: how the pages are made, what the law asks for.

use poem::{Response, handler, web::Data};
use web::pages::{
    design::DesignPage,
    legal::{AccessibilityPage, LegalPage, Operator, PrivacyPage},
};

use super::visit::Visit;
use crate::{config::Config, server::Server};

/// Every component in every state.
#[handler]
pub(super) fn design(visit: Visit) -> Response {
    visit.tell(|visit| Ok(DesignPage::new(&visit.frame).to_html()))
}

/// Who answers for this site.
#[handler]
pub(super) fn legal(visit: Visit, Data(server): Data<&Server>) -> Response {
    let operator = operator(&server.config);
    visit.tell(|visit| Ok(LegalPage { frame: &visit.frame, operator }.to_html()))
}

/// What is kept of people, why and for how long.
#[handler]
pub(super) fn privacy(visit: Visit, Data(server): Data<&Server>) -> Response {
    let operator = operator(&server.config);
    let has_provider = server.config.oidc.is_some();
    visit.tell(|visit| Ok(PrivacyPage { frame: &visit.frame, operator, has_provider }.to_html()))
}

/// How far everybody can use this site.
#[handler]
pub(super) fn accessibility(visit: Visit, Data(server): Data<&Server>) -> Response {
    let operator = operator(&server.config);
    visit.tell(|visit| Ok(AccessibilityPage { frame: &visit.frame, operator }.to_html()))
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
