//! What a person is, for those who may know them.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{
    audit::Of,
    id::MemberKind,
    member::{self, Field, Seen},
    policy::{Ask, MemberFacts},
};

use crate::graphql::{
    audit::{self, Change, ChangeFilter},
    charter::{Coverage, OfMember},
    connection::{Connection, request},
    employment::{Employment, OfPerson},
    id::{asker, write},
    loader::below,
    membership::{InNetworks, MemberMembershipFilter, Membership},
    permission::Permission,
    registration::{self, MemberRegistrationFilter, Registration},
    scalar::{Date, EmailAddress, PhoneNumber},
};

/// A person known to the federation (membre), with or without an account.
#[derive(Clone)]
pub struct Member(Arc<Seen>);

impl Member {
    pub(crate) fn of(member: Seen) -> Self {
        Self(Arc::new(member))
    }

    /// What answers about them depend on.
    pub(crate) fn facts(&self) -> &MemberFacts {
        &self.0.facts
    }
}

/// A person known to the federation (membre), with or without an account.
#[Object]
impl Member {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<MemberKind>(self.0.id)
    }

    /// First name; may be empty.
    async fn first_name(&self) -> &str {
        &self.0.first_name
    }

    /// Last name.
    async fn last_name(&self) -> &str {
        &self.0.last_name
    }

    /// First and last name.
    async fn name(&self) -> String {
        self.0.name()
    }

    /// What they are by profession; null when you only manage their employer.
    async fn profile_kind(&self) -> Option<ProfileKind> {
        self.0.profile_kind.map(Into::into)
    }

    /// Whether they can train others; null when you only manage their employer.
    async fn may_train(&self) -> Option<bool> {
        self.0.may_train
    }

    /// The address; null when they do not show it to you.
    async fn email(&self) -> Option<EmailAddress> {
        self.0.email.clone().map(EmailAddress)
    }

    /// The telephone number; null when they have none or do not show it to you.
    async fn phone(&self) -> Option<PhoneNumber> {
        self.0.phone.clone().map(PhoneNumber)
    }

    /// What they do; null when they say nothing or do not show it to you.
    async fn job_title(&self) -> Option<&str> {
        self.0.job_title.as_deref()
    }

    /// What they can do (compétences); null when they do not show it to you.
    async fn skills(&self) -> Option<&[String]> {
        self.0.skills.as_deref()
    }

    /// Who sees which field; null unless it is you, or you hold a role in one of their networks yourself.
    async fn visibility(&self) -> Option<MemberVisibility> {
        let visibility = &self.0.private.as_ref()?.visibility;
        Some(MemberVisibility {
            email: visibility.of(Field::Email).into(),
            phone: visibility.of(Field::Phone).into(),
            job_title: visibility.of(Field::JobTitle).into(),
            skills: visibility.of(Field::Skills).into(),
            is_named_as_pilot: visibility.is_named_as_pilot,
        })
    }

    /// When they last used the platform; null unless it is you, or you hold a role in one of their networks yourself.
    async fn last_seen_at(&self) -> Option<DateTime<Utc>> {
        self.0.private.as_ref()?.last_seen_at
    }

    /// Since when they are known; null unless it is you, or you hold a role in one of their networks yourself.
    async fn created_at(&self) -> Option<DateTime<Utc>> {
        Some(self.0.private.as_ref()?.created_at)
    }

    /// The charters that ask them and how they stand, by title; empty unless it is you, or you run
    /// one of their networks.
    async fn charters(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "The day; nothing means today.")] on: Option<Date>,
    ) -> Result<Option<Connection<Coverage>>> {
        let page = request(ctx, first, after, last, before);
        let on = on.map_or_else(|| asker(ctx).today(), |on| on.0);
        below(ctx, OfMember, (self.0.id, on, page), Coverage::of).await.map(Some)
    }

    /// Where they work and worked, the latest first: all for themselves and who runs their networks, what concerns the employer for who manages it.
    async fn employments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<Employment>>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, OfPerson, (self.0.id, (), page), Employment::of).await.map(Some)
    }

    /// Since when the record is closed.
    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.archived_at
    }

    /// Since when what is personal is erased; what counts stays, without a name.
    async fn erased_at(&self) -> Option<DateTime<Utc>> {
        self.0.erased_at
    }

    /// What they register for, by the start of the event: all of it for themselves; for others what
    /// concerns the events that they organise, or the staff of the employers that they act for.
    async fn registrations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<MemberRegistrationFilter>,
    ) -> Result<Option<Connection<Registration>>> {
        registration::of_member(ctx, self.0.id, (first, after, last, before), filter)
            .await
            .map(Some)
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Their networks, the newest first: today's, or with those that are over as far as you may know.
    async fn memberships(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones.")] filter: Option<MemberMembershipFilter>,
    ) -> Result<Connection<Membership>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, InNetworks, (self.0.id, filter.unwrap_or_default().into(), page), Membership::of)
            .await
    }

    /// What was done to them, and what they did (historique), the newest first: all of it for themselves;
    /// for who leads one of their networks what concerns the networks that they lead.
    async fn history(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which lines.")] filter: Option<ChangeFilter>,
    ) -> Result<Option<Connection<Change>>> {
        let turn = (first, after, last, before);
        audit::history(ctx, Of::Member, self.0.id, turn, filter).await
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: MemberAction,
    ) -> Permission {
        Permission::of(asker(ctx).may(&action.ask(&self.0)))
    }
}

/// Who sees which field of a person.
#[derive(SimpleObject)]
pub struct MemberVisibility {
    /// The address.
    email: FieldAudience,
    /// The telephone number.
    phone: FieldAudience,
    /// What they do.
    job_title: FieldAudience,
    /// What they can do.
    skills: FieldAudience,
    /// Whether everyone, signed in or not, reads their name as pilot of their networks.
    is_named_as_pilot: bool,
}

/// Who sees a field. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "member::Audience")]
pub enum FieldAudience {
    /// The person, and who leads or organises a network of theirs: that network itself, not one above it.
    Leads,
    /// Members of the person's networks, and of those above or below one of these, too.
    Members,
}

/// What a person is by profession. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "member::ProfileKind")]
pub enum ProfileKind {
    /// Médiateur·rice numérique.
    DigitalMediator,
    /// Conseiller·ère numérique.
    DigitalAdviser,
    /// Coordinateur·rice.
    Coordinator,
    /// Bénévole.
    Volunteer,
    /// Agent·e France services.
    FranceServicesAgent,
    /// Bibliothécaire.
    Librarian,
    /// Autre.
    Other,
}

/// What one may do to a person's record. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum MemberAction {
    /// Take away all that is kept about them, or have it erased.
    ErasePersonal,
    /// See what they keep from other members.
    SeePrivate,
    /// Write to them, without knowing their address.
    Write,
    /// Change the profile.
    Edit,
    /// Close the record.
    Archive,
    /// Say where they work.
    DeclareEmployment,
    /// Sign a charter as this person.
    Sign,
    /// See what was done to them, and what they did.
    SeeAudit,
}

impl MemberAction {
    fn ask(self, member: &Seen) -> Ask<'_> {
        let facts = &member.facts;
        match self {
            Self::ErasePersonal => Ask::ErasePersonal { member: facts },
            Self::SeePrivate => Ask::SeeMemberPrivate { member: facts },
            Self::Write => Ask::WriteToMember { member: facts },
            Self::Edit => Ask::EditMember { member: facts },
            Self::Archive => Ask::ArchiveMember { member: facts },
            Self::DeclareEmployment => Ask::DeclareEmployment { member: facts },
            Self::Sign => Ask::SignAsVolunteer { member: facts.id },
            Self::SeeAudit => Ask::SeeMemberAudit { member: facts },
        }
    }
}
