//! The pages: no more statements for a long list than for a short one, for whoever looks.

use maillage::page::PAGES;
use poem::http::{StatusCode, header};

use super::{Branch, over_both_branches};
use crate::support::{App, Person};

/// How many statements a page takes, without the one that finds out who looks.
pub(super) async fn counted(app: &App, who: Option<&Person>, path: &str) -> u64 {
    let mut request = app.client.get(path);
    if let Some(person) = who {
        request = request.header(header::COOKIE, format!("maillage={}", person.token));
    }
    let before = app.statements();
    let shown = request.send().await.0;
    assert_eq!(shown.status(), StatusCode::OK, "{path}");
    app.statements() - before - u64::from(who.is_some())
}

/// The address of a page, of this branch.
pub(super) fn of_branch(page: &str, branch: &Branch) -> String {
    let word = match page.split('/').nth(1).unwrap() {
        "charters" => branch.charter.to_string(),
        "employers" => branch.employer.to_string(),
        // Asked about nothing.
        "calendar" | "find" | "me" | "places" => String::new(),
        "members" => branch.lead.id.to_string(),
        "events" => branch.event.to_string(),
        "invitations" => branch.invitation.clone(),
        "networks" => branch.slug.to_owned(),
        "administration" => branch.lead.id.to_string(),
        "" => String::new(),
        _ => panic!("say here what {page} is asked about"),
    };
    page.split('/')
        .map(|part| if part.starts_with(':') { word.as_str() } else { part })
        .collect::<Vec<_>>()
        .join("/")
}

/// A place's own page has no list that could grow; what a letter's link opens is read as the event's
/// page is; the administration's pages are counted on their own.
pub(super) fn is_of_leads(page: &str) -> bool {
    let is_of_a_link = page.contains("/letter/") || page == "/me/email/:token";
    !page.starts_with("/administration") && !page.contains(":place") && !is_of_a_link
}

over_both_branches! {
    async fn no_page_takes_more_statements_for_many_rows_than_for_few(
        app: App, branches: Branches
    ) {
        let mut wrong = Vec::new();

        for (page, _) in PAGES.iter().filter(|(page, _)| is_of_leads(page)) {
            let few = &branches.few;
            let many = &branches.many;
            let of_few = counted(&app, Some(&few.lead), &of_branch(page, few)).await;
            let of_many = counted(&app, Some(&many.lead), &of_branch(page, many)).await;
            if of_few < of_many {
                wrong.push(format!("{page}: {of_few} statements for few, {of_many} for many"));
            }
        }

        assert_eq!(wrong, Vec::<String>::new());
    }

    async fn every_page_of_the_administration_takes_as_many_for_many_rows_as_for_few(
        app: App, branches: Branches
    ) {
        for branch in [&branches.few, &branches.many] {
            let email = branch.lead.email.parse().unwrap();
            domain::member::grant_administrator(&app.house(), &email).await.unwrap();
        }
        let mut wrong = Vec::new();

        for (page, _) in PAGES.iter().filter(|(page, _)| page.starts_with("/administration")) {
            let (few, many) = (&branches.few, &branches.many);
            let of_few = counted(&app, Some(&few.lead), &of_branch(page, few)).await;
            let of_many = counted(&app, Some(&many.lead), &of_branch(page, many)).await;
            if of_few != of_many {
                wrong.push(format!("{page}: {of_few} statements for few, {of_many} for many"));
            }
        }

        assert_eq!(wrong, Vec::<String>::new());
    }
}
