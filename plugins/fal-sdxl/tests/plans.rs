//! From a job to the call, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use fal_sdxl::FalSdxl;
use serde_json::{Value, json};
use studio_plugin_sdk::{Call, Error, InputImage, InputRole, Job, Plugin, Step};

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
            "num_inference_steps": 25, "guidance_scale": 7.5, "expand_prompt": false, "format": "png", "loras": [],
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

fn edit(model_id: &str, parameters: &Value) -> Job {
    let picture = |role, number: u32| InputImage {
        role,
        reference: format!("input://{number}"),
        width: 640,
        height: 480,
        content_type: "image/png".to_owned(),
    };
    Job {
        model_id: model_id.to_owned(),
        inputs: vec![picture(InputRole::Source, 0), picture(InputRole::Mask, 1)],
        ..job(parameters)
    }
}

#[test]
fn inpainting_sends_source_and_mask_and_the_size_of_the_source() {
    for model_id in ["fal-ai/fast-sdxl/inpainting", "fal-ai/fast-lightning-sdxl/inpainting"] {
        let call = call(&edit(model_id, &json!({"strength": 0.5})));
        assert_eq!(call.endpoint, model_id);
        assert_eq!(call.input["image_url"], "input://0");
        assert_eq!(call.input["mask_url"], "input://1");
        assert_eq!(call.input["image_size"], json!({"width": 640, "height": 480}));
        assert_eq!(call.input["strength"], 0.5);
    }
}

#[test]
fn lightning_refuses_what_it_does_not_know() {
    let mut job = edit("fal-ai/fast-lightning-sdxl", &json!({}));
    assert_eq!(call(&job).input["num_inference_steps"], "4");
    assert_eq!(call(&job).input.get("negative_prompt"), None);
    job.negative_prompt = Some("fog".to_owned());
    let error = FalSdxl::start(&job).unwrap_err();
    assert!(matches!(error, Error::InvalidInput(fields) if fields[0].field == "negative_prompt"));
    job.negative_prompt = None;
    job.prompt = "a cat <lora:a/b:1>".to_owned();
    let error = FalSdxl::start(&job).unwrap_err();
    assert!(matches!(error, Error::InvalidInput(fields) if fields[0].field == "prompt"));
}

#[test]
fn the_plain_name_goes_to_the_endpoint_that_exists_and_says_so() {
    let call = call(&edit("fal-ai/stable-diffusion-xl", &json!({})));
    assert_eq!(call.endpoint, "fal-ai/fast-sdxl");
    assert!(
        call.notes
            .iter()
            .any(|note| note.contains("fal-ai/stable-diffusion-xl"))
    );
}

#[test]
fn add_ons_of_the_prompt_are_sent_and_said() {
    let mut job = job(&json!({"lora_path": "a/b", "lora_scale": 0.5}));
    job.prompt = "a (castle:1.2) <lora:c/d:0.8>".to_owned();
    let call = call(&job);
    assert_eq!(call.input["prompt"], "a castle");
    assert_eq!(
        call.input["loras"],
        json!([{"path": "a/b", "scale": 0.5}, {"path": "c/d", "scale": 0.8}])
    );
    assert_eq!(call.notes.len(), 2);
}
