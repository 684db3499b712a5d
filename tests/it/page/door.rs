//! Every route of the pages, on things that exist, for those to whom they do not belong: what is
//! answered is read line by line in the snapshots, and nothing of it tells what one may not know.

use std::{collections::HashMap, fmt::Write as _};

use domain::{
    id::{EventId, InvitationId, NetworkId},
    invitation,
    registration::{self, Create},
};
use maillage::page::{FILES, FORMS, PAGES, TEXTS};
use poem::http::{StatusCode, header};
use serde_json::json;

use super::charter::charter;
use crate::support::{App, Browser, Kind, Person, Shown};

/// What nobody outside may read, wherever they look.
const SECRETS: [&str; 5] =
    ["Rencontre secrète", "zoe@exemple.test", "Zoé Essai", "conviee@exemple.test", "Mot de Jeanne"];

/// A network with its affairs, and those who are not of it.
struct World {
    lead: Person,
    member: Person,
    /// A network beside it, of which others are.
    elsewhere: NetworkId,
    /// What stands in a route for what exists.
    known: HashMap<&'static str, String>,
}

async fn created(
    app: &App,
    by: &Person,
    mutation: &str,
    input: serde_json::Value,
    path: &[&str],
) -> String {
    let kind = format!("{}{}Input", mutation[..1].to_uppercase(), &mutation[1..]);
    let selection =
        path.iter().rev().fold("id".to_owned(), |inner, field| format!("{field} {{ {inner} }}"));
    let document = format!(
        "mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {selection} userErrors {{ code }} }} }}"
    );
    let answer = app.ask(Some(by), &document, json!({ "input": input })).await;
    let mut found = answer.done();
    for field in path {
        found = &found[*field];
        if let Some(first) = found.as_array().and_then(|all| all.first()) {
            found = first;
        }
    }
    found["id"].as_str().unwrap().to_owned()
}

impl World {
    async fn begin(app: &App) -> Self {
        let (network, elsewhere) = (app.network("cybanjou").await, app.network("ailleurs").await);
        let (lead, member) =
            (app.lead_of(network, "Ana").await, app.member_of(network, "Zoé").await);
        let jeanne = app.person("Jeanne").await;
        let hidden = app.event(network, |event| event.visibility = "hosts").await;
        app.write("update event set title = 'Rencontre secrète' where id = ?", vec![hidden.into()])
            .await;
        let public = app
            .event(network, |event| {
                event.visibility = "public";
                event.audience = "everyone";
            })
            .await;
        let (session, question) =
            (app.session(hidden, 0, None).await, app.question(hidden, "text", false).await);
        let asked = Create { member: Some(member.id), ..Create::oneself(public) };
        let registration = registration::create(&app.house(), asked).await.unwrap();

        let input = json!({ "networkId": network.to_string(), "name": "La Maison",
            "address": "1 rue Haute", "postalCode": "49100", "communeName": "Angers" });
        let employer = created(app, &lead, "employerCreate", input, &["employer"]).await;
        let input = json!({ "employerId": employer, "startedOn": "2026-03-01" });
        let employment = created(app, &member, "employmentDeclare", input, &["employment"]).await;
        let input = json!({ "employerId": employer });
        let manager =
            created(app, &member, "employerManagerClaim", input, &["employerManager"]).await;
        let input = json!({ "employerId": employer, "networkId": network.to_string(),
            "place": { "name": "Le Lieu", "address": "2 rue Basse", "postalCode": "49100",
                "communeName": "Angers" } });
        let place = created(app, &lead, "placeCreate", input, &["place"]).await;
        let (charter, version) = charter(app, &lead, network).await;
        let input =
            json!({ "networkId": network.to_string(), "addresses": "conviee@exemple.test" });
        let invitation =
            created(app, &lead, "invitationsCreate", input, &["entries", "invitation"]).await;
        let input = json!({ "networkId": network.to_string(), "word": "Mot de Jeanne" });
        let request = created(app, &jeanne, "joinRequestCreate", input, &["joinRequest"]).await;

        let existing = app.existing().await;
        let token =
            invitation::token(app.house().secret(), invitation.parse::<InvitationId>().unwrap(), 1);
        let known = HashMap::from([
            ("charter", charter),
            ("version", version),
            ("employer", employer),
            ("employment", employment),
            ("event", public.to_string()),
            ("hidden", hidden.to_string()),
            ("invitation", invitation),
            ("letter", existing["letterId"].clone()),
            ("manager", manager),
            ("member", member.id.to_string()),
            ("lead", lead.id.to_string()),
            ("membership", membership_of(app, &lead, &member).await),
            ("place", place),
            ("question", question.to_string()),
            ("registration", domain::id::RegistrationId::of(registration.id).to_string()),
            ("request", request),
            ("session", session.to_string()),
            ("signin", existing["signInSessionId"].clone()),
            ("apitoken", existing["tokenId"].clone()),
            ("token", token),
        ]);
        Self { lead, member, elsewhere, known }
    }

    /// A route with what exists in the place of each name.
    fn named(&self, route: &str, event: &str) -> String {
        let known = |name: &str| self.known[name].as_str();
        let id = match route.split('/').nth(1).unwrap_or_default() {
            "events" => event,
            "employers" => known("employer"),
            "charters" => known("charter"),
            "members" | "administration" => known("member"),
            "networks" => known("request"),
            "me" if route.contains("employments") => known("employment"),
            "me" if route.contains("networks") => known("membership"),
            "me" if route.contains("sessions") => known("signin"),
            _ => known("apitoken"),
        };
        route
            .replace(":slug", "cybanjou")
            .replace("/calendar/:name", "/calendar/cybanjou.ics")
            .replace(":name", "rien.ics")
            .replace(":employment", known("employment"))
            .replace(":manager", known("manager"))
            .replace(":place", known("place"))
            .replace(":kept", known("member"))
            .replace(":duplicate", known("lead"))
            .replace(":token", known("token"))
            .replace(":id", id)
    }

    /// A form that names everything that exists, says yes to everything and gives every reason.
    fn form(&self) -> Vec<(&'static str, &str)> {
        let known = |name: &str| self.known[name].as_str();
        let mut form: Vec<_> = [
            ("registration", "registration"),
            ("memberId", "member"),
            ("memberIds", "member"),
            ("session", "session"),
            ("question", "question"),
            ("letter", "letter"),
            ("invitationId", "invitation"),
            ("memberships", "membership"),
            ("membershipId", "membership"),
            ("eventId", "hidden"),
            ("employerId", "employer"),
            ("version", "version"),
        ]
        .map(|(field, name)| (field, known(name)))
        .into();
        form.extend([
            ("isSure", "yes"),
            ("sure", "yes"),
            ("isConfirmed", "yes"),
            ("agrees", "yes"),
            ("step", "do"),
            ("reason", "Parce que"),
            ("subject", "Objet"),
            ("body", "Message"),
            ("name", "Nom"),
            ("title", "Titre"),
            ("prompt", "Question"),
            ("word", "Mot"),
            ("role", "lead"),
            ("state", "present"),
            ("email", "autre@exemple.test"),
            ("addresses", "autre@exemple.test"),
            ("startsAt", "2027-01-11T09:00"),
            ("endsAt", "2027-01-11T12:00"),
            ("guests", "everyone"),
            ("on", "2026-09-08"),
        ]);
        form
    }
}

async fn membership_of(app: &App, lead: &Person, member: &Person) -> String {
    let document = "query($id: ID!) { member(by: { id: $id }) { memberships(first: 1) {
        nodes { id } } } }";
    let answer = app.ask(Some(lead), document, json!({ "id": member.id.to_string() })).await;
    answer.data()["member"]["memberships"]["nodes"][0]["id"].as_str().unwrap().to_owned()
}

/// What an answer says, in a word.
fn told(shown: &Shown) -> String {
    let to = shown.headers.get(header::LOCATION).map(|to| to.to_str().unwrap());
    match to {
        Some(to) if to.starts_with("/auth/email") => "sign in".to_owned(),
        Some(to) => match to.split_once("done=") {
            Some((_, notice)) => notice.split('#').next().unwrap().to_owned(),
            None => "elsewhere".to_owned(),
        },
        None => shown.status.as_u16().to_string(),
    }
}

/// Nothing broke, and nothing was told that is not for others.
fn is_discreet(route: &str, who: &str, shown: &Shown) {
    assert!(!shown.status.is_server_error(), "{route} for {who}: {}", shown.body);
    // Who holds the letter may read to whom it was written.
    let is_letter = route.starts_with("/invitations/:token");
    for secret in SECRETS.into_iter().filter(|secret| !(is_letter && secret.starts_with("conviee")))
    {
        assert!(!shown.body.contains(secret), "{route} tells {who} of {secret}");
    }
    let is_private = !matches!(who, "nobody") && shown.status == StatusCode::OK;
    if is_private && PAGES.iter().any(|(page, _)| *page == route) {
        assert_eq!(shown.headers[header::CACHE_CONTROL], "no-store", "{route} for {who}");
    }
}

/// Each route, and for those of events both the public one and the one of which only members know.
fn rows<'a>(
    world: &World,
    routes: impl Iterator<Item = &'a str>,
) -> Vec<(String, &'a str, String)> {
    let mut rows = Vec::new();
    for route in routes {
        if route.starts_with("/events/") {
            for (kind, word) in [("event", "public"), ("hidden", "hidden")] {
                let path = world.named(route, &world.known[kind]);
                rows.push((format!("{route} ({word})"), route, path));
            }
        } else {
            rows.push((route.to_owned(), route, world.named(route, "")));
        }
    }
    rows
}

#[tokio::test]
async fn a_page_tells_others_only_what_they_may_know() {
    let app = App::start(Kind::Sqlite).await;
    let world = World::begin(&app).await;
    let others = [
        ("nobody", None),
        ("stranger", Some(app.person("Paul").await)),
        ("member elsewhere", Some(app.member_of(world.elsewhere, "Olga").await)),
        ("lead elsewhere", Some(app.lead_of(world.elsewhere, "Léo").await)),
    ];
    let own = [("member", &world.member), ("lead", &world.lead)];
    let mut table = format!(
        "{:<50}{:<10}{:<10}{:<18}{:<16}{:<10}lead\n",
        "", "nobody", "stranger", "member elsewhere", "lead elsewhere", "member"
    );

    let routes = TEXTS.iter().chain(FILES).copied().chain(PAGES.iter().map(|(page, _)| *page));
    // The stream has no end to wait for: those who may read it are told of in the browser.
    let is_stream = |route: &str| route.ends_with("/live");
    for (name, route, path) in rows(&world, routes) {
        let _ = write!(table, "{name:<50}");
        for ((who, person), width) in others.iter().zip([10, 10, 18, 16]) {
            let mut browser = person
                .as_ref()
                .map_or_else(|| Browser::of_nobody(&app), |person| Browser::of(&app, person));
            let shown = browser.get(&path).await;
            is_discreet(route, who, &shown);
            let _ = write!(table, "{:<width$}", told(&shown));
        }
        for ((who, person), width) in own.into_iter().zip([10, 0]) {
            if is_stream(route) && who == "lead" {
                let _ = write!(table, "a stream");
                continue;
            }
            let shown = Browser::of(&app, person).get(&path).await;
            assert!(!shown.status.is_server_error(), "{route} for {who}: {}", shown.body);
            let _ = write!(table, "{:<width$}", told(&shown));
        }
        table.push('\n');
    }

    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn a_form_does_for_others_only_what_they_may() {
    let app = App::start(Kind::Sqlite).await;
    let world = World::begin(&app).await;
    let form = world.form();
    let mut table = format!(
        "{:<52}{:<10}{:<26}{:<26}lead elsewhere\n",
        "", "nobody", "stranger", "member elsewhere"
    );

    for (name, route, path) in rows(&world, FORMS.iter().map(|(form, _)| *form)) {
        let _ = write!(table, "{name:<52}");
        // Somebody new each time, so that what one did does not speak for the next.
        let others = [
            ("nobody", None),
            ("stranger", Some(app.person(&format!("Paul {name}")).await)),
            (
                "member elsewhere",
                Some(app.member_of(world.elsewhere, &format!("Olga {name}")).await),
            ),
            ("lead elsewhere", Some(app.lead_of(world.elsewhere, &format!("Léo {name}")).await)),
        ];
        for ((who, person), width) in others.iter().zip([10, 26, 26, 0]) {
            let mut browser = person
                .as_ref()
                .map_or_else(|| Browser::of_nobody(&app), |person| Browser::of(&app, person));
            let shown = browser.post(&path, &form).await;
            is_discreet(route, who, &shown);
            let _ = write!(table, "{:<width$}", told(&shown));
        }
        table.push('\n');
    }

    insta::assert_snapshot!(table);
}

#[tokio::test]
async fn what_is_another_network_s_is_not_reached_through_one_s_own_pages() {
    let app = App::start(Kind::Sqlite).await;
    let world = World::begin(&app).await;
    let leo = app.lead_of(world.elsewhere, "Léo").await;
    let own = app.event(world.elsewhere, |_| {}).await;
    app.session(own, 0, None).await;
    let input = json!({ "networkId": world.elsewhere.to_string(), "name": "La Nôtre",
        "address": "1 rue Haute", "postalCode": "49100", "communeName": "Angers" });
    let employer = created(&app, &leo, "employerCreate", input, &["employer"]).await;
    let (charter, _) = charter(&app, &leo, world.elsewhere).await;
    let form = world.form();
    let before = theirs(&app).await;
    let mut browser = Browser::of(&app, &leo);

    for (route, _) in FORMS {
        let path = match route.split('/').nth(1).unwrap_or_default() {
            "events" => own_path(route, own),
            "employers" => route.replacen(":id", &employer, 1),
            "charters" => route.replacen(":id", &charter, 1),
            "networks" => route.replace(":slug", "ailleurs"),
            _ => continue,
        };
        let path = world.named(&path, "");
        let seen = looked_at(route, &form);
        let form: Vec<_> = form.iter().copied().chain([("seen", seen.as_str())]).collect();
        let shown = browser.post(&path, &form).await;
        is_discreet(route, "lead elsewhere", &shown);
        assert_eq!(theirs(&app).await, before, "{route} changed what is another network's");
    }
    let chosen =
        format!("/networks/ailleurs/members/chosen?memberships={}", world.known["membership"]);
    let shown = browser.get(&chosen).await;
    is_discreet("/networks/:slug/members/chosen", "lead elsewhere", &shown);
}

/// What a look at an act for several people would have been at, as its page gives it to be confirmed.
fn looked_at(route: &str, form: &[(&str, &str)]) -> String {
    let fields: &[&str] = match route.rsplit_once("/members/chosen/") {
        Some((_, "change")) => &["role", "localRole"],
        Some((_, "end")) => &["on", "reason"],
        Some((_, "invite")) => &["eventId", "word"],
        Some((_, "write")) => &["subject", "body"],
        _ => &[],
    };
    let mut word = url::form_urlencoded::Serializer::new(String::new());
    for field in fields {
        let typed = form.iter().find(|(name, _)| name == field);
        word.append_pair(field, typed.map_or("", |(_, value)| *value));
    }
    word.finish()
}

fn own_path(route: &str, own: EventId) -> String {
    route.replacen(":id", &own.to_string(), 1)
}

/// How what belongs to the network stands.
async fn theirs(app: &App) -> Vec<i64> {
    let mut counts = Vec::new();
    for from in [
        "membership where ended_on is null and network_id in (select id from network where slug = 'cybanjou')",
        "registration where member_id in (select id from member where first_name = 'Zoé')",
        "join_request where state = 'pending'",
        "invitation where state = 'sent' and email = 'conviee@exemple.test'",
        "employment where status = 'declared' and member_id in (select id from member where first_name = 'Zoé')",
        "employer_manager where state = 'claimed' and member_id in (select id from member where first_name = 'Zoé')",
        "place where archived_at is null and name = 'Le Lieu'",
        "session where event_id in (select id from event where title = 'Rencontre secrète')",
        "question where event_id in (select id from event where title = 'Rencontre secrète')",
        "attendance",
    ] {
        counts.push(app.count(from).await);
    }
    counts
}
