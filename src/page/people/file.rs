//! The people of a network as a file to take away: the very list that the page shows.

use domain::{
    error::Halt,
    exchange::{Format, List},
    membership,
};
use locales::text;
use poem::{Response, handler, web::Path};
use web::{
    pages::{Typed, people::local_date},
    words,
};

use super::{
    super::visit::{Asked, Taken, Visit},
    list::{Known, filter},
    run,
};

/// The people.
#[handler]
pub(in crate::page) async fn take(
    visit: Visit,
    Path(slug): Path<String>,
    Asked(asked): Asked,
    Taken(format): Taken,
) -> Response {
    visit.hand(written(&visit, &slug, &asked, format).await, format)
}

async fn written(
    visit: &Visit,
    slug: &str,
    asked: &Typed,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let ctx = &visit.ctx;
    let network = run(ctx, slug).await?;
    let roll = membership::roll(ctx, network.id, &filter(ctx, asked)).await?;
    let known = Known::load(ctx, &roll).await?;
    let headings = [
        "Prénom",
        "Nom",
        "Adresse email",
        "Numéro de téléphone",
        "Rôle dans le réseau",
        "Rôle local",
        // Several in one cell: no import takes them for the name of one.
        "Structures",
        "Réseau",
        "Membre depuis",
        "Jusqu’au",
        "Dernière connexion",
    ];
    let rows = known.listed(&roll, network.id).into_iter().map(|listed| {
        let (membership, seen) = (listed.membership, listed.seen);
        let last_seen = seen.private.as_ref().and_then(|private| private.last_seen_at);
        vec![
            seen.first_name.clone(),
            seen.last_name.clone(),
            seen.email.clone().unwrap_or_default(),
            seen.phone.clone().unwrap_or_default(),
            words::role(membership.role),
            membership.local_role.map(words::local_role).unwrap_or_default(),
            listed.employers,
            listed.network.unwrap_or(&network.name).to_owned(),
            local_date(Some(listed.since)),
            local_date(membership.ended_on),
            local_date(last_seen.map(|at| at.date_naive())),
        ]
    });
    let list = List {
        name: text("page-people-file", &[]),
        headings: headings.map(str::to_owned).to_vec(),
        rows: rows.collect(),
    };
    let name = format!("{}_personnes_{}.{}", ctx.today(), network.slug, format.ending());
    Ok((name, list.write(format)?))
}
