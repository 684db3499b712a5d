//! Many at once, and at random: never one place too many, never one lost.

use std::sync::Arc;

use chrono::TimeDelta;
use domain::{
    context::{Context, Door},
    database::Bind,
    event,
    id::{EventId, MemberId, SessionId},
    registration,
};
use serde_json::{Value, json};

use super::{mine, seats, text};
use crate::support::{Answer, App, Person, on_both};

const REGISTER: &str = "mutation($input: RegistrationCreateInput!) {
    registrationCreate(input: $input) { registration { id state attends rank offeredUntil }
        userErrors { code details { name value } } } }";

on_both! {
    async fn two_hundred_at_once_for_fifty_places_give_fifty_confirmed_and_the_rest_in_order(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(50)).await;
        let session = app.session(event, 0, Some(20)).await;
        let crowd = crowd(&app, network, 200).await;

        all_register(&app, &lead, event, Some(session), &crowd).await;

        assert_eq!(app.count("registration where state = 'confirmed'").await, 50);
        assert_eq!(app.count("registration where state = 'waitlisted'").await, 150);
        assert_eq!(app.count("registration where state = 'confirmed' and rank <= 50").await, 50);
        let ranks = "(select distinct rank from registration) ranks";
        assert_eq!(app.count(ranks).await, 200);
        assert_eq!(app.count("registration where rank < 1 or rank > 200").await, 0);
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 20);
        assert_eq!(app.count("session_choice where state = 'confirmed' and rank <= 20").await, 20);
        assert_eq!(app.count("outbox where kind like 'registration%'").await, 200);
        assert_eq!(app.count("audit_line where subject_kind = 'registration'").await, 200);
    }

    async fn cancellations_that_race_registrations_lose_no_place(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |event| event.on_site = Some(20)).await;
        let session = app.session(event, 0, Some(5)).await;
        let crowd = crowd(&app, network, 80).await;
        let (early, late) = crowd.split_at(30);
        all_register(&app, &lead, event, Some(session), early).await;
        let standing = standing(&app, lead.id).await;
        let mine = domain::registration::list_of_events(
            &standing,
            &[event.uuid()],
            &registration::Filter::default(),
            registration::Order::ByLine,
            &domain::page::Request::first(100),
        )
        .await
        .unwrap();
        let leaving: Vec<_> = mine
            .into_values()
            .flat_map(domain::page::Page::into_rows)
            .filter(|registration| registration.rank % 2 == 0)
            .collect();
        assert_eq!(leaving.len(), 15);

        let leave = async {
            let tasks: Vec<_> = leaving
                .iter()
                .map(|registration| {
                    let (ctx, registration) = (standing.clone(), registration.id.into());
                    tokio::spawn(async move {
                        let asked = registration::Cancel { registration, reason: None };
                        registration::cancel(&ctx, asked).await.unwrap();
                    })
                })
                .collect();
            for task in tasks {
                task.await.unwrap();
            }
        };
        tokio::join!(leave, all_register(&app, &lead, event, Some(session), late));

        let held = "registration where state in ('confirmed', 'offered')";
        assert_eq!(app.count(held).await, 20);
        assert_eq!(app.count("registration where state = 'waitlisted'").await, 45);
        assert_eq!(app.count("session_choice where state = 'confirmed'").await, 5);
        let overtaken = "registration waiting where state = 'waitlisted' and exists \
            (select 1 from registration other where other.state in ('confirmed', 'offered') \
             and other.rank > waiting.rank)";
        assert_eq!(app.count(overtaken).await, 0);
    }

    async fn random_days_keep_the_books_straight(app: App) {
        random_days(&app, false).await;
    }

    async fn random_days_keep_them_straight_where_organisers_approve_and_places_come_and_go(app: App) {
        random_days(&app, true).await;
    }

    async fn registering_takes_three_statements(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let crowd = crowd(&app, network, 50).await;
        all_register(&app, &lead, event, None, &crowd).await;
        let newcomer = app.member_of(network, "Ana").await;

        let (takes, answer) =
            registers(&app, &newcomer, json!({ "eventId": event.to_string() })).await;

        assert_eq!(answer.done()["registration"]["state"], "CONFIRMED");
        assert!(takes <= 3, "registering takes {takes} statements");
    }

    async fn registering_takes_three_with_questions_and_two_rounds_of_sessions_too(app: App) {
        let network = app.network("cybanjou").await;
        let lead = app.lead_of(network, "Olga").await;
        let event = app.event(network, |_| {}).await;
        let diet = app.question(event, "text", true).await;
        let meal = app.question(event, "choice", false).await;
        let train = app.question(event, "yes_no", false).await;
        let wanted = app.session(event, 0, Some(1)).await;
        let beside = app.session(event, 0, Some(1)).await;
        let later = app.session(event, 1, Some(2)).await;
        let answers = json!([
            { "questionId": diet.to_string(), "value": "sans arachide" },
            { "questionId": meal.to_string(), "value": "vert" },
            { "questionId": train.to_string(), "value": "no" },
        ]);
        let input = |sessions: [SessionId; 2], answers: &Value| {
            let sessions = sessions.map(|session| session.to_string());
            json!({ "eventId": event.to_string(), "sessionIds": sessions, "answers": answers })
        };
        let ana = app.member_of(network, "Ana").await;
        let binta = app.member_of(network, "Binta").await;
        let celestin = app.member_of(network, "Célestin").await;
        let dora = app.member_of(network, "Dora").await;

        let (_, silent) = registers(&app, &ana, input([wanted, later], &json!([]))).await;
        let mut seated = Vec::new();
        for (who, session) in [(&ana, wanted), (&binta, wanted), (&celestin, beside)] {
            let (takes, answer) = registers(&app, who, input([session, later], &answers)).await;
            let id = text(&answer.done()["registration"]["id"]);
            assert!(takes <= 3, "registering takes {takes} statements");
            seated.push(seats(&mine(&app, who, &id).await));
        }
        let mut of_another = input([beside, later], &answers);
        of_another["memberId"] = json!(dora.id.to_string());
        let (takes, answer) = registers(&app, &lead, of_another).await;

        // One more finds out who the other is.
        assert_eq!(answer.done()["registration"]["state"], "CONFIRMED");
        assert!(takes <= 4, "registering somebody else takes {takes} statements");
        let missing = silent.data()["registrationCreate"]["userErrors"].as_array().unwrap();
        let missing: Vec<_> =
            missing.iter().map(|error| text(&error["details"][0]["value"])).collect();
        assert_eq!(silent.refusals(), ["ANSWER_MISSING"; 3]);
        assert_eq!(missing, ["Quel text ?", "Quel choice ?", "Quel yes_no ?"]);
        let seat = |session: SessionId, state: &str| (session.to_string(), state.to_owned());
        assert_eq!(
            seated,
            [
                [seat(wanted, "CONFIRMED"), seat(later, "CONFIRMED")],
                [seat(wanted, "WAITLISTED"), seat(later, "CONFIRMED")],
                [seat(beside, "CONFIRMED"), seat(later, "WAITLISTED")],
            ]
        );
        assert_eq!(app.count("session_choice where state = 'waitlisted'").await, 4);
        assert_eq!(app.count("answer").await, 12);
        assert_eq!(app.count("answer where erased_after is not null").await, 4);
    }
}

/// How many statements it takes that this person registers, and what comes back.
async fn registers(app: &App, who: &Person, input: Value) -> (u64, Answer) {
    let before = app.statements();
    let answer = app.ask(Some(who), REGISTER, json!({ "input": input })).await;
    // One more finds out who asks.
    (app.statements() - before - 1, answer)
}

/// Numbers of a generator of their own, so that each run tells the same story.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// What someone has to do with the event, the newest of it.
async fn known(ctx: &Context, member: MemberId) -> Option<registration::Registration> {
    let filter = registration::MemberFilter { with_over: true, ..Default::default() };
    let page = domain::page::Request::first(1);
    let known = registration::list_of_members(ctx, &[member.uuid()], &filter, &page).await.unwrap();
    known.into_values().flat_map(domain::page::Page::into_rows).next()
}

/// Four hundred random acts on a small event: after each one no place is lost nor given
/// twice, and in the end each transition left one line and at most one letter.
async fn random_days(app: &App, organisers_decide: bool) {
    let network = app.network("cybanjou").await;
    let lead = app.lead_of(network, "Olga").await;
    let event = app
        .event(network, |event| {
            event.on_site = Some(3);
            event.needs_approval = organisers_decide;
        })
        .await;
    let session = app.session(event, 0, Some(1)).await;
    let crowd = crowd(app, network, 9).await;
    let ctx = standing(app, lead.id).await;
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    let mut capacity = 3;

    for step in 0..400 {
        let member = crowd[usize::try_from(random.below(9)).unwrap()];
        let id = known(&ctx, member).await.map(|known| known.id.into());
        match (random.below(if organisers_decide { 12 } else { 8 }), id) {
            (0..=2, _) | (_, None) => {
                // By oneself: whom an organiser registers needs no approval.
                let sessions = vec![session];
                let asked =
                    registration::Create { sessions, ..registration::Create::oneself(event) };
                drop(registration::create(&standing(app, member).await, asked).await);
            }
            (3 | 4, Some(registration)) => {
                let asked = registration::Cancel { registration, reason: None };
                drop(registration::cancel(&ctx, asked).await);
            }
            (5, Some(id)) => drop(registration::accept(&ctx, id).await),
            (6, Some(id)) => drop(registration::refuse(&ctx, id).await),
            (7, Some(_)) => {
                app.clock.advance(TimeDelta::hours(2));
                registration::lapse_offers(&app.house()).await.unwrap();
            }
            (8 | 9, Some(id)) => drop(registration::approve(&ctx, id).await),
            (10, Some(registration)) => {
                let asked =
                    registration::Decline { registration, reason: Some("Complet".to_owned()) };
                drop(registration::decline(&ctx, asked).await);
            }
            (_, Some(_)) => {
                let wanted = i32::try_from(1 + random.below(4)).unwrap();
                let content = event::Change {
                    capacity_on_site: domain::patch::Patch::Put(Some(wanted)),
                    ..event::Change::default()
                };
                let asked = event::Update { expected_revision: None, content, moves_agenda: false };
                if event::update(&ctx, event, asked).await.is_ok() {
                    capacity = i64::from(wanted);
                }
            }
        }

        let held = app.count("registration where state in ('confirmed', 'offered')").await;
        let waiting = app.count("registration where state = 'waitlisted'").await;
        let placed = app.count("registration where state = 'confirmed'").await;
        let seated = app.count("session_choice where state = 'confirmed'").await;
        assert!(held <= capacity, "step {step}: one place too many");
        assert!(waiting == 0 || held == capacity, "step {step}: a free place while someone waits");
        assert_eq!(seated, placed.min(1), "step {step}: the seat of the session");
    }
    let lines = app.count("audit_line where action like 'registration.%'").await;
    let told = app
        .count(
            "outbox where kind like 'registration%' or kind = 'place_offered' \
             or kind = 'offer_lapsed'",
        )
        .await;
    let silent = app.count("audit_line where action = 'registration.refuse'").await;
    assert!(lines > 100, "too little happened: {lines}");
    assert_eq!(told, lines - silent, "one transition, one line, one letter");
    if organisers_decide {
        for action in ["approve", "decline", "offer"] {
            let action = format!("audit_line where action = 'registration.{action}'");
            assert!(app.count(&action).await > 3, "too few of {action}");
        }
    }
}

/// So many members of a network, who do not sign in.
async fn crowd(app: &App, network: domain::id::NetworkId, size: usize) -> Vec<MemberId> {
    let now = app.clock.now();
    let day = now.date_naive();
    let mut crowd = Vec::with_capacity(size);
    let (mut people, mut held) = (Vec::new(), Vec::new());
    for number in 0..size {
        let id = MemberId::new();
        let email = format!("personne{number}@exemple.test");
        people.extend([
            Bind::from(id),
            format!("Nom{number:03}").into(),
            format!("nom{number:03} ana").into(),
            email.clone().into(),
            email.into(),
            json!([]).into(),
            json!({}).into(),
            now.into(),
        ]);
        held.extend([
            Bind::from(uuid::Uuid::now_v7()),
            network.into(),
            id.into(),
            day.into(),
            now.into(),
        ]);
        crowd.push(id);
    }
    let lines = vec!["(?, 'Ana', ?, ?, ?, ?, 'volunteer', false, ?, ?, false, 1, ?)"; size];
    app.write(
        &format!(
            "insert into member (id, first_name, last_name, search, email, email_key, \
             profile_kind, may_train, skills, visibility, is_administrator, revision, created_at) \
             values {}",
            lines.join(", ")
        ),
        people,
    )
    .await;
    let lines = vec!["(?, ?, ?, 'member', ?, 'import', 1, ?)"; size];
    app.write(
        &format!(
            "insert into membership (id, network_id, member_id, role, started_on, origin, \
             revision, created_at) values {}",
            lines.join(", ")
        ),
        held,
    )
    .await;
    crowd
}

/// This person's way into the domain, to act many times at once.
async fn standing(app: &App, person: MemberId) -> Context {
    let house = app.house();
    let by = domain::policy::By::Member(person);
    let standing = domain::policy::load(house.db(), &app.clock, by).await.unwrap().unwrap();
    Context::new(house.house().clone(), standing, Door::Api, "test")
}

/// Everyone registers at once.
async fn all_register(
    app: &App,
    lead: &Person,
    event: EventId,
    session: Option<SessionId>,
    crowd: &[MemberId],
) {
    let ctx = Arc::new(standing(app, lead.id).await);
    let tasks: Vec<_> = crowd
        .iter()
        .map(|member| {
            let (ctx, member) = (Arc::clone(&ctx), *member);
            tokio::spawn(async move {
                let asked = registration::Create {
                    member: Some(member),
                    sessions: session.into_iter().collect(),
                    ..registration::Create::oneself(event)
                };
                registration::create(&ctx, asked).await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
}
