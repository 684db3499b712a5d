//! A network's counts in the schema.

mod loaders;
mod queries;
mod series;
mod types;

use async_graphql::Result;
use domain::count::Period;
pub(crate) use loaders::CountsKey;
pub use queries::CountQuery;
pub use series::{Indicator, IndicatorGranularity, IndicatorSeries};
pub use types::{CountScope, NetworkCounts};

use super::{scalar::Date, words};
use crate::guard::Code;

/// The period between two days that were asked for; refused when the last comes before the first.
pub(crate) fn period(from: Date, until: Date) -> Result<Period> {
    Period::between(from.0, until.0).ok_or_else(|| {
        let days = [("from", from.0.into()), ("until", until.0.into())];
        Code::BadUserInput.error(words::text("unreadable-period-reversed", &days))
    })
}
