//! People who act: they hold a role, and ask over HTTP with their own cookie.

use domain::{
    id::{MemberId, NetworkId},
    identifier::Email,
    member::{self, Newcomer, ProfileKind},
    membership::{self, Begin, LocalRole, Origin, Role},
    sign_in::{self, How},
};
use poem::http::{StatusCode, header};
use serde_json::{Value, json};

use super::App;

/// Someone with a browser.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub id: MemberId,
    pub email: String,
    pub token: String,
}

/// What came back from `/graphql`.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub status: StatusCode,
    pub body: Value,
}

impl Answer {
    /// The data, when nothing went wrong.
    #[track_caller]
    pub(crate) fn data(&self) -> &Value {
        assert!(self.body.get("errors").is_none(), "unexpected errors: {}", self.body);
        &self.body["data"]
    }

    /// The first error's code.
    #[track_caller]
    pub(crate) fn code(&self) -> &str {
        self.body["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_else(|| panic!("expected an error: {}", self.body))
    }

    /// The payload of the one mutation, done without refusals.
    #[track_caller]
    pub(crate) fn done(&self) -> &Value {
        let payload = self.payload();
        assert_eq!(payload["userErrors"], json!([]), "refused: {}", self.body);
        payload
    }

    /// The codes with which the one mutation was refused.
    #[track_caller]
    pub(crate) fn refusals(&self) -> Vec<&str> {
        self.payload()["userErrors"]
            .as_array()
            .unwrap_or_else(|| panic!("no userErrors selected: {}", self.body))
            .iter()
            .map(|error| error["code"].as_str().unwrap())
            .collect()
    }

    #[track_caller]
    fn payload(&self) -> &Value {
        let data = self.data().as_object().unwrap();
        assert_eq!(data.len(), 1, "one mutation: {}", self.body);
        data.values().next().unwrap()
    }
}

impl App {
    /// A member of no network, signed in.
    pub(crate) async fn person(&self, first_name: &str) -> Person {
        let email = format!("{}@exemple.test", domain::text::fold(first_name).replace(' ', "-"));
        let house = self.house();
        let tx = house.begin().await.unwrap();
        let newcomer = Newcomer {
            first_name: first_name.to_owned(),
            last_name: "Essai".to_owned(),
            email: email.parse::<Email>().unwrap(),
            phone: None,
            profile_kind: ProfileKind::DigitalMediator,
            action: "member.create",
        };
        let id = member::enrol(&tx, &house, &newcomer).await.unwrap();
        tx.commit().await.unwrap();
        let token =
            sign_in::open_session(&house, id, How::Demonstration, None, None).await.unwrap();
        Person { id, email, token }
    }

    /// The same person after a while, when the session of before has ended.
    pub(crate) async fn signs_in_again(&self, person: &Person) -> Person {
        let how = How::Demonstration;
        let token = sign_in::open_session(&self.house(), person.id, how, None, None).await.unwrap();
        Person { id: person.id, email: person.email.clone(), token }
    }

    /// A member of this network, signed in.
    pub(crate) async fn member_of(&self, network: NetworkId, first_name: &str) -> Person {
        self.person_with(network, first_name, Role::Member, None).await
    }

    /// A lead of this network, signed in.
    pub(crate) async fn lead_of(&self, network: NetworkId, first_name: &str) -> Person {
        self.person_with(network, first_name, Role::Lead, None).await
    }

    /// An organiser of this network, signed in.
    pub(crate) async fn organiser_of(&self, network: NetworkId, first_name: &str) -> Person {
        self.person_with(network, first_name, Role::Organiser, None).await
    }

    /// Someone with these roles, since the beginning of the year, signed in.
    pub(crate) async fn person_with(
        &self,
        network: NetworkId,
        first_name: &str,
        role: Role,
        local_role: Option<LocalRole>,
    ) -> Person {
        let person = self.person(first_name).await;
        self.joins(&person, network, role, local_role).await;
        person
    }

    /// Makes someone a member of one more network.
    pub(crate) async fn joins(
        &self,
        person: &Person,
        network: NetworkId,
        role: Role,
        local_role: Option<LocalRole>,
    ) {
        let house = self.house();
        let tx = house.begin().await.unwrap();
        let begin = Begin {
            network,
            member: person.id,
            role,
            local_role,
            started_on: chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap(),
            origin: Origin::Founder,
        };
        membership::begin(&tx, &house, begin).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// Makes someone leave a network today.
    pub(crate) async fn leaves(&self, person: &Person, network: NetworkId) {
        let text = "update membership set ended_on = ?, ending = 'left' \
            where member_id = ? and network_id = ?";
        let values = vec![self.house().today().into(), person.id.into(), network.into()];
        self.write(text, values).await;
    }

    /// The letters that wait to leave, each as its kind and address, in alphabetical order.
    pub(crate) async fn letters(&self) -> Vec<String> {
        let claimed = domain::outbox::claim(&self.house(), "reader", 10_000).await.unwrap();
        let mut letters: Vec<_> = claimed
            .into_iter()
            .map(|letter| format!("{} {}", letter.told.unwrap().kind(), letter.email))
            .collect();
        letters.sort();
        letters
    }

    /// Asks the API as someone, or as nobody.
    pub(crate) async fn ask(
        &self,
        who: Option<&Person>,
        document: &str,
        variables: Value,
    ) -> Answer {
        let credential = who.map(|person| (header::COOKIE, format!("maillage={}", person.token)));
        let credentials = credential.into_iter().collect();
        self.ask_with(credentials, document, variables).await
    }

    /// Asks the API as someone, with a key by which a second request is known.
    pub(crate) async fn ask_once(
        &self,
        who: &Person,
        key: &str,
        document: &str,
        variables: Value,
    ) -> Answer {
        let credentials = vec![
            (header::COOKIE, format!("maillage={}", who.token)),
            (header::HeaderName::from_static("idempotency-key"), key.to_owned()),
        ];
        self.ask_with(credentials, document, variables).await
    }

    /// Asks the API as a third-party tool.
    pub(crate) async fn ask_with_token(
        &self,
        token: &str,
        document: &str,
        variables: Value,
    ) -> Answer {
        let credentials = vec![(header::AUTHORIZATION, format!("Bearer {token}"))];
        self.ask_with(credentials, document, variables).await
    }

    async fn ask_with(
        &self,
        headers: Vec<(header::HeaderName, String)>,
        document: &str,
        variables: Value,
    ) -> Answer {
        let lines = self.lines_before(document, &variables).await;
        let mut request = self
            .client
            .post("/graphql")
            .body_json(&json!({ "query": document, "variables": variables }));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let response = request.send().await;
        let status = response.0.status();
        let body = response.0.into_body().into_string().await.unwrap();
        let body = serde_json::from_str(&body).unwrap_or_else(|_| panic!("not JSON: {body}"));
        let answer = Answer { status, body };
        if let Some(lines) = lines {
            self.keep_trail(lines, &answer).await;
        }
        answer
    }
}
