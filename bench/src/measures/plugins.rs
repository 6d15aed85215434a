//! What a plugin costs, and what a bad one can cost.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::json;
use studio_plugin_host::{
    Answer, CallError, FaultKind, HostConfig, Job, JobRequest, Limits, ModelHandle, Operation, PluginHost,
    ProviderOutput, Step,
};

use crate::options::Options;
use crate::report::{Figure, Section, Timed};
use crate::samples::Samples;

/// Promise: a call of a guest that does nothing. Half of them are to take less than 50 µs.
const HOST_CALL: Duration = Duration::from_micros(200);
/// Promise: `start` and `resume` of one job.
const CALLS: Duration = Duration::from_millis(1);
/// Promise: a runaway guest is stopped this soon after its deadline.
const OVERSHOOT: Duration = Duration::from_millis(50);
/// Runaways stopped; each takes its deadline, a quarter of a second.
const RUNAWAYS: usize = 20;
/// Calls for each sample asked for: a call is some thousand times shorter than a request.
const CALLS_PER_SAMPLE: usize = 10;
/// Jobs of one forecast.
const FORECAST: usize = 10_000;
/// Promise: milliseconds for the prices of a forecast, one after the other.
const FORECAST_MS: f64 = 1000.0;

pub(super) async fn run(options: &Options) -> Result<Section> {
    let cache = tempfile::tempdir()?;
    let compiled = Instant::now();
    open(&options.plugins_dir()?, cache.path()).await?;
    let compiled = compiled.elapsed();
    let loaded = Instant::now();
    let host = open(&options.plugins_dir()?, cache.path()).await?;
    let loaded = loaded.elapsed();
    let hostile = open(&options.hostile_plugins_dir()?, cache.path()).await?;

    let rounds = options.samples() * CALLS_PER_SAMPLE;
    let handed_over = time_handing_over(rounds).await?;
    let empty = time_empty(&model(&hostile, "hostile/well-behaved")?, rounds).await?;
    let forecast = time_forecast(&model(&host, "fal-ai/flux/dev")?).await?;
    let both = time_job(&model(&host, "fal-ai/flux/dev")?, rounds).await?;
    let looping = model(&hostile, "hostile/loop")?;
    let overshoot = time_runaways(&looping).await?;
    let caps_mib = check_memory_cap(&hostile).await?;
    Ok(Section {
        title: "Plugins",
        times: vec![
            Timed::new(
                "baseline: a native function, handed to another thread",
                handed_over.clone(),
            ),
            Timed::new(
                "baseline: `estimate` of a plugin that does nothing: instance, call, drop",
                empty.clone(),
            )
            .over(&handed_over)
            .within(HOST_CALL),
            Timed::new("`start` and `resume` of one job, four images", both)
                .over(&empty)
                .within(CALLS),
            Timed::new("runaway guest stopped after its deadline of 250 ms", overshoot).within(OVERSHOOT),
        ],
        figures: vec![
            Figure::new("memory a guest got before it was stopped", caps_mib, "MiB").within(64.0),
            Figure::new("10,000 estimates of a model on one core", forecast, "ms").within(FORECAST_MS),
        ],
        notes: vec![format!(
            "Opening the {} plugins took {} ms compiling them, {} ms from the cache.",
            host.plugins().len(),
            compiled.as_millis(),
            loaded.as_millis()
        )],
    })
}

async fn open(plugins: &Path, cache: &Path) -> Result<PluginHost> {
    let host = PluginHost::open(HostConfig::new(plugins, cache)).await?;
    ensure!(
        !host.plugins().is_empty(),
        "there are no plugins in {}",
        plugins.display()
    );
    Ok(host)
}

fn model(host: &PluginHost, id: &str) -> Result<ModelHandle> {
    host.model(id).with_context(|| format!("no plugin offers {id}"))
}

fn job(model: &ModelHandle) -> Result<Job> {
    let prompt = "a lighthouse in a storm, long exposure, detailed waves ".repeat(8);
    let mut request = JobRequest::new(Operation::TextToImage, prompt);
    request.num_images = 4.min(model.model().max_images.into());
    request.seed = 42;
    model.validate(&request).map_err(|errors| anyhow::anyhow!("{errors:?}"))
}

async fn time_empty(model: &ModelHandle, rounds: usize) -> Result<Samples> {
    let job = job(model)?;
    let mut durations = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begun = Instant::now();
        model.estimate(&job).await?;
        durations.push(begun.elapsed());
    }
    Ok(Samples::new(durations))
}

/// What handing a call to another thread costs, which guests that are quick do without.
async fn time_handing_over(rounds: usize) -> Result<Samples> {
    let mut durations = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let begun = Instant::now();
        tokio::task::spawn_blocking(move || std::hint::black_box(round)).await?;
        durations.push(begun.elapsed());
    }
    Ok(Samples::new(durations))
}

/// Milliseconds for the prices of many jobs, as a forecast asks for them: in turn, on one thread at a time.
async fn time_forecast(model: &ModelHandle) -> Result<f64> {
    let jobs = vec![job(model)?; FORECAST];
    let begun = Instant::now();
    let prices = model.estimate_many(&jobs).await;
    let took = begun.elapsed();
    ensure!(prices.iter().all(std::result::Result::is_ok), "a job has no price");
    Ok(took.as_secs_f64() * 1000.0)
}

async fn time_job(model: &ModelHandle, rounds: usize) -> Result<Samples> {
    let (job, answer) = (job(model)?, answer());
    let mut durations = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let begun = Instant::now();
        let Step::Call(call) = model.start(&job).await? else {
            bail!("the plugin had nothing to ask");
        };
        model.resume(&job, &call.state, &answer).await?;
        durations.push(begun.elapsed());
    }
    Ok(Samples::new(durations))
}

/// What the provider answers for four pictures.
fn answer() -> Answer {
    let image = json!({
        "url": "https://v3.fal.media/files/lion/abc_image.jpg", "width": 1024, "height": 768, "content_type": "image/jpeg",
    });
    let body = json!({
        "images": [image, image, image, image], "timings": {"inference": 1.5}, "seed": 42,
        "has_nsfw_concepts": [false, false, false, false], "prompt": "a lighthouse in a storm",
    });
    Answer::Output(ProviderOutput {
        body: body.to_string(),
        billable_units: Some(4.0),
    })
}

async fn time_runaways(looping: &ModelHandle) -> Result<Samples> {
    let (job, deadline) = (job(looping)?, Limits::default().deadline);
    let mut late = Vec::with_capacity(RUNAWAYS);
    for _ in 0..RUNAWAYS {
        let begun = Instant::now();
        let kind = fault(looping.start(&job).await)?;
        late.push(begun.elapsed().saturating_sub(deadline));
        ensure!(
            kind == FaultKind::Deadline(deadline),
            "a loop without end ended: {kind}"
        );
    }
    Ok(Samples::new(late))
}

/// Two ways of taking too much, bit by bit and at once; gives the cap in MiB that stopped both.
async fn check_memory_cap(hostile: &PluginHost) -> Result<f64> {
    let mut largest = 0.0_f64;
    for id in ["hostile/memory", "hostile/memory-at-once"] {
        let greedy = model(hostile, id)?;
        let FaultKind::Memory { cap_bytes } = fault(greedy.start(&job(&greedy)?).await)? else {
            bail!("{id} was not stopped for its memory");
        };
        largest = largest.max(f64::from(u32::try_from(cap_bytes >> 10)?) / 1024.0);
    }
    Ok(largest)
}

fn fault(outcome: Result<Step, CallError>) -> Result<FaultKind> {
    match outcome {
        Err(CallError::Fault(fault)) => Ok(fault.kind),
        other => bail!("a plugin that should break gave {other:?}"),
    }
}
