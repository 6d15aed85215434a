//! What a version would have done with the last finished jobs of the one on offer.
//!
//! Both versions plan anew and read the provider's stored answers, so nothing is called, paid or changed. A job goes another way as
//! soon as a step differs; what would have followed is unknown then, because the provider never answered that.

use chrono::{DateTime, SubsecRound as _, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use studio_db::generation::{self, Job as StoredJob};
use studio_db::plugins::{self, ShadowRun};
use studio_model::JobId;
use studio_plugin_host::{Answer, CallError, Job, ModelHandle, ProviderOutput, Step};

use super::find::find;
use super::view::{PluginDetails, VersionState};
use crate::accounts::User;
use crate::generation::plugin_job;
use crate::models::{digest_bytes, find_pinned};
use crate::{App, Error, Result};

/// Jobs of one run at most.
pub const MOST_JOBS: u32 = 200;

/// Steps of one job at most; no plan has more calls.
const MOST_STEPS: usize = 20;

/// A finished shadow run.
#[derive(Clone, Debug)]
pub struct ShadowView {
    /// The version whose jobs were repeated.
    pub against: String,
    /// Jobs asked for; fewer were repeated where there are fewer.
    pub asked: u32,
    /// Jobs that would have gone the same way.
    pub same: u32,
    /// Jobs that would have gone another way.
    pub differed: u32,
    /// Jobs that it would have refused or broken at.
    pub failed: u32,
    /// What came of each, the newest first.
    pub jobs: Vec<ShadowJob>,
    /// When.
    pub ran_at: DateTime<Utc>,
}

/// What a version would have done with one job.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShadowJob {
    /// The job.
    pub job_id: JobId,
    /// Its model.
    pub model_id: String,
    /// What came of it.
    pub outcome: ShadowOutcome,
}

/// The three ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ShadowOutcome {
    /// Every call, every result and every price is the same.
    Same,
    /// The first thing that is not.
    Different {
        /// `price`, `call`, `result`, or `error`: the version on offer fails at it today.
        what: String,
        /// With the version on offer.
        before: Value,
        /// With the version that was tried.
        after: Value,
    },
    /// It refused the job, or broke.
    Failed {
        /// Why.
        message: String,
    },
}

/// Repeats the last `jobs` finished jobs of the version on offer with another version.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`], [`Error::Invalid`] unless `jobs` is 1 to 200, [`Error::Conflict`] for the version on offer
/// itself, for a plugin of which none is, and when a version cannot be had any more.
pub async fn shadow(app: &App, user: &User, id: &str, digest: &str, jobs: i64) -> Result<ShadowView> {
    let details = find(app, user, id).await?;
    let version = details.version(digest)?;
    let asked = u32::try_from(jobs).ok().filter(|jobs| (1..=MOST_JOBS).contains(jobs));
    let asked = asked.ok_or_else(|| Error::invalid("jobs", format!("Use a whole number from 1 to {MOST_JOBS}.")))?;
    let on_offer = on_offer(&details)?;
    if version.state == VersionState::Default {
        return Err(Error::Conflict("this version is on offer; try another one".to_owned()));
    }
    let against = digest_bytes(on_offer)?;
    let found = plugins::list_completed_jobs(&mut *app.db.acquire().await?, &against, asked.into()).await?;
    let mut outcomes = Vec::with_capacity(found.len());
    for job_id in found {
        let mut conn = app.db.acquire().await?;
        let Some(job) = generation::find(&mut conn, job_id).await? else {
            continue;
        };
        let answers = plugins::list_answers(&mut conn, job.id, job.round).await?;
        drop(conn);
        outcomes.push(ShadowJob {
            job_id,
            model_id: job.model_id.clone(),
            outcome: repeat(app, &job, &answers, on_offer, digest).await?,
        });
    }
    let count = |wanted: fn(&ShadowOutcome) -> bool| {
        i32::try_from(outcomes.iter().filter(|job| wanted(&job.outcome)).count()).unwrap_or(i32::MAX)
    };
    let run = ShadowRun {
        digest: digest_bytes(digest)?,
        against,
        asked: i32::try_from(asked).map_err(Error::internal)?,
        same: count(|outcome| matches!(outcome, ShadowOutcome::Same)),
        differed: count(|outcome| matches!(outcome, ShadowOutcome::Different { .. })),
        failed: count(|outcome| matches!(outcome, ShadowOutcome::Failed { .. })),
        jobs: serde_json::to_value(&outcomes).map_err(Error::internal)?,
        // As the database keeps it.
        ran_at: app.clock.now().trunc_subsecs(6),
        ran_by: Some(user.id),
    };
    plugins::put_shadow_run(&mut *app.db.acquire().await?, &run).await?;
    tracing::info!(user.id = %user.id, plugin.id = id, plugin.digest = digest, same = run.same, differed = run.differed, failed = run.failed, "a plugin version was tried on finished jobs");
    view(run)
}

/// The last shadow run of a version.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::NotFound`] for a version that the plugin has not.
pub async fn find_shadow(app: &App, user: &User, id: &str, digest: &str) -> Result<Option<ShadowView>> {
    find(app, user, id).await?.version(digest)?;
    let run = plugins::find_shadow_run(&mut *app.db.acquire().await?, &digest_bytes(digest)?).await?;
    run.map(view).transpose()
}

fn on_offer(details: &PluginDetails) -> Result<&str> {
    let found = details
        .versions
        .iter()
        .find(|version| version.state == VersionState::Default);
    let missing =
        || Error::Conflict("no version of the plugin is on offer, so there is nothing to compare with".to_owned());
    found.map(|version| version.digest.as_str()).ok_or_else(missing)
}

fn view(run: ShadowRun) -> Result<ShadowView> {
    Ok(ShadowView {
        against: hex::encode(run.against),
        asked: run.asked.unsigned_abs(),
        same: run.same.unsigned_abs(),
        differed: run.differed.unsigned_abs(),
        failed: run.failed.unsigned_abs(),
        jobs: serde_json::from_value(run.jobs).map_err(Error::internal)?,
        ran_at: run.ran_at,
    })
}

async fn repeat(
    app: &App,
    job: &StoredJob,
    answers: &[(Value, Option<f64>)],
    old: &str,
    new: &str,
) -> Result<ShadowOutcome> {
    let gone = || Error::Conflict("the version on offer cannot be had on this machine".to_owned());
    let old = find_pinned(app, &job.model_id, old).await?.ok_or_else(gone)?;
    let Some(new) = find_pinned(app, &job.model_id, new).await? else {
        let message = format!("It does not offer {}.", job.model_id);
        return Ok(ShadowOutcome::Failed { message });
    };
    let (asked, _) = plugin_job(job)?;
    let (Ok(outcome) | Err(outcome)) = compare(&old, &new, &asked, answers).await;
    Ok(outcome)
}

/// Takes both versions through the job, step by step. `Err` where one of them went no further.
async fn compare(
    old: &ModelHandle,
    new: &ModelHandle,
    job: &Job,
    answers: &[(Value, Option<f64>)],
) -> std::result::Result<ShadowOutcome, ShadowOutcome> {
    let (before, after) = both(old.estimate(job).await, new.estimate(job).await)?;
    if before != after {
        return Ok(different("price", json!(before), json!(after)));
    }
    let (mut before, mut after) = both(old.start(job).await, new.start(job).await)?;
    for answer in answers.iter().map(Some).chain([None]).take(MOST_STEPS) {
        let (call, other) = match (&before, &after) {
            (Step::Call(call), Step::Call(other)) if told(&before) == told(&after) => (call, other),
            (Step::Done(done), Step::Done(other)) if done == other => return Ok(ShadowOutcome::Same),
            (Step::Done(_), Step::Done(_)) => return Ok(different("result", told(&before), told(&after))),
            _ => return Ok(different("call", told(&before), told(&after))),
        };
        let Some((body, billable_units)) = answer else {
            break;
        };
        let answer = Answer::Output(ProviderOutput {
            body: body.to_string(),
            billable_units: *billable_units,
        });
        (before, after) = both(
            old.resume(job, &call.state, &answer).await,
            new.resume(job, &other.state, &answer).await,
        )?;
    }
    // Both want another call whose answer is not kept: as far as it is known, they agree.
    Ok(ShadowOutcome::Same)
}

/// What both versions say, or what it means that one of them declined or broke: an error of the version on offer is not the other's.
fn both<T>(
    before: std::result::Result<T, CallError>,
    after: std::result::Result<T, CallError>,
) -> std::result::Result<(T, T), ShadowOutcome> {
    match (before, after) {
        (Ok(before), Ok(after)) => Ok((before, after)),
        (Ok(_), Err(error)) => Err(ShadowOutcome::Failed {
            message: error.to_string(),
        }),
        (Err(before), Err(after)) if before.to_string() == after.to_string() => Err(ShadowOutcome::Same),
        (Err(before), Err(after)) => Err(different("error", json!(before.to_string()), json!(after.to_string()))),
        (Err(before), Ok(_)) => Err(different("error", json!(before.to_string()), Value::Null)),
    }
}

fn different(what: &str, before: Value, after: Value) -> ShadowOutcome {
    ShadowOutcome::Different {
        what: what.to_owned(),
        before,
        after,
    }
}

/// A step without what is each version's own affair: the state between its calls.
fn told(step: &Step) -> Value {
    let mut told = json!(step);
    if let Some(members) = told.as_object_mut() {
        members.remove("state");
    }
    told
}

#[cfg(test)]
mod tests {
    use studio_plugin_host::PluginError;

    use super::*;

    type Answer = std::result::Result<u8, CallError>;

    fn declined(why: &str) -> Answer {
        Err(CallError::Declined(PluginError::Unsupported(why.to_owned())))
    }

    #[test]
    fn an_error_of_the_version_on_offer_is_not_the_others() {
        assert_eq!(both(Ok(1), Ok(2)), Ok((1, 2)));
        assert!(matches!(both(Ok(1), declined("a")), Err(ShadowOutcome::Failed { .. })));
        assert_eq!(both(declined("a"), declined("a")), Err(ShadowOutcome::Same));
        for after in [Ok(2), declined("b")] {
            let outcome = both(declined("a"), after);
            assert!(
                matches!(&outcome, Err(ShadowOutcome::Different { what, .. }) if what == "error"),
                "{outcome:?}"
            );
        }
    }
}
