//! The provider that lies.

use std::sync::{Arc, Mutex};

use base64::Engine as _;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use domain::clock::Clock;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreHmacKey, CoreJwsSigningAlgorithm};
use openidconnect::{JsonWebKeyId, PrivateSigningKey};
use poem::http::{StatusCode, header};
use poem::listener::{Acceptor as _, Listener as _, TcpListener};
use poem::{IntoResponse as _, Request, Response, Server};
use serde_json::{Value, json};

use super::super::site::{CLIENT_ID, CLIENT_SECRET};

/// What the provider lies about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lie {
    Nothing,
    DescribesAnotherIssuer,
    SendsSecretsInTheClear,
    SendsDescriptionElsewhere,
    IdTokenOfAnotherIssuer,
    IdTokenForAnotherClient,
    IdTokenForUsAndAnother,
    IdTokenWithAnotherNonce,
    IdTokenWithoutNonce,
    IdTokenOutOfDate,
    IdTokenWithoutAlgorithm,
    IdTokenWithoutSignature,
    IdTokenByForeignKey,
    IdTokenByUnlistedKey,
    IdTokenWithItsOwnKey,
    IdTokenWithKeyAddress,
    IdTokenByOurSecret,
    IdTokenWithUnknownDemand,
    IdTokenOfAnotherAccessToken,
    NoIdToken,
    NoTokens,
    UnreadableTokens,
    EndlessTokens,
    WeakAssurance,
    NoAssurance,
    UserinfoOfSomebodyElse,
    UserinfoByForeignKey,
    UserinfoByOurSecret,
    UserinfoWithoutAlgorithm,
    UserinfoForAnotherClient,
    UserinfoOfAnotherIssuer,
    UserinfoOutOfDate,
    UserinfoIsTheIdToken,
    UserinfoIsAPage,
    UserinfoElsewhere,
    NewKeys,
}

/// Which key signs.
const OURS: u8 = 1;
const FOREIGN: u8 = 2;

fn key(seed: u8) -> CoreEdDsaPrivateSigningKey {
    let mut document = vec![
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04,
        0x20,
    ];
    document.extend([seed; 32]);
    let text = BASE64_STANDARD.encode(document);
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{text}\n-----END PRIVATE KEY-----\n");
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, Some(JsonWebKeyId::new("one".into())))
        .unwrap()
}

fn public(seed: u8, kid: &str) -> Value {
    let mut key = serde_json::to_value(key(seed).as_verification_key()).unwrap();
    key["kid"] = kid.into();
    key
}

fn part(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}

fn signed(header: &Value, claims: &Value, seed: u8) -> String {
    let message = format!("{}.{}", part(header), part(claims));
    let signature = key(seed).sign(&CoreJwsSigningAlgorithm::EdDsa, message.as_bytes()).unwrap();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

fn signed_by_our_secret(claims: &Value) -> String {
    let message = format!("{}.{}", part(&json!({"alg": "HS256"})), part(claims));
    let signature = CoreHmacKey::new(CLIENT_SECRET)
        .sign(&CoreJwsSigningAlgorithm::HmacSha256, message.as_bytes())
        .unwrap();
    format!("{message}.{}", BASE64_URL_SAFE_NO_PAD.encode(signature))
}

/// The provider: a real server on a loopback port.
pub(super) struct Liar {
    pub(super) issuer: String,
    pub(super) lie: Lie,
    /// The nonce of the request at hand, and how often the keys were read.
    pub(super) state: Mutex<(String, u32)>,
}

impl Liar {
    pub(super) async fn about(lie: Lie) -> Arc<Self> {
        let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
        let port = acceptor.local_addr()[0].as_socket_addr().unwrap().port();
        let liar = Arc::new(Self {
            issuer: format!("http://127.0.0.1:{port}"),
            lie,
            state: Mutex::default(),
        });
        let answering = Arc::clone(&liar);
        let endpoint = poem::endpoint::make(move |request| {
            let liar = Arc::clone(&answering);
            async move { liar.answer(&request) }
        });
        tokio::spawn(Server::new_with_acceptor(acceptor).run(endpoint));
        liar
    }

    fn answer(&self, request: &Request) -> Response {
        match request.uri().path() {
            "/.well-known/openid-configuration" if self.lie == Lie::SendsDescriptionElsewhere => {
                self.moved("/moved/description")
            }
            "/.well-known/openid-configuration" | "/moved/description" => self.description(),
            "/jwks" => {
                let mut state = self.state.lock().unwrap();
                state.1 += 1;
                let is_new = self.lie == Lie::NewKeys && state.1 > 1;
                let kid = if is_new { "two" } else { "one" };
                page(&json!({"keys": [public(OURS, kid)]}))
            }
            "/token" => self.tokens(),
            "/userinfo" if self.lie == Lie::UserinfoElsewhere => self.moved("/moved/userinfo"),
            "/userinfo" | "/moved/userinfo" => self.userinfo(),
            _ => StatusCode::NOT_FOUND.into_response(),
        }
    }

    /// Points to a good answer elsewhere: whoever follows would be fooled.
    fn moved(&self, path: &str) -> Response {
        let location = format!("{}{path}", self.issuer);
        StatusCode::FOUND.with_header(header::LOCATION, location).into_response()
    }

    fn description(&self) -> Response {
        let at = |path: &str| format!("{}{path}", self.issuer);
        let issuer = match self.lie {
            Lie::DescribesAnotherIssuer => "https://evil.example",
            _ => &self.issuer,
        };
        let token_endpoint = match self.lie {
            Lie::SendsSecretsInTheClear => "http://evil.example/token".to_owned(),
            _ => at("/token"),
        };
        page(&json!({
            "issuer": issuer,
            "authorization_endpoint": at("/authorize"),
            "token_endpoint": token_endpoint,
            "userinfo_endpoint": at("/userinfo"),
            "jwks_uri": at("/jwks"),
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["EdDSA", "none", "HS256"],
            "authorization_response_iss_parameter_supported": true,
        }))
    }

    fn tokens(&self) -> Response {
        match self.lie {
            Lie::NoTokens => {
                return page(&json!({"error": "invalid_grant"}))
                    .with_status(StatusCode::BAD_REQUEST)
                    .into_response();
            }
            Lie::UnreadableTokens => return "<html>".into_response(),
            Lie::EndlessTokens => return "x".repeat(2_000_000).into_response(),
            _ => {}
        }
        let mut answer = json!({"access_token": "access", "token_type": "Bearer"});
        if self.lie != Lie::NoIdToken {
            answer["id_token"] = self.id_token().into();
        }
        page(&answer)
    }

    fn id_token(&self) -> String {
        let now = Clock::Machine.now().timestamp();
        let nonce = self.state.lock().unwrap().0.clone();
        let mut header = json!({"alg": "EdDSA", "kid": "one"});
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "ana", "nonce": nonce,
            "iat": now, "exp": now + 300, "acr": "eidas1",
        });
        match self.lie {
            Lie::IdTokenOfAnotherIssuer => claims["iss"] = "https://evil.example".into(),
            Lie::IdTokenForAnotherClient => claims["aud"] = "somebody".into(),
            Lie::IdTokenForUsAndAnother => claims["aud"] = json!([CLIENT_ID, "somebody"]),
            Lie::IdTokenWithAnotherNonce => claims["nonce"] = "of-another-request".into(),
            Lie::IdTokenWithoutNonce => drop(claims.as_object_mut().unwrap().remove("nonce")),
            Lie::IdTokenOutOfDate => claims["exp"] = (now - 60).into(),
            Lie::WeakAssurance => claims["acr"] = "eidas0".into(),
            Lie::NoAssurance => drop(claims.as_object_mut().unwrap().remove("acr")),
            Lie::IdTokenOfAnotherAccessToken => claims["at_hash"] = "AAAAAAAAAAAAAAAAAAAAAA".into(),
            Lie::IdTokenByUnlistedKey => header["kid"] = "unlisted".into(),
            Lie::IdTokenWithItsOwnKey => header["jwk"] = public(FOREIGN, "one"),
            Lie::IdTokenWithKeyAddress => header["jku"] = "https://evil.example/jwks".into(),
            Lie::IdTokenWithUnknownDemand => header["crit"] = json!(["exp"]),
            Lie::NewKeys => header["kid"] = "two".into(),
            _ => {}
        }
        match self.lie {
            Lie::IdTokenWithoutAlgorithm => {
                format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims))
            }
            Lie::IdTokenWithoutSignature => format!("{}.{}.", part(&header), part(&claims)),
            Lie::IdTokenByOurSecret => signed_by_our_secret(&claims),
            Lie::IdTokenByForeignKey
            | Lie::IdTokenByUnlistedKey
            | Lie::IdTokenWithItsOwnKey
            | Lie::IdTokenWithKeyAddress => signed(&header, &claims, FOREIGN),
            _ => signed(&header, &claims, OURS),
        }
    }

    fn userinfo(&self) -> Response {
        let header =
            json!({"alg": "EdDSA", "kid": if self.lie == Lie::NewKeys { "two" } else { "one" }});
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "sub": "ana", "email": "ana@example.org",
            "given_name": "Ana", "usual_name": "Martin",
        });
        match self.lie {
            Lie::UserinfoOfSomebodyElse => claims["sub"] = "bob".into(),
            Lie::UserinfoForAnotherClient => claims["aud"] = "somebody".into(),
            Lie::UserinfoOfAnotherIssuer => claims["iss"] = "https://evil.example".into(),
            Lie::UserinfoOutOfDate => {
                claims["exp"] = (Clock::Machine.now().timestamp() - 60).into();
            }
            _ => {}
        }
        let token = match self.lie {
            Lie::UserinfoIsAPage => return "<html>".with_content_type("text/html").into_response(),
            Lie::UserinfoIsTheIdToken => self.id_token(),
            Lie::UserinfoByOurSecret => signed_by_our_secret(&claims),
            Lie::UserinfoByForeignKey => signed(&header, &claims, FOREIGN),
            Lie::UserinfoWithoutAlgorithm => {
                format!("{}.{}.", part(&json!({"alg": "none"})), part(&claims))
            }
            _ => signed(&header, &claims, OURS),
        };
        token.with_content_type("application/jwt").into_response()
    }
}

fn page(value: &Value) -> Response {
    value.to_string().with_content_type("application/json").into_response()
}
