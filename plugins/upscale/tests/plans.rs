//! From a job to its calls, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use serde_json::{Value, json};
use studio_plugin_sdk::{Answer, Call, Error, InputImage, InputRole, Job, Operation, Plugin, ProviderOutput, Step};
use upscale::Upscale;

fn job(model: &str, parameters: &Value, (width, height): (u32, u32)) -> Job {
    Job {
        model_id: model.to_owned(),
        operation: Operation::Upscale,
        parameters: parameters.as_object().unwrap().clone(),
        seed: 7,
        inputs: vec![InputImage {
            role: InputRole::Source,
            reference: "input://0".to_owned(),
            width,
            height,
            content_type: "image/png".to_owned(),
        }],
        ..Job::default()
    }
}

fn call(step: Step) -> Call {
    match step {
        Step::Call(call) => call,
        Step::Done(outputs) => panic!("a call was expected: {outputs:?}"),
    }
}

fn answer(url: &str, units: f64) -> Answer {
    Answer::Output(ProviderOutput {
        body: json!({"image": {"url": url, "width": 800, "height": 400}}).to_string(),
        billable_units: Some(units),
    })
}

#[test]
fn eight_times_takes_clarity_two_calls_whose_costs_add_up() {
    let job = job("fal-ai/clarity-upscaler", &json!({"factor": 8}), (200, 100));
    let first = call(Upscale::start(&job).unwrap());
    assert_eq!(
        (&first.input["image_url"], &first.input["upscale_factor"]),
        (&json!("input://0"), &json!(4.0))
    );
    let second = call(Upscale::resume(&job, &first.state, &answer("https://x.example/a.png", 1.0)).unwrap());
    assert_eq!(second.input["image_url"], "https://x.example/a.png");
    assert_eq!(second.input["upscale_factor"], 2.0);
    let end = Upscale::resume(&job, &second.state, &answer("https://x.example/b.png", 2.0)).unwrap();
    let Step::Done(outputs) = end else { panic!("{end:?}") };
    assert_eq!(outputs.files[0].url, "https://x.example/b.png");
    assert_eq!(outputs.cost_microdollars, 90_000);
}

#[test]
fn eight_times_with_aura_ends_with_esrgan() {
    let job = job("fal-ai/aura-sr", &json!({"factor": 8}), (200, 100));
    let first = call(Upscale::start(&job).unwrap());
    assert_eq!(
        (first.endpoint.as_str(), &first.input["upscaling_factor"]),
        ("fal-ai/aura-sr", &json!(4))
    );
    let second = call(Upscale::resume(&job, &first.state, &answer("https://x.example/a.png", 1.0)).unwrap());
    assert_eq!(
        (second.endpoint.as_str(), &second.input["scale"]),
        ("fal-ai/esrgan", &json!(2.0))
    );
}

#[test]
fn esrgan_reaches_eight_times_in_one_call() {
    let job = job("fal-ai/esrgan", &json!({"factor": 8}), (200, 100));
    let first = call(Upscale::start(&job).unwrap());
    assert_eq!(first.input["scale"], 8.0);
    let end = Upscale::resume(&job, &first.state, &answer("https://x.example/a.png", 2.0)).unwrap();
    let Step::Done(outputs) = end else { panic!("{end:?}") };
    assert_eq!(outputs.cost_microdollars, 2_220);
}

#[test]
fn a_result_that_cannot_be_kept_is_refused_before_it_costs() {
    let job = job("fal-ai/esrgan", &json!({"factor": 8}), (2048, 2048));
    let Err(Error::InvalidInput(errors)) = Upscale::estimate(&job) else {
        panic!("no complaint")
    };
    assert_eq!(errors[0].field, "parameters.factor");
    assert!(errors[0].message.contains("16384 × 16384"), "{}", errors[0].message);
}

#[test]
fn the_price_follows_the_size_of_the_result() {
    let price = |factor: u32, size| {
        let job = job("fal-ai/clarity-upscaler", &json!({ "factor": factor }), size);
        Upscale::estimate(&job).unwrap()
    };
    assert_eq!(price(2, (1024, 1024)).expected_microdollars, 4 * 30_000);
    assert_eq!(price(8, (512, 512)).expected_microdollars, (4 + 16) * 30_000);
}
