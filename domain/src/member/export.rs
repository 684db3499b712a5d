//! The members of a network as a table that we read back.

use chrono::{Days, NaiveDate};
use sea_orm::{ActiveEnum as _, FromQueryResult};

use super::{known::private, word};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    exchange::{self, Export, cell},
    membership::FIRST_DAY,
};
use entities::{
    member::ProfileKind,
    membership::{LocalRole, Role},
};

/// The columns that we write: those of the Coop's export, and ours.
pub(super) const HEADINGS: [&str; 18] = [
    "Prénom",
    "Nom",
    "Rôle",
    "Rôle local",
    "Fonction",
    "Adresse email",
    "Numéro de téléphone",
    "Structure employeuse – Nom",
    "Structure employeuse – SIRET",
    "Structure employeuse – Adresse",
    "Structure employeuse – Code postal",
    "Structure employeuse – Commune",
    "Structure employeuse – Code Insee",
    "Date de début de contrat",
    "Date de fin de contrat",
    "Rôle dans le réseau",
    "Membre depuis",
    "Dernière connexion",
];

#[derive(FromQueryResult)]
struct Row {
    first_name: String,
    last_name: String,
    profile_kind: String,
    local_role: Option<String>,
    job_title: Option<String>,
    email: String,
    phone: Option<String>,
    employer_name: Option<String>,
    siret: Option<String>,
    rna: Option<String>,
    address: Option<String>,
    postal_code: Option<String>,
    commune_name: Option<String>,
    insee_code: Option<String>,
    job_started_on: Option<NaiveDate>,
    job_ended_on: Option<NaiveDate>,
    role: String,
    since: NaiveDate,
    last_seen_at: Option<chrono::DateTime<chrono::Utc>>,
    is_shown: bool,
}

/// Writes the network's own members; a person with two jobs has two rows.
pub async fn export(ctx: &Context, network: &str) -> Result<Export, Halt> {
    let network = exchange::network(ctx, ctx.db(), network).await?;
    let today = ctx.today();
    let rows: Vec<Row> = Sql::new(
        &format!(
            "select member.first_name, member.last_name, member.profile_kind, \
             membership.local_role, member.job_title, \
             member.email, member.phone, employer.name as employer_name, employer.siret, \
             employer.rna, employer.address, employer.postal_code, employer.commune_name, \
             employer.insee_code, employment.started_on as job_started_on, \
             employment.ended_on as job_ended_on, membership.role, {FIRST_DAY} as since, \
             member.last_seen_at, coalesce("
        ),
        vec![],
    )
    .append(private(ctx, "member.id"))
    .and(
        ", false) as is_shown from membership join member on member.id = membership.member_id \
         left join employment on employment.member_id = member.id \
         and employment.status = 'confirmed' and employment.started_on <= ? \
         and (employment.ended_on is null or employment.ended_on > ?) \
         left join employer on employer.id = employment.employer_id \
         where membership.network_id = ? and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?) \
         and member.archived_at is null \
         order by member.search, member.id, employment.started_on, employment.id",
        binds![today, today, network.id, today, today],
    )
    .all(ctx.db())
    .await?;
    let count = rows.len();
    let bytes = exchange::table(HEADINGS, rows.into_iter().map(cells))?;
    let file_name = format!("{today}_membres_{}.csv", network.slug);
    Ok(Export { file_name, bytes, count })
}

fn cells(mut row: Row) -> [String; 18] {
    // What is private does not flow up to who leads a network above.
    if !row.is_shown {
        row.email.clear();
        (row.phone, row.job_title, row.last_seen_at) = (None, None, None);
    }
    let local_role = row.local_role.and_then(|word| LocalRole::try_from_value(&word).ok());
    let last_day = row.job_ended_on.and_then(|end| end.checked_sub_days(Days::new(1)));
    [
        row.first_name,
        row.last_name,
        ProfileKind::try_from_value(&row.profile_kind).map_or("", word::profile_word).to_owned(),
        local_role.map_or("", word::local_role_word).to_owned(),
        cell(row.job_title),
        row.email,
        cell(row.phone),
        cell(row.employer_name),
        cell(row.siret.or(row.rna)),
        cell(row.address),
        cell(row.postal_code),
        cell(row.commune_name),
        cell(row.insee_code),
        cell(row.job_started_on),
        cell(last_day),
        Role::try_from_value(&row.role).map_or("", word::network_role).to_owned(),
        row.since.to_string(),
        cell(row.last_seen_at.map(|at| at.date_naive())),
    ]
}
