//! The attendance sheet, to print.

use domain::{
    employment,
    error::{Denied, Halt},
    id::SessionId,
    member::is_nameless,
    registration::{self, Filter, State},
    session::Session,
};
use poem::{
    Response, handler,
    web::{Path, Query},
};
use web::{
    pages::{
        Typed,
        event::organise::{SheetPage, Signatory, Tab},
    },
    words,
};

use super::{super::visit::Visit, agenda, organised};

/// The sheet.
#[handler]
pub(in crate::page) async fn show(
    visit: Visit,
    Path(id): Path<String>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Response {
    visit.show(page(&visit, &id, &Typed(asked)).await)
}

/// The session that the address names, if it names one of these.
pub(super) fn named<'a>(
    asked: &Typed,
    agenda: &'a [Session],
) -> Result<Option<&'a Session>, Denied> {
    let word = asked.get("session");
    if word.is_empty() {
        return Ok(None);
    }
    let id: SessionId = word.parse().map_err(|_| Denied::Hidden)?;
    agenda.iter().find(|session| session.id == id.uuid()).map(Some).ok_or(Denied::Hidden)
}

/// Whose registrations count: for a session that one chooses, those who chose it; else all who have a place.
pub(super) fn expected(session: Option<&Session>, agenda: &[Session]) -> Filter {
    let chosen = session.filter(|session| session.is_chosen_among(agenda));
    Filter {
        state: Some(State::Confirmed),
        session: chosen.map(|session| SessionId::of(session.id)),
        ..Filter::default()
    }
}

async fn page(visit: &Visit, id: &str, asked: &Typed) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let at = organised(ctx, id).await?;
    let sessions = agenda(ctx, &at.event).await?;
    let session = named(asked, &sessions)?;
    let roll = registration::roll(ctx, &at.event.facts, &expected(session, &sessions)).await?;
    let members: Vec<_> = roll.iter().map(|one| one.member_id).collect();
    let employers = employment::employers_of(ctx, &members).await?;
    let excused = Filter { is_excused: true, ..expected(session, &sessions) };
    let excused = registration::roll(ctx, &at.event.facts, &excused).await?;
    let people: Vec<_> = roll
        .into_iter()
        .map(|one| {
            let works = employers.get(&one.member_id).map(|names| names.join(", "));
            Signatory {
                is_excused: excused.iter().any(|other| other.id == one.id),
                // Everybody who signs reads the sheet: nobody's address stands on it.
                name: if is_nameless(&one.name) { words::unnamed() } else { one.name },
                employers: works.unwrap_or_default(),
            }
        })
        .collect();
    let page = SheetPage {
        frame: &visit.frame,
        head: at.head(Tab::Attendance),
        sessions: &sessions,
        session,
        people: &people,
    };
    Ok(page.to_html())
}
