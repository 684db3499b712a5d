//! What a network says of itself, where it stands in the tree, and its territory.

use poem::http::StatusCode;
use serde_json::json;

use super::filled;
use crate::support::{Browser, on_both};

on_both! {
    async fn what_a_network_says_is_saved_and_what_is_refused_stays_typed(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let save = "/networks/cybanjou/settings/save";

        let mut wrong = filled("Cyb@njou", "1");
        wrong[4].1 = "pas une adresse";
        let refused = browser.post(save, &wrong).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("n’est pas une adresse électronique");
        refused.says("value=\"pas une adresse\"");
        refused.says("value=\"https://cybanjou.example/\"");
        let saved = browser.post(save, &filled("Cyb@njou", "1")).await;
        browser.follow(&saved).await.says("C’est enregistré.");

        let public = browser.get("/networks/cybanjou").await;
        public.says("<h1>Cyb@njou</h1>");
        public.says("equipe@cybanjou.example");
        let stale = browser.post(save, &filled("Autrement", "1")).await;
        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("pendant que vous écriviez");
        stale.says("<td data-label=\"Votre version\">Autrement</td>");
        stale.says("<td data-label=\"Version enregistrée\">Cyb@njou</td>");
        stale.says("name=\"expectedRevision\" value=\"2\"");
        stale.says("value=\"Autrement\"");
    }

    async fn a_network_is_founded_moved_closed_and_reopened(app: App) {
        let top = app.network("federation").await;
        let lead = app.lead_of(top, "Ana").await;
        let mut browser = Browser::of(&app, &lead);

        let nameless = [("name", ""), ("level", "local")];
        let refused = browser.post("/networks/federation/settings/found", &nameless).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        refused.says("Indiquez un nom.");
        for name in ["Pays de Loire-Béconnais", "Saumurois"] {
            let form = [("name", name), ("level", "local")];
            let founded = browser.post("/networks/federation/settings/found", &form).await;
            founded.leads_to();
        }
        let page = browser.get("/networks/pays-de-loire-beconnais/settings").await;
        page.says("Pays de Loire-Béconnais");
        let target = app.ask(Some(&lead), "{ network(by: { slug: \"saumurois\" }) { id } }", json!({}))
            .await.data()["network"]["id"].as_str().unwrap().to_owned();
        let path = "/networks/pays-de-loire-beconnais/settings/move";
        let unsure = browser.post(path, &[("parentId", target.as_str())]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        unsure.says(&format!("value=\"{target}\" selected"));
        let sure = [("parentId", target.as_str()), ("isSure", "yes")];
        let moved = browser.post(path, &sure).await;
        browser.follow(&moved).await.says("href=\"/networks/saumurois\"");

        let close = "/networks/saumurois/settings/archive";
        let busy = browser.post(close, &[("isSure", "yes")]).await;
        assert_eq!(busy.status, StatusCode::UNPROCESSABLE_ENTITY);
        busy.says("Un réseau ouvert en dépend encore.");
        let close = "/networks/pays-de-loire-beconnais/settings/archive";
        browser.get("/networks/pays-de-loire-beconnais/settings").await.says("Personne n’en est membre.");
        let unsure = browser.post(close, &[]).await;
        assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(app.count("network where archived_at is not null").await, 0);
        let closed = browser.post(close, &[("isSure", "yes")]).await;
        browser.follow(&closed).await.says("Ce réseau est fermé.");
        let page = browser.get("/networks/pays-de-loire-beconnais/settings").await;
        page.says("Rouvrir le réseau");
        let open = browser.post("/networks/pays-de-loire-beconnais/settings/reopen", &[]).await;
        browser.follow(&open).await.says("Le réseau est rouvert.");
    }

    async fn a_territory_grows_by_commune_by_epci_and_by_a_pasted_list(app: App) {
        domain::territory::settle(&app.house().house().db).await.unwrap();
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let page = "/networks/cybanjou/territory";
        let save = "/networks/cybanjou/territory/save";

        browser.get(page).await.says("Aucune commune pour le moment.");
        let found = browser.get(&format!("{page}?search=angers")).await;
        found.says("name=\"addCommunes\" value=\"49007\"");
        found.says("name=\"addEpcis\" value=\"244900015\"");
        browser.get(&format!("{page}?search=xyzxyz")).await.says("Rien ne correspond");
        let unknown = browser.post(save, &[("addCommunes", "49007\n99999\n98888")]).await;
        assert_eq!(unknown.status, StatusCode::UNPROCESSABLE_ENTITY);
        unknown.says("99999, 98888");
        unknown.says("49007\n99999\n98888</textarea>");
        assert_eq!(app.count("network_commune").await, 0);
        let pasted = browser.post(save, &[("addCommunes", "49007, 49328; 49099")]).await;
        pasted.leads_to();
        assert_eq!(app.count("network_commune").await, 3);
        browser.post(save, &[("addEpcis", "244900015")]).await.leads_to();
        let whole = app.count("commune where epci_code = '244900015'").await;
        assert_eq!(app.count("network_commune").await, whole + 2);
        browser.get(page).await.says(&format!("Ses {whole} communes"));

        let opened = browser.get(&format!("{page}?epci=244900015")).await;
        opened.says("id=\"commune-49007\"");
        browser.post(save, &[("removeCommunes", "49007")]).await.leads_to();
        assert_eq!(app.count("network_commune where insee_code = '49007'").await, 0);
        browser.post(save, &[("removeEpcis", "244900015")]).await.leads_to();
        assert_eq!(app.count("network_commune").await, 2);
        let nothing = browser.post(save, &[("addCommunes", " ")]).await;
        nothing.says("Choisissez au moins une commune");
    }
}
