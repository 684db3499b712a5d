//! The tree of networks under many moves: the table of ancestors says what the parents say.

use std::collections::BTreeSet;

use domain::{
    clock::Clock,
    context::{Context, Door, House},
    database::Db,
    error::Error,
    id::NetworkId,
    network::{self, Create, Relocate, RelocateRefusal},
    secret::SecretKey,
};
use rand::{Rng as _, SeedableRng as _, rngs::StdRng};

use crate::{
    outside::database,
    support::database::{Kind, Own},
};

const NETWORKS: usize = 16;
const MOVES: usize = 80;

#[tokio::test]
async fn the_ancestors_follow_every_move_on_sqlite() {
    the_ancestors_follow_every_move(Kind::Sqlite).await;
}

#[tokio::test]
async fn the_ancestors_follow_every_move_on_postgresql() {
    the_ancestors_follow_every_move(Kind::Postgres).await;
}

async fn the_ancestors_follow_every_move(kind: Kind) {
    let own = Own::new(kind).await;
    let db = Db::open(own.url()).await.unwrap();
    let house = House { db, clock: Clock::Machine, secret: SecretKey::new("unused here") };
    let ctx = Context::of_the_house(house, Door::Command);
    domain::database::migrate(&ctx.house().db).await.unwrap();
    let mut ids = Vec::new();
    for number in 0..NETWORKS {
        ids.push(create(&ctx, number).await);
    }
    let mut parents = vec![None; NETWORKS];
    let mut random = StdRng::seed_from_u64(2026);

    for _ in 0..MOVES {
        let moved = random.random_range(0..NETWORKS);
        let to = random.random_bool(0.9).then(|| random.random_range(0..NETWORKS));
        let asked =
            Relocate { network: ids[moved], to: to.map(|to| ids[to]), expected_revision: None };
        let answer = network::relocate(&ctx, asked).await;

        if to.is_some_and(|to| above(&parents, to).contains(&moved)) {
            let is_circle = matches!(&answer, Err(Error::Refused(why)) if matches!(why[..], [RelocateRefusal::Circle]));
            assert!(is_circle, "{moved} below {to:?} would be a circle");
        } else {
            assert!(answer.is_ok(), "{moved} may go below {to:?}");
            parents[moved] = to;
        }
        assert_eq!(known(own.url()).await, said(&parents));
    }
}

async fn create(ctx: &Context, number: usize) -> NetworkId {
    let asked = Create {
        slug: format!("tree-{number}"),
        name: format!("Réseau {number}"),
        level: "local".to_owned(),
        parent: None,
        is_thematic: false,
        description: String::new(),
        host: String::new(),
    };
    NetworkId::of(network::create(ctx, asked).await.unwrap().id)
}

/// A network and all above it, from the parents alone.
fn above(parents: &[Option<usize>], network: usize) -> Vec<usize> {
    std::iter::successors(Some(network), |below| parents[*below]).collect()
}

/// The rows that the parents ask for.
fn said(parents: &[Option<usize>]) -> BTreeSet<Vec<String>> {
    (0..parents.len())
        .flat_map(|network| {
            let line = above(parents, network).into_iter().enumerate();
            line.map(move |(depth, ancestor)| {
                vec![format!("tree-{ancestor}"), format!("tree-{network}"), depth.to_string()]
            })
        })
        .collect()
}

/// The rows that are there.
async fn known(url: &str) -> BTreeSet<Vec<String>> {
    let rows = database::rows(
        url,
        "select above.slug, below.slug, cast(a.depth as text) from network_ancestor a \
             join network above on above.id = a.ancestor_id \
             join network below on below.id = a.descendant_id where below.slug like 'tree-%'",
    )
    .await;
    let count = rows.len();
    let rows: BTreeSet<_> = rows.into_iter().collect();
    assert_eq!(rows.len(), count, "no pair twice");
    rows
}
