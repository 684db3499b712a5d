//! Which letters a reader no longer wants. A letter carries the key to it, so that nobody has to sign in.

use std::collections::BTreeSet;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use sea_orm::FromQueryResult;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::{
    audit::Line,
    context::{Context, Door},
    database::{Sql, Transaction, binds},
    error::{Denied, Halt, Outcome},
    id::MemberId,
    outbox::{Category, Recipient},
    policy::Ask,
};

/// Who reads: a member, or an address that was written to and belongs to no member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reader {
    /// A member, whatever their address becomes.
    Member(MemberId),
    /// An address, in lower case.
    Address(String),
}

impl Reader {
    /// Who reads what goes to this recipient.
    pub fn of(to: &Recipient) -> Self {
        to.member_id
            .map_or_else(|| Self::Address(to.email.to_lowercase()), |id| Self::Member(id.into()))
    }

    /// The text that is signed.
    fn name(&self) -> String {
        match self {
            Self::Member(id) => id.to_string(),
            Self::Address(address) => address.clone(),
        }
    }

    fn named(name: &str) -> Self {
        name.parse().map_or_else(|_| Self::Address(name.to_owned()), Self::Member)
    }
}

const PURPOSE: &str = "letter-preference";

/// The key that letters to this reader carry. Made by the server alone, kept nowhere.
pub fn token_of(ctx: &Context, reader: &Reader) -> String {
    let name = reader.name();
    let signature = ctx.secret().sign(PURPOSE, name.as_bytes());
    format!(
        "{}.{}",
        BASE64_URL_SAFE_NO_PAD.encode(name),
        BASE64_URL_SAFE_NO_PAD.encode(&signature[..16])
    )
}

/// Whose key this is.
pub fn reader_of(ctx: &Context, token: &str) -> Result<Reader, Denied> {
    let read = |text| BASE64_URL_SAFE_NO_PAD.decode(text).map_err(|_| Denied::Hidden);
    let (name, signature) = token.split_once('.').ok_or(Denied::Hidden)?;
    let (name, signature) = (read(name)?, read(signature)?);
    let ours = ctx.secret().sign(PURPOSE, &name);
    if !bool::from(ours[..16].ct_eq(&signature)) {
        return Err(Denied::Hidden);
    }
    let name = String::from_utf8(name).map_err(|_| Denied::Hidden)?;
    Ok(Reader::named(&name))
}

#[derive(FromQueryResult)]
struct Row {
    category: String,
}

/// The categories that this reader no longer wants; a member's are also those that their address refused
/// before it was a member's. Asked with the key from a letter, or by oneself.
pub async fn refused(ctx: &Context, reader: &Reader) -> Result<BTreeSet<Category>, Halt> {
    may(ctx, reader, |member| Ask::SeeLetterPreferences { member })?;
    unwanted(ctx, reader).await
}

/// The same, for whoever has a letter to send.
async fn unwanted(ctx: &Context, reader: &Reader) -> Result<BTreeSet<Category>, Halt> {
    let sql = match reader {
        Reader::Member(id) => Sql::new(
            "select category from letter_refusal where member_id = ? union \
             select unwanted.category from member join address_refusal unwanted \
             on unwanted.email_key = member.email_key where member.id = ?",
            binds![*id, *id],
        ),
        Reader::Address(address) => {
            Sql::new("select category from address_refusal where email_key = ?", binds![address])
        }
    };
    let rows: Vec<Row> = sql.all(ctx.db()).await?;
    Ok(rows.iter().filter_map(|row| Category::of_word(&row.category)).collect())
}

/// Whether a letter of this category may leave to this recipient.
pub async fn wants(ctx: &Context, category: Category, to: &Recipient) -> Result<bool, Halt> {
    if category == Category::Transactional {
        return Ok(true);
    }
    if unwanted(ctx, &Reader::of(to)).await?.contains(&category) {
        return Ok(false);
    }
    // What an address said holds for every letter to it, whoever reads there.
    let address = Reader::Address(to.email.to_lowercase());
    Ok(!unwanted(ctx, &address).await?.contains(&category))
}

/// The condition that the member whose row has this name wants letters of this category, as [`wants`] says
/// when one leaves.
pub(crate) fn wanted_by(member: &str, category: Category) -> String {
    let word = category.word();
    format!(
        "not exists (select 1 from letter_refusal unwanted \
         where unwanted.member_id = {member}.id and unwanted.category = '{word}') \
         and not exists (select 1 from address_refusal unwanted \
         where unwanted.email_key = {member}.email_key and unwanted.category = '{word}')"
    )
}

/// The reader no longer wants this category: one click, from the letter.
pub async fn refuse(ctx: &Context, reader: &Reader, category: Category) -> Result<(), Halt> {
    let mut refused = refused(ctx, reader).await?;
    refused.insert(category);
    set_refused(ctx, reader, &refused).await
}

crate::refusals! {
    /// Why a choice of letters may be refused.
    LetterPreferencesUpdate: pub enum PreferenceRefusal {
        /// Letters of this category tell what one asked for or must know.
        CategoryRequired => "CATEGORY_REQUIRED" on "refused",
    }
}

/// The person who asks wants everything but these categories.
pub async fn update(
    ctx: &Context,
    unwanted: BTreeSet<Category>,
) -> Outcome<BTreeSet<Category>, PreferenceRefusal> {
    let reader = Reader::Member(ctx.member()?);
    if unwanted.contains(&Category::Transactional) {
        return Err(PreferenceRefusal::CategoryRequired.into());
    }
    set_refused(ctx, &reader, &unwanted).await?;
    Ok(unwanted)
}

/// The reader wants everything but these categories.
pub async fn set_refused(
    ctx: &Context,
    reader: &Reader,
    unwanted: &BTreeSet<Category>,
) -> Result<(), Halt> {
    may(ctx, reader, |member| Ask::SetLetterPreferences { member })?;
    let tx = ctx.begin().await?;
    for category in Category::REFUSABLE {
        set(&tx, ctx, reader, category, unwanted.contains(&category)).await?;
    }
    if let Reader::Member(id) = reader {
        want_at_address(&tx, *id, unwanted).await?;
        let unwanted: Vec<_> = unwanted.iter().map(|category| category.word()).collect();
        let line = Line::new("letter_preference.update", *id)
            .on_behalf_of(*id)
            .changing(serde_json::json!({ "refused": unwanted }));
        tx.audit(ctx, line).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The key in a letter is its own right, to this alone; at the other doors one asks for oneself.
fn may(
    ctx: &Context,
    reader: &Reader,
    ask: impl FnOnce(Option<Uuid>) -> Ask<'static>,
) -> Result<(), Denied> {
    let member = match reader {
        Reader::Member(id) => Some(id.uuid()),
        Reader::Address(_) => None,
    };
    if ctx.door() == Door::Letter {
        return Ok(());
    }
    ctx.may(&ask(member)).map(|_| ())
}

/// What a member wants reaches them, whatever their address refused before it was theirs.
async fn want_at_address(
    tx: &Transaction,
    member: MemberId,
    unwanted: &BTreeSet<Category>,
) -> Result<(), Halt> {
    let wanted = Category::REFUSABLE.into_iter().filter(|category| !unwanted.contains(category));
    let wanted: Vec<String> = wanted.map(|category| category.word().to_owned()).collect();
    Sql::new(
        "delete from address_refusal where category in ? \
         and email_key = (select email_key from member where id = ?)",
        binds![wanted, member],
    )
    .run(&**tx)
    .await?;
    Ok(())
}

async fn set(
    tx: &Transaction,
    ctx: &Context,
    reader: &Reader,
    category: Category,
    is_refused: bool,
) -> Result<(), Halt> {
    let word = category.word();
    let now = ctx.now();
    let sql = match (reader, is_refused) {
        (Reader::Member(id), true) => Sql::new(
            "insert into letter_refusal (member_id, category, created_at) values (?, ?, ?) \
             on conflict do nothing",
            binds![id.uuid(), word, now],
        ),
        (Reader::Member(id), false) => Sql::new(
            "delete from letter_refusal where member_id = ? and category = ?",
            binds![*id, word],
        ),
        (Reader::Address(address), true) => Sql::new(
            "insert into address_refusal (email_key, category, created_at) values (?, ?, ?) \
             on conflict do nothing",
            binds![address, word, now],
        ),
        (Reader::Address(address), false) => Sql::new(
            "delete from address_refusal where email_key = ? and category = ?",
            binds![address, word],
        ),
    };
    sql.run(&**tx).await?;
    Ok(())
}
