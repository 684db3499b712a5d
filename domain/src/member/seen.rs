//! A person as this asker may see them: what may not be seen is not in it.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult};
use uuid::Uuid;

use super::{
    ProfileKind,
    enrol::is_nameless,
    facts::{facts_columns, facts_of_row},
};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::{Denied, Halt},
    id::MemberId,
    policy::{Ask, Because, MemberFacts, Resource, Standing},
};
use entities::member::Model;

/// A field that a person may show to the members of their networks, and of those above and below.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// The address.
    Email,
    /// The telephone number.
    Phone,
    /// What they do.
    JobTitle,
    /// What they can do.
    Skills,
}

impl Field {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Email, Self::Phone, Self::JobTitle, Self::Skills];

    /// Its word in the tables.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::JobTitle => "job_title",
            Self::Skills => "skills",
        }
    }
}

/// Who sees a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Audience {
    /// The person, and those who hold a role in a network of theirs.
    #[default]
    Leads,
    /// Members of the same networks, and of those above or below one of them, too.
    Members,
}

/// Who sees each field.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Visibility {
    fields: BTreeMap<&'static str, Audience>,
    /// Whether anybody may read the person's name as pilot of their networks.
    pub is_named_as_pilot: bool,
}

/// The entry of the tables that says whether anybody may read a pilot's name.
const PILOT: &str = "pilot";

impl Visibility {
    /// Who sees this field; it is hidden from other members until the person says otherwise.
    pub fn of(&self, field: Field) -> Audience {
        self.fields.get(field.word()).copied().unwrap_or_default()
    }

    /// Shows a field to these.
    pub fn show(&mut self, field: Field, to: Audience) {
        self.fields.insert(field.word(), to);
    }

    /// From the tables.
    pub(crate) fn read(json: &serde_json::Value) -> Self {
        let said = |word: &str, audience: &str| {
            json.get(word).and_then(serde_json::Value::as_str) == Some(audience)
        };
        let mut visibility = Self { is_named_as_pilot: said(PILOT, "anybody"), ..Self::default() };
        for field in Field::ALL {
            if said(field.word(), "members") {
                visibility.show(field, Audience::Members);
            }
        }
        visibility
    }

    /// As the tables have it.
    pub(super) fn write(&self) -> serde_json::Value {
        let shown = self.fields.iter().filter(|(_, audience)| **audience == Audience::Members);
        let shown = shown.map(|(word, _)| (*word, "members"));
        let named = self.is_named_as_pilot.then_some((PILOT, "anybody"));
        shown
            .chain(named)
            .map(|(word, to)| (word.to_owned(), serde_json::Value::from(to)))
            .collect()
    }
}

/// A person as this asker may see them.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The identifier.
    pub id: Uuid,
    /// First name; may be empty.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// What they are by profession, for those who share more than an employer with them.
    pub profile_kind: Option<ProfileKind>,
    /// Whether they can train others, for the same.
    pub may_train: Option<bool>,
    /// The address, for those who may see it.
    pub email: Option<String>,
    /// The telephone number, for those who may see it.
    pub phone: Option<String>,
    /// What they do, for those who may see it.
    pub job_title: Option<String>,
    /// What they can do, for those who may see it.
    pub skills: Option<Vec<String>>,
    /// What only the person and those see who hold a role in a network of theirs.
    pub private: Option<Private>,
    /// Since when the record is closed.
    pub archived_at: Option<DateTime<Utc>>,
    /// Since when what is personal is gone.
    pub erased_at: Option<DateTime<Utc>>,
    /// Grows with each change.
    pub revision: i32,
    /// What the policy decides upon.
    pub facts: MemberFacts,
}

/// What only the person and those see who hold a role in a network of theirs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Private {
    /// Who sees each field.
    pub visibility: Visibility,
    /// When they last used the platform.
    pub last_seen_at: Option<DateTime<Utc>>,
    /// Since when they are known.
    pub created_at: DateTime<Utc>,
}

impl Seen {
    /// Whether they can train others, as far as the asker may know.
    pub fn trains(&self) -> bool {
        self.may_train == Some(true)
    }

    /// Whether they gave no name, or are erased.
    pub fn is_unnamed(&self) -> bool {
        self.first_name.is_empty() && is_nameless(&self.last_name)
    }

    /// How to tell who it is: the name, or the address where the asker may read it; nothing when
    /// neither is known.
    pub fn called(&self) -> Option<String> {
        if self.is_unnamed() { self.email.clone() } else { Some(self.name()) }
    }

    /// First and last name; a dash where there is none.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }
}

/// What this asker may see of a row; nothing when they may not know that the person exists.
pub(super) fn see(standing: &Standing, row: Model, facts: MemberFacts) -> Result<Seen, Denied> {
    let because = standing.may(&Ask::SeeMember { member: &facts })?;
    let is_private = standing.may(&Ask::SeeMemberPrivate { member: &facts }).is_ok();
    let visibility = Visibility::read(&row.visibility);
    // Who only manages their employer is no fellow member, and sees the name.
    let is_fellow = because != Because::Manages;
    let sees = |field| is_private || (is_fellow && visibility.of(field) == Audience::Members);
    Ok(Seen {
        id: row.id,
        email: sees(Field::Email).then_some(row.email).filter(|email| !email.is_empty()),
        phone: row.phone.filter(|_| sees(Field::Phone)),
        job_title: row.job_title.filter(|_| sees(Field::JobTitle)),
        skills: sees(Field::Skills).then(|| words(&row.skills)),
        first_name: row.first_name,
        last_name: row.last_name,
        profile_kind: (is_private || is_fellow).then_some(row.profile_kind),
        may_train: (is_private || is_fellow).then_some(row.may_train),
        private: is_private.then(|| Private {
            visibility: visibility.clone(),
            last_seen_at: row.last_seen_at,
            created_at: row.created_at,
        }),
        archived_at: row.archived_at,
        erased_at: row.erased_at,
        revision: row.revision,
        facts,
    })
}

/// A list of words as the tables have it.
pub(super) fn words(json: &serde_json::Value) -> Vec<String> {
    let list = json.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|word| word.as_str().map(str::to_owned)).collect()
}

/// The person of this identifier, or the one they were merged into.
pub async fn load(ctx: &Context, id: MemberId) -> Result<Seen, Halt> {
    ctx.standing().is_somebody()?;
    Ok(by_ids(ctx, &[id.uuid()]).await?.remove(&id.uuid()).ok_or(Denied::Hidden)?)
}

/// The people of these identifiers that the asker may know, in one statement. A duplicate answers
/// as the record that it was merged into.
pub async fn by_ids(ctx: &Context, ids: &[Uuid]) -> Result<HashMap<Uuid, Seen>, Halt> {
    seen_among(ctx, ctx.db(), ids).await
}

struct Asked {
    by: Uuid,
    row: Model,
    facts: MemberFacts,
}

impl FromQueryResult for Asked {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, sea_orm::DbErr> {
        let by = row.try_get(prefix, "asked_id")?;
        let known = Model::from_query_result(row, prefix)?;
        let facts = facts_of_row(row, prefix, known.id)?;
        Ok(Self { by, row: known, facts })
    }
}

/// The same, within a change.
pub(crate) async fn seen_among(
    ctx: &Context,
    db: &impl ConnectionTrait,
    ids: &[Uuid],
) -> Result<HashMap<Uuid, Seen>, Halt> {
    let asked: Vec<Asked> = Sql::new("select member.id as asked_id, known.*,", vec![])
        .append(facts_columns(ctx, db.get_database_backend()))
        .and(
            "from member \
             join member known on known.id = coalesce(member.merged_into_id, member.id) \
             where member.id in ?",
            binds![ids],
        )
        .all(db)
        .await?;
    let mut seen = HashMap::with_capacity(asked.len());
    for Asked { by, row, facts } in asked {
        if let Ok(member) = see(ctx.standing(), row, facts) {
            seen.insert(by, member);
        }
    }
    Ok(seen)
}

/// Who might look at a person's record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Onlooker {
    /// A member of a network of theirs, or of one above or below it, and nothing more.
    Fellow,
    /// Someone who is not signed in.
    Anybody,
}

/// The asker's own record as this onlooker would see it; nothing when they would not see it at all.
pub async fn as_seen_by(ctx: &Context, onlooker: Onlooker) -> Result<Option<Seen>, Halt> {
    let me = ctx.standing().everywhere()?;
    ctx.standing().has_scope(Resource::Member, false)?;
    let row: Option<Model> =
        Sql::new("select * from member where id = ?", binds![me]).one(ctx.db()).await?;
    let row = row.ok_or(Denied::Hidden)?;
    let facts = super::facts(ctx, ctx.db(), &[me]).await?.remove(&me).ok_or(Denied::Hidden)?;
    let standing = match onlooker {
        Onlooker::Anybody => Standing::nobody(),
        // Nobody has this identifier: the policy answers as for a stranger in the same networks.
        Onlooker::Fellow => Standing {
            member: Some(Uuid::nil()),
            belongs: facts.networks.iter().copied().collect(),
            above: facts.above.iter().copied().collect(),
            ..Standing::nobody()
        },
    };
    Ok(see(&standing, row, facts).ok())
}
