//! A network's counts in the schema.

mod loaders;
mod queries;
mod series;
mod types;

pub(crate) use loaders::CountsKey;
pub use queries::CountQuery;
pub use series::{Indicator, IndicatorGranularity, IndicatorSeries};
pub use types::{CountScope, NetworkCounts};
