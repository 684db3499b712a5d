//! Registrations loaded together.

use std::convert::identity;

use domain::registration::{self, Answer, Chance, Choice, Filter, MemberFilter, Order};

use super::Registration;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// A registration by its key.
    RegistrationKey => Registration:
        |ctx, ids| registration::by_ids(ctx, ids), Registration::of;
    /// The asker's own registration for an event.
    ViewerRegistrationKey => Registration:
        |ctx, ids| registration::viewer_registrations(ctx, ids), Registration::of;
    /// Whether the asker could register for an event.
    ChanceKey => Chance: |ctx, ids| registration::chances(ctx, ids), identity;
    /// The sessions that a registration chose.
    ChoicesKey => Vec<Choice>: |ctx, ids| registration::choices_of(ctx, ids), identity;
    /// The answers of a registration.
    AnswersKey => Vec<Answer>: |ctx, ids| registration::answers_of(ctx, ids), identity;
}

listed_below! {
    /// Marks the registrations of an event.
    OfEvent by (Filter, Order) => registration::Registration:
        |ctx, events, (filter, order), page|
        registration::list_of_events(ctx, events, filter, *order, page);
    /// Marks the registrations of a person.
    OfMember by MemberFilter => registration::Registration:
        |ctx, members, filter, page| registration::list_of_members(ctx, members, filter, page);
}
