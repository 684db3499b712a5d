//! Who registered, as a file to take away: what the asker may see, and no more.

use domain::{
    error::Halt,
    exchange::{Format, List},
    member, registration,
};
use poem::{Response, handler, web::Path};
use web::{pages::Typed, words};

use super::{
    super::visit::{Asked, Taken, Visit},
    asked::{self, SILENT},
    organised,
    people::{coming, filter},
};

/// Who registered.
#[handler]
pub(in crate::page) async fn take(
    visit: Visit,
    Path(id): Path<String>,
    Asked(asked): Asked,
    Taken(format): Taken,
) -> Response {
    visit.hand(written(&visit, &id, &asked, format).await, format)
}

async fn written(
    visit: &Visit,
    id: &str,
    asked: &Typed,
    format: Format,
) -> Result<(String, Vec<u8>), Halt> {
    let ctx = &visit.ctx;
    let event = organised(ctx, id).await?.event;
    if asked.is("state", SILENT) {
        return asked::written(ctx, &event, asked, format).await;
    }
    let roll = registration::roll(ctx, &event.facts, &filter(asked)).await?;
    let members: Vec<_> = roll.iter().map(|one| one.member_id).collect();
    let known = member::by_ids(ctx, &members).await?;
    let people = coming(ctx, event.id, roll).await?;
    // Questions that nobody answered have no column: there is nothing to tell.
    let mut questions: Vec<String> = Vec::new();
    for (question, _) in people.iter().flat_map(|one| &one.answers) {
        if !questions.contains(question) {
            questions.push(question.clone());
        }
    }
    let headings = [
        "Nom",
        "Courriel",
        "Téléphone",
        "Structure",
        "État",
        "Excuse",
        "Rang",
        "Participation",
        "Inscription",
    ];
    let rows = people.iter().map(|one| {
        let seen = known.get(&one.registration.member_id);
        let mut cells = vec![
            one.registration.name.clone(),
            seen.and_then(|seen| seen.email.clone()).unwrap_or_default(),
            seen.and_then(|seen| seen.phone.clone()).unwrap_or_default(),
            one.employers.clone(),
            words::standing_of_somebody(&one.registration),
            one.excuse
                .as_ref()
                .map(|excuse| {
                    excuse.reason.clone().unwrap_or_else(|| words::attendance(excuse.state))
                })
                .unwrap_or_default(),
            one.registration.position.map(|rank| rank.to_string()).unwrap_or_default(),
            words::attends(one.registration.attends),
            one.registration
                .created_at
                .with_timezone(&words::zone(&event))
                .format("%Y-%m-%d")
                .to_string(),
        ];
        cells.extend(questions.iter().map(|question| {
            let answer = one.answers.iter().find(|(asked, _)| asked == question);
            answer.map(|(_, answer)| answer.clone()).unwrap_or_default()
        }));
        cells
    });
    let rows = rows.collect();
    let headings = headings.map(str::to_owned).into_iter().chain(questions).collect();
    let list = List { name: "Inscriptions".to_owned(), headings, rows };
    let day = event.starts_at.with_timezone(&words::zone(&event)).format("%Y-%m-%d");
    let name = format!("{day}_inscriptions.{}", format.ending());
    Ok((name, list.write(format)?))
}
