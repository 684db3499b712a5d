//! When a network's reminders leave.

use chrono::{DateTime, Days, NaiveTime, TimeZone as _, Utc};
use domain::{
    clock::{FEDERATION_ZONE, meeting_day},
    context::Context,
    error::Halt,
    event::{self, Reach, State},
    network::{self, Network},
    page::Request,
    patch::Patch,
    policy::Ask,
    reminder::{self, Rule, offer_reminder, planned},
};
use poem::{Response, handler, web::Path};
use web::{
    pages::{
        Problem, Typed,
        network::{
            Tab,
            workbench::{Example, Head, RemindersPage, typed_of_rule},
        },
    },
    words,
};

use super::{
    super::visit::{Done, Posted, Visit, problems},
    led,
};

/// How long an offer holds in an imagined meeting.
const USUAL_OFFER_HOURS: i32 = 48;

const fn remind(network: uuid::Uuid) -> Ask<'static> {
    Ask::SetReminders { network }
}

/// When a network's reminders leave.
#[handler]
pub(in crate::page) async fn show(visit: Visit, Path(slug): Path<String>) -> Response {
    visit.show(page(&visit, &slug, None, None, &[]).await)
}

async fn page(
    visit: &Visit,
    slug: &str,
    typed: Option<&Typed>,
    trial: Option<&Rule>,
    problems: &[Problem],
) -> Result<String, Halt> {
    let ctx = &visit.ctx;
    let network = led(ctx, slug, remind).await?;
    let rules = reminder::of_networks(ctx.db(), &[network.id]).await?;
    let rule = rules.get(&network.id).cloned().unwrap_or_default();
    let set_by: Vec<_> = rule.set_by.into_iter().collect();
    let set_by = network::by_ids(ctx, &set_by).await?.into_values().next();
    let kept = typed_of_rule(&rule);
    let page = RemindersPage {
        frame: &visit.frame,
        head: Head::of(ctx, &network, Tab::Reminders, "Rappels"),
        rule: &rule,
        set_by: set_by.as_ref(),
        example: example(ctx, &network, trial.unwrap_or(&rule.rule)).await?,
        is_trial: trial.is_some(),
        typed: typed.unwrap_or(&kept),
        problems,
    };
    Ok(page.to_html())
}

/// What would be sent for the next meeting that follows the network's rule.
async fn example(ctx: &Context, network: &Network, rule: &Rule) -> Result<Example, Halt> {
    let coming = event::Filter {
        network: Some(network.id),
        reach: Reach::Own,
        from: Some(ctx.now()),
        states: vec![State::Published],
        ..event::Filter::default()
    };
    let coming =
        event::list(ctx, &coming, event::EventOrder::StartAsc, &Request::first(20)).await?;
    // The first host's rule holds, and an event may have its own.
    let follows = |event: &event::Event| {
        event.starts_at > ctx.now()
            && event.reminder_rule.is_none()
            && event.facts.hosts.first() == Some(&network.id)
    };
    let event = coming.into_rows().into_iter().find(follows);
    let (starts_at, closes_at, zone, offer_hours) = if let Some(event) = &event {
        (event.starts_at, event.registration_closes_at, words::zone(event), event.offer_hours)
    } else {
        let (starts_at, closes_at) = imagined(ctx);
        (starts_at, Some(closes_at), FEDERATION_ZONE, USUAL_OFFER_HOURS)
    };
    // Where all who want to come have a place, none is ever offered.
    let is_offered = event.as_ref().is_none_or(event::Event::has_limited_places);
    let offer = offer_reminder(ctx.now(), starts_at, offer_hours, zone);
    Ok(Example {
        planned: planned(rule, starts_at, closes_at, zone),
        offer: offer.filter(|_| rule.offer_half && is_offered),
        now: ctx.now(),
        event,
        starts_at,
        closes_at,
        zone,
    })
}

/// A meeting in a month, whose registration closes at the end of a day a week before.
fn imagined(ctx: &Context) -> (DateTime<Utc>, DateTime<Utc>) {
    let meets = meeting_day(ctx.today().checked_add_days(Days::new(28)).unwrap_or(ctx.today()));
    let at = |days_before: u64, hour: u32, minute: u32| {
        let day = meets.checked_sub_days(Days::new(days_before)).unwrap_or(meets);
        let local = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default());
        let at = FEDERATION_ZONE.from_local_datetime(&local).earliest();
        at.map_or_else(|| local.and_utc(), |at| at.to_utc())
    };
    (at(0, 9, 30), at(7, 23, 59))
}

/// Someone says when the reminders leave, or looks at what that would mean.
#[handler]
pub(in crate::page) async fn save(
    Posted { visit, typed }: Posted,
    Path(slug): Path<String>,
) -> Response {
    visit.answer(saving(&visit, &slug, &typed).await)
}

async fn saving(visit: &Visit, slug: &str, typed: &Typed) -> Result<Done, Halt> {
    let network = led(&visit.ctx, slug, remind).await?;
    let (rule, wrong) = asked_rule(typed);
    if !wrong.is_empty() {
        return Ok(Done::Again(page(visit, slug, Some(typed), None, &wrong).await?));
    }
    if typed.is("step", "preview") {
        let trial = match rule.map(Rule::checked) {
            Some(Ok(rule)) => rule,
            Some(Err(wrong)) => {
                let wrong = problems(reminder::SetRefusal::from(wrong).into())?;
                return Ok(Done::Again(page(visit, slug, Some(typed), None, &wrong).await?));
            }
            None => inherited(visit, &network).await?,
        };
        return Ok(Done::Look(page(visit, slug, Some(typed), Some(&trial), &[]).await?));
    }
    let revision = typed.revision();
    match reminder::set(&visit.ctx, network.id.into(), Patch::Put(rule), revision).await {
        Ok(_) => Ok(Done::At(format!("/networks/{slug}/reminders"), "reminders-saved")),
        Err(error) => {
            let wrong = problems(error)?;
            // Whoever reads that somebody else was faster has seen the rule of today, and may go on.
            let typed = refreshed(visit, &network, typed).await?;
            Ok(Done::Again(page(visit, slug, Some(&typed), None, &wrong).await?))
        }
    }
}

/// What was typed, over the rule as it is now.
async fn refreshed(visit: &Visit, network: &Network, typed: &Typed) -> Result<Typed, Halt> {
    let rules = reminder::of_networks(visit.ctx.db(), &[network.id]).await?;
    let revision = rules.get(&network.id).map(|rule| rule.revision).unwrap_or_default();
    Ok(typed.over(revision))
}

/// The rule that would hold without one of the network's own.
async fn inherited(visit: &Visit, network: &Network) -> Result<Rule, Halt> {
    let parent: Vec<_> = network.parent_id.into_iter().collect();
    let rules = reminder::of_networks(visit.ctx.db(), &parent).await?;
    Ok(rules.into_values().next().unwrap_or_default().rule)
}

fn days(typed: &Typed, name: &'static str, wrong: &mut Vec<Problem>) -> Vec<i32> {
    let parts = typed.get(name).split([',', ';', ' ']).filter(|part| !part.is_empty());
    let days: Result<Vec<i32>, _> = parts.map(str::parse).collect();
    days.unwrap_or_else(|_| {
        let words = locales::text("page-days-wrong", &[]);
        wrong.push(Problem { field: Some(name.into()), words });
        Vec::new()
    })
}

/// The rule that was typed; none is that of the network above.
fn asked_rule(typed: &Typed) -> (Option<Rule>, Vec<Problem>) {
    let mut wrong = Vec::new();
    let rule = typed.is("rule", "own").then(|| Rule {
        before_event_days: days(typed, "beforeEventDays", &mut wrong),
        before_deadline_days: days(typed, "beforeDeadlineDays", &mut wrong),
        offer_half: typed.is("offerHalf", "yes"),
    });
    (rule, wrong)
}
