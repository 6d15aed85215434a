//! Sending mails. Several processes may do it at once: each mail is taken by one.
//!
//! Safe to run twice, in this sense: a worker that dies between handing a mail over and noting it leaves it to be sent again. Better
//! twice than not at all.

use std::time::Duration;

use chrono::TimeDelta;
use futures::future::join_all;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::PoolConfig;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use studio_db::mails::{self, DueMail};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::error::chain;
use crate::mail::{open, render};
use crate::{App, Error, Result};

/// How often the queue is looked at.
const LOOK: Duration = Duration::from_secs(2);
/// Mails that one process sends at a time.
const PIECE: i64 = 8;
/// An attempt is over after this time.
const TIMEOUT: Duration = Duration::from_secs(30);
/// Another attempt may begin after this time, when nothing was heard of the first.
const LEASE: TimeDelta = TimeDelta::seconds(90);
/// Attempts before a mail is given up.
const MAX_ATTEMPTS: u32 = 8;
/// The pause after the first failure; it doubles with each further one, so that the last attempt is an hour later.
const FIRST_PAUSE: TimeDelta = TimeDelta::seconds(30);

type Transport = AsyncSmtpTransport<Tokio1Executor>;

/// Why a mail was not sent.
struct Failure {
    words: String,
    /// Trying again changes nothing.
    is_final: bool,
}

/// Sends what is due until `stop`. Without a mail server there is nothing to do: the outbox shows what is written.
pub async fn run(app: &App, stop: CancellationToken) {
    let Some(transport) = transport(app) else { return };
    let mut tick = interval(LOOK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! { _ = tick.tick() => (), () = stop.cancelled() => return }
        if let Err(error) = send_all(app, &transport, &stop).await {
            tracing::warn!(%error, "mails could not be taken and are later");
        }
    }
}

/// None without a mail server. The address was checked at start.
fn transport(app: &App) -> Option<Transport> {
    let url = app.config.mail.smtp_url.as_ref()?;
    match Transport::from_url(url.expose()) {
        Ok(builder) => Some(
            builder
                .timeout(Some(TIMEOUT))
                .pool_config(PoolConfig::new().max_size(8))
                .build(),
        ),
        Err(error) => {
            tracing::error!(%error, "SMTP_URL cannot be used; no mail is sent");
            None
        }
    }
}

async fn send_all(app: &App, transport: &Transport, stop: &CancellationToken) -> Result<()> {
    while !stop.is_cancelled() {
        let now = app.clock.now();
        let due = mails::claim_due(&mut *app.db.acquire().await?, now, now + LEASE, PIECE).await?;
        if due.is_empty() {
            return Ok(());
        }
        let sent = join_all(due.iter().map(|mail| send(app, transport, mail))).await;
        sent.into_iter().collect::<Result<()>>()?;
    }
    Ok(())
}

/// Makes one attempt and notes what came of it.
async fn send(app: &App, transport: &Transport, mail: &DueMail) -> Result<()> {
    let outcome = match message(app, mail) {
        Ok(message) => hand_over(transport, message).await,
        Err(failure) => Err(failure),
    };
    let (mut conn, now) = (app.db.acquire().await?, app.clock.now());
    let Err(Failure { words, is_final }) = outcome else {
        tracing::debug!(mail.id = %mail.id, "a mail was sent");
        return Ok(mails::mark_sent(&mut conn, mail.id, now).await?);
    };
    let retry_at = (!is_final && mail.attempts < MAX_ATTEMPTS).then(|| now + pause_after(mail.attempts));
    tracing::warn!(mail.id = %mail.id, mail.attempts, is_given_up = retry_at.is_none(), error = words, "a mail was not sent");
    let words: String = words.chars().take(500).collect();
    Ok(mails::mark_failed(&mut conn, mail.id, &words, retry_at).await?)
}

async fn hand_over(transport: &Transport, message: Message) -> std::result::Result<(), Failure> {
    match tokio::time::timeout(TIMEOUT, transport.send(message)).await {
        Ok(Ok(_)) => Ok(()),
        Ok(Err(error)) => Err(Failure {
            is_final: error.is_permanent(),
            words: chain(&error),
        }),
        Err(_) => Err(Failure {
            words: "the mail server did not answer in time".to_owned(),
            is_final: false,
        }),
    }
}

/// 30 s, 1 min, 2 min, … after so many attempts.
fn pause_after(attempts: u32) -> TimeDelta {
    FIRST_PAUSE * (1 << attempts.saturating_sub(1).min(MAX_ATTEMPTS))
}

fn message(app: &App, mail: &DueMail) -> std::result::Result<Message, Failure> {
    build(app, mail).map_err(|words| Failure { words, is_final: true })
}

fn build(app: &App, mail: &DueMail) -> std::result::Result<Message, String> {
    let content = open(app, mail.id, &mail.content).ok_or("its key is not known any more")?;
    let words = render(app, mail.language, &content).map_err(|error: Error| chain(&error))?;
    let to = mail
        .recipient
        .parse::<Address>()
        .map_err(|_| "the recipient is no address")?;
    Message::builder()
        .from(app.config.mail.from.clone())
        .to(Mailbox::new(None, to))
        .subject(words.subject)
        .multipart(MultiPart::alternative_plain_html(words.text, words.html))
        .map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_an_hour_in_all() {
        let seconds: Vec<_> = (1..MAX_ATTEMPTS)
            .map(|attempts| pause_after(attempts).num_seconds())
            .collect();
        assert_eq!(seconds, [30, 60, 120, 240, 480, 960, 1920]);
    }
}
