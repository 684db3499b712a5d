//! Which events one lists and sees.

use chrono::TimeDelta;
use domain::{
    context::{Context, Door},
    database::Bind,
    event::{self, EventOrder, Filter},
    page::Request,
    policy::{self, Standing},
};
use serde_json::{Value, json};

use super::{draft, published, register};
use crate::support::{Answer, App, Person, beginning, on_both};

on_both! {
    async fn what_one_lists_is_what_one_may_see(app: App) {
        let top = app.network("federation").await;
        let host = app.network_below(Some(top), "cybanjou").await;
        let below = app.network_below(Some(host), "rlin-bauge").await;
        let sibling = app.network_below(Some(top), "cybercor").await;
        let apart = app.network("ailleurs").await;
        let people = [
            None,
            Some(app.person("Stranger").await),
            Some(app.member_of(host, "Member").await),
            Some(app.member_of(below, "Below").await),
            Some(app.member_of(sibling, "Sibling").await),
            Some(app.member_of(apart, "Apart").await),
            Some(app.organiser_of(below, "Organiser").await),
            Some(app.lead_of(host, "Lead").await),
            Some(app.lead_of(top, "Top").await),
            Some(administrator(&app).await),
        ];
        let mut all = Vec::new();
        for visibility in ["public", "federation", "hosts"] {
            for state in ["draft", "published", "postponed", "cancelled", "done"] {
                for network in [top, host, below, sibling, apart] {
                    let event = app.event(network, |event| {
                        event.visibility = visibility;
                        event.state = state;
                    }).await;
                    all.push(event);
                }
            }
        }
        let mut counts = Vec::new();

        for person in &people {
            let ctx = context(&app, person.as_ref()).await;
            let ids: Vec<_> = all.iter().map(|id| id.uuid()).collect();
            let mut seen: Vec<_> = event::by_ids(&ctx, &ids).await.unwrap().into_keys().collect();
            let mut listed: Vec<_> = listed(&ctx, &Filter::default()).await;
            seen.sort_unstable();
            listed.sort_unstable();
            assert_eq!(listed, seen, "{person:?}");
            for id in &all {
                let is_seen = event::load(&ctx, *id).await.is_ok();
                assert_eq!(is_seen, seen.contains(&id.uuid()), "{person:?}");
            }
            counts.push(seen.len());
        }

        // Four states out of five are not drafts; 20 are public, 20 the federation's, 20 the hosts'.
        assert_eq!(counts, [20, 20, 44, 48, 44, 28, 51, 54, 64, 75]);
    }

    async fn a_network_lists_its_own_events_or_its_whole_branch_in_few_statements(app: App) {
        let top = app.network("federation").await;
        let host = app.network_below(Some(top), "cybanjou").await;
        let lead = app.lead_of(top, "Ana").await;
        for number in 0..100 {
            let network = if number % 2 == 0 { top } else { host };
            app.event(network, |event| event.starts_at = beginning() + TimeDelta::days(number)).await;
        }
        let document = "query($scope: EventScope!) { network(by: { slug: \"federation\" }) {
            events(first: 3, filter: { scope: $scope }, orderBy: START_DESC) {
                totalCount nodes { startsAt hosts { slug } capacity { onSite { taken } }
                    sessions { title } viewerCan(action: EDIT) { isAllowed } } } } }";

        let own = app.ask(Some(&lead), document, json!({ "scope": "SELF" })).await;
        let branch = app.ask(Some(&lead), document, json!({ "scope": "SUBTREE" })).await;

        let events = |answer: &Answer| answer.data()["network"]["events"].clone();
        assert_eq!(events(&own)["totalCount"], 50);
        assert_eq!(events(&branch)["totalCount"], 100);
        assert_eq!(events(&branch)["nodes"][0]["hosts"], json!([{ "slug": "cybanjou" }]));
        assert_eq!(events(&branch)["nodes"][0]["viewerCan"]["isAllowed"], true);
    }

    async fn two_hundred_events_cost_as_many_statements_as_five(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let document = "query($first: Int!) { events(first: $first) { nodes { title
            hosts { slug } sessions { title capacity { taken } } questions { prompt }
            capacity { onSite { taken } } viewerCan(action: SEE_REGISTRANTS) { isAllowed }
        } } }";
        for number in 0..200 {
            let event = app.event(network, |event| {
                event.starts_at = beginning() + TimeDelta::hours(number);
            }).await;
            if number % 10 == 0 {
                app.session(event, 1, Some(3)).await;
                app.question(event, "text", false).await;
            }
        }
        let count = async |first: i32| {
            let before = app.statements();
            let answer = app.ask(Some(&lead), document, json!({ "first": first })).await;
            assert_eq!(answer.data()["events"]["nodes"].as_array().unwrap().len(),
                usize::try_from(first).unwrap());
            app.statements() - before - 1
        };

        let few = count(5).await;
        let many = count(100).await;

        assert_eq!(few, many);
        assert!(many <= 6, "events, hosts, agenda, seats, questions, places: {many}");
        let before = app.statements();
        app.ask(Some(&lead), "{ events(first: 100) { nodes { title viewerCan(action: EDIT) {
            isAllowed } } } }", json!({})).await.data();
        assert_eq!(app.statements() - before - 1, 1);
    }

    async fn a_list_is_filtered_by_time_kind_state_and_words(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        published(&app, &lead, network, json!({ "title": "Éthique de l’IA", "kind": "WEBINAR",
            "mode": "ONLINE", "onlineUrl": "https://visio.exemple/1" })).await;
        draft(&app, &lead, network, json!({ "title": "Comité", "kind": "COMMITTEE",
            "startsAt": "2027-01-08T08:00:00Z", "endsAt": "2027-01-08T10:00:00Z" })).await;
        let titles = async |filter: &str| {
            let document = format!("{{ events(first: 10, filter: {{ {filter} }}) {{ nodes {{ title }} }} }}");
            let answer = app.ask(Some(&lead), &document, json!({})).await;
            answer.data()["events"]["nodes"].as_array().unwrap().iter()
                .map(|event| event["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };

        assert_eq!(titles("search: \"ethique de l'ia\"").await, ["Éthique de l’IA"]);
        assert_eq!(titles("kinds: [COMMITTEE]").await, ["Comité"]);
        assert_eq!(titles("states: [DRAFT]").await, ["Comité"]);
        assert_eq!(titles("mode: ONLINE").await, ["Éthique de l’IA"]);
        assert_eq!(titles("from: \"2026-12-01T00:00:00Z\"").await, ["Comité"]);
        assert_eq!(titles("until: \"2026-12-01T00:00:00Z\"").await, ["Éthique de l’IA"]);
        assert_eq!(titles("visibility: PUBLIC").await, Vec::<String>::new());
    }

    async fn the_online_address_is_for_those_who_have_a_place(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let coming = app.member_of(network, "Léo").await;
        let looking = app.member_of(network, "Zoé").await;
        let event = published(&app, &lead, network, json!({ "mode": "ONLINE",
            "visibility": "PUBLIC", "onlineUrl": "https://visio.exemple/1" })).await;
        register(&app, &coming, &event).await;
        let url = async |who: Option<&Person>| {
            let look = "query($id: ID!) { event(by: { id: $id }) { onlineUrl } }";
            app.ask(who, look, json!({ "id": event })).await.data()["event"]["onlineUrl"].clone()
        };

        assert_eq!(url(Some(&coming)).await, "https://visio.exemple/1");
        assert_eq!(url(Some(&lead)).await, "https://visio.exemple/1");
        assert_eq!(url(Some(&looking)).await, Value::Null);
        assert_eq!(url(None).await, Value::Null);
    }
}

/// The way into the domain of a person, or of nobody.
async fn context(app: &App, person: Option<&Person>) -> Context {
    let house = app.house();
    let standing = match person {
        None => Standing::nobody(),
        Some(person) => {
            let by = policy::By::Member(person.id);
            policy::load(house.db(), &app.clock, by).await.unwrap().unwrap()
        }
    };
    Context::new(house.house().clone(), standing, Door::Api, "test")
}

async fn listed(ctx: &Context, filter: &Filter) -> Vec<uuid::Uuid> {
    let mut found = Vec::new();
    let mut page = Request::first(7);
    loop {
        let listed = event::list(ctx, filter, EventOrder::StartAsc, &page).await.unwrap();
        let last = listed.items.last().map(|(cursor, _)| cursor.clone());
        let has_next = listed.has_next;
        found.extend(listed.into_rows().into_iter().map(|event| event.id));
        if !has_next {
            return found;
        }
        page.after = last;
    }
}

async fn administrator(app: &App) -> Person {
    let person = app.person("Administrator").await;
    app.write(
        "update member set is_administrator = true where id = ?",
        vec![Bind::from(person.id)],
    )
    .await;
    person
}
