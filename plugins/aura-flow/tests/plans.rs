//! From a job to the call and from the answer to the result, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use aura_flow::AuraFlow;
use serde_json::{Value, json};
use studio_plugin_sdk::{Call, Error, Job, Plugin, Step};

fn job(parameters: &Value) -> Job {
    Job {
        model_id: "fal-ai/aura-flow".to_owned(),
        prompt: "a (castle:1.4)".to_owned(),
        parameters: parameters.as_object().unwrap().clone(),
        num_images: 2,
        seed: 7,
        ..Job::default()
    }
}

fn call(job: &Job) -> Call {
    match AuraFlow::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

#[test]
fn every_parameter_is_sent_and_weights_are_told() {
    let call = call(&job(&json!({"num_inference_steps": 30})));
    let expected = json!({
        "prompt": "a castle", "num_images": 2, "seed": 7,
        "num_inference_steps": 30, "guidance_scale": 3.5, "expand_prompt": true,
    });
    assert_eq!((call.input, call.notes.len()), (expected, 1));
}

#[test]
fn what_cannot_be_sent_is_refused_at_its_field() {
    let mut negative = job(&json!({}));
    negative.negative_prompt = Some("fog".to_owned());
    let mut lora = job(&json!({}));
    lora.prompt = "a cat <lora:a/b:1>".to_owned();
    for (job, field) in [(negative, "negative_prompt"), (lora, "prompt")] {
        let error = AuraFlow::start(&job).unwrap_err();
        assert!(
            matches!(&error, Error::InvalidInput(fields) if fields[0].field == field),
            "{error:?}"
        );
    }
    let mut other = job(&json!({}));
    other.model_id = "fal-ai/flux/dev".to_owned();
    assert!(matches!(AuraFlow::estimate(&other), Err(Error::Unsupported(_))));
}

#[test]
fn more_work_is_expected_to_cost_more() {
    let price = |parameters| AuraFlow::estimate(&job(&parameters)).unwrap();
    let least = price(json!({"num_inference_steps": 20, "expand_prompt": false}));
    assert!(least.low_microdollars < least.expected_microdollars);
    assert!(least.expected_microdollars < least.high_microdollars);
    for more in [
        json!({"num_inference_steps": 21, "expand_prompt": false}),
        json!({"num_inference_steps": 20}),
    ] {
        assert!(price(more).expected_microdollars > least.expected_microdollars);
    }
}
