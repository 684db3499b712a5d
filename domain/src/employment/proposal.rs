//! What sign-in proposes: the establishments that someone chose at their provider. Never written by itself.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
    policy::Resource,
};

/// An establishment that the person's provider names, and where they declare no employment yet.
#[derive(Clone, Debug, FromQueryResult)]
pub struct Proposal {
    /// Its SIRET.
    pub siret: String,
    /// The employer, when it is known.
    pub employer_id: Option<Uuid>,
}

/// The asker's own proposals.
pub async fn proposals(ctx: &Context) -> Result<Vec<Proposal>, Halt> {
    let member = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Employer, false)?;
    Ok(Sql::new(
        "select distinct identity.siret, employer.id as employer_id from identity \
         left join employer on employer.siret = identity.siret and employer.archived_at is null \
         where identity.member_id = ? and identity.siret is not null \
         and not exists (select 1 from employment \
         join employer known on known.id = employment.employer_id \
         where employment.member_id = identity.member_id and known.siret = identity.siret) \
         order by identity.siret",
        binds![member],
    )
    .all(ctx.db())
    .await?)
}
