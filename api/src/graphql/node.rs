//! Everything that has an identifier can be found by it.

use async_graphql::{Context, ID, Interface, Object, Result};
use domain::error::{Denied, Halt};
use futures_util::future::join_all;

use super::{
    attendance::{Attendance, AttendanceKey},
    charter::{Charter, CharterKey, CharterVersion, Signature, SignatureKey, VersionKey},
    employer::{Employer, EmployerKey, EmployerManager, EmployerManagerKey},
    employment::{Employment, EmploymentKey},
    error::halted,
    event::{Event, EventKey, Question, QuestionKey, Session, SessionKey},
    id::asker,
    invitation::{Invitation, InvitationKey},
    join_request::{JoinRequest, JoinRequestKey},
    letter::{Letter, LetterKey},
    loader::load,
    member::{Member, MemberKey},
    membership::{Membership, MembershipKey},
    network::{Network, NetworkKey},
    place::{Place, PlaceKey},
    registration::{Registration, RegistrationKey},
    token::{Token, TokenKey},
    words,
};
use crate::guard::Code;

/// Something with an identifier that is unique over the whole federation.
#[derive(Interface, Clone)]
#[graphql(field(name = "id", ty = "ID", desc = "Opaque: do not take it apart."))]
pub enum Node {
    /// Whether a person came.
    Attendance(Attendance),
    /// A charter.
    Charter(Charter),
    /// A published text of a charter.
    CharterVersion(CharterVersion),
    /// An employer.
    Employer(Employer),
    /// Who acts for an employer.
    EmployerManager(EmployerManager),
    /// A member at an employer.
    Employment(Employment),
    /// Where the public is received.
    Place(Place),
    /// An event.
    Event(Event),
    /// An invitation.
    Invitation(Invitation),
    /// A request to join.
    JoinRequest(JoinRequest),
    /// A letter and what became of it.
    Letter(Letter),
    /// A person.
    Member(Member),
    /// A member in a network.
    Membership(Membership),
    /// A network.
    Network(Network),
    /// What someone answered to a charter.
    Signature(Signature),
    /// A question put to those who register.
    Question(Question),
    /// A member for an event.
    Registration(Registration),
    /// An item of an agenda.
    Session(Session),
    /// A third-party tool's key.
    Token(Token),
}

/// Look-ups by identifier.
#[derive(Default)]
pub struct NodeQuery;

/// Look-ups by identifier.
#[Object]
impl NodeQuery {
    /// The thing of this identifier; null when there is none, or none that you may know of.
    async fn node(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its identifier.")] id: ID,
    ) -> Result<Option<Node>> {
        find(ctx, &id).await
    }

    /// The things of these identifiers, in the same order; at most 100. What cannot be told is null in
    /// its place, with its error.
    async fn nodes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Their identifiers.")] ids: Vec<ID>,
    ) -> Result<Vec<Option<Result<Node>>>> {
        if ids.len() > domain::page::LARGEST {
            let most = i64::try_from(domain::page::LARGEST).unwrap_or(i64::MAX);
            let message = words::text("unreadable-too-many-ids", &[("most", most.into())]);
            return Err(Code::PageSizeOutOfRange.error(message));
        }
        let found = join_all(ids.iter().map(|id| find(ctx, id))).await;
        Ok(found.into_iter().map(Result::transpose).collect())
    }
}

async fn find(ctx: &Context<'_>, id: &ID) -> Result<Option<Node>> {
    let Some((prefix, key)) = domain::id::parse_any(id) else {
        return Err(halted(asker(ctx), &Halt::Denied(Denied::Hidden)));
    };
    found(ctx, &prefix, key).await
}

/// The thing of this kind and key, as far as the asker may know of it.
pub(crate) async fn found(
    ctx: &Context<'_>,
    prefix: &str,
    key: uuid::Uuid,
) -> Result<Option<Node>> {
    Ok(match prefix {
        "attendance" => load(ctx, AttendanceKey(key)).await?.map(Node::Attendance),
        "charter" => load(ctx, CharterKey(key)).await?.map(Node::Charter),
        "charterversion" => load(ctx, VersionKey(key)).await?.map(Node::CharterVersion),
        "invitation" => load(ctx, InvitationKey(key)).await?.map(Node::Invitation),
        "joinrequest" => load(ctx, JoinRequestKey(key)).await?.map(Node::JoinRequest),
        "membership" => load(ctx, MembershipKey(key)).await?.map(Node::Membership),
        "employer" => load(ctx, EmployerKey(key)).await?.map(Node::Employer),
        "employment" => load(ctx, EmploymentKey(key)).await?.map(Node::Employment),
        "manager" => load(ctx, EmployerManagerKey(key)).await?.map(Node::EmployerManager),
        "place" => load(ctx, PlaceKey(key)).await?.map(Node::Place),
        "member" => load(ctx, MemberKey(key)).await?.map(Node::Member),
        "letter" => load(ctx, LetterKey(key)).await?.map(Node::Letter),
        "network" => load(ctx, NetworkKey(key)).await?.map(Node::Network),
        "signature" => load(ctx, SignatureKey(key)).await?.map(Node::Signature),
        "event" => load(ctx, EventKey(key)).await?.map(Node::Event),
        "question" => load(ctx, QuestionKey(key)).await?.map(Question::of).map(Node::Question),
        "registration" => load(ctx, RegistrationKey(key)).await?.map(Node::Registration),
        "session" => load(ctx, SessionKey(key)).await?.map(Node::Session),
        "token" => load(ctx, TokenKey(key)).await?.map(Node::Token),
        _ => None,
    })
}
