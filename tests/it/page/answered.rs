//! What the person reads once the link of a letter answered in their name, whoever used it.

use chrono::TimeDelta;

use super::answer::{asked, house};
use crate::support::{Browser, as_typed, on_both};

on_both! {
    async fn the_person_reads_of_each_answer_that_the_link_gave_in_their_name(app: App) {
        let (network, lead, lila) = house(&app).await;
        let ana = app.member_of(network, "Ana").await;
        let (event, full) = (
            app.event(network, |_| {}).await,
            app.event(network, |event| event.on_site = Some(1)).await,
        );
        let sessions = [app.session(event, 0, None).await, app.session(event, 0, None).await,
            app.session(event, 1, None).await, app.session(event, 1, None).await];
        let path = asked(&app, &lead, event, &lila).await;
        let other = asked(&app, &lead, full, &lila).await;
        let (mut phone, mut first) = (Browser::of_nobody(&app), Browser::of(&app, &ana));
        first.post(&format!("/events/{full}/register"), &[]).await.leads_to();
        for path in [&path, &other] {
            phone.post(&format!("{path}/register"), &[]).await.leads_to();
        }
        first.post(&format!("/events/{full}/cancel"), &[]).await.leads_to();
        app.delivered().await;
        let told = async || {
            let letters = app.delivered().await.into_iter().filter(|letter| letter.to == lila.email);
            letters.map(|letter| as_typed(&letter.written.text)).collect::<Vec<_>>()
        };

        phone.post(&format!("{path}/excuse"), &[("reason", "Par une autre")]).await.leads_to();
        let excused = told().await;
        phone.post(&format!("{path}/excuse"), &[("reason", "Encore")]).await.leads_to();
        assert!(told().await.is_empty(), "it is the same excuse");
        phone.post(&format!("{other}/offer/decline"), &[]).await.leads_to();
        let left = told().await;
        for session in [sessions[0], sessions[2]] {
            let typed = [("session", &*session.to_string())];
            phone.post(&format!("{path}/sessions/choose"), &typed).await.leads_to();
        }
        assert!(told().await.is_empty(), "perhaps there is more to choose");
        app.clock.advance(TimeDelta::minutes(10));
        let chosen = told().await;

        for (letters, what, link) in [
            (excused, "l’équipe a été prévenue en votre nom que vous ne viendrez pas", &path),
            (left, "la place qui vous était proposée a été laissée en votre nom", &other),
            (chosen, "le choix de vos ateliers a été changé en votre nom", &path),
        ] {
            assert_eq!(letters.len(), 1, "{letters:?}");
            assert!(letters[0].contains(what) && letters[0].contains(&**link), "{}", letters[0]);
            assert!(!letters[0].contains("Par une autre"));
        }
        // Whoever signed in knows what they did.
        Browser::of(&app, &lead).post(&format!("/events/{event}/register"), &[]).await.leads_to();
        app.delivered().await;
        Browser::of(&app, &lead)
            .post(&format!("/events/{event}/excuse"), &[("reason", "Formation")]).await.leads_to();
        assert!(app.delivered().await.is_empty());
    }
}
