//! Writing down, changing and closing employers.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, Result};
use domain::employer::{
    self, ArchiveRefusal, Change, Create, CreateRefusal, ReopenRefusal, UpdateRefusal,
};

use super::{Employer, EmployerKey};
use crate::graphql::{
    given::Emptied,
    id::{asker, read},
    loader::load,
    payload::{patch, payload},
};

payload! {
    /// What came of writing down an employer.
    EmployerCreatePayload refused by CreateRefusal {
        /// The new employer.
        employer: Employer
    }
}
payload! {
    /// What came of changing an employer.
    EmployerUpdatePayload refused by UpdateRefusal {
        /// The changed employer.
        or current employer: Employer
    }
}
payload! {
    /// What came of closing an employer’s record.
    EmployerArchivePayload refused by ArchiveRefusal {
        /// The closed record.
        employer: Employer
    }
}
payload! {
    /// What came of opening an employer’s record again.
    EmployerReopenPayload refused by ReopenRefusal {
        /// The open record.
        employer: Employer
    }
}

/// An employer to be written down. An informal host has no number.
#[derive(InputObject)]
pub struct EmployerCreateInput {
    /// In which network’s affairs: you organise or lead it.
    network_id: ID,
    /// Its name.
    name: String,
    /// Its number in the business register, 14 digits; one employer has it at most.
    siret: Option<String>,
    /// Its number in the register of associations.
    rna: Option<String>,
    /// Number and street.
    #[graphql(default)]
    address: String,
    /// Postal code.
    #[graphql(default)]
    postal_code: String,
    /// Commune.
    #[graphql(default)]
    commune_name: String,
    /// The commune’s code.
    insee_code: Option<String>,
    /// Where to write.
    email: Option<String>,
    /// Where to call.
    phone: Option<String>,
    /// Its website.
    website_url: Option<String>,
}

/// What changes of an employer; what is not named stays, what is null is emptied.
#[derive(InputObject)]
pub struct EmployerUpdateInput {
    /// The employer.
    employer_id: ID,
    /// The revision that you looked at; a later one is refused as STALE_REVISION.
    expected_revision: Option<i32>,
    /// Its name.
    name: Emptied<String>,
    /// Its number in the business register, 14 digits; one employer has it at most.
    siret: MaybeUndefined<String>,
    /// Its number in the register of associations.
    rna: MaybeUndefined<String>,
    /// Number and street.
    address: Emptied<String>,
    /// Postal code.
    postal_code: Emptied<String>,
    /// Commune.
    commune_name: Emptied<String>,
    /// The commune’s code.
    insee_code: MaybeUndefined<String>,
    /// Where to write.
    email: MaybeUndefined<String>,
    /// Where to call.
    phone: MaybeUndefined<String>,
    /// Its website.
    website_url: MaybeUndefined<String>,
}

/// Closes an employer’s record: which one.
#[derive(InputObject)]
pub struct EmployerArchiveInput {
    /// The employer.
    employer_id: ID,
}

/// Opens an employer’s record again: which one.
#[derive(InputObject)]
pub struct EmployerReopenInput {
    /// The employer.
    employer_id: ID,
}

/// What can be done to employers.
#[derive(Default)]
pub struct EmployerMutation;

/// What can be done to employers.
#[Object]
impl EmployerMutation {
    /// Writes down an employer; `SIRET_TAKEN` and `RNA_TAKEN` name the one that has the number.
    async fn employer_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to write down.")] input: EmployerCreateInput,
    ) -> Result<Option<EmployerCreatePayload>> {
        let asked = Create {
            network: read(ctx, &input.network_id)?,
            name: input.name,
            siret: input.siret,
            rna: input.rna,
            address: input.address,
            postal_code: input.postal_code,
            commune_name: input.commune_name,
            insee_code: input.insee_code,
            email: input.email,
            phone: input.phone,
            website_url: input.website_url,
        };
        let outcome = employer::create(asker(ctx), asked).await;
        EmployerCreatePayload::of(ctx, outcome, Employer::of)
    }

    /// Changes an employer’s record.
    async fn employer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What changes.")] input: EmployerUpdateInput,
    ) -> Result<Option<EmployerUpdatePayload>> {
        let change = Change {
            expected_revision: input.expected_revision,
            name: input.name.0,
            siret: patch(input.siret),
            rna: patch(input.rna),
            address: input.address.0,
            postal_code: input.postal_code.0,
            commune_name: input.commune_name.0,
            insee_code: patch(input.insee_code),
            email: patch(input.email),
            phone: patch(input.phone),
            website_url: patch(input.website_url),
        };
        let id = read(ctx, &input.employer_id)?;
        let outcome = employer::update(asker(ctx), id, change).await;
        let current = load(ctx, EmployerKey(id.uuid()));
        EmployerUpdatePayload::of_edit(ctx, outcome, Employer::of, current).await
    }

    /// Closes an employer’s record
    async fn employer_archive(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmployerArchiveInput,
    ) -> Result<Option<EmployerArchivePayload>> {
        let id = read(ctx, &input.employer_id)?;
        EmployerArchivePayload::of(ctx, employer::archive(asker(ctx), id).await, Employer::of)
    }

    /// Opens an employer’s record again
    async fn employer_reopen(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which one.")] input: EmployerReopenInput,
    ) -> Result<Option<EmployerReopenPayload>> {
        let id = read(ctx, &input.employer_id)?;
        EmployerReopenPayload::of(ctx, employer::reopen(asker(ctx), id).await, Employer::of)
    }
}
