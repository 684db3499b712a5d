//! Doing many things at once.

use async_graphql::Enum;
use domain::bulk::Mode;

/// What happens to the others when one of many cannot be done. The list may grow.
#[derive(Enum, Clone, Copy, PartialEq, Eq, Default)]
#[graphql(remote = "Mode")]
pub enum BulkMode {
    /// They are done; each has its own result.
    #[default]
    BestEffort,
    /// They are not done either, and say so.
    AllOrNothing,
}
