//! The names of a pasted list: told apart where the list tells them, shown before anything leaves.

use domain::{id::InvitationId, invitation};
use serde_json::{Value, json};

use crate::support::{Browser, on_both};

const CREATE: &str =
    "mutation($input: InvitationsCreateInput!) { invitationsCreate(input: $input) {
    entries { raw name firstName lastName email invitation { id } } userErrors { code } } }";

/// Rows of a spreadsheet, with the headings that say what each column is.
const TABLE: &str = "Structure\tNom\tPrénom\tFonction\tAdresse électronique\n\
    Mairie de Segré\tMartin\tPaul\tMédiateur\tpaul@exemple.test\n\
    CCAS d’Angers\tLe Gall\tZoé\tAccueil\tzoe@exemple.test";

on_both! {
    async fn who_accepts_is_called_by_the_columns_of_the_list(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let list = format!("{TABLE}\nBob Petit <bob@exemple.test>");
        let input = json!({ "networkId": network.to_string(), "addresses": list });

        let answer = app.ask(Some(&lead), CREATE, json!({ "input": input })).await;

        let entries = answer.done()["entries"].as_array().unwrap();
        let names: Vec<_> =
            entries.iter().map(|entry| json!([entry["name"], entry["firstName"], entry["lastName"]]))
                .collect();
        assert_eq!(names, [
            json!(["Paul Martin", "Paul", "Martin"]),
            json!(["Zoé Le Gall", "Zoé", "Le Gall"]),
            json!(["Bob Petit", Value::Null, Value::Null]),
        ]);
        for entry in entries {
            let id: InvitationId = entry["invitation"]["id"].as_str().unwrap().parse().unwrap();
            let token = invitation::token(app.house().secret(), id, 1);
            let accept = "mutation($input: InvitationAcceptInput!) { invitationAccept(input: $input) {
                userErrors { code } } }";
            app.ask(None, accept, json!({ "input": { "token": token } })).await.done();
        }
        for (first, last) in [("Paul", "Martin"), ("Zoé", "Le Gall"), ("Bob", "Petit")] {
            let member = format!("member where first_name = '{first}' and last_name = '{last}'");
            assert_eq!(app.count(&member).await, 1, "{first} {last}");
        }
    }

    async fn the_look_before_shows_first_and_last_name_or_that_they_are_not_told_apart(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let mut browser = Browser::of(&app, &lead);
        let send = "/networks/cybanjou/invitations/send";
        let not_told = "prénom et nom non distingués";

        let told = browser.post(send, &[("addresses", TABLE), ("step", "preview")]).await;
        let list = "Bob;Petit;Accueil;bob@exemple.test";
        let undecided = browser.post(send, &[("addresses", list), ("step", "preview")]).await;

        told.says("<td data-label=\"Prénom\">Paul</td><td data-label=\"Nom\">Martin</td>");
        told.says("<td data-label=\"Prénom\">Zoé</td><td data-label=\"Nom\">Le Gall</td>");
        told.is_silent_about(not_told);
        undecided.says("Bob Petit<br>");
        undecided.says(not_told);
        undecided.says("écrivez le nom de famille en capitales");
    }

    async fn a_name_with_a_number_is_kept_and_what_is_no_name_is_told_on_its_line(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let list = "Jean Dupont 2 <jean@exemple.test>\nZoé 3e Petit; zoe@exemple.test\n\
            12 rue des Lilas; bob@exemple.test\nlou@exemple.test\nmailto:eve@exemple.test\n\
            Salle Jean Moulin; ida@exemple.test\nA. <a@exemple.test>; Petit, Léa Lune <b@exemple.test>";
        let typed = [("addresses", list), ("step", "preview")];

        let shown = Browser::of(&app, &lead)
            .post("/networks/cybanjou/invitations/send", &typed).await;

        shown.says("Jean Dupont 2<br>");
        shown.says("Zoé 3e Petit<br>");
        shown.says("non reconnu dans « 12 rue des Lilas; bob@exemple.test »");
        shown.says("non reconnu dans « Salle Jean Moulin; ida@exemple.test »");
        // Whose last name stands before the comma, nothing tells.
        shown.says("Petit Léa Lune<br>");
        assert_eq!(shown.body.matches("non donné").count(), 2);
    }

    async fn a_place_beside_a_name_is_left_out_and_told(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let list = "Jean Dupont, Angers <jean@exemple.test>\nDupont, Léa, Angers <lea@exemple.test>\n\
            La Poste, Saumur <poste@exemple.test>\nZoé Lune (Cholet) zoe@exemple.test";
        let typed = [("addresses", list), ("step", "preview")];

        let shown = Browser::of(&app, &lead)
            .post("/networks/cybanjou/invitations/send", &typed).await;

        shown.says("Jean Dupont<br>");
        shown.says("<td data-label=\"Prénom\">Léa</td><td data-label=\"Nom\">Dupont<br>");
        assert_eq!(shown.body.matches("« Angers » est laissé de côté").count(), 2);
        shown.says("non reconnu dans « La Poste, Saumur");
        shown.says("Zoé Lune<br>");
        shown.says("« Cholet » est laissé de côté");
    }

    async fn who_is_no_one_person_has_no_name_and_what_stands_before_a_slash_is_told(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let list = "M. et Mme Durand <durand@exemple.test>\nMme le Maire <maire@exemple.test>\n\
            M <m@exemple.test>\nVille d’Angers / Karim Benali <karim@exemple.test>";
        let typed = [("addresses", list), ("step", "preview")];

        let shown = Browser::of(&app, &lead)
            .post("/networks/cybanjou/invitations/send", &typed).await;

        shown.says("non reconnu dans « M. et Mme Durand");
        shown.says("non reconnu dans « Mme le Maire");
        // The M alone, besides.
        assert_eq!(shown.body.matches("non reconnu dans").count(), 3);
        shown.says("Karim Benali<br>");
        shown.says("« Ville d’Angers » est laissé de côté");
    }

    async fn who_enters_by_a_meeting_s_list_is_called_by_its_columns_too(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let event = app.event(network, |_| {}).await;
        let besides = network.to_string();
        let typed = [("guests", "addresses"), ("addresses", TABLE), ("besides", &*besides),
            ("step", "send")];

        Browser::of(&app, &lead).post(&format!("/events/{event}/invite/send"), &typed).await
            .says("<td data-label=\"Prénom\">Zoé</td><td data-label=\"Nom\">Le Gall</td>");

        let kept = "invitation where first_name = 'Zoé' and last_name = 'Le Gall'";
        assert_eq!(app.count(kept).await, 1);
    }
}
