//! What an employer is.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Object, OneofObject, Result};
use chrono::{DateTime, Utc};
use domain::{
    audit::Of,
    employer, employer_manager,
    employment::{self, ParticipationFilter},
    id::{EmployerKind, MemberId},
    policy::Ask,
};

use super::{EmployerManager, loaders::ActFor};
use crate::graphql::{
    audit::{self, Change, ChangeFilter},
    connection::{Connection, request},
    employment::{PartOf, Participation, ParticipationOrder, Staff, StaffFilter, StaffOf},
    id::{asker, read_some, write},
    loader::below,
    network::TerritoryBy,
    permission::Permission,
    place::{HeldBy, Place},
    scalar::{Date, EmailAddress, InseeCode, PhoneNumber, Rna, Siret, Url},
};

/// An organisation that employs members or hosts volunteers (structure).
#[derive(Clone)]
pub struct Employer(Arc<employer::Employer>);

impl Employer {
    pub(crate) fn of(employer: employer::Employer) -> Self {
        Self(Arc::new(employer))
    }

    /// The networks of its staff and places.
    pub(crate) fn networks(&self) -> &[uuid::Uuid] {
        &self.0.networks
    }
}

/// An organisation that employs members or hosts volunteers (structure).
#[Object]
impl Employer {
    /// Opaque: do not take it apart.
    pub(crate) async fn id(&self) -> ID {
        write::<EmployerKind>(self.0.id)
    }

    /// Its name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Its number in the business register; one employer has it at most.
    async fn siret(&self) -> Option<Siret> {
        self.0.siret.clone().map(Siret)
    }

    /// Its number in the register of associations.
    async fn rna(&self) -> Option<Rna> {
        self.0.rna.clone().map(Rna)
    }

    /// Number and street.
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// Postal code.
    async fn postal_code(&self) -> &str {
        &self.0.postal_code
    }

    /// Commune.
    async fn commune_name(&self) -> &str {
        &self.0.commune_name
    }

    /// The commune's code.
    async fn insee_code(&self) -> Option<InseeCode> {
        self.0.insee_code.clone().map(InseeCode)
    }

    /// Its website.
    async fn website_url(&self) -> Option<Url> {
        self.0.website_url.clone().map(Url)
    }

    /// Where to write; null unless you manage it or run a network of its staff or places.
    async fn email(&self) -> Option<EmailAddress> {
        self.0.contact.as_ref()?.email.clone().map(EmailAddress)
    }

    /// Where to call; null unless you manage it or run a network of its staff or places.
    async fn phone(&self) -> Option<PhoneNumber> {
        self.0.contact.as_ref()?.phone.clone().map(PhoneNumber)
    }

    /// Its places, by name.
    async fn places(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Closed ones too.", default)] with_archived: bool,
    ) -> Result<Connection<Place>> {
        let page = request(ctx, first, after, last, before);
        below(ctx, HeldBy, (self.0.id, with_archived, page), Place::of).await
    }

    /// Who acts for it (référent·es), and who asks to, the newest first; null unless you manage it or lead a network of its staff or places.
    async fn managers(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
    ) -> Result<Option<Connection<EmployerManager>>> {
        let ask = Ask::SeeStaff { employer: self.0.id, networks: &self.0.networks };
        if asker(ctx).may(&ask).is_err() {
            return Ok(None);
        }
        let page = request(ctx, first, after, last, before);
        below(
            ctx,
            ActFor,
            (self.0.id, employer_manager::Filter::default(), page),
            EmployerManager::of,
        )
        .await
        .map(Some)
    }

    /// Who works there, by name, with how much they took part: all for who manages it, a lead’s own people for a lead, null for others.
    async fn staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which ones; confirmed and present when nothing is said.")] filter: Option<
            StaffFilter,
        >,
    ) -> Result<Option<Connection<Staff>>> {
        let ask = Ask::SeeStaff { employer: self.0.id, networks: &self.0.networks };
        if asker(ctx).may(&ask).is_err() {
            return Ok(None);
        }
        let page = request(ctx, first, after, last, before);
        let has_parts = employment::may_count(asker(ctx)).is_ok();
        let of = |staff| Staff::of(staff, has_parts);
        below(ctx, StaffOf, (self.0.id, StaffFilter::read(filter), page), of).await.map(Some)
    }

    /// What the staff took part in, the latest first: all of it for who manages it, the events that they
    /// organise for a lead of a network of its staff or places, null for others. A tool needs
    /// `event:read` and `registration:read`.
    #[expect(clippy::too_many_arguments, reason = "the arguments of a connection")]
    async fn participations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the front, 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the back, 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor.")] before: Option<String>,
        #[graphql(desc = "Events of this day and later.")] from: Option<Date>,
        #[graphql(desc = "Events of this day and before.")] until: Option<Date>,
        #[graphql(desc = "Of this person only.")] member_id: Option<ID>,
        #[graphql(
            desc = "Of those whose name has words that begin so; accents and case are forgiven."
        )]
        search: Option<String>,
        #[graphql(desc = "In which order.", default_with = "ParticipationOrder::Latest")]
        order_by: ParticipationOrder,
    ) -> Result<Option<Connection<Participation>>> {
        let ask = Ask::SeeStaff { employer: self.0.id, networks: &self.0.networks };
        if asker(ctx).may(&ask).is_err() {
            return Ok(None);
        }
        let page = request(ctx, first, after, last, before);
        let member: Option<MemberId> = read_some(ctx, member_id.as_ref())?;
        let filter = ParticipationFilter {
            from: from.map(|day| day.0),
            until: until.map(|day| day.0),
            member: member.map(MemberId::uuid),
            search,
            events: None,
            sorting: order_by.into(),
        };
        below(ctx, PartOf, (self.0.id, filter, page), Participation::of).await.map(Some)
    }

    /// Since when the record is closed.
    async fn archived_at(&self) -> Option<DateTime<Utc>> {
        self.0.archived_at
    }

    /// Grows with each change: give it back as `expectedRevision`.
    async fn revision(&self) -> i32 {
        self.0.revision
    }

    /// Since when it is known.
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// What was done to it, its managers and employments (historique), the newest first; for the leads
    /// of its networks, without the staff of others.
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
        audit::history(ctx, Of::Employer, self.0.id, turn, filter).await
    }

    /// Whether you may do this here, and why.
    async fn viewer_can(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What you would do.")] action: EmployerAction,
    ) -> Permission {
        Permission::of(asker(ctx).may(&action.ask(&self.0)))
    }
}

/// What one may do to an employer. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
pub enum EmployerAction {
    /// See how to reach it.
    SeeContact,
    /// Change its record.
    Edit,
    /// See who works there, and what they took part in.
    SeeStaff,
    /// Ask to act for it.
    ClaimManager,
    /// Invite who acts for it, and answer who asks to.
    DecideManager,
    /// Sign charters for it.
    SignCharter,
    /// See its audit trail.
    SeeAudit,
}

impl EmployerAction {
    fn ask(self, employer: &employer::Employer) -> Ask<'_> {
        let networks = &employer.networks;
        let employer = employer.id;
        match self {
            Self::SeeContact => Ask::SeeEmployerContact { employer, networks },
            Self::Edit => Ask::EditEmployer { employer, networks },
            Self::SeeStaff => Ask::SeeStaff { employer, networks },
            Self::ClaimManager => Ask::ClaimManager { networks },
            Self::DecideManager => Ask::DecideManager { employer, member: None, networks },
            Self::SignCharter => Ask::SignForStructure { employer },
            Self::SeeAudit => Ask::SeeEmployerAudit { networks },
        }
    }
}

/// In which order employers are listed. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "employer::EmployerOrder")]
pub enum EmployerOrder {
    /// By name.
    #[default]
    ByName,
    /// The last written down first.
    Newest,
}

/// Which employers.
#[derive(InputObject, Default)]
pub struct EmployerFilter {
    /// Whose name has these words, accents and case forgiven; or of this SIRET or RNA.
    search: Option<String>,
    /// With staff or places in this network, or in one below it.
    network_id: Option<ID>,
    /// In a commune of this territory.
    territory: Option<TerritoryBy>,
    /// With someone who acts for them (référent·e), or without.
    has_manager: Option<bool>,
    /// Closed records too.
    #[graphql(default)]
    with_archived: bool,
}

impl EmployerFilter {
    pub(crate) fn read(self, ctx: &Context<'_>) -> Result<employer::Filter> {
        Ok(employer::Filter {
            search: self.search,
            network: read_some(ctx, self.network_id.as_ref())?,
            area: self.territory.map(|by| by.read(ctx)).transpose()?,
            has_manager: self.has_manager,
            with_archived: self.with_archived,
            among: None,
        })
    }
}

/// By what an employer is known: exactly one of these.
#[derive(OneofObject)]
pub enum EmployerBy {
    /// Its identifier.
    Id(ID),
    /// Its SIRET; spaces are forgiven.
    Siret(String),
    /// Its RNA number.
    Rna(String),
}
