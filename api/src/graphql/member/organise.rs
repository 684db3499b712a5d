//! What those do with people who run their networks: write to many, correct an address.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use domain::{
    id::MemberKind,
    member::{self, Delivery, MessageAll, MessageAllRefusal, Readdress, ReaddressRefusal, Reader},
};

use super::{Member, MemberKey};
use crate::graphql::{
    id::{asker, read, read_all, write},
    loader::load,
    payload::payload,
};

payload! {
    /// What came of writing to many members.
    MembersMessageSendPayload refused by MessageAllRefusal {
        /// Each of them, by name, and what becomes of the letter.
        readers: Vec<MessageReader>
    }
}
payload! {
    /// What came of correcting an address.
    MemberEmailUpdatePayload refused by ReaddressRefusal {
        /// The corrected record.
        or current member: Member
    }
}

/// What becomes of the message to one person. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "Delivery")]
pub enum MessageDelivery {
    /// A letter leaves.
    Leaves,
    /// It is your own record.
    Oneself,
    /// The person has no address, or their record is closed.
    Unreachable,
    /// The person receives no messages of members.
    Unwanted,
    /// You wrote the same words to the person today; they leave once.
    AlreadyWritten,
}

/// Someone who is written to, or why not.
#[derive(SimpleObject)]
pub struct MessageReader {
    /// The person.
    member_id: ID,
    /// Their name.
    name: String,
    /// What becomes of it.
    delivery: MessageDelivery,
}

impl MessageReader {
    fn of(reader: Reader) -> Self {
        Self {
            member_id: write::<MemberKind>(reader.id),
            name: reader.name,
            delivery: reader.delivery.into(),
        }
    }
}

/// A word to people of a network.
#[derive(InputObject)]
pub struct MembersMessageSendInput {
    /// In which network's affairs.
    network_id: ID,
    /// To whom: at most 100 people of networks that you run.
    member_ids: Vec<ID>,
    /// What it is about, at most 200 characters.
    subject: String,
    /// What it says, at most 5000 characters.
    body: String,
    /// Whether nothing leaves: the answer says who would be written to.
    #[graphql(default)]
    dry_run: bool,
}

/// The address as it should be.
#[derive(InputObject)]
pub struct MemberEmailUpdateInput {
    /// The person.
    member_id: ID,
    /// The revision that you looked at.
    expected_revision: Option<i32>,
    /// The address by which they sign in and are written to.
    email: String,
}

/// What those do with people who run their networks.
#[derive(Default)]
pub struct MemberOrganiseMutation;

/// What those do with people who run their networks.
#[Object]
impl MemberOrganiseMutation {
    /// Writes to people of a network, in its affairs. Each has a letter of their own and sees nobody
    /// else's name; the same words on the same day leave once.
    async fn members_message_send(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "To whom, and what.")] input: MembersMessageSendInput,
    ) -> Result<Option<MembersMessageSendPayload>> {
        let asked = MessageAll {
            network: read(ctx, &input.network_id)?,
            to: read_all(ctx, &input.member_ids)?,
            subject: input.subject,
            body: input.body,
            is_dry_run: input.dry_run,
        };
        let outcome = member::message_send_all(asker(ctx), asked).await;
        MembersMessageSendPayload::of(ctx, outcome, |readers| {
            readers.into_iter().map(MessageReader::of).collect()
        })
    }

    /// Corrects a person's address. Leads may while nobody ever came in by the account; from then on
    /// the address proves who signs in, and only administrators may.
    async fn member_email_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address as it should be.")] input: MemberEmailUpdateInput,
    ) -> Result<Option<MemberEmailUpdatePayload>> {
        let id = read(ctx, &input.member_id)?;
        let asked = Readdress { expected_revision: input.expected_revision, email: input.email };
        let outcome = member::readdress(asker(ctx), id, asked).await;
        let current = load(ctx, MemberKey(id.uuid()));
        MemberEmailUpdatePayload::of_edit(ctx, outcome, Member::of, current).await
    }
}
