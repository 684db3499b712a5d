//! The employers of a network as a table that we read back.

use sea_orm::FromQueryResult;

use super::sheet::HEADINGS;
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    exchange::{self, Export, cell},
};

#[derive(FromQueryResult)]
struct Row {
    name: String,
    siret: Option<String>,
    rna: Option<String>,
    address: String,
    postal_code: String,
    commune_name: String,
    insee_code: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    website_url: Option<String>,
}

/// Writes the employers of the network's members and places, and those that a file brought into it.
pub async fn export(ctx: &Context, network: &str) -> Result<Export, Halt> {
    let network = exchange::network(ctx, ctx.db(), network).await?;
    let rows: Vec<Row> = Sql::new(
        "select name, siret, rna, address, postal_code, commune_name, insee_code, email, phone, \
         website_url from employer where archived_at is null and id in ( \
         select employment.employer_id from employment \
         join membership on membership.member_id = employment.member_id \
         where membership.network_id = ? and membership.started_on <= ? \
         and (membership.ended_on is null or membership.ended_on > ?) \
         and employment.status = 'confirmed' \
         union select employer_id from place where network_id = ? and archived_at is null \
         union select subject_id from audit_line where network_id = ? \
         and action in ('employer.import', 'employer.create')) \
         order by search, id",
        binds![network.id, ctx.today(), ctx.today(), network.id, network.id],
    )
    .all(ctx.db())
    .await?;
    let count = rows.len();
    let bytes = exchange::table(
        HEADINGS,
        rows.into_iter().map(|row| {
            [
                cell(row.siret),
                cell(row.rna),
                row.name,
                row.address,
                row.postal_code,
                row.commune_name,
                cell(row.insee_code),
                cell(row.email),
                cell(row.phone),
                cell(row.website_url),
            ]
        }),
    )?;
    let file_name = format!("{}_structures_{}.csv", ctx.today(), network.slug);
    Ok(Export { file_name, bytes, count })
}
