//! What a client's page may cost, asked as clients ask it, over five rows and over five hundred.

use serde_json::{Value, json};

use super::{Branch, counted, over_both_branches};
use crate::support::App;

const HOME: &str = "query($slug: String!) { network(by: { slug: $slug }) { name description host
    contactEmail links { chatUrl } ancestors { name slug } children(first: 50) { nodes { name slug } }
    events(first: 10, filter: { scope: SUBTREE }) { nodes { title startsAt venue { name } hosts { name }
        capacity { onSite { total taken } } } }
    viewerCan(action: INVITE) { isAllowed reason } } }";
const EVENT: &str = "query($event: ID!) { event(by: { id: $event }) { title startsAt venue { name }
    registrations(first: 50) { nodes { state rank member { name email } } } } }";
const EMPLOYER: &str = "query($employer: ID!) { employer(by: { id: $employer }) { name email
    places(first: 20) { nodes { name address } }
    staff(first: 30) { totalCount nodes { member { name } employment { jobTitle startedOn }
        participation { registered present upcoming } } } } }";
const CALENDAR: &str = "{ viewer { registrations(first: 50) { totalCount nodes { state rank
    event { title startsAt venue { name } } } } } }";
const DIRECTORY: &str = "query($slug: String!) { members(first: 50, filter: { search: $slug }) {
    totalCount nodes { name email jobTitle skills viewerCan(action: EDIT) { isAllowed } } } }";
const NESTED: &str = "{ events(first: 50) { nodes { title
    registrations(first: 20) { nodes { state member { name } } } } } }";
const WITHOUT_COUNTS: &str = "query($slug: String!) { network(by: { slug: $slug }) { name } }";
const COUNTS: &str = "query($slug: String!) { network(by: { slug: $slug }) { name
    counts(from: \"2026-01-01\", until: \"2026-12-31\") { meetings participants registrations
        presenceRate newEmployers members unseenMembers byLocalRole { localRole count } } } }";

/// How many statements the lead of a branch needs for a document, and what was found.
async fn asked(app: &App, branch: &Branch, document: &str) -> (u64, Value) {
    let variables = [
        ("slug", json!(branch.slug)),
        ("event", json!(branch.event.to_string())),
        ("employer", json!(branch.employer.to_string())),
    ];
    let used = variables.into_iter().filter(|(name, _)| document.contains(&format!("(${name}:")));
    let variables = used.map(|(name, value)| (name.to_owned(), value)).collect();
    counted(app, &branch.lead, document, Value::Object(variables)).await
}

fn rows(found: &Value, path: &str) -> usize {
    found.pointer(path).and_then(Value::as_array).unwrap_or_else(|| panic!("{found}")).len()
}

over_both_branches! {
    async fn the_pages_of_a_client_keep_to_their_budgets(app: App, branches: Branches) {
        for (name, document, list, many, budget) in [
            ("home of a network", HOME, "/network/children/nodes", 50, 6),
            ("event with its registrants", EVENT, "/event/registrations/nodes", 50, 3),
            ("employer with its staff", EMPLOYER, "/employer/staff/nodes", 30, 4),
            ("my calendar", CALENDAR, "/viewer/registrations/nodes", 50, 3),
            ("search in the directory", DIRECTORY, "/members/nodes", 50, 3),
            ("events with registrations", NESTED, "/events/nodes", 50, 4),
            ("counts", COUNTS, "/network/counts/byLocalRole", 5, 2),
        ] {
            let (of_few, _) = asked(&app, &branches.few, document).await;
            let (of_many, found) = asked(&app, &branches.many, document).await;

            assert_eq!(rows(&found, list), many, "{name}");
            assert_eq!(of_few, of_many, "{name}: the rows cost statements");
            assert!(of_many <= budget, "{name}: {of_many} statements, and {budget} at most");
        }
        let (network, _) = asked(&app, &branches.many, WITHOUT_COUNTS).await;
        let (with_counts, _) = asked(&app, &branches.many, COUNTS).await;
        assert_eq!(with_counts - network, 1, "all counts of a network are one statement");
    }

    // The loaders of the library part after a thousand keys, and ours must not.
    async fn a_level_of_two_thousand_rows_is_loaded_together(app: App, branches: Branches) {
        let document = "query($slug: String!) { network(by: { slug: $slug }) {
            charters(first: 20) { nodes { coverage(first: 100) { nodes {
                volunteer { signature { id } } member { memberships(first: 1) { nodes { id } } }
            } } } } } }";

        let (of_few, _) = asked(&app, &branches.few, document).await;
        let (of_many, _) = asked(&app, &branches.many, document).await;

        assert_eq!(of_few, of_many);
    }
}
