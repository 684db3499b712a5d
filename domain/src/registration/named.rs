//! The name of whoever answered without giving one.

use super::record;
use crate::{
    context::Context,
    error::Halt,
    id::{MemberId, RegistrationId},
    member::SaidName,
    policy::Ask,
};

/// Calls the person of this registration so, as they say themselves; whoever has a name keeps it.
pub async fn say_name(ctx: &Context, id: RegistrationId, name: &SaidName) -> Result<(), Halt> {
    let tx = ctx.begin().await?;
    let found = record::lock(&tx, id).await?;

    ctx.may(&Ask::SayOwnName { registration: found.registration() })?;

    let member = MemberId::of(found.subject.member_id);
    if name.put_down(member).run(&*tx).await? > 0 {
        tx.audit(ctx, SaidName::line(member)).await?;
    }
    tx.commit().await?;
    Ok(())
}
