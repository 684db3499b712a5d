//! What an address asks of a list: which page of it, what is looked for, and what stays of that.

use chrono::{NaiveDate, NaiveTime};
use domain::{
    audit,
    clock::FEDERATION_ZONE,
    context::Context,
    error::Halt,
    member::{self, DirectoryOrder, Filter, Seen},
    page::{MOST_COUNTED, Request},
};
use locales::text;
use web::{
    pages::{Problem, Typed},
    words,
};

/// Which page of a list the address asks for.
pub(super) fn request(asked: &Typed, size: i32) -> Request {
    request_among("", asked, size)
}

/// The same for one of several lists on a page: the names of its cursors begin with this word.
pub(super) fn request_among(word: &str, asked: &Typed, size: i32) -> Request {
    let cursor = |name: &str| asked.filled(&format!("{word}{name}"));
    let (after, before) = (cursor("after"), cursor("before"));
    let (first, last) = if before.is_some() { (None, Some(size)) } else { (Some(size), None) };
    Request { first, after, last, before, is_counted: true }
}

/// The lines of a trail from one day to another, as the address asks for them; the last day is in it.
pub(super) fn of_days(asked: &Typed) -> audit::Filter {
    let day = |name: &str| asked.get(name).trim().parse::<NaiveDate>().ok();
    let midnight = |day: NaiveDate| {
        let begins = day.and_time(NaiveTime::MIN).and_local_timezone(FEDERATION_ZONE);
        begins.earliest().map(|at| at.to_utc())
    };
    audit::Filter {
        from: day("from").and_then(midnight),
        until: day("until").and_then(|day| day.succ_opt()).and_then(midnight),
        ..audit::Filter::default()
    }
}

/// What is wrong with the days between which the address asks: one that is no day, or a last one
/// before the first. Nothing is shown for them.
pub(super) fn wrong_days(asked: &Typed) -> Vec<Problem> {
    let day = |name: &str| asked.filled(name).map(|day| day.parse::<NaiveDate>().ok());
    let problem =
        |name: &'static str, key: &str| Problem { field: Some(name.into()), words: text(key, &[]) };
    let unreadable = ["from", "until"].into_iter().filter(|name| day(name) == Some(None));
    let mut wrongs: Vec<_> = unreadable.map(|name| problem(name, "page-day-unreadable")).collect();
    if let (Some(Some(from)), Some(Some(until))) = (day("from"), day("until"))
        && until < from
    {
        wrongs.push(problem("until", "page-period-inverted"));
    }
    wrongs
}

/// How many lines a trail has, in words; a very long one is not counted to its end.
pub(super) fn lines_told(total: Option<i64>) -> String {
    let total = total.unwrap_or_default();
    if total > MOST_COUNTED {
        let most = words::number(MOST_COUNTED);
        return text("page-lines-more", &[("count", (&most).into())]);
    }
    text("page-lines-count", &[("count", total.into())])
}

/// The people of this name whom the asker knows: twenty, as many as one reads at a glance, and one
/// more when there are more.
pub(super) async fn found(ctx: &Context, asked: &Typed) -> Result<Option<Vec<Seen>>, Halt> {
    let Some(search) = asked.filled("who") else { return Ok(None) };
    let filter = Filter { search: Some(search), ..Filter::default() };
    let found = member::list(ctx, &filter, DirectoryOrder::ByName, &Request::first(21)).await?;
    Ok(Some(found.into_rows()))
}

/// The list as the address asks for it, with its page, so that a form leads back to it.
pub(super) fn here(asked: &Typed, kept: &[(&str, &str)]) -> String {
    let page = ["after", "before"].map(|name| (name, asked.get(name)));
    query_of(&kept.iter().copied().chain(page).collect::<Vec<_>>())
}

/// What a form says of the list in which it stood.
pub(super) fn left(typed: &Typed) -> Typed {
    let list = url::form_urlencoded::parse(typed.get("list").as_bytes()).into_owned();
    Typed(list.filter(|(name, _)| !matches!(name.as_str(), "done" | "undo")).collect())
}

/// Back to the list at this path, as it was.
pub(super) fn back(path: &str, typed: &Typed) -> String {
    let left = left(typed);
    let kept: Vec<_> = left.0.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let query = query_of(&kept);
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Those of these that say something, as the query of an address.
pub(super) fn query_of(kept: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(kept.iter().filter(|(_, value)| !value.is_empty()));
    query.finish()
}
