//! Tables that somebody who runs a network brings in.

use domain::charter;
use poem::http::{StatusCode, header};
use serde_json::json;

use crate::{
    charter::published,
    support::{App, Browser, Person, Shown, as_typed, on_both},
};

/// What a form with a file sends.
pub(crate) async fn bring(app: &App, who: &Person, table: &[u8], fields: &[(&str, &str)]) -> Shown {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part =
            format!("--x\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--x\r\ncontent-disposition: form-data; name=\"file\"; filename=\"equipe.csv\"\r\n\
        content-type: text/csv\r\n\r\n",
    );
    body.extend_from_slice(table);
    body.extend_from_slice(b"\r\n--x--\r\n");
    let response = app
        .client
        .post("/networks/cybanjou/import/bring")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, format!("maillage={}", who.token))
        .content_type("multipart/form-data; boundary=x")
        .body(body)
        .send()
        .await
        .0;
    let (parts, body) = response.into_parts();
    let body = as_typed(&body.into_string().await.unwrap());
    Shown { status: parts.status, headers: parts.headers, body }
}

on_both! {
    async fn a_table_with_headings_of_its_own_is_mapped_looked_at_and_brought_in(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        // As a spreadsheet of the office writes it: semicolons and Windows-1252.
        let table = "Qui;Où écrire;Maison\nZo\u{e9} Petit;zoe@exemple.test;La Cale\n\
            Sans adresse;;La Cale\nAna Essai;ana@exemple.test;\n";
        let bytes: Vec<u8> = table.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();

        let unread = bring(&app, &lead, &bytes, &[("step", "read")]).await;
        assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY);
        unread.says("Où écrire");
        unread.says("Par exemple : zoe@exemple.test");
        unread.says("Zoé Petit;zoe@exemple.test;La Cale");
        let mapped = |step| [("table", table), ("column", "full-name"), ("column", "email"),
            ("column", "employer-name"), ("step", step)];
        let look = bring(&app, &lead, b"", &mapped("preview")).await;
        assert_eq!(look.status, StatusCode::OK, "{}", look.body);
        look.says("Ce que l’import ferait");
        look.says("Zoé Petit");
        look.says("Ligne refusée");
        look.says("Importer cette ligne");
        assert_eq!(app.count("member").await, 1);
        let done = bring(&app, &lead, b"", &mapped("do")).await;

        done.says("C’est importé");
        done.says("download=");
        assert_eq!(app.count("member where last_name = 'Petit' and first_name = 'Zoé'").await, 1);
        assert_eq!(app.count("membership where origin = 'import'").await, 1);
        assert_eq!(app.count("employment").await, 1);
        let again = bring(&app, &lead, b"", &mapped("do")).await;
        again.says("C’est importé");
        again.says("Inchangée");
        // What has nothing to tell is wholly empty: no label stands alone on a phone.
        again.says("<td data-label=\"Détail\"></td>");
        assert_eq!(app.count("membership where origin = 'import'").await, 1);
    }

    async fn whom_a_charter_asks_because_of_an_import_is_said_before_and_they_are_told_why(app: App) {
        let network = app.network("cybanjou").await;
        let below = app.network_below(Some(network), "saumurois").await;
        let lead = app.lead_of(network, "Ana").await;
        app.member_of(below, "Max").await;
        published(&app, &lead, network, json!({})).await;
        app.delivered().await;
        let table = "mail;nom;prénom\nzoe@exemple.test;Petit;Zoé\nleo@exemple.test;Roy;Léo\n\
            max@exemple.test;;\n";
        let form = |table, step| [("table", table), ("column", "email"), ("column", "last-name"),
            ("column", "first-name"), ("step", step)];

        let look = bring(&app, &lead, b"", &form(table, "preview")).await;
        look.says("2 personnes recevront un courriel qui leur demande de signer la charte \
            « Charte du bénévole ».");
        look.says(">Sera créée<");
        look.says(">Sera modifiée<");
        look.is_silent_about(">Créée<");
        // Whom the charter has asked before is not written to again.
        let known = "mail;nom;prénom\nmax@exemple.test;;\n";
        bring(&app, &lead, b"", &form(known, "preview")).await
            .says("Aucun courriel ne part de cet import.");
        let done = bring(&app, &lead, b"", &form(table, "do")).await;
        done.says("2 personnes recevront un courriel");
        done.says(">Créée<");
        let asked = charter::ask_newcomers(&app.house()).await.unwrap();
        let parcels = app.delivered().await;

        assert_eq!(asked, 2);
        let zoe = parcels.iter().find(|parcel| parcel.to == "zoe@exemple.test").unwrap();
        let words = as_typed(&zoe.written.text);
        for told in ["Vous avez été inscrit·e dans le réseau cybanjou par son équipe.",
            "parce que l’équipe du réseau vous y a inscrit·e"] {
            assert!(words.contains(told), "{words}");
        }
    }

    async fn a_person_who_stands_in_two_rows_is_counted_once_and_each_row_told_once(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let table = "mail;nom;prénom\nzoe@exemple.test;Petit;Zoé\nZOE@exemple.test;Petit;Zoé\n";
        let form = [("table", table), ("column", "email"), ("column", "last-name"),
            ("column", "first-name"), ("step", "preview")];

        let look = bring(&app, &lead, b"", &form).await;

        look.says("<dt>Nouvelles personnes</dt><dd>1</dd>");
        look.says("<dt>Personnes inchangées</dt><dd>0</dd>");
        look.says("c’est la même personne qu’à la ligne 2</td>");
        look.is_silent_about("orrigée");
        assert_eq!(look.body.matches("<td data-label=\"Résultat\">").count(), 2);
        Browser::of(&app, &lead).get("/networks/cybanjou/import").await
            .says("le fichier n’y complète que ce qui est vide");
    }

    async fn an_import_that_cannot_be_read_says_why(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Ana").await;
        let member = app.member_of(network, "Marie").await;

        bring(&app, &lead, b"", &[("step", "read")]).await.says("Choisissez un fichier CSV");
        bring(&app, &lead, b"PK\x03\x04\0\0", &[]).await.says("Ce fichier n’est pas du texte");
        let heavy = vec![b'a'; 1_200_000];
        let refused = bring(&app, &lead, &heavy, &[]).await;
        assert_eq!(refused.status, StatusCode::PAYLOAD_TOO_LARGE);
        refused.says("dépasse un mégaoctet");
        let refused = bring(&app, &member, b"Email\nzoe@exemple.test\n", &[("step", "do")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(app.count("member").await, 2);
    }
}
