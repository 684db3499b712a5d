//! The whole tree at a glance.

use std::collections::HashMap;

use uuid::Uuid;

use super::{Network, Row, read::COLUMNS};
use crate::{
    context::Context,
    database::{Sql, binds},
    error::Halt,
};

/// The most networks that a tree shows; the deepest are left out first.
const MOST: usize = 300;

/// The open networks, each below its parent, by name among their neighbours.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// Each network with its depth below the top.
    pub branches: Vec<(usize, Network)>,
    /// Whether there are more than are shown.
    pub has_more: bool,
}

impl Tree {
    /// The networks, each after the one above it.
    pub fn networks(self) -> Vec<Network> {
        self.branches.into_iter().map(|(_, network)| network).collect()
    }
}

/// The tree of all open networks, from the top.
pub async fn tree(ctx: &Context) -> Result<Tree, Halt> {
    let most = i64::try_from(MOST + 1).unwrap_or(i64::MAX);
    let mut rows: Vec<Row> = Sql::new(
        &format!(
            "select {COLUMNS} from network where network.archived_at is null \
             order by (select count(*) from network_ancestor above \
             where above.descendant_id = network.id), network.name, network.id limit ?"
        ),
        binds![most],
    )
    .all(ctx.db())
    .await?;
    let has_more = rows.len() > MOST;
    rows.truncate(MOST);
    let networks = rows.into_iter().map(|row| row.seen_by(ctx.standing())).collect();
    Ok(Tree { branches: hung(networks), has_more })
}

/// Each network right after its parent; one whose parent is closed stands at the top.
fn hung(networks: Vec<Network>) -> Vec<(usize, Network)> {
    let known: Vec<Uuid> = networks.iter().map(|network| network.id).collect();
    let mut below: HashMap<Option<Uuid>, Vec<Network>> = HashMap::new();
    for network in networks {
        let parent = network.parent_id.filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(network);
    }
    let mut waiting: Vec<(usize, Network)> =
        below.remove(&None).unwrap_or_default().into_iter().rev().map(|top| (0, top)).collect();
    let mut branches = Vec::new();
    while let Some((depth, network)) = waiting.pop() {
        let children = below.remove(&Some(network.id)).unwrap_or_default();
        waiting.extend(children.into_iter().rev().map(|child| (depth + 1, child)));
        branches.push((depth, network));
    }
    branches
}
