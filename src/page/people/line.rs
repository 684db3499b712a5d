//! What would come of each of many, or came of it: a line each.

use std::collections::HashMap;

use chrono::NaiveDate;
use domain::{
    context::Context,
    error::{Halt, Reason},
    member,
    membership::{Membership, One},
    network,
};
use locales::text;
use uuid::Uuid;
use web::{
    pages::{
        Problem, Typed,
        people::{Act, ActLine, Upshot},
    },
    words,
};

use super::chosen::chosen;

/// Who is meant by each of several memberships, and how they are called.
pub(super) type Names = HashMap<Uuid, (Uuid, String)>;

/// The people whose memberships a form names, by membership; the network is told of those who have
/// several.
pub(super) async fn names(ctx: &Context, typed: &Typed) -> Result<Names, Halt> {
    let chosen = chosen(ctx, typed).await?;
    let mut several: HashMap<Uuid, usize> = HashMap::new();
    for one in &chosen {
        *several.entry(one.member_id).or_default() += 1;
    }
    several.retain(|_, count| *count > 1);
    let members: Vec<_> = chosen.iter().map(|one| one.member_id).collect();
    let people = member::by_ids(ctx, &members).await?;
    let of_several = chosen.iter().filter(|one| several.contains_key(&one.member_id));
    let networks: Vec<_> = of_several.map(|one| one.network_id).collect();
    let networks = network::by_ids(ctx, &networks).await?;
    let named = chosen.into_iter().filter_map(|one| {
        let name = people.get(&one.member_id).map(words::called)?;
        let network =
            networks.get(&one.network_id).filter(|_| several.contains_key(&one.member_id));
        let name = network.map_or(name.clone(), |network| {
            let words = [("name", (&name).into()), ("network", (&network.name).into())];
            text("page-chosen-in", &words)
        });
        Some((one.id, (one.member_id, name)))
    });
    Ok(named.collect())
}

/// Why the rules refuse one of many, in words. The way back of a transfer stands on this page too,
/// under another word than on the person's; and nobody sees revisions here.
fn why<R: Reason>(reasons: &[R]) -> String {
    let why = |reason: &R| match reason.code() {
        "TRANSFER_ANNOUNCED" => text("page-chosen-transfer-first", &[]),
        "STALE_REVISION" => text("refusal-changed-since", &[]),
        _ => words::refusal(reason),
    };
    reasons.iter().map(why).collect::<Vec<_>>().join(" ")
}

/// One of many, and what comes of the act for it.
pub(super) type Weighed<'a, R> = (&'a One<R>, Upshot);

/// What comes of an act for each of many, and whether it can be taken back on this day.
pub(super) fn weighed<R>(act: Act, done: &[One<R>], today: NaiveDate) -> Vec<Weighed<'_, R>> {
    done.iter().map(|one| (one, upshot(act, one, today))).collect()
}

fn upshot<R>(act: Act, one: &One<R>, today: NaiveDate) -> Upshot {
    match &one.outcome {
        Err(_) => Upshot::Refused,
        // Another role begins another period.
        Ok(next) if act == Act::Change && next.id == one.id.uuid() => Upshot::Unchanged,
        Ok(ended) if act == Act::End && !ended.may_be_restored(today) => Upshot::Lasting,
        Ok(_) if !one.may_restore => Upshot::Lost,
        Ok(_) => Upshot::Undoable,
    }
}

/// What would come of each, or came of it.
pub(super) fn lines<R: Reason>(
    done: &[Weighed<'_, R>],
    names: &Names,
    told: impl Fn(Uuid, &Membership) -> String,
) -> Vec<ActLine> {
    let line = |&(one, upshot): &Weighed<'_, R>| {
        let (member, name) = names.get(&one.id.uuid()).cloned().unwrap_or_default();
        let words = match &one.outcome {
            Ok(membership) => told(one.id.uuid(), membership),
            Err(reasons) => why(reasons),
        };
        let words = if upshot == Upshot::Lost {
            text("page-chosen-lost", &[("words", (&words).into())])
        } else {
            words
        };
        ActLine { name, member, words, upshot }
    };
    done.iter().map(line).collect()
}

/// Who was refused, each with the reason.
pub(super) fn refused<R: Reason>(done: &[Weighed<'_, R>], names: &Names) -> Vec<Problem> {
    let lines = lines(done, names, |_, _| String::new());
    let refused = lines.iter().filter(|line| line.is_refused());
    let problem =
        |line: &ActLine| Problem { field: None, words: format!("{} : {}", line.name, line.words) };
    refused.map(problem).collect()
}
