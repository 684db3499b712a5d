//! Two people write in one form of an event at the same time: neither loses a word.

use poem::http::StatusCode;

use crate::support::{Browser, Shown, on_both};

/// What a hidden field of the form with this identifier says.
fn hidden(shown: &Shown, after: &str, name: &str) -> String {
    let form = shown.body.split_once(after).unwrap().1;
    let field = form.split_once(&format!("name=\"{name}\" value=\"")).unwrap().1;
    field.split('"').next().unwrap().to_owned()
}

/// What the form of a session sends that shows this session, with another title.
struct Sent([(&'static str, String); 6]);

impl Sent {
    fn each(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
}

fn form(shown: &Shown, session: &str, title: &str) -> Sent {
    let body = shown.body.split_once(&format!("id=\"{session}\"")).unwrap().1;
    let value = |name: &str| {
        let field = body.split_once(&format!("name=\"{name}\"")).unwrap().1;
        field.split_once("value=\"").unwrap().1.split('"').next().unwrap().to_owned()
    };
    let title = title.to_owned();
    Sent([
        ("session", session.to_owned()),
        ("title", title),
        ("startsAt", value("startsAt")),
        ("endsAt", value("endsAt")),
        ("seen", value("seen")),
        ("expectedRevision", value("expectedRevision")),
    ])
}

on_both! {
    async fn a_session_that_somebody_else_changed_is_not_overwritten(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, olga) =
            (app.lead_of(network, "Ana").await, app.organiser_of(network, "Olga").await);
        let event = app.event(network, |_| {}).await;
        let session = app.session(event, 0, None).await.to_string();
        let other = app.session(event, 1, None).await.to_string();
        let page = format!("/events/{event}/agenda");
        let save = format!("{page}/save");
        let (mut ana, mut olga) = (Browser::of(&app, &ana), Browser::of(&app, &olga));

        let opened = olga.get(&page).await;
        ana.post(&save, &form(&opened, &session, "Atelier d’Ana").each()).await.leads_to();
        let stale = olga.post(&save, &form(&opened, &session, "Atelier d’Olga").each()).await;

        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("Quelqu’un d’autre a modifié ce temps");
        stale.says("Atelier d’Ana</td>");
        stale.says("Atelier d’Olga</td>");
        assert_eq!(app.count("session where title = 'Atelier d’Ana'").await, 1);
        olga.post(&save, &form(&stale, &session, "Atelier d’Olga").each()).await.leads_to();
        assert_eq!(app.count("session where title = 'Atelier d’Olga'").await, 1);
        // What others do to another session is nobody's concern here.
        olga.post(&save, &form(&opened, &other, "Un autre").each()).await.leads_to();
    }

    async fn a_question_that_somebody_else_changed_is_not_overwritten(app: App) {
        let network = app.network("cybanjou").await;
        let (ana, olga) =
            (app.lead_of(network, "Ana").await, app.organiser_of(network, "Olga").await);
        let event = app.event(network, |_| {}).await;
        let question = app.question(event, "text", false).await.to_string();
        let page = format!("/events/{event}/questions");
        let (mut ana, mut olga) = (Browser::of(&app, &ana), Browser::of(&app, &olga));
        let shown = olga.get(&page).await;
        let at = format!("id=\"{question}\"");
        let (seen, revision) =
            (hidden(&shown, &at, "seen"), hidden(&shown, &at, "expectedRevision"));
        let form = |prompt: &'static str| [("question", question.as_str()), ("prompt", prompt),
            ("kind", "text"), ("seen", seen.as_str()), ("expectedRevision", revision.as_str())];
        let save = format!("{page}/save");

        ana.post(&save, &form("Qui vient")).await.leads_to();
        let stale = olga.post(&save, &form("Quel repas")).await;

        assert_eq!(stale.status, StatusCode::UNPROCESSABLE_ENTITY);
        stale.says("Quelqu’un d’autre a modifié cette question");
        stale.says("Qui vient</td>");
        stale.says("Quel repas</td>");
        assert_eq!(app.count("question where prompt = 'Qui vient'").await, 1);
        let (seen, revision) =
            (hidden(&stale, &at, "seen"), hidden(&stale, &at, "expectedRevision"));
        let again = [("question", question.as_str()), ("prompt", "Quel repas"),
            ("kind", "text"), ("seen", seen.as_str()), ("expectedRevision", revision.as_str())];
        olga.post(&save, &again).await.leads_to();
        assert_eq!(app.count("question where prompt = 'Quel repas'").await, 1);
    }
}
