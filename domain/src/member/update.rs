//! What a person says of themselves, and who sees it.

use sea_orm::{ActiveModelTrait as _, EntityTrait as _, Set};
use serde_json::json;

use super::{Audience, Field, ProfileKind, Seen, facts, seen::see, skill};
use crate::{
    audit::Line,
    context::Context,
    database::Hold as _,
    error::{Denied, Error, Outcome, refuse_with},
    id::MemberId,
    identifier::Phone,
    patch::Patch,
    policy::Ask,
    refusals,
    text::{fold, is_long, line},
};

/// What changes; what is not named stays.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// The revision that the person looked at.
    pub expected_revision: Option<i32>,
    /// First name; may be empty.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// The telephone number, as people write it.
    pub phone: Patch<String>,
    /// What they do.
    pub job_title: Patch<String>,
    /// What they are by profession.
    pub profile_kind: Option<ProfileKind>,
    /// Whether they can train others.
    pub may_train: Option<bool>,
    /// What they can do, all of it.
    pub skills: Option<Vec<String>>,
    /// Who sees a field, for those that are named; the person's own to say.
    pub visibility: Vec<(Field, Audience)>,
    /// Whether anybody may read their name as pilot of their networks; the person's own to say.
    pub is_named_as_pilot: Option<bool>,
}

refusals! {
    /// Why a profile may not be changed.
    MemberUpdate: pub enum UpdateRefusal {
        /// Someone else changed it in the meantime.
        Stale { revision: i32 } => "STALE_REVISION" on "expectedRevision",
        /// The last name is empty.
        NameMissing => "NAME_MISSING" on "lastName",
        /// A name or what they do is longer than 200 characters.
        TooLong { field: &'static str } => "TEXT_TOO_LONG" at field,
        /// Not a telephone number.
        PhoneInvalid { phone: String } => "PHONE_INVALID" on "phone",
        /// More than 30 skills.
        TooManySkills { most: usize } => "TOO_MANY_SKILLS" on "skills",
        /// A skill of more than 80 characters, told by its beginning.
        SkillTooLong { skill: String, most: usize } => "SKILL_TOO_LONG" on "skills",
    }
}

/// How much of a skill that is too long is told, to know it by.
const TOLD: usize = 40;

/// Changes a profile.
pub async fn update(ctx: &Context, id: MemberId, change: Change) -> Outcome<Seen, UpdateRefusal> {
    ctx.standing().is_somebody()?;
    let tx = ctx.begin().await?;
    let row = entities::member::Entity::find_by_id(id.uuid())
        .hold()
        .one(&*tx)
        .await?
        .ok_or(Denied::Hidden)?;
    let facts = facts(ctx, &*tx, &[row.id]).await?.remove(&row.id).ok_or(Denied::Hidden)?;

    ctx.may(&Ask::EditMember { member: &facts })?;
    if !change.visibility.is_empty() || change.is_named_as_pilot.is_some() {
        ctx.may(&Ask::Consent { member: row.id })?;
    }

    let phone = decide(&row, &change)?;

    let before = row.clone();
    let mut visibility = super::Visibility::read(&row.visibility);
    for (field, audience) in &change.visibility {
        visibility.show(*field, *audience);
    }
    if let Some(is_named) = change.is_named_as_pilot {
        visibility.is_named_as_pilot = is_named;
    }
    let mut model: entities::member::ActiveModel = row.into();
    let first_name = change.first_name.map_or(before.first_name, |name| line(&name));
    let last_name = change.last_name.map_or(before.last_name, |name| line(&name));
    model.search = Set(fold(&format!("{last_name} {first_name}")));
    model.first_name = Set(first_name);
    model.last_name = Set(last_name);
    model.phone = Set(phone.over(before.phone));
    let job_title = change.job_title.over(before.job_title).map(|title| line(&title));
    model.job_title = Set(job_title.filter(|title| !title.is_empty()));
    model.profile_kind = Set(change.profile_kind.unwrap_or(before.profile_kind));
    model.may_train = Set(change.may_train.unwrap_or(before.may_train));
    if let Some(skills) = &change.skills {
        model.skills = Set(json!(skill::tidy(skills)));
    }
    model.visibility = Set(visibility.write());
    model.revision = Set(before.revision + 1);
    let row = model.update(&*tx).await?;

    // What the profile says is personal: the trail tells which fields, not their words.
    let line = Line::new("member.update", id)
        .on_behalf_of(id)
        .changing(json!({ "revision": row.revision, "visibility": row.visibility }));
    tx.audit(ctx, line).await?;
    let seen = see(ctx.standing(), row, facts)?;
    tx.commit().await?;
    Ok(seen)
}

/// Whether it may change so, with all that is wrong; the number in its one form.
fn decide(
    row: &entities::member::Model,
    change: &Change,
) -> Result<Patch<String>, Error<UpdateRefusal>> {
    if change.expected_revision.is_some_and(|expected| expected != row.revision) {
        return Err(UpdateRefusal::Stale { revision: row.revision }.into());
    }
    let mut wrongs = Vec::new();
    if change.last_name.as_ref().is_some_and(|name| line(name).is_empty()) {
        wrongs.push(UpdateRefusal::NameMissing);
    }
    let title = match &change.job_title {
        Patch::Put(Some(title)) => Some(title),
        _ => None,
    };
    let is_too_long = |text: &String| is_long(&line(text));
    let texts = [
        (change.first_name.as_ref(), "firstName"),
        (change.last_name.as_ref(), "lastName"),
        (title, "jobTitle"),
    ];
    let too_long = texts.into_iter().filter(|(text, _)| text.is_some_and(is_too_long));
    wrongs.extend(too_long.map(|(_, field)| UpdateRefusal::TooLong { field }));
    if let Some(skills) = &change.skills {
        let tidied = skill::tidy(skills);
        if tidied.len() > skill::MOST {
            wrongs.push(UpdateRefusal::TooManySkills { most: skill::MOST });
        }
        let too_long = tidied.iter().filter(|skill| skill.chars().count() > skill::LONGEST);
        wrongs.extend(too_long.map(|skill| {
            let skill = skill.chars().take(TOLD).chain(['…']).collect();
            UpdateRefusal::SkillTooLong { skill, most: skill::LONGEST }
        }));
    }
    let phone = match &change.phone {
        Patch::Keep => Patch::Keep,
        Patch::Put(None) => Patch::Put(None),
        Patch::Put(Some(text)) if text.trim().is_empty() => Patch::Put(None),
        Patch::Put(Some(text)) => {
            if let Ok(phone) = text.parse::<Phone>() {
                Patch::Put(Some(phone.to_string()))
            } else {
                wrongs.push(UpdateRefusal::PhoneInvalid { phone: text.clone() });
                Patch::Keep
            }
        }
    };
    refuse_with(wrongs)?;
    Ok(phone)
}
