//! From a job to the call, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use fal_sdxl::FalSdxl;
use serde_json::{Value, json};
use studio_plugin_sdk::{Call, Error, Job, Plugin, Step};

fn job(parameters: &Value) -> Job {
    Job {
        model_id: "fal-ai/fast-sdxl".to_owned(),
        prompt: "a castle".to_owned(),
        parameters: parameters.as_object().unwrap().clone(),
        seed: 7,
        ..Job::default()
    }
}

fn call(job: &Job) -> Call {
    match FalSdxl::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

#[test]
fn every_parameter_is_sent_and_the_format_under_the_provider_s_name() {
    let call = call(&job(&json!({"output_format": "png"})));
    assert_eq!(
        call.input,
        json!({
            "prompt": "a castle", "negative_prompt": "", "seed": 7, "num_images": 1, "image_size": "square_hd",
            "num_inference_steps": 25, "guidance_scale": 7.5, "expand_prompt": false, "format": "png",
            "enable_safety_checker": true, "safety_checker_version": "v1",
        })
    );
}

#[test]
fn weights_are_translated_in_both_prompts_and_said() {
    let mut job = job(&json!({}));
    job.prompt = "a (castle:1.4)".to_owned();
    job.negative_prompt = Some("((fog))".to_owned());
    let call = call(&job);
    assert_eq!(
        (&call.input["prompt"], &call.input["negative_prompt"]),
        (&json!("a castle"), &json!("fog"))
    );
    assert_eq!(call.notes.len(), 2);
}

#[test]
fn more_work_is_expected_to_cost_more() {
    let price = |parameters| FalSdxl::estimate(&job(&parameters)).unwrap();
    let plain = price(json!({}));
    assert!(plain.low_microdollars <= plain.expected_microdollars);
    assert!(plain.expected_microdollars <= plain.high_microdollars);
    for more in [
        json!({"num_inference_steps": 50}),
        json!({"image_size": "custom", "width": 1536, "height": 1536}),
        json!({"expand_prompt": true}),
    ] {
        assert!(price(more).expected_microdollars > plain.expected_microdollars);
    }
}

#[test]
fn a_model_of_another_plugin_is_unsupported() {
    let mut job = job(&json!({}));
    job.model_id = "fal-ai/flux/dev".to_owned();
    assert!(matches!(FalSdxl::start(&job), Err(Error::Unsupported(_))));
}
