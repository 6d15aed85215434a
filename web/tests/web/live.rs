//! The live stream.

use std::time::Duration;

use futures::StreamExt;
use reqwest::Method;
use serde_json::Value;
use sqlx::PgPool;

use crate::support::{Running, Visitor};

/// One message of the stream.
#[derive(Debug, Default)]
struct Message {
    event: String,
    data: String,
    id: String,
}

/// Reads messages until `enough` says so or the stream ends; at most half a minute.
async fn read(
    visitor: &Visitor,
    last_event_id: Option<&str>,
    mut enough: impl FnMut(&Message) -> bool,
) -> Vec<Message> {
    let mut request = visitor.ask(Method::GET, "/events");
    if let Some(id) = last_event_id {
        request = request.header("last-event-id", id);
    }
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "text/event-stream");
    let (mut text, mut messages) = (String::new(), Vec::new());
    let mut body = answer.bytes_stream();
    let reading = async {
        while let Some(Ok(bytes)) = body.next().await {
            text.push_str(std::str::from_utf8(&bytes).unwrap());
            while let Some((message, rest)) = text.split_once("\n\n") {
                let message = parse(message);
                text = rest.to_owned();
                let is_enough = enough(&message);
                messages.push(message);
                if is_enough {
                    return;
                }
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), reading).await.unwrap();
    messages
}

fn parse(text: &str) -> Message {
    let mut message = Message::default();
    for line in text.lines() {
        let (name, value) = line.split_once(": ").unwrap_or((line, ""));
        match name {
            "event" => value.clone_into(&mut message.event),
            "id" => value.clone_into(&mut message.id),
            "data" => message.data += value,
            _ => {}
        }
    }
    message
}

fn job_status(message: &Message) -> Option<String> {
    let body: Value = serde_json::from_str(&message.data)
        .ok()
        .filter(|_| message.event == "job")?;
    Some(body["status"].as_str()?.to_owned())
}

fn text(messages: &[Message]) -> String {
    messages.iter().map(|message| message.data.as_str()).collect()
}

/// Whether a message is the page's part about this job.
fn part_about(id: &str) -> impl FnMut(&Message) -> bool {
    move |message| !message.id.is_empty() && message.data.contains(id)
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_is_followed_from_submit_to_pictures(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let stranger = studio.signed_in("bob@example.org").await;
    let foreign = stranger.generate("a hare", 1).await;

    let watcher = visitor.clone();
    let mut is_completed = false;
    let watching = tokio::spawn(async move {
        // The page's part comes after the job's own message and carries the id.
        read(&watcher, None, move |message| {
            is_completed |= job_status(message).as_deref() == Some("completed");
            is_completed && !message.id.is_empty()
        })
        .await
    });
    let id = visitor.generate("a fox", 2).await;
    let messages = watching.await.unwrap();
    assert!(
        messages.iter().all(|message| !message.data.contains(&foreign)),
        "only one's own jobs"
    );
    let last = messages.last().unwrap();
    assert!(
        last.data.contains(&format!("hx-target=\"#job-{id}\"")) && last.data.contains(".webp"),
        "{last:?}"
    );
    assert!(
        messages
            .iter()
            .any(|message| message.data.contains("hx-target=\"#credits\"")),
        "{messages:?}"
    );

    // Whoever comes back gets what was missed. A message shows the present, which may be ahead of the place in the log that it
    // names, so the fox may be told once more.
    let next = visitor.generate("a bear", 1).await;
    visitor.ended(&next).await;
    let missed = read(&visitor, Some(&last.id), part_about(&next)).await;
    assert!(text(&missed).contains(&next), "{missed:?}");

    // And no more: that place is behind all that happened to the fox.
    let after = visitor.generate("a crane", 1).await;
    visitor.ended(&after).await;
    let place = &missed.last().unwrap().id;
    let missed = read(&visitor, Some(place), part_about(&after)).await;
    let all = text(&missed);
    assert!(all.contains(&after) && !all.contains(&id), "{missed:?}");
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn a_job_that_ended_before_the_stream_began_is_told(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let id = visitor.generate("a fox", 1).await;
    visitor.ended(&id).await;
    // A page that was made while it ran would show it running for ever.
    let told = read(&visitor, None, |message| message.data.contains(&id)).await;
    assert_eq!(
        told.last().and_then(job_status).as_deref(),
        Some("completed"),
        "{told:?}"
    );
    studio.stop().await;
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn streams_end_when_the_process_does(db: PgPool) {
    let studio = Running::start(db).await;
    let visitor = studio.signed_in("ada@example.org").await;
    let (told, heard) = tokio::sync::oneshot::channel();
    let mut told = Some(told);
    let watching = tokio::spawn(async move {
        read(&visitor, None, |_| {
            if let Some(told) = told.take() {
                told.send(()).unwrap();
            }
            false
        })
        .await
    });
    heard.await.unwrap();
    let stopping = tokio::time::timeout(Duration::from_secs(9), studio.stop());
    stopping.await.expect("streams do not hold the process up");
    watching.await.unwrap();
}
