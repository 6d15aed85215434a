//! Measures what plugins cost: loading, `start` plus `resume` for one job, forecasting, and how late a runaway guest is stopped.
//!
//! ```sh
//! PLUGINS_DIR=… HOSTILE_PLUGINS_DIR=… cargo run -p studio-plugin-host --example plugin_timing
//! ```
//! `HOSTILE_PLUGINS_DIR` is optional; without it the last part is left out. The exit code is 1 when a promise is
//! broken; the promises are for a machine with a core to spare.

use std::error::Error;
use std::time::{Duration, Instant};

use serde_json::json;
use studio_plugin_host::{
    Answer, HostConfig, Job, JobRequest, Limits, ModelHandle, Operation, PluginHost, ProviderOutput, Step,
};

/// Promise: `start` plus `resume` of one job, 95th percentile.
const CALLS_P95: Duration = Duration::from_millis(1);
/// Promise: a runaway guest is stopped this soon after its deadline.
const OVERSHOOT: Duration = Duration::from_millis(50);
const ROUNDS: usize = 2_000;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let plugins_dir = std::env::var("PLUGINS_DIR").map_err(|_| "PLUGINS_DIR is not set")?;
    let cache = tempfile::tempdir()?;
    let host = measure_loading(&plugins_dir, cache.path()).await?;
    let model = host.model("fal-ai/flux/dev").ok_or("fal-flux is not in PLUGINS_DIR")?;
    let calls = measure_calls(&model).await?;
    measure_forecast(&model).await?;
    let overshoot = match std::env::var("HOSTILE_PLUGINS_DIR") {
        Ok(dir) => measure_deadline(&dir).await?,
        Err(_) => Duration::ZERO,
    };
    if calls > CALLS_P95 || overshoot > OVERSHOOT {
        return Err("a promise is broken, see above".into());
    }
    Ok(())
}

async fn measure_loading(dir: &str, cache: &std::path::Path) -> Result<PluginHost, Box<dyn Error>> {
    for label in ["load, compiling", "load, from the cache"] {
        let begun = Instant::now();
        let host = PluginHost::open(HostConfig::new(dir, cache)).await?;
        println!(
            "{label:<28} {:>9.2?} for {} plugins",
            begun.elapsed(),
            host.plugins().len()
        );
    }
    let host = PluginHost::open(HostConfig::new(dir, cache)).await?;
    for problem in host.problems() {
        println!("problem: {} {}", problem.file, problem.message);
    }
    Ok(host)
}

/// The 95th percentile of `start` plus `resume`.
async fn measure_calls(model: &ModelHandle) -> Result<Duration, Box<dyn Error>> {
    let job = job(model, 4)?;
    let answer = answer();
    let (mut start, mut resume, mut both) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        let Step::Call(call) = model.start(&job).await? else {
            return Err("a call was expected".into());
        };
        let started = begun.elapsed();
        model.resume(&job, &call.state, &answer).await?;
        start.push(started);
        resume.push(begun.elapsed() - started);
        both.push(begun.elapsed());
    }
    report("start", &mut start);
    report("resume", &mut resume);
    Ok(report("start + resume of one job", &mut both))
}

async fn measure_forecast(model: &ModelHandle) -> Result<(), Box<dyn Error>> {
    let job = job(model, 4)?;
    let mut each = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        model.estimate(&job).await?;
        each.push(begun.elapsed());
    }
    report("estimate", &mut each);
    let jobs = vec![job; 50_000];
    let begun = Instant::now();
    let prices = model.estimate_many(&jobs).await;
    println!(
        "{:<28} {:>9.2?}",
        format!("estimate_many of {}", prices.len()),
        begun.elapsed()
    );
    Ok(())
}

/// A call that does nothing: a blocking thread, a store, an instance, and their end.
async fn measure_empty_call(host: &PluginHost) -> Result<(), Box<dyn Error>> {
    let model = host
        .model("hostile/well-behaved")
        .ok_or("hostile-calls is not in HOSTILE_PLUGINS_DIR")?;
    let job = job(&model, 1)?;
    let mut each = Vec::new();
    for _ in 0..ROUNDS {
        let begun = Instant::now();
        model.estimate(&job).await?;
        each.push(begun.elapsed());
    }
    report("a call that does nothing", &mut each);
    Ok(())
}

/// The worst overshoot of the deadline, one guest at a time and with more runaways than cores.
async fn measure_deadline(dir: &str) -> Result<Duration, Box<dyn Error>> {
    let cache = tempfile::tempdir()?;
    let host = PluginHost::open(HostConfig::new(dir, cache.path())).await?;
    measure_empty_call(&host).await?;
    let model = host
        .model("hostile/loop")
        .ok_or("hostile-calls is not in HOSTILE_PLUGINS_DIR")?;
    let job = job(&model, 1)?;
    let deadline = Limits::default().deadline;
    let mut alone = Vec::new();
    for _ in 0..10 {
        alone.push(time_runaway(&model, &job).await.saturating_sub(deadline));
    }
    let worst_alone = report("deadline overshoot", &mut alone);
    let crowd: Vec<_> = (0..Limits::default().concurrent_calls)
        .map(|_| {
            let (model, job) = (model.clone(), job.clone());
            tokio::spawn(async move { time_runaway(&model, &job).await })
        })
        .collect();
    let mut crowded = Vec::new();
    for runaway in crowd {
        crowded.push(runaway.await?.saturating_sub(deadline));
    }
    Ok(worst_alone.max(report("the same, all turns taken", &mut crowded)))
}

async fn time_runaway(model: &ModelHandle, job: &Job) -> Duration {
    let begun = Instant::now();
    let outcome = model.start(job).await;
    assert!(outcome.is_err(), "a loop without end ended");
    begun.elapsed()
}

fn job(model: &ModelHandle, images: i64) -> Result<Job, Box<dyn Error>> {
    let prompt = "a lighthouse in a storm, long exposure, detailed waves ".repeat(8);
    let mut request = JobRequest::new(Operation::TextToImage, prompt);
    request.num_images = images;
    request.seed = 42;
    Ok(model.validate(&request).map_err(|errors| format!("{errors:?}"))?)
}

fn answer() -> Answer {
    let image = json!({"url": "https://v3.fal.media/files/lion/abc_image.jpg", "width": 1024, "height": 768, "content_type": "image/jpeg"});
    let body = json!({
        "images": [image, image, image, image], "timings": {"inference": 1.5}, "seed": 42,
        "has_nsfw_concepts": [false, false, false, false], "prompt": "a lighthouse in a storm",
    });
    Answer::Output(ProviderOutput {
        body: body.to_string(),
        billable_units: Some(4.0),
    })
}

/// Prints percentiles and returns the 95th.
fn report(label: &str, samples: &mut [Duration]) -> Duration {
    samples.sort();
    let at = |percent: usize| samples[(samples.len() - 1) * percent / 100];
    println!(
        "{label:<28} p50 {:>9.2?}   p95 {:>9.2?}   max {:>9.2?}",
        at(50),
        at(95),
        at(100)
    );
    at(95)
}
