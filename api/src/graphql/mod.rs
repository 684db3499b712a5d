//! The schema, feature by feature; the same words as in the domain.

mod attendance;
mod audit;
mod bulk;
mod calendar_feed;
mod charter;
mod connection;
mod count;
mod employer;
mod employment;
mod error;
mod event;
mod failure;
mod given;
mod health;
mod id;
mod invitation;
mod join_request;
mod letter;
mod loader;
mod member;
mod membership;
mod network;
mod nobody;
mod node;
mod payload;
mod permission;
mod place;
mod registration;
mod reminder;
mod scalar;
mod sign_in;
mod token;
mod viewer;
pub(crate) mod words;

use async_graphql::{
    EmptySubscription, ID, MergedObject, Request, SDLExportOptions, ValidationMode,
};
use chrono::{DateTime, Utc};
use domain::context::Context;

pub use health::Watch;
pub(crate) use loader::execute;
use loader::{Loaders, Loads};

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    charter::CharterQuery,
    count::CountQuery,
    employer::EmployerQuery,
    event::EventQuery,
    health::HealthQuery,
    invitation::InvitationQuery,
    member::MemberQuery,
    network::NetworkQuery,
    node::NodeQuery,
    place::PlaceQuery,
    viewer::ViewerQuery,
);

/// Everything that can be done. Each answers with the thing, or with `userErrors` that say why not.
#[derive(MergedObject, Default)]
pub struct Mutation(
    attendance::AttendanceMutation,
    calendar_feed::CalendarFeedMutation,
    charter::CharterMutation,
    employer::EmployerManagerMutation,
    employer::EmployerMutation,
    employment::EmploymentMutation,
    event::EventGuestMutation,
    event::EventMutation,
    event::QuestionMutation,
    event::SessionMutation,
    invitation::InvitationMutation,
    join_request::JoinRequestMutation,
    letter::LetterMutation,
    member::MemberImportMutation,
    member::MemberMutation,
    member::MemberOrganiseMutation,
    membership::MembershipMutation,
    membership::MembershipsMutation,
    network::NetworkMutation,
    place::PlaceMutation,
    registration::RegistrationMutation,
    reminder::ReminderMutation,
    sign_in::ActingMutation,
    sign_in::EmailChangeMutation,
    sign_in::SignInMutation,
    token::TokenMutation,
);

/// The public contract.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Makes the schema. Its limits are kept by the guard, before anything is validated.
pub fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .validation_mode(ValidationMode::Strict)
        .disable_suggestions()
        .override_output_type_description::<DateTime<Utc>>(
            "An instant, in UTC: `2026-12-10T08:30:00Z`. Inputs may have another offset. An event \
             also says in which zone its times are told.",
        )
        .override_output_type_description::<ID>(
            "An identifier, such as `event_01k5…`: the kind and what is unique to the thing. \
             Opaque: keep it whole, and do not take it apart.",
        )
        .extension(failure::FailureStays)
        .finish()
}

/// The contract as `schema.graphql` has it.
pub fn sdl() -> String {
    let options = SDLExportOptions::new()
        .sorted_fields()
        .sorted_arguments()
        .sorted_enum_items()
        .include_specified_by()
        .prefer_single_line_descriptions();
    schema().sdl_with_options(options)
}

/// Gives a request its asker, and what loads nested things together.
pub fn attach(request: Request, ctx: Context) -> Request {
    let loads = Loads::default();
    let loader = loads.loader(Loaders::new(ctx.clone()));
    request.data(ctx).data(loader).data(loads)
}
