//! Employments, staff and what they took part in, loaded together.

use domain::employment::{self, ParticipationFilter, StaffFilter};

use super::Employment;
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// An employment by its key.
    EmploymentKey => Employment: |ctx, ids| employment::by_ids(ctx, ids), Employment::of;
}

listed_below! {
    /// Marks the list of a person's employments.
    OfPerson by () => employment::Employment:
        |ctx, members, (), page| employment::list_of_members(ctx, members, page);
    /// Marks the list of an employer's staff.
    StaffOf by StaffFilter => employment::Staff:
        |ctx, employers, filter, page| employment::staff(ctx, employers, filter, page);
    /// Marks the list of what an employer's staff took part in.
    PartOf by ParticipationFilter => employment::Participation:
        |ctx, employers, filter, page| employment::participations(ctx, employers, filter, page);
}
