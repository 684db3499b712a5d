//! People known by their address alone: they are asked for their name where they come in, and those
//! who expect them can tell who is who.

use domain::{
    id::{EventId, MemberId, NetworkId},
    membership::Role,
    registration::{self, Create},
};
use poem::http::StatusCode;

use super::letter::invited;
use crate::support::{App, Browser, Person, on_both};

/// This person never said a name.
async fn forget_name(app: &App, person: &Person) {
    let blank = "update member set first_name = '', last_name = '—', search = '' where id = ?";
    app.write(blank, vec![person.id.into()]).await;
}

/// A member of the network who never said a name, and has a place at its event.
async fn expected(app: &App, network: NetworkId) -> (Person, EventId) {
    let zoe = app.member_of(network, "Zoé").await;
    let event = app.event(network, |_| {}).await;
    let asked = Create { member: Some(zoe.id), ..Create::oneself(event) };
    registration::create(&app.house(), asked).await.unwrap();
    forget_name(app, &zoe).await;
    (zoe, event)
}

on_both! {
    async fn an_invited_newcomer_says_their_name_where_they_accept(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let token = invited(&app, &lead, network, "zoe@exemple.test").await;
        let path = format!("/invitations/{token}");
        let mut browser = Browser::of_nobody(&app);

        let shown = browser.get(&path).await;
        shown.says("autocomplete=\"given-name\"");
        shown.says("autocomplete=\"family-name\"");
        let long = "x".repeat(201);
        let typed = [("firstName", "Zoé"), ("lastName", long.as_str())];
        let refused = browser.post(&format!("{path}/accept"), &typed).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("value=\"Zoé\"");
        let typed = [("firstName", " Zoé "), ("lastName", "Martin")];
        let accepted = browser.post(&format!("{path}/accept"), &typed).await;

        browser.follow(&accepted).await.says("Zoé Martin");
        let named = "member where first_name = 'Zoé' and last_name = 'Martin' \
            and search = 'martin zoe'";
        assert_eq!(app.count(named).await, 1);
    }

    async fn a_name_that_was_pasted_is_put_right_and_none_is_needed_to_come_in(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let pasted = invited(&app, &lead, network, "Martin Zoé <zoe@exemple.test>").await;
        let alone = invited(&app, &lead, network, "seule@exemple.test").await;

        let shown = Browser::of_nobody(&app).get(&format!("/invitations/{pasted}")).await;
        shown.says("name=\"firstName\" type=\"text\" value=\"Martin\"");
        let typed = [("firstName", "Zoé"), ("lastName", "Martin")];
        let path = format!("/invitations/{pasted}/accept");
        Browser::of_nobody(&app).post(&path, &typed).await.leads_to();
        let mut browser = Browser::of_nobody(&app);
        browser.post(&format!("/invitations/{alone}/accept"), &[]).await.leads_to();

        assert_eq!(app.count("member where first_name = 'Zoé' and last_name = 'Martin'").await, 1);
        assert_eq!(app.count("member where first_name = '' and last_name = '—'").await, 1);
        let event = app.event(network, |_| {}).await;
        browser.get(&format!("/events/{event}")).await.says("Comment vous appelez-vous ?");
    }

    async fn whoever_has_a_name_is_not_asked_and_keeps_it(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let marie = app.person("Marie").await;
        let token = invited(&app, &lead, network, &marie.email).await;
        let path = format!("/invitations/{token}");

        let shown = Browser::of_nobody(&app).get(&path).await;
        let typed = [("firstName", "Une"), ("lastName", "Autre")];
        Browser::of_nobody(&app).post(&format!("{path}/accept"), &typed).await.leads_to();

        shown.is_silent_about("given-name");
        assert_eq!(app.count("member where first_name = 'Marie'").await, 1);
        assert_eq!(app.count("member where first_name = 'Une'").await, 0);
    }

    async fn those_who_expect_somebody_without_a_name_see_the_address_if_they_may(app: App) {
        let network = app.network("cybanjou").await;
        let beside = app.network("choletais").await;
        let lead = app.lead_of(network, "Ana").await;
        let guest = app.person_with(beside, "Olga", Role::Organiser, None).await;
        let (zoe, event) = expected(&app, network).await;
        let host = "insert into event_host (event_id, network_id, rank) values (?, ?, 1)";
        app.write(host, vec![event.into(), beside.into()]).await;
        let (mut lead, mut guest) = (Browser::of(&app, &lead), Browser::of(&app, &guest));

        for page in ["people", "attendance", "sheet"] {
            let path = format!("/events/{event}/{page}");
            lead.get(&path).await.says(&zoe.email);
            let shown = guest.get(&path).await;
            assert_eq!(shown.status, StatusCode::OK, "{page}");
            shown.says("sans nom");
            shown.is_silent_about(&zoe.email);
        }
        let found = lead.get(&format!("/events/{event}/attendance?search=zoe%40exemple")).await;
        let zoe: MemberId = zoe.id;
        found.says(&format!("id=\"{zoe}\""));
    }

    async fn the_calendar_of_who_gave_no_name_calls_them_by_their_address_alone(app: App) {
        let network = app.network("cybanjou").await;
        let (zoe, _) = expected(&app, network).await;

        let letters = app.delivered().await;

        let letter = letters.iter().find(|letter| letter.to == zoe.email).unwrap();
        let calendar = letter.written.calendar.as_ref().unwrap().text.replace("\r\n ", "");
        let attendee = calendar.lines().find(|line| line.starts_with("ATTENDEE")).unwrap();
        assert!(attendee.contains(&format!("mailto:{}", zoe.email)), "{attendee}");
        assert!(!attendee.contains("CN="), "{attendee}");
    }
}
