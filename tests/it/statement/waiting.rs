//! One's own space, where five things wait or five hundred: as many statements.

use serde_json::json;

use super::{Branch, over_both_branches, page};
use crate::support::App;

/// Lets all of a branch wait for its lead: registrations, jobs, claims; requests to enter do already.
async fn waits(app: &App, branch: &Branch) {
    let lead = branch.lead.id;
    for text in [
        "update registration set state = 'pending' where member_id <> ? and registered_by_id = ?",
        "update registration set state = 'offered' where member_id = ? and registered_by_id = ?",
    ] {
        app.write(text, vec![lead.into(), lead.into()]).await;
    }
    for text in [
        "update employment set status = 'declared' where member_id <> ? and employer_id in \
         (select employer_id from employment where member_id = ?)",
        "update employer_manager set state = 'claimed' where member_id <> ? and employer_id in \
         (select employer_id from employment where member_id = ?)",
    ] {
        app.write(text, vec![lead.into(), lead.into()]).await;
    }
}

over_both_branches! {
    async fn ones_own_space_takes_as_many_statements_for_much_that_waits_as_for_little(
        app: App, branches: Branches
    ) {
        let mut taken = Vec::new();
        for branch in [&branches.few, &branches.many] {
            waits(&app, branch).await;
            let document = "{ viewer { waiting { kind count } } }";
            let answer = app.ask(Some(&branch.lead), document, json!({})).await;
            let waiting = answer.data()["viewer"]["waiting"].as_array().unwrap().clone();
            let kinds: std::collections::BTreeSet<_> =
                waiting.iter().map(|one| one["kind"].as_str().unwrap()).collect();
            assert_eq!(kinds.len(), 4, "all of it waits: {waiting:?}");
            let most = waiting.iter().filter_map(|one| one["count"].as_u64()).max().unwrap();
            assert!(most >= u64::try_from(branch.size.rows).unwrap() - 1, "{waiting:?}");
            taken.push(page::counted(&app, Some(&branch.lead), "/me").await);
        }

        assert_eq!(taken[0], taken[1], "for few, and for many");
        // What is written down here grows only when the page asks for something new.
        assert!(taken[1] <= 32, "{taken:?}");
    }
}
