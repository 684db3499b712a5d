//! The demonstration's other affairs: a charter to sign, someone invited, someone who asks to join,
//! someone who acts for an employer.

use domain::{
    bulk::Bulk,
    charter,
    context::{Context, Door},
    employer, employer_manager,
    id::{MemberId, NetworkId},
    invitation, join_request,
    membership::Role,
    policy::{By, load},
};

use super::people::People;
use crate::command::told;

/// What all who help, volunteers or not, and their employers agree to.
const CHARTER: &str = "# Charte de l’accompagnement numérique\n\n\
    Nous accueillons **chaque personne** avec respect et sans jugement.\n\n\
    - Nous aidons à faire, nous ne faisons pas à la place.\n\
    - Nous gardons pour nous ce que nous apprenons des personnes.\n\
    - La structure forme, accompagne et assure celles et ceux qui aident en son nom.\n";

/// The employer for whom somebody acts, by its SIRET.
const MANAGED: &str = "91000791900012";

/// Begins them all.
pub(super) async fn affairs(
    ctx: &Context,
    department: NetworkId,
    people: &People,
) -> anyhow::Result<()> {
    let asked = charter::Create {
        network: department,
        title: "Charte de l’accompagnement numérique".to_owned(),
        asks_volunteer: true,
        asks_structure: true,
        validity_months: Some(24),
        draft: CHARTER.to_owned(),
    };
    let created = told(charter::create(ctx, asked).await)?;
    let publish =
        charter::Publish { charter: created.id.into(), asks_again: true, expected_revision: None };
    told(charter::publish(ctx, publish).await)?;

    let nora = as_person(ctx, people.nora).await?;
    let asked = invitation::Create {
        network: department,
        addresses: "Élise Rochefolle <elise.rochefolle@exemple.test>".to_owned(),
        role: Role::Member,
        local_role: None,
        word: "Nous serions ravis de vous compter parmi nous.".to_owned(),
        event: None,
        bulk: Bulk::default(),
    };
    told(invitation::create(&nora, asked).await)?;

    let ombeline = as_person(ctx, people.ombeline).await?;
    let asked = join_request::Create {
        network: department,
        word: "J’aide mes voisins le samedi, et je voudrais rencontrer d’autres bénévoles."
            .to_owned(),
    };
    told(join_request::create(&ombeline, asked).await)?;

    let tanguy = as_person(ctx, people.tanguy).await?;
    let employer = employer::by_siret(ctx, MANAGED).await?;
    let claimed = told(employer_manager::claim(&tanguy, employer.id.into()).await)?;
    told(employer_manager::confirm(&nora, claimed.id.into()).await)?;
    Ok(())
}

/// The same house, asked by this person.
async fn as_person(ctx: &Context, member: MemberId) -> anyhow::Result<Context> {
    let standing = load(ctx.db(), &ctx.house().clock, By::Member(member)).await?;
    let standing = standing.ok_or_else(|| anyhow::anyhow!("a demonstration person is missing"))?;
    Ok(Context::new(ctx.house().clone(), standing, Door::Command, "demonstration"))
}
