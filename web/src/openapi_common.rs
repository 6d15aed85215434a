//! What all operations of the document have in common: who may, with which key, and the answers that any of them can give.
//!
//! A handler describes what is particular to it; this adds the rest, from the same rules that are enforced.

use axum::http::Method;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, OpenApi as Document, Ref, RefOr, Response, ResponseBuilder, SecurityRequirement};

use crate::access::{self, Access};

const SESSION: &str = "session";
const KEY: &str = "key";

/// Answers by their name in the document, with status and meaning.
const ANSWERS: [(&str, &str, &str); 7] = [
    ("Malformed", "400", "The body is not what it says it is."),
    (
        "Unauthenticated",
        "401",
        "Nobody is signed in, or the API key is not valid.",
    ),
    (
        "Refused",
        "403",
        "The API key lacks the scope or no key may do that (`missing_scope`, `person_only`), it is a write on behalf of another site \
         (`cross_site`), or only an administrator may do that (`forbidden`).",
    ),
    ("TooLarge", "413", "The body is larger than the route takes."),
    (
        "UnsupportedMediaType",
        "415",
        "The body is of another type than the route takes.",
    ),
    (
        "LimitReached",
        "429",
        "Too many requests; `Retry-After` says when to come back.",
    ),
    (
        "Unavailable",
        "503",
        "The database or the picture store is away, or the answer took too long; `Retry-After` says when to come back.",
    ),
];

/// How requests prove who they come from, and the answers that all operations share.
pub(crate) fn begin(document: &mut Document) {
    let components = document.components.get_or_insert_default();
    let cookie = ApiKeyValue::with_description(
        "studio_session",
        "The cookie that signing in sets; over https it is called `__Host-studio_session`.",
    );
    components.add_security_scheme(SESSION, SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    let key = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("aistudio_…")
        .description(Some(
            "An API key, made by a person at `/settings/api-keys` or with `POST /api/keys`. Each operation names the scope that it \
             needs: `read`, `generate`, `manage` or `admin`.",
        ))
        .build();
    components.add_security_scheme(KEY, SecurityScheme::Http(key));
    for (name, _, description) in ANSWERS {
        components
            .responses
            .insert(name.to_owned(), RefOr::T(problem(description)));
    }
    document.security = Some(vec![session()]);
}

/// Adds to every operation what follows from its route.
pub(crate) fn finish(document: &mut Document) {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            complete(&method, path, operation);
        }
    }
}

fn complete(method: &Method, path: &str, operation: &mut Operation) {
    let is_open = operation.security == Some(vec![SecurityRequirement::default()]);
    let mut answers = vec!["LimitReached", "Unavailable"];
    if !is_open {
        answers.push("Unauthenticated");
        let (security, sentence) = who(access::needed(method, path));
        operation.security = Some(security);
        let description = operation
            .description
            .take()
            .map(|text| text + "\n\n")
            .unwrap_or_default();
        operation.description = Some(description + &sentence);
    }
    if !is_open || !method.is_safe() {
        answers.push("Refused");
    }
    if operation.request_body.is_some() {
        answers.extend(["Malformed", "TooLarge", "UnsupportedMediaType"]);
    }
    let answers = ANSWERS.iter().filter(|(name, ..)| answers.contains(name));
    for (name, status, _) in answers {
        let shared = || RefOr::Ref(Ref::from_response_name(*name));
        // A handler that says more about its own answer is right.
        operation
            .responses
            .responses
            .entry((*status).to_owned())
            .or_insert_with(shared);
    }
}

fn who(access: Access) -> (Vec<SecurityRequirement>, String) {
    match access {
        Access::Key(scope) => {
            let key = SecurityRequirement::new(KEY, [scope.as_str()]);
            (vec![session(), key], format!("An API key needs the scope `{scope}`."))
        }
        Access::Open | Access::Person => (vec![session()], "Not with an API key.".to_owned()),
    }
}

fn session() -> SecurityRequirement {
    SecurityRequirement::new::<_, [&str; 0], &str>(SESSION, [])
}

fn problem(description: &str) -> Response {
    let document = Content::new(Some(Ref::from_schema_name("Problem")));
    ResponseBuilder::new()
        .description(description)
        .content("application/problem+json", document)
        .build()
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = (Method, &mut Operation)> {
    let all = [
        (Method::GET, &mut item.get),
        (Method::PUT, &mut item.put),
        (Method::POST, &mut item.post),
        (Method::DELETE, &mut item.delete),
        (Method::PATCH, &mut item.patch),
    ];
    all.into_iter()
        .filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
