//! The schema, feature by feature; the same words as in the domain.

mod attendance;
mod charter;
mod connection;
mod count;
mod employer;
mod error;
mod event;
mod id;
mod invitation;
mod join_request;
mod letter;
mod loader;
mod member;
mod membership;
mod network;
mod node;
mod payload;
mod permission;
mod registration;
mod reminder;
mod scalar;
mod token;
mod viewer;

use async_graphql::{
    EmptySubscription, MergedObject, Request, SDLExportOptions, ValidationMode,
    dataloader::DataLoader, runtime::TokioSpawner,
};
use domain::context::Context;

use loader::{Loaders, YieldTimer};

/// Everything that can be read.
#[derive(MergedObject, Default)]
pub struct Query(
    node::NodeQuery,
    employer::EmployerQuery,
    event::EventQuery,
    charter::CharterQuery,
    invitation::InvitationQuery,
    member::MemberQuery,
    network::NetworkQuery,
    viewer::ViewerQuery,
);

/// Everything that can be done. Each answers with the thing, or with `userErrors` that say why not.
#[derive(MergedObject, Default)]
pub struct Mutation(
    attendance::AttendanceMutation,
    charter::CharterMutation,
    invitation::InvitationMutation,
    join_request::JoinRequestMutation,
    member::MemberMutation,
    membership::MembershipMutation,
    event::EventGuestMutation,
    event::EventMutation,
    event::QuestionMutation,
    event::SessionMutation,
    network::NetworkMutation,
    registration::RegistrationMutation,
    reminder::ReminderMutation,
    letter::LetterMutation,
    network::NetworkMutation,
    token::TokenMutation,
);

/// The public contract.
pub type Schema = async_graphql::Schema<Query, Mutation, EmptySubscription>;

/// Makes the schema. Its limits are kept by the guard, before anything is validated.
pub fn schema() -> Schema {
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .validation_mode(ValidationMode::Strict)
        .disable_suggestions()
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
    let loaders = DataLoader::new(Loaders::new(ctx.clone()), TokioSpawner::current(), YieldTimer);
    request.data(ctx).data(loaders)
}
