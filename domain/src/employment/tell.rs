//! Who is told of an employment: those who can answer, then the person.

use sea_orm::FromQueryResult;
use uuid::Uuid;

use crate::{
    context::Context,
    database::{Sql, Transaction, binds},
    employer::lead,
    error::Halt,
    id::EmploymentId,
    outbox::{Letter, Recipient, Told},
    policy::MemberFacts,
};
use entities::employment::Model;

#[derive(FromQueryResult)]
struct Address {
    member_id: Uuid,
    email: String,
}

/// Asks the employer's managers, or the leads of the person's networks when there is none.
pub(super) async fn ask(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
    person: &MemberFacts,
) -> Result<(), Halt> {
    let id = EmploymentId::of(row.id);
    let reason = format!("{id}:{}", row.revision);
    let told = Told::EmploymentDeclared { employment: id };
    let managers: Vec<Address> = Sql::new(
        "select member.id as member_id, member.email from employer_manager manager \
         join member on member.id = manager.member_id \
         where manager.employer_id = ? and manager.state = 'confirmed' \
         and member.archived_at is null and member.email <> '' and member.id <> ?",
        binds![row.employer_id, row.member_id],
    )
    .all(&**tx)
    .await?;
    let mut letters: Vec<Letter> = managers
        .into_iter()
        .map(|Address { member_id, email }| {
            let to = Recipient { member_id: Some(member_id), email };
            within(Letter::new(told.clone(), to, &reason), person)
        })
        .collect();
    if letters.is_empty() {
        let leads = lead::nearest(ctx, &**tx, &person.networks, row.member_id).await?;
        letters.extend(leads.iter().map(|lead| {
            let letter = Letter::new(told.clone(), lead.recipient(), &reason);
            match lead.network_id {
                Some(network) => letter.within(network),
                None => letter,
            }
        }));
    }
    tx.tell_all(ctx, letters).await?;
    Ok(())
}

/// In the affairs of a network of the person: who runs it sees whether the letter arrived.
fn within(letter: Letter, person: &MemberFacts) -> Letter {
    match person.networks.iter().min() {
        Some(network) => letter.within(*network),
        None => letter,
    }
}

/// Tells the person the answer.
pub(super) async fn answer(
    tx: &Transaction,
    ctx: &Context,
    row: &Model,
    person: &MemberFacts,
) -> Result<(), Halt> {
    let id = EmploymentId::of(row.id);
    let address: Option<Address> = Sql::new(
        "select id as member_id, email from member where id = ? and email <> ''",
        binds![row.member_id],
    )
    .one(&**tx)
    .await?;
    let Some(Address { member_id, email }) = address else { return Ok(()) };
    let to = Recipient { member_id: Some(member_id), email };
    let reason = format!("{id}:{}", row.revision);
    let letter = Letter::new(Told::EmploymentDecided { employment: id }, to, &reason);
    tx.tell(ctx, within(letter, person)).await
}
