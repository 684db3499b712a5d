//! Asking for indicators over time.

use async_graphql::{Context, ID, Object, Result};
use domain::{
    count::{self, MOST_PERIODS},
    id::NetworkId,
};

use super::{CountScope, Indicator, IndicatorGranularity, IndicatorSeries, period};
use crate::{
    graphql::{
        error::halted,
        id::{asker, read},
        scalar::Date,
        words,
    },
    guard::Code,
};

/// Indicators over time.
#[derive(Default)]
pub struct CountQuery;

/// Indicators over time.
#[Object]
impl CountQuery {
    /// What a lead follows over time, for a whole dashboard at once: each indicator in each whole
    /// calendar period, from the one that `from` is in to the one that `until` is in, at most 24.
    /// Null unless you run the network.
    #[expect(clippy::too_many_arguments, reason = "the questions of a dashboard")]
    async fn indicators(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of which network.")] network_id: ID,
        #[graphql(desc = "Which ones; all of them when nothing is said.")] keys: Option<
            Vec<Indicator>,
        >,
        #[graphql(desc = "A day of the first period.")] from: Date,
        #[graphql(desc = "A day of the last period.")] until: Date,
        #[graphql(desc = "How long each period is.", default)] granularity: IndicatorGranularity,
        #[graphql(desc = "Over which networks.", default_with = "CountScope::Subtree")]
        scope: CountScope,
    ) -> Result<Option<Vec<IndicatorSeries>>> {
        let network: NetworkId = read(ctx, &network_id)?;
        let Some(periods) = count::periods(period(from, until)?, granularity.into()) else {
            let most = i64::try_from(MOST_PERIODS).unwrap_or(i64::MAX);
            let message = words::text("unreadable-too-many-periods", &[("most", most.into())]);
            return Err(Code::BadUserInput.error(message));
        };
        let found = count::in_periods(asker(ctx), &[network.uuid()], scope.into(), &periods).await;
        let mut found = found.map_err(|halt| halted(asker(ctx), &halt))?;
        let Some(counts) = found.remove(&network.uuid()) else { return Ok(None) };
        let mut keys = keys.unwrap_or_else(|| Indicator::ALL.to_vec());
        let mut known = std::collections::HashSet::new();
        keys.retain(|key| known.insert(*key));
        Ok(Some(keys.into_iter().map(|key| key.series(&periods, &counts)).collect()))
    }
}
