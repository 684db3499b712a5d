//! A network's territory: searching, adding, removing.

use domain::{
    error::Halt,
    network::{self, Cover},
    territory,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::pages::{
    Problem, Typed,
    network::{
        Tab,
        workbench::{Found, Head, Opened, TerritoryPage},
    },
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    edit, led,
};

/// A network's territory.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(slug): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &slug, &Typed(asked), &[]).await)
}

async fn page(
    visit: &Visit,
    slug: &str,
    typed: &Typed,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, edit).await?;
    let bodies =
        network::bodies_of(ctx, &[network.id]).await?.remove(&network.id).unwrap_or_default();
    let search = typed.get("search").trim();
    let found = if search.is_empty() {
        None
    } else {
        let bodies = territory::bodies(ctx, search).await?;
        Some(Found { communes: territory::search(ctx, search).await?, bodies })
    };
    let opened = match typed.find("epci") {
        None => None,
        Some(code) => {
            let covered = network::communes_within(ctx, network.id.into(), code).await?;
            Some(Opened { code: code.to_owned(), covered })
        }
    };
    let page = TerritoryPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Territory, "Territoire"),
        bodies: &bodies,
        opened,
        search,
        found,
        typed,
        problems,
    };
    Ok(page.to_html())
}

/// Someone adds communes, or takes some away.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &slug, &typed).await)
}

/// The codes of a list that was pasted, however they are parted.
fn codes(typed: &Typed, name: &str) -> Vec<String> {
    typed
        .all(name)
        .flat_map(|text| text.split(|sign: char| !sign.is_ascii_alphanumeric()))
        .filter(|code| !code.is_empty())
        .map(str::to_uppercase)
        .collect()
}

async fn saving(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, edit).await?;
    let asked = Cover {
        add_communes: codes(typed, "addCommunes"),
        add_bodies: codes(typed, "addEpcis"),
        remove_communes: codes(typed, "removeCommunes"),
        remove_bodies: codes(typed, "removeEpcis"),
    };
    match network::cover(&visit.ctx, network.id.into(), asked).await {
        Ok(_) => Ok(Done::At(format!("/networks/{slug}/territory"), "territory-saved")),
        Err(error) => {
            let wrong = problems(error)?;
            Ok(Done::Again(page(visit, slug, typed, &wrong).await?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pasted_list_may_be_parted_by_anything() {
        let typed =
            Typed(vec![("addCommunes".to_owned(), "49007, 49015;\n 2a004\t49020 ".to_owned())]);

        assert_eq!(codes(&typed, "addCommunes"), ["49007", "49015", "2A004", "49020"]);
    }
}
