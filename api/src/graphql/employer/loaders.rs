//! Employers loaded together.

use domain::{employer, employer_manager};

use super::{Employer, EmployerManager};
use crate::graphql::loader::{found_by_key, listed_below};

found_by_key! {
    /// An employer by its key.
    EmployerKey => Employer: |ctx, ids| employer::by_ids(ctx, ids), Employer::of;
    /// Who acts for an employer, by their key.
    EmployerManagerKey => EmployerManager:
        |ctx, ids| employer_manager::by_ids(ctx, ids), EmployerManager::of;
}

listed_below! {
    /// Marks the list of those who act for an employer.
    ActFor by employer_manager::Filter => employer_manager::EmployerManager:
        |ctx, employers, filter, page| {
            employer_manager::list_of_employers(ctx, employers, filter, page)
        };
}
