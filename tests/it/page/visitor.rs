//! What a visitor finds: their network, the calendar, who answers for the site; and nothing that is not theirs.

use domain::{
    id::NetworkId,
    membership::{LocalRole, Role},
    network::{self, Change},
    patch::Patch,
};
use maillage::page::PAGES;
use poem::http::{StatusCode, header};

use crate::support::{App, Browser, on_both};

/// Gives a network its communes and an address to write to.
async fn covers(app: &App, network: NetworkId, communes: &[&str]) {
    let change = Change {
        communes: Some(communes.iter().map(|code| (*code).to_owned()).collect()),
        contact_email: Patch::Put(Some("contact@reseau.exemple.test".to_owned())),
        ..Change::default()
    };
    network::update(&app.house(), network, change).await.unwrap();
}

async fn public_event(app: &App, network: NetworkId) -> String {
    let event = app
        .event(network, |event| {
            event.visibility = "public";
            event.audience = "everyone";
        })
        .await;
    event.to_string()
}

on_both! {
    async fn a_visitor_finds_the_network_of_a_commune_by_name_code_or_slip_of_the_finger(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "saumurois").await;
        covers(&app, department, &["49007", "49328", "49023"]).await;
        covers(&app, local, &["49328"]).await;
        let pilot = app.person_with(local, "Olga", Role::Lead, Some(LocalRole::Pilot)).await;
        let event = public_event(&app, local).await;
        let mut nobody = Browser::of_nobody(&app);

        for asked in ["Saumur", "saumur", "SAUMRU", "49400%20saumur", "49328", "49%20400%20saumur"] {
            let shown = nobody.get(&format!("/find?q={asked}")).await;
            assert_eq!(shown.status, StatusCode::OK);
            shown.says("À Saumur");
            let (narrow, wide) =
                (shown.body.find(">saumurois<").unwrap(), shown.body.find(">cybanjou<").unwrap());
            assert!(narrow < wide, "the narrowest first: {asked}");
            shown.says(&format!("/events/{event}"));
            shown.says("contact@reseau.exemple.test");
            shown.says("/networks/saumurois#adhesion");
            shown.is_silent_about("Olga");
        }
        Browser::of(&app, &pilot).get("/find?q=saumur").await.says("Olga Essai");
        nobody.get("/find?q=st%20barth").await.says("Saint-Barthélemy-d’Anjou");
        // 49100 is posted to Angers, and reads like the INSEE code of another commune.
        for asked in ["49100", "49007"] {
            let shown = nobody.get(&format!("/find?q={asked}")).await;
            shown.says("À Angers");
            shown.is_silent_about("Cizay");
        }
        nobody.get("/find?q=cizay%2049100").await.says("À Cizay-la-Madeleine");
    }

    async fn a_pilot_who_wants_it_is_named_to_visitors_until_they_change_their_mind(app: App) {
        let network = app.network("cybanjou").await;
        covers(&app, network, &["49328"]).await;
        let olga = app.person_with(network, "Olga", Role::Lead, Some(LocalRole::Pilot)).await;
        app.person_with(network, "Ursule", Role::Lead, Some(LocalRole::Pilot)).await;
        let mut nobody = Browser::of_nobody(&app);
        let mut own = Browser::of(&app, &olga);
        let say = async |own: &mut Browser, more: &[(&str, &str)]| {
            let mut form =
                vec![("firstName", "Olga"), ("lastName", "Essai"), ("profileKind", "other")];
            form.extend(more);
            own.post("/me/profile/save", &form).await.leads_to();
        };

        own.get("/me/profile/look?as=anybody").await.says("Rien du tout");
        say(&mut own, &[("namedAsPilot", "yes")]).await;

        for page in ["/find?q=saumur", "/networks/cybanjou"] {
            let shown = nobody.get(page).await;
            shown.says("Olga Essai");
            shown.is_silent_about("Ursule");
            shown.is_silent_about(&olga.email);
        }
        own.get("/me/profile/look?as=anybody").await.says("comme pilote : cybanjou");
        say(&mut own, &[]).await;
        nobody.get("/find?q=saumur").await.is_silent_about("Olga");
    }

    async fn a_search_that_finds_several_or_nothing_goes_on_from_there(app: App) {
        let network = app.network("cybanjou").await;
        covers(&app, network, &["49007"]).await;
        let mut nobody = Browser::of_nobody(&app);

        let several = nobody.get("/find?q=49400").await;
        let nothing = nobody.get("/find?q=%3Cb%3EQuimperlach%3C/b%3E").await;
        let chosen = nobody.get("/find?commune=49007").await;
        let uncovered = nobody.get("/find?commune=49063").await;
        let empty = nobody.get("/find?q=").await;

        several.says("Laquelle de ces communes");
        several.is_silent_about("Aucune commune connue");
        let near = nobody.get("/find?q=saumurr").await;
        near.says("Aucune commune connue ici ne s’appelle");
        near.says("À Saumur");
        nobody.get("/find?q=saumur").await.is_silent_about("Aucune commune connue");
        several.says("/find?commune=49328");
        several.says("/find?commune=49374");
        nobody.get("/find?q=chalonnes").await.says("À Chalonnes-sur-Loire");
        nothing.says("Aucune commune trouvée");
        // Who typed a postal code is not told to type one.
        let abroad = nobody.get("/find?q=44000").await;
        abroad.says("Aucune commune connue ici n’a le code postal 44000");
        abroad.says("href=\"/networks\">Voir tous les réseaux");
        abroad.is_silent_about("Essayez le code postal");
        nothing.is_silent_about("<b>Quimperlach");
        chosen.says(">cybanjou<");
        uncovered.says("Aucun réseau ne couvre encore");
        empty.is_silent_about("Aucune commune");
    }

    async fn an_address_of_nothing_says_so_on_a_page_like_the_others(app: App) {
        app.network("cybanjou").await;
        let mut nobody = Browser::of_nobody(&app);

        for path in ["/rien", "/events/x/y/z", "/networks/cybanjou/rien"] {
            let shown = nobody.get(path).await;
            assert_eq!(shown.status, StatusCode::NOT_FOUND, "{path}");
            shown.says("Cette page est introuvable");
            shown.says("Trouver mon réseau");
            assert!(shown.headers.contains_key(header::CONTENT_SECURITY_POLICY), "{path}");
        }
    }

    async fn networks_are_shown_as_a_tree_and_found_by_word_and_level(app: App) {
        let department = app.network("cybanjou").await;
        app.network_below(Some(department), "saumurois").await;
        app.network_below(Some(department), "choletais").await;
        let mut nobody = Browser::of_nobody(&app);

        let tree = nobody.get("/networks").await;
        let found = nobody.get("/networks?q=SAUM").await;
        let local = nobody.get("/networks?level=local").await;
        let none = nobody.get("/networks?q=rien").await;

        tree.says("3 réseaux");
        tree.says("class=\"depth-1\"");
        found.says("Un réseau");
        found.says("/networks/saumurois");
        found.is_silent_about("/networks/choletais");
        local.says("2 réseaux");
        local.is_silent_about("/networks/cybanjou\"");
        none.says("Aucun réseau ne correspond");
    }

    async fn a_network_says_what_it_covers_and_opens_its_pages_to_those_who_lead_it(app: App) {
        let network = app.network("cybanjou").await;
        covers(&app, network, &["49007", "49328"]).await;
        public_event(&app, network).await;
        let (lead, marie) = (app.lead_of(network, "Ana").await, app.member_of(network, "Marie").await);

        let shown = Browser::of_nobody(&app).get("/networks/cybanjou").await;
        let to_member = Browser::of(&app, &marie).get("/networks/cybanjou").await;
        let to_lead = Browser::of(&app, &lead).get("/networks/cybanjou").await;

        shown.says("2 communes, ");
        shown.says("(une commune sur 29)");
        shown.says("À quoi sert ce réseau");
        shown.says("/calendar?network=cybanjou");
        shown.is_silent_about("Pages du réseau");
        to_member.is_silent_about("/networks/cybanjou/join-requests");
        to_lead.says("Pages du réseau cybanjou");
        to_lead.says("/networks/cybanjou/join-requests");
    }

    async fn the_calendar_shows_a_month_or_a_list_of_a_branch(app: App) {
        let department = app.network("cybanjou").await;
        let local = app.network_below(Some(department), "saumurois").await;
        let beside = app.network_below(Some(department), "choletais").await;
        let (here, there) = (public_event(&app, local).await, public_event(&app, beside).await);
        app.write("update event set is_date_tentative = true where id = ?", vec![
            here.parse::<domain::id::EventId>().unwrap().into(),
        ]).await;
        let marie = app.person("Marie").await;
        let mut nobody = Browser::of_nobody(&app);

        // The events are a month after the beginning: on 7 October.
        let month = nobody.get("/calendar?month=2026-10").await;
        let branch = nobody.get("/calendar?month=2026-10&network=saumurois").await;
        let above = nobody.get("/calendar?month=2026-10&network=cybanjou").await;
        let other = nobody.get("/calendar?month=2026-11").await;
        let list = nobody.get("/calendar?view=list").await;
        let past = nobody.get("/calendar?view=list&past=yes").await;
        let strange = nobody.get("/calendar?month=9999-99&view=x&kind=y&after=z").await;
        let unknown = nobody.get("/calendar?network=nulle-part").await;

        month.says("octobre 2026");
        month.says("mercredi 7 octobre");
        month.says(&format!("/events/{here}"));
        month.says("(date à confirmer)");
        month.says("month=2026-09");
        branch.says(&format!("/events/{here}"));
        branch.is_silent_about(&format!("/events/{there}"));
        above.says(&format!("/events/{there}"));
        other.says("Aucune rencontre en novembre 2026");
        list.says("2 rencontres");
        list.says("Date à confirmer");
        past.says("Aucune rencontre");
        assert_eq!(strange.status, StatusCode::OK);
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
        let mut browser = Browser::of(&app, &marie);
        browser.post(&format!("/events/{here}/register"), &[]).await.leads_to();
        browser.get("/calendar?month=2026-10").await.says("inscrit·e");
    }

    async fn the_pages_of_the_law_say_what_is_known_and_what_is_missing(app: App) {
        let mut nobody = Browser::of_nobody(&app);

        nobody.get("/legal").await.says("Ces mentions ne sont pas complètes");
        let privacy = nobody.get("/privacy").await;
        privacy.says("Vos droits");
        privacy.says("écrivez au contact de votre réseau");
        privacy.says("en écrivant au contact de votre réseau");
        privacy.is_silent_about("à le contact");
        let accessibility = nobody.get("/accessibility").await;
        accessibility.says("non conforme");
        accessibility.is_silent_about("partiellement conforme");
        nobody.get("/").await.says("Accessibilité : non conforme");
    }

    async fn every_page_tells_nobody_only_what_nobody_may_know(app: App) {
        let network = app.network("cybanjou").await;
        covers(&app, network, &["49007"]).await;
        let lead = app.lead_of(network, "Confidentia").await;
        let member = app.person_with(network, "Secretine", Role::Member, Some(LocalRole::Pilot)).await;
        let draft = app.event(network, |event| { event.visibility = "public"; event.state = "draft"; }).await;
        let inside = app.event(network, |event| event.visibility = "hosts").await;
        let title = "update event set title = 'Brouillon clandestin' where id in (?, ?)";
        app.write(title, vec![draft.into(), inside.into()]).await;
        let mut browser = Browser::of(&app, &member);
        browser.post("/networks/cybanjou/join", &[("word", "Motus")]).await;
        browser.post(&format!("/events/{inside}/register"), &[]).await;
        let secrets = ["Confidentia", "Secretine", "Brouillon clandestin", "Motus", &lead.email, &member.email];
        let identifiers = [draft.to_string(), inside.to_string(), lead.id.to_string(),
            network.to_string(), "nothing".to_owned()];
        let mut nobody = Browser::of_nobody(&app);

        let mut seen = 0;
        for (page, _) in PAGES.iter().chain(&[
            ("/legal", ""), ("/privacy", ""), ("/accessibility", ""), ("/design", ""),
            ("/calendar/feed.ics", ""), ("/calendar/cybanjou.ics", ""),
            ("/calendar/mine/:token", ""), ("/calendar?month=2026-10", ""), ("/find?q=angers", ""),
        ]) {
            for identifier in &identifiers {
                let path: Vec<&str> = page.split('/').map(|word| match word {
                    ":slug" => "cybanjou",
                    word if word.starts_with(':') => identifier,
                    word => word,
                }).collect();
                let path = path.join("/");
                let shown = nobody.get(&path).await;
                let is_told = matches!(
                    shown.status,
                    StatusCode::OK | StatusCode::SEE_OTHER | StatusCode::NOT_FOUND
                );
                assert!(is_told, "{path} answered {}", shown.status);
                if shown.status == StatusCode::SEE_OTHER {
                    assert!(shown.leads_to().starts_with('/'), "{path} leads to {}", shown.leads_to());
                }
                for secret in secrets {
                    assert!(!shown.body.contains(secret), "{path} tells nobody « {secret} »");
                }
                seen += 1;
                if path == *page || page.contains(":slug") && !page.contains("/:slug/") { break; }
            }
        }
        assert!(seen > PAGES.len());
        // The same words are there for who may know them: the test would see them.
        Browser::of(&app, &member).get("/calendar?month=2026-10").await.says("Brouillon clandestin");
    }

    async fn signing_in_comes_back_to_the_page_one_was_on(app: App) {
        app.network("cybanjou").await;
        let shown = Browser::of_nobody(&app).get("/networks/cybanjou/join-requests").await;
        assert_eq!(shown.headers[header::LOCATION], "/auth/email?return_to=%2Fnetworks%2Fcybanjou%2Fjoin-requests");
    }
}
