//! Networks below one another, their communes and their people.

use domain::database::{Bind, Sql, Transaction};
use serde_json::json;
use uuid::Uuid;

use super::{EACH, Rows, day};
use crate::outside::crowd::{id, insert};

impl Rows {
    pub(super) async fn networks(&self, tx: &Transaction) {
        let mut all: Vec<(Uuid, String, Option<Uuid>, Vec<Uuid>)> = Vec::new();
        for (index, network) in self.networks.iter().enumerate() {
            let slug = format!("{}-{index:04}", self.slug);
            all.push((*network, slug.clone(), Some(self.root), vec![self.root]));
            if index < self.size.page {
                all.extend((0..EACH).map(|below| {
                    let above = vec![*network, self.root];
                    (id(), format!("{slug}-{below}"), Some(*network), above)
                }));
            }
        }
        let mut above = Vec::new();
        for depth in 0..=self.size.depth {
            let own = id();
            let slug = format!("{}-deep-{depth}", self.slug);
            all.push((own, slug, above.first().copied(), above.clone()));
            above.insert(0, own);
        }
        let rows = all.iter().map(|(network, slug, parent, _)| {
            let (level, now) = ("local", self.now);
            row![*network, slug, slug, slug, level, *parent, false, "", "", 1, now]
        });
        insert(
            tx,
            "network (id, slug, name, search, level, parent_id, is_thematic, description, host, \
             revision, created_at)",
            rows.collect(),
        )
        .await;
        let reached = all.iter().flat_map(|(network, _, _, above)| {
            let own = std::iter::once(network).chain(above).enumerate();
            own.map(|(depth, above)| row![*above, *network, i32::try_from(depth).unwrap()])
        });
        insert(tx, "network_ancestor (ancestor_id, descendant_id, depth)", reached.collect()).await;
    }

    /// Communes of the official code, which is there from the start.
    pub(super) async fn territories(&self, tx: &Transaction) {
        for (index, network, count) in self.parents(self.size.rows) {
            let text = format!(
                "insert into network_commune (network_id, insee_code) \
                 select ?, insee_code from commune order by insee_code limit {count} offset {index}"
            );
            Sql::new(&text, row![network]).run(&**tx).await.unwrap();
        }
    }

    pub(super) async fn people(&self, tx: &Transaction) {
        let people = self.members.iter().enumerate().map(|(index, member)| {
            let name = format!("{} {index:04}", self.slug);
            let key = format!("{}-{index}@exemple.test", self.slug);
            // Two and two, they look like the same person.
            let email = format!("{}-pair-{}@exemple.test", self.slug, index / 2);
            let now = self.now;
            let kind = "volunteer";
            row![
                *member,
                "Ana",
                name.clone(),
                name,
                email,
                key,
                kind,
                false,
                json!([]),
                json!({}),
                false,
                1,
                now
            ]
        });
        insert(
            tx,
            "member (id, first_name, last_name, search, email, email_key, profile_kind, may_train, \
             skills, visibility, is_administrator, revision, created_at)",
            people.collect(),
        )
        .await;
        let member = |network, member| {
            let (role, local_role, origin) = ("member", "pilot", "import");
            row![id(), network, member, role, local_role, day(), origin, 1, self.now]
        };
        let mut held = Vec::new();
        for (index, network, count) in self.parents(self.size.rows) {
            held.extend((0..count).map(|place| member(network, self.member(index + place))));
        }
        let own = self.networks.iter().take(self.size.of_one);
        held.extend(own.map(|network| member(*network, self.lead)));
        insert(
            tx,
            "membership (id, network_id, member_id, role, local_role, started_on, origin, \
             revision, created_at)",
            held,
        )
        .await;
    }
}
