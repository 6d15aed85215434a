//! Mails over the wire, to a server that speaks just enough of SMTP.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use sqlx::PgPool;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::sync::CancellationToken;

use crate::support::TestApp;

const EMAIL: &str = "ada@example.org";

/// What a server took so far: envelope and message; and whether it has put `later` off.
#[derive(Default)]
struct Server {
    received: Mutex<Vec<String>>,
    has_put_off: AtomicBool,
}

/// A mail server; recipients whose address begins with `refused` are no users of it, and the first mail to `later` has to come again.
async fn server() -> (String, Arc<Server>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("smtp://{}", listener.local_addr().unwrap());
    let server = Arc::<Server>::default();
    let all = Arc::clone(&server);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, Arc::clone(&all)));
        }
    });
    (url, server)
}

async fn serve(stream: TcpStream, server: Arc<Server>) {
    let (read, mut write) = stream.into_split();
    let mut lines = BufReader::new(read).lines();
    let mut mail = String::new();
    write.write_all(b"220 test\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer = match line.split([' ', ':']).next().unwrap() {
            "EHLO" => "250 test",
            "RCPT" if line.contains("<refused") => "550 no such user",
            "RCPT" if line.contains("<later") && !server.has_put_off.swap(true, Ordering::SeqCst) => "451 come again",
            "MAIL" => {
                mail = format!("{line}\n");
                "250 fine"
            }
            "RCPT" => {
                mail += &format!("{line}\n");
                "250 fine"
            }
            "DATA" => {
                write.write_all(b"354 go on\r\n").await.unwrap();
                while let Ok(Some(line)) = lines.next_line().await
                    && line != "."
                {
                    mail += &format!("{line}\n");
                }
                server.received.lock().unwrap().push(std::mem::take(&mut mail));
                "250 taken"
            }
            "QUIT" => return,
            _ => "250 fine",
        };
        if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
            return;
        }
    }
}

async fn until<T>(what: impl AsyncFn() -> Option<T>) -> T {
    for _ in 0..500 {
        if let Some(found) = what().await {
            return found;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("it did not happen in ten seconds");
}

/// Status, attempts, whether what it says is forgotten, whether an error is noted.
async fn state(studio: &TestApp, email: &str) -> (String, i16, bool, bool) {
    let query = "SELECT status, attempts, content IS NULL, error IS NOT NULL FROM mails WHERE recipient = $1";
    sqlx::query_as(query)
        .bind(email)
        .fetch_one(&studio.app.db)
        .await
        .unwrap()
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn mails_are_handed_over_tried_again_and_given_up(db: PgPool) {
    let (url, server) = server().await;
    let studio = TestApp::with(
        db,
        &[("SMTP_URL", &url), ("MAIL_FROM", "The Studio <studio@example.org>")],
    )
    .await;
    for email in [EMAIL, "later@example.org", "refused@example.org"] {
        studio.signed_in(email).await;
    }
    let stop = CancellationToken::new();
    let (app, stopped) = (studio.app.clone(), stop.clone());
    let worker = tokio::spawn(async move { studio_app::tasks::mail::run(&app, stopped).await });

    let reaches = async |email: &str, status: &str, attempts: i16, forgotten: bool, failed: bool| {
        let wanted = (status.to_owned(), attempts, forgotten, failed);
        until(async || (state(&studio, email).await == wanted).then_some(())).await;
    };
    reaches(EMAIL, "sent", 1, true, false).await;
    reaches("refused@example.org", "failed", 1, true, true).await;
    // One that is put off comes again when its pause is over.
    reaches("later@example.org", "waiting", 1, false, true).await;
    studio.app.clock.advance(chrono::TimeDelta::seconds(31));
    reaches("later@example.org", "sent", 2, true, false).await;
    stop.cancel();
    worker.await.unwrap();

    let mails = server.received.lock().unwrap().clone();
    assert_eq!(mails.len(), 2, "{mails:#?}");
    let mail = mails
        .iter()
        .find(|mail| mail.contains("RCPT TO:<ada@example.org>"))
        .unwrap();
    for part in [
        "MAIL FROM:<studio@example.org>",
        "The Studio",
        "To: ada@example.org",
        "Subject: Confirm your e-mail address",
        "Content-Type: text/plain",
        "Content-Type: text/html",
    ] {
        assert!(mail.contains(part), "{part} is not in\n{mail}");
    }
}

#[sqlx::test(migrator = "studio_db::MIGRATOR")]
async fn the_outbox_is_for_administrators_and_only_without_a_mail_server(db: PgPool) {
    let studio = TestApp::new(db.clone()).await;
    let mut administrator = studio.signed_in(EMAIL).await;
    let page = administrator.get("/dev/outbox").await;
    assert!(
        page.status == 200 && page.html().contains("Confirm your e-mail address"),
        "{page:?}"
    );
    assert_eq!(page.header("cache-control"), "private, no-store");
    assert_eq!(page.header("referrer-policy"), "no-referrer");
    assert_eq!(
        studio
            .signed_in("eve@example.org")
            .await
            .get("/dev/outbox")
            .await
            .status,
        404
    );
    assert_eq!(studio.browser().get("/dev/outbox").await.status, 404);

    let sending = TestApp::with(db, &[("SMTP_URL", "smtp://127.0.0.1:9")]).await;
    let mut administrator = sending.browser();
    administrator.log_in(EMAIL, crate::support::PASSWORD).await;
    assert_eq!(administrator.get("/dev/outbox").await.status, 404);
}
