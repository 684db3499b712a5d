//! The demonstration federation: real places, territories and dates, fictional people.
//!
//! Everything enters by the doors that everybody uses: imports, operations, the policy's house.

mod affairs;
mod meeting;
mod people;

use std::{io, path::PathBuf};

use anyhow::{Context as _, bail};
use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use domain::{
    clock::Clock,
    context::{Context, Door, House},
    employer, event,
    exchange::Import,
    id::NetworkId,
    member,
    network::{self, Create},
    page::Request,
    patch::Patch,
    place, territory,
};

use crate::{command::told, config::Config, server::Server};

/// The levels of the demonstration, from the widest.
const LEVELS: [(&str, &str); 5] = [
    ("national", "National"),
    ("regional", "Régional"),
    ("departmental", "Départemental"),
    ("local", "Local"),
    ("thematic", "Thématique"),
];

/// Local networks: slug, name, and the EPCI whose communes they cover.
const LOCAL: [(&str, &str, &str); 4] = [
    ("rlin-bauge", "RLIN Baugé-en-Anjou", "244900882"),
    ("rlin-chalonnes", "RLIN Chalonnes", "200071553"),
    ("rlin-ombree", "RLIN Ombrée d’Anjou", "244900809"),
    ("reseau-alm", "Réseau Angers Loire Métropole", "244900015"),
];

/// Who carries the departmental network.
const HOST: &str = "Fédération des centres sociaux de Maine-et-Loire et Mayenne";

/// The addresses of those whom the tour and the README know by name, as one meets them there.
pub const NAMED: [&str; 6] = [
    "nora.vallon@exemple.test",
    "malo.estuaire@exemple.test",
    "lila.bocage@exemple.test",
    "tanguy.serein@exemple.test",
    "camille.rivage@exemple.test",
    "ombeline.passage@exemple.test",
];

/// The database that a demonstration made for itself: nobody looks for it once it has ended.
#[derive(Debug)]
pub struct ThrowAway(PathBuf);

impl ThrowAway {
    /// Removes the file, and what SQLite keeps beside it.
    pub fn remove(&self) {
        for ending in ["", "-wal", "-shm"] {
            let mut file = self.0.clone().into_os_string();
            file.push(ending);
            if let Err(error) = std::fs::remove_file(&file)
                && error.kind() != io::ErrorKind::NotFound
            {
                tracing::warn!(%error, ?file, "a file of the demonstration stays behind");
            }
        }
    }
}

/// The settings of a demonstration: a throw-away database unless one is named, and a loopback address only.
pub fn settings(mut config: Config) -> anyhow::Result<(Config, Option<ThrowAway>)> {
    if !config.listen.ip().is_loopback() {
        bail!(
            "a demonstration lets anyone sign in as anyone: it listens on a loopback address only, not on {}",
            config.listen
        );
    }
    if config.oidc.is_some() {
        bail!("a demonstration has its own sign-in provider: unset MAILLAGE_OIDC_PRESET");
    }
    if config.is_database_given {
        return Ok((config, None));
    }
    let token = domain::secret::random_token()?;
    let file = std::env::temp_dir().join(format!("maillage-demonstration-{}.db", &token[..12]));
    config.database_url = format!("sqlite://{}?mode=rwc", file.display());
    Ok((config, Some(ThrowAway(file))))
}

/// Loads the federation into an empty database; one that has networks is left as it is.
pub async fn load(server: &Server) -> anyhow::Result<()> {
    let ctx = server.context(Door::Command);
    if !is_empty(&ctx).await? {
        return Ok(());
    }
    for (rank, (code, name)) in LEVELS.into_iter().enumerate() {
        let (code, name) = (code.to_owned(), name.to_owned());
        let level = network::SetLevel { code, name, rank: i32::try_from(rank)? };
        told(network::set_level(&ctx, level).await)?;
    }
    let department = networks(&ctx).await?;
    let people = people::people(&ctx, department).await?;
    // Whoever comes in by a file is a member from that day on: before the meetings of the past.
    let then = at_that_time(&ctx, noon(beginning()).min(ctx.now()));
    for (ctx, bytes, import) in [
        (&ctx, include_bytes!("employers.csv").as_slice(), Kind::Employers),
        (&ctx, include_bytes!("places.csv").as_slice(), Kind::Places),
        (&then, include_bytes!("members.csv").as_slice(), Kind::Members),
        (&ctx, include_bytes!("calendar.json").as_slice(), Kind::Events),
    ] {
        bring(ctx, import, bytes).await?;
    }
    people::roles(&ctx).await?;
    meeting::meetings(&ctx, department, &people).await?;
    affairs::affairs(&ctx, department, &people).await
}

/// Where to go, and as whom.
pub fn welcome(server: &Server) -> String {
    let url = &server.config.public_url;
    format!(
        "\nMaillage — démonstration\n\n\
         \x20 Accueil            {url}/\n\
         \x20 Se connecter       {url}/auth/oidc/start?return_to=/\n\
         \x20 L’API (GraphiQL)   {url}/graphql\n\
         \x20 Les courriels      {url}/demo/mailbox\n\n\
         \x20 Nora Vallon        pilote Cyb@njou\n\
         \x20 Malo Estuaire      organise les rencontres de Cyb@njou\n\
         \x20 Lila Bocage        médiatrice numérique, membre\n\
         \x20 Tanguy Serein      référent de structure\n\
         \x20 Camille Rivage     administre la fédération\n\n\
         Les personnes sont fictives ; les courriels restent ici. Ctrl-C pour arrêter.\n"
    )
}

async fn is_empty(ctx: &Context) -> anyhow::Result<bool> {
    let networks = network::list(
        ctx,
        &network::Filter::default(),
        network::NetworkOrder::ByName,
        &Request::first(1),
    )
    .await?;
    Ok(networks.items.is_empty())
}

async fn networks(ctx: &Context) -> anyhow::Result<NetworkId> {
    let region =
        found(ctx, "hub-pays-de-la-loire", "Hub Pays de la Loire", "regional", None).await?;
    let department = found(ctx, "cybanjou", "Cyb@njou", "departmental", Some(region)).await?;
    let communes: Vec<String> =
        territory::communes().iter().map(|commune| commune.code.to_string()).collect();
    describe(
        ctx,
        department,
        "Le réseau des acteurs de l’**inclusion numérique** en Maine-et-Loire, depuis 2011.",
        communes,
    )
    .await?;
    for (slug, name, epci) in LOCAL {
        let local = found(ctx, slug, name, "local", Some(department)).await?;
        let communes = territory::communes()
            .iter()
            .filter(|commune| commune.epci_code == epci)
            .map(|commune| commune.code.to_string())
            .collect();
        describe(ctx, local, "Un réseau local d’inclusion numérique.", communes).await?;
    }
    let theme = Create {
        slug: "groupe-ia".to_owned(),
        name: "Groupe IA et pouvoir d’agir".to_owned(),
        level: "thematic".to_owned(),
        parent: Some(department),
        is_thematic: true,
        description: "Comprendre, pratiquer, critiquer.".to_owned(),
        host: HOST.to_owned(),
    };
    told(network::create(ctx, theme).await)?;
    Ok(department)
}

async fn found(
    ctx: &Context,
    slug: &str,
    name: &str,
    level: &str,
    parent: Option<NetworkId>,
) -> anyhow::Result<NetworkId> {
    let asked = Create {
        slug: slug.to_owned(),
        name: name.to_owned(),
        level: level.to_owned(),
        parent,
        host: HOST.to_owned(),
        ..Create::default()
    };
    Ok(told(network::create(ctx, asked).await)?.id.into())
}

async fn describe(
    ctx: &Context,
    network: NetworkId,
    description: &str,
    communes: Vec<String>,
) -> anyhow::Result<()> {
    let change = network::Change {
        description: Some(description.to_owned()),
        contact_email: Patch::Put(Some("contact@cybanjou.exemple.test".to_owned())),
        chat_url: Patch::Put(Some("https://discussion.exemple.test/".to_owned())),
        communes: Some(communes),
        ..network::Change::default()
    };
    told(network::update(ctx, network, change).await)?;
    Ok(())
}

enum Kind {
    Employers,
    Places,
    Members,
    Events,
}

async fn bring(ctx: &Context, kind: Kind, bytes: &[u8]) -> anyhow::Result<()> {
    let asked = Import { network: "cybanjou", bytes, is_dry_run: false };
    let report = match kind {
        Kind::Employers => told(employer::import(ctx, asked).await),
        Kind::Places => told(place::import(ctx, asked).await),
        Kind::Members => told(member::import(ctx, asked).await),
        Kind::Events => told(event::import(ctx, asked).await),
    }
    .context("bringing in the demonstration's files")?;
    if let Some(problem) = report.problems.first() {
        bail!("the demonstration's files have a problem: {problem:?}");
    }
    Ok(())
}

/// The same house at another time.
fn at_that_time(ctx: &Context, at: DateTime<Utc>) -> Context {
    let house = House { clock: Clock::still(at), ..ctx.house().clone() };
    Context::of_the_house(house, Door::Command)
}

/// The middle of a day.
fn noon(day: NaiveDate) -> DateTime<Utc> {
    let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap_or_default();
    day.and_time(noon).and_utc()
}

/// Since when everyone is there.
fn beginning() -> NaiveDate {
    NaiveDate::from_ymd_opt(2025, 9, 1).unwrap_or_default()
}
