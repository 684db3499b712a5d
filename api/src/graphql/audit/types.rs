//! What a line of the audit trail is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use domain::{audit, context::Door, id::AuditLineKind};

use crate::graphql::{
    id::{read_any, read_some, write},
    loader::load,
    member::{Member, MemberKey},
    network::{Network, NetworkKey},
    node::{Node, found},
    token::{Token, TokenKey},
};

/// What a change was made to. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "audit::ChangeKind")]
pub enum ChangeKind {
    /// Answers to questions.
    Answer,
    /// Who came (présence).
    Attendance,
    /// Charters, and signing or refusing them.
    Charter,
    /// Links to sign in.
    EmailLink,
    /// Employers (structures).
    Employer,
    /// Who acts for an employer (référent·e de structure).
    EmployerManager,
    /// Who works where (emploi).
    Employment,
    /// Events.
    Event,
    /// Identities at a provider.
    Identity,
    /// Invitations.
    Invitation,
    /// Requests to join.
    JoinRequest,
    /// Letters that are sent again.
    Letter,
    /// Which letters one wants.
    LetterPreference,
    /// People.
    Member,
    /// Who is in which network, with which role (adhésion).
    Membership,
    /// Networks.
    Network,
    /// The levels of the federation.
    NetworkLevel,
    /// Places.
    Place,
    /// Questions of an event.
    Question,
    /// Registrations.
    Registration,
    /// When reminders leave.
    ReminderRule,
    /// What was kept long enough and is erased.
    Retention,
    /// Sessions and their seats.
    Session,
    /// Signing in and out.
    SignIn,
    /// Signatures that ended.
    Signature,
    /// The communes that networks can cover.
    Territory,
    /// Third-party tools' keys.
    Token,
}

/// Through which door a change was made. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ChangeDoor {
    /// This API.
    Api,
    /// A page.
    Page,
    /// A link in a letter.
    Letter,
    /// The command line.
    Command,
    /// The server, by itself.
    Worker,
}

/// Who made a change. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum ChangeActorKind {
    /// A person.
    Person,
    /// A third-party tool, for a person.
    Token,
    /// The server itself, or its operator.
    System,
    /// Someone who was not signed in.
    Visitor,
}

/// Who made a change.
#[derive(SimpleObject)]
pub struct ChangeActor {
    /// What they are.
    kind: ChangeActorKind,
    /// The person; null when it is nobody that you may know of.
    member: Option<Member>,
    /// The tool's token; null when none was used, or none that you may know of.
    token: Option<Token>,
}

/// A field that changed.
#[derive(SimpleObject)]
pub struct ChangedField {
    /// Its name.
    field: String,
    /// What it was; null when there was nothing, or when it was not noted. Lists and objects are JSON.
    before: Option<String>,
    /// What it is; null when there is nothing any more. Lists and objects are JSON.
    after: Option<String>,
}

/// A line of the audit trail (historique): who did what, when, through which door.
#[derive(Clone)]
pub struct Change(Arc<audit::Change>);

impl Change {
    pub(crate) fn of(change: audit::Change) -> Self {
        Self(Arc::new(change))
    }
}

/// A line of the audit trail (historique): who did what, when, through which door.
#[Object]
impl Change {
    /// Opaque: do not take it apart.
    async fn id(&self) -> ID {
        write::<AuditLineKind>(self.0.id)
    }

    /// When.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// What was done, such as `event.publish`; the list may grow.
    async fn action(&self) -> &str {
        &self.0.action
    }

    /// What it was done to; null when that kind is no longer known.
    async fn kind(&self) -> Option<ChangeKind> {
        self.0.kind().map(Into::into)
    }

    /// What was done, in words: «rencontre publiée».
    async fn summary(&self) -> String {
        let key = format!("change-{}", self.0.action.replace(['.', '_'], "-"));
        locales::text(&key, &[])
    }

    /// Who did it.
    async fn actor(&self, ctx: &Context<'_>) -> Result<ChangeActor> {
        use audit::Actor;
        let (kind, member, token) = match self.0.actor {
            Actor::Person(member) => (ChangeActorKind::Person, Some(member), None),
            Actor::Token { token, member } => (ChangeActorKind::Token, member, Some(token)),
            Actor::System => (ChangeActorKind::System, None, None),
            Actor::Visitor => (ChangeActorKind::Visitor, None, None),
        };
        let member = match member {
            Some(member) => load(ctx, MemberKey(member)).await?,
            None => None,
        };
        let token = match token {
            Some(token) => load(ctx, TokenKey(token)).await?,
            None => None,
        };
        Ok(ChangeActor { kind, member, token })
    }

    /// As whom, when an administrator acted as somebody for a while; null when that is nobody you may know of.
    async fn acting_as(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.acting_as_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// Whom it concerns, who is often the actor; null when it is nobody that you may know of.
    async fn member(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        match self.0.member_id {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// On whose behalf it was done, when that is not the actor.
    async fn on_behalf_of(&self, ctx: &Context<'_>) -> Result<Option<Member>> {
        use audit::Actor;
        let actor = match self.0.actor {
            Actor::Person(member) => Some(member),
            Actor::Token { member, .. } => member,
            Actor::System | Actor::Visitor => None,
        };
        match self.0.member_id.filter(|concerned| Some(*concerned) != actor) {
            Some(id) => load(ctx, MemberKey(id)).await,
            None => Ok(None),
        }
    }

    /// Through which door.
    async fn door(&self) -> ChangeDoor {
        match self.0.door {
            Door::Api => ChangeDoor::Api,
            Door::Page => ChangeDoor::Page,
            Door::Letter => ChangeDoor::Letter,
            Door::Command => ChangeDoor::Command,
            Door::Worker => ChangeDoor::Worker,
        }
    }

    /// The request in which it was done: one request may change several things.
    async fn request_id(&self) -> &str {
        &self.0.request_id
    }

    /// In which network's affairs.
    async fn network(&self, ctx: &Context<'_>) -> Result<Option<Network>> {
        match self.0.network_id {
            Some(id) => load(ctx, NetworkKey(id)).await,
            None => Ok(None),
        }
    }

    /// The thing itself; null when it is no more, or not for you to see.
    async fn subject(&self, ctx: &Context<'_>) -> Result<Option<Node>> {
        let (kind, id) = &self.0.subject;
        found(ctx, kind, *id).await
    }

    /// What changed, field by field. What is private is named, not told.
    async fn fields(&self) -> Vec<ChangedField> {
        let words = |value: serde_json::Value| match value {
            serde_json::Value::String(words) => words,
            other => other.to_string(),
        };
        let fields = self.0.fields().into_iter();
        fields
            .map(|changed| ChangedField {
                field: changed.field,
                before: changed.before.map(words),
                after: changed.after.map(words),
            })
            .collect()
    }
}

/// Which lines of the audit trail.
#[derive(InputObject, Default)]
pub struct ChangeFilter {
    /// Made to one of these kinds of things.
    #[graphql(default)]
    kinds: Vec<ChangeKind>,
    /// One of these actions, such as `membership.end`.
    #[graphql(default)]
    actions: Vec<String>,
    /// At this time or after it.
    from: Option<DateTime<Utc>>,
    /// Before this time.
    until: Option<DateTime<Utc>>,
    /// By this person.
    actor_id: Option<ID>,
    /// To the thing of this identifier, or to a part of it: an event's registrations with the event.
    subject_id: Option<ID>,
}

impl ChangeFilter {
    pub(crate) fn read(self, ctx: &Context<'_>) -> Result<audit::Filter> {
        Ok(audit::Filter {
            kinds: self.kinds.into_iter().map(Into::into).collect(),
            actions: self.actions,
            from: self.from,
            until: self.until,
            actor_id: read_some(ctx, self.actor_id.as_ref())?
                .map(|id: domain::id::MemberId| id.uuid()),
            subject_id: self.subject_id.as_ref().map(|id| read_any(ctx, id)).transpose()?,
        })
    }
}
