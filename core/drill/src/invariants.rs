//! The promises, each checked against what is known when all is over.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use uuid::Uuid;

use crate::deck::{Deck, Job, RequestOutcome};

/// A promise that was broken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Violation {
    /// Its name: `ended_once`, `not_lost`, `paid_once`, `stored`, `balanced`, `no_orphans`.
    pub promise: &'static str,
    /// What is wrong with what.
    pub detail: String,
}

fn violation(promise: &'static str, detail: String) -> Violation {
    Violation { promise, detail }
}

/// Everything that is wrong.
#[must_use]
pub fn check(deck: &Deck) -> Vec<Violation> {
    let mut found = Vec::new();
    found.extend(not_lost(deck));
    found.extend(ended_once(deck));
    found.extend(paid_once(deck));
    found.extend(stored(deck));
    found.extend(balanced(deck));
    found.extend(no_orphans(deck));
    found
}

/// Every accepted request for pictures is one job, whatever became of the process that answered, or did not; and there are no
/// others.
fn not_lost(deck: &Deck) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut by_prompt: BTreeMap<&str, Vec<Uuid>> = BTreeMap::new();
    for (prompt, id) in &deck.prompts {
        by_prompt.entry(prompt).or_default().push(*id);
    }
    for (prompt, id) in &deck.asked {
        match by_prompt.get(prompt.as_str()).map(Vec::as_slice) {
            Some([job]) if job == id => (),
            Some([job]) => found.push(violation(
                "not_lost",
                format!("`{prompt}` is job {job}, but the answer named {id}"),
            )),
            Some(jobs) => found.push(violation(
                "not_lost",
                format!("`{prompt}` is {} jobs instead of one", jobs.len()),
            )),
            None => found.push(violation("not_lost", format!("job {id} of `{prompt}` is gone"))),
        }
    }
    for (prompt, id) in &deck.prompts {
        if !deck.asked.contains_key(prompt) {
            found.push(violation("not_lost", format!("nobody asked for job {id}, `{prompt}`")));
        }
    }
    found
}

/// Every job has ended, with one usage row and one settlement for each time it was started, holding nothing.
fn ended_once(deck: &Deck) -> Vec<Violation> {
    let complaint = |job: &Job| {
        let what = match job {
            job if !["completed", "failed", "cancelled"].contains(&job.status.as_str()) => {
                format!("is still {}", job.status)
            }
            job if job.usage_rows != job.rounds => {
                format!("has {} usage rows for {} rounds", job.usage_rows, job.rounds)
            }
            job if job.settlements != job.rounds => {
                format!("was settled {} times in {} rounds", job.settlements, job.rounds)
            }
            job if job.held != 0 => format!("still holds {} micro-dollars", job.held),
            job if job.status == "completed" && job.captured.is_none() => "has no price".to_owned(),
            _ => return None,
        };
        Some(violation("ended_once", format!("job {} {what}", job.id)))
    };
    deck.jobs.values().filter_map(complaint).collect()
}

/// At most one request of a job was paid, and the job's own call got it. Another request beside it is one that failed at the
/// provider, or that the studio knows to be dead, and was never paid.
fn paid_once(deck: &Deck) -> Vec<Violation> {
    let with_state = |states: &[&str]| -> BTreeSet<&str> {
        let attempts = deck
            .attempts
            .iter()
            .filter(|attempt| states.contains(&attempt.state.as_str()));
        attempts.filter_map(|attempt| attempt.request_id.as_deref()).collect()
    };
    let (dead, used) = (
        with_state(&["failed", "cancelled", "dead", "refused"]),
        with_state(&["succeeded"]),
    );
    let mut counted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut found = Vec::new();
    for request in &deck.requests {
        let id = request.id.as_str();
        match request.outcome {
            RequestOutcome::Failed => continue,
            RequestOutcome::Open if dead.contains(id) => continue,
            RequestOutcome::Succeeded if !used.contains(id) => {
                let detail = format!(
                    "request {id} of `{}` was paid, and no call has its result",
                    request.prompt
                );
                found.push(violation("paid_once", detail));
            }
            RequestOutcome::Open | RequestOutcome::Succeeded => (),
        }
        counted.entry(&request.prompt).or_default().push(id);
    }
    let twice = counted.into_iter().filter(|(_, requests)| requests.len() > 1);
    found.extend(twice.map(|(prompt, requests)| {
        let detail = format!("`{prompt}` was sent {} times: {}", requests.len(), requests.join(", "));
        violation("paid_once", detail)
    }));
    found
}

/// Every request that the provider ended well belongs to a completed job, whose pictures are there in their full size.
fn stored(deck: &Deck) -> Vec<Violation> {
    let mut found = Vec::new();
    let jobs: BTreeMap<&str, &Job> = deck
        .prompts
        .iter()
        .filter_map(|(prompt, id)| Some((prompt.as_str(), deck.jobs.get(id)?)))
        .collect();
    for request in deck
        .requests
        .iter()
        .filter(|request| request.outcome == RequestOutcome::Succeeded)
    {
        match jobs.get(request.prompt.as_str()) {
            Some(job) if job.status == "completed" => (),
            Some(job) => found.push(violation(
                "stored",
                format!(
                    "request {} was paid, and its job {} is {}",
                    request.id, job.id, job.status
                ),
            )),
            None => found.push(violation(
                "stored",
                format!("request {} was paid for no job", request.id),
            )),
        }
    }
    for job in deck.jobs.values().filter(|job| job.status == "completed") {
        let pictures = deck.pictures.iter().filter(|picture| picture.job_id == job.id).count();
        if pictures != job.num_images as usize {
            found.push(violation(
                "stored",
                format!("job {} has {pictures} pictures instead of {}", job.id, job.num_images),
            ));
        }
    }
    for picture in &deck.pictures {
        match deck.objects.get(&picture.path) {
            Some(object) if object.size == picture.size && object.sha256 == picture.sha256 => (),
            Some(object) => found.push(violation(
                "stored",
                format!(
                    "{} has {} other bytes than the {} stored",
                    picture.path, object.size, picture.size
                ),
            )),
            None => found.push(violation("stored", format!("{} is not there", picture.path))),
        }
    }
    found
}

/// The ledger sums to zero, and every user's balance is what it says, never below zero, with nothing held at the end.
fn balanced(deck: &Deck) -> Vec<Violation> {
    let mut found = Vec::new();
    if deck.ledger_sum != 0 {
        found.push(violation("balanced", format!("the ledger sums to {}", deck.ledger_sum)));
    }
    for books in &deck.books {
        let what = match books {
            books if books.balance != books.available => {
                format!("a balance of {} and {} in the ledger", books.balance, books.available)
            }
            books if books.balance < 0 => format!("a balance of {}", books.balance),
            books if books.held != 0 => format!("{} held for nothing", books.held),
            _ => continue,
        };
        found.push(violation("balanced", format!("{} has {what}", books.user)));
    }
    found
}

/// Every object belongs to a picture: it is its original, or lies beside it as a thumbnail.
fn no_orphans(deck: &Deck) -> Vec<Violation> {
    let stem = |path: &str| path.split(['-', '.']).next().unwrap_or_default().to_owned();
    // Job ids have dashes of their own; the number of the picture follows the last slash.
    let place = |path: &str| match path.rsplit_once('/') {
        Some((folder, file)) => format!("{folder}/{}", stem(file)),
        None => path.to_owned(),
    };
    let known: BTreeSet<String> = deck.pictures.iter().map(|picture| place(&picture.path)).collect();
    let orphans = deck.objects.keys().filter(|path| !known.contains(&place(path)));
    orphans
        .map(|path| violation("no_orphans", format!("{path} belongs to no picture")))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::{Attempt, Imbalance, Object, Picture, Request};

    const PROMPT: &str = "drill 0";

    /// One job that went well.
    fn clean() -> Deck {
        let id = Uuid::from_u128(1);
        let path = format!("jobs/{id}/0.png");
        let object = |size| Object {
            size,
            sha256: "ab".to_owned(),
        };
        let job = Job {
            id,
            status: "completed".to_owned(),
            num_images: 1,
            held: 0,
            captured: Some(3000),
            rounds: 1,
            usage_rows: 1,
            settlements: 1,
        };
        Deck {
            asked: [(PROMPT.to_owned(), id)].into(),
            prompts: vec![(PROMPT.to_owned(), id)],
            jobs: [(id, job)].into(),
            attempts: vec![Attempt {
                job_id: id,
                state: "succeeded".to_owned(),
                request_id: Some("r1".to_owned()),
            }],
            pictures: vec![Picture {
                job_id: id,
                path: path.clone(),
                size: 10,
                sha256: "ab".to_owned(),
            }],
            requests: vec![paid("r1")],
            objects: [(path, object(10)), (format!("jobs/{id}/0-256.webp"), object(3))].into(),
            books: vec![Imbalance {
                user: "ada".to_owned(),
                balance: 7,
                available: 7,
                held: 0,
            }],
            ledger_sum: 0,
        }
    }

    fn paid(id: &str) -> Request {
        request(id, RequestOutcome::Succeeded)
    }

    fn request(id: &str, outcome: RequestOutcome) -> Request {
        Request {
            id: id.to_owned(),
            prompt: PROMPT.to_owned(),
            outcome,
        }
    }

    fn attempt(state: &str, request_id: &str) -> Attempt {
        Attempt {
            job_id: Uuid::from_u128(1),
            state: state.to_owned(),
            request_id: Some(request_id.to_owned()),
        }
    }

    fn job(deck: &mut Deck) -> &mut Job {
        deck.jobs.values_mut().next().unwrap()
    }

    /// Damages a clean deck and sees these promises broken.
    #[track_caller]
    fn breaks(damage: impl FnOnce(&mut Deck), expected: &[&str]) {
        let mut deck = clean();
        damage(&mut deck);
        let mut broken: Vec<&str> = check(&deck).iter().map(|violation| violation.promise).collect();
        broken.dedup();
        assert_eq!(broken, expected, "{:#?}", check(&deck));
    }

    #[test]
    fn a_job_that_went_well_breaks_nothing() {
        breaks(|_| (), &[]);
    }

    #[test]
    fn lost_doubled_and_foreign_jobs_are_seen() {
        let asked = |deck: &mut Deck, prompt: &str, id| {
            deck.asked.insert(prompt.to_owned(), Uuid::from_u128(id));
        };
        breaks(|deck| asked(deck, "drill 1", 2), &["not_lost"]);
        breaks(|deck| asked(deck, PROMPT, 4), &["not_lost"]);
        breaks(
            |deck| deck.prompts.push((PROMPT.to_owned(), Uuid::from_u128(3))),
            &["not_lost"],
        );
        breaks(|deck| deck.asked.clear(), &["not_lost"]);
    }

    #[test]
    fn an_end_that_is_none_or_not_the_only_one_is_seen() {
        breaks(
            |deck| job(deck).status = "processing".to_owned(),
            &["ended_once", "stored"],
        );
        breaks(|deck| job(deck).usage_rows = 2, &["ended_once"]);
        breaks(|deck| job(deck).settlements = 0, &["ended_once"]);
        breaks(|deck| job(deck).held = 5, &["ended_once"]);
        breaks(|deck| job(deck).captured = None, &["ended_once"]);
    }

    #[test]
    fn a_second_payment_is_seen_whatever_the_attempts_say() {
        breaks(
            |deck| {
                deck.requests.push(paid("r2"));
                deck.attempts.push(attempt("dead", "r2"));
            },
            &["paid_once"],
        );
        breaks(
            |deck| deck.requests.push(request("r2", RequestOutcome::Open)),
            &["paid_once"],
        );
        breaks(|deck| deck.attempts.clear(), &["paid_once"]);
        breaks(|deck| deck.requests.push(request("r2", RequestOutcome::Failed)), &[]);
        breaks(
            |deck| {
                deck.requests.push(request("r2", RequestOutcome::Open));
                deck.attempts.push(attempt("dead", "r2"));
            },
            &[],
        );
    }

    #[test]
    fn a_paid_result_that_is_not_there_is_seen() {
        breaks(
            |deck| {
                job(deck).status = "failed".to_owned();
                deck.pictures.clear();
                deck.objects.clear();
            },
            &["stored"],
        );
        breaks(|deck| job(deck).num_images = 2, &["stored"]);
        breaks(|deck| deck.pictures[0].size = 11, &["stored"]);
        breaks(|deck| deck.pictures[0].sha256 = "cd".to_owned(), &["stored"]);
        breaks(
            |deck| deck.objects.retain(|path, _| path.ends_with("webp")),
            &["stored"],
        );
    }

    #[test]
    fn books_that_do_not_agree_are_seen() {
        breaks(|deck| deck.ledger_sum = 1, &["balanced"]);
        breaks(|deck| deck.books[0].balance = 8, &["balanced"]);
        breaks(|deck| deck.books[0].held = 1, &["balanced"]);
        breaks(
            |deck| (deck.books[0].balance, deck.books[0].available) = (-1, -1),
            &["balanced"],
        );
    }

    #[test]
    fn objects_of_nobody_are_seen() {
        let other = |name: &str| format!("jobs/{}/{name}", Uuid::from_u128(9));
        for path in [
            other("0.png"),
            other("0-256.webp"),
            format!("jobs/{}/1.png", Uuid::from_u128(1)),
        ] {
            let object = Object {
                size: 1,
                sha256: "ab".to_owned(),
            };
            breaks(|deck| drop(deck.objects.insert(path, object)), &["no_orphans"]);
        }
    }
}
