//! From a job to the call and its price, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use flux_2::FluxTwo;
use serde_json::{Value, json};
use studio_plugin_sdk::{Call, Error, InputImage, InputRole, Job, Operation, Plugin, Step};

fn job(model_id: &str, parameters: &Value) -> Job {
    Job {
        model_id: model_id.to_owned(),
        prompt: "a (castle:1.4)".to_owned(),
        parameters: parameters.as_object().unwrap().clone(),
        num_images: 2,
        seed: 7,
        ..Job::default()
    }
}

fn edit(parameters: &Value) -> Job {
    Job {
        operation: Operation::ImageToImage,
        inputs: vec![InputImage {
            role: InputRole::Source,
            reference: "input://0".to_owned(),
            width: 1_000,
            height: 500,
            content_type: "image/png".to_owned(),
        }],
        ..job("fal-ai/flux-2/edit", parameters)
    }
}

fn call(job: &Job) -> Call {
    match FluxTwo::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

#[test]
fn every_parameter_is_sent_and_weights_are_told() {
    let asked = json!({"image_size": "custom", "width": 768, "height": 1_536, "num_inference_steps": 30});
    let call = call(&job("fal-ai/flux-2", &asked));
    let expected = json!({
        "prompt": "a castle", "num_images": 2, "seed": 7, "image_size": {"width": 768, "height": 1_536},
        "num_inference_steps": 30, "guidance_scale": 2.5, "enable_prompt_expansion": false, "acceleration": "regular",
        "output_format": "png", "enable_safety_checker": true,
    });
    assert_eq!((call.input, call.notes.len()), (expected, 1));
}

#[test]
fn an_edit_sends_its_picture_in_a_list_and_no_size() {
    let input = call(&edit(&json!({}))).input;
    assert_eq!(input["image_urls"], json!(["input://0"]));
    assert_eq!(input.get("image_size"), None);
    let mut without = edit(&json!({}));
    without.inputs.clear();
    assert!(matches!(FluxTwo::start(&without), Err(Error::InvalidInput(_))));
}

#[test]
fn what_cannot_be_sent_is_refused_at_its_field() {
    for plain in [job("fal-ai/flux-2", &json!({})), edit(&json!({}))] {
        let mut negative = plain.clone();
        negative.negative_prompt = Some("fog".to_owned());
        let mut lora = plain;
        lora.prompt = "a cat <lora:a/b:1>".to_owned();
        for (job, field) in [(negative, "negative_prompt"), (lora, "prompt")] {
            let error = FluxTwo::start(&job).unwrap_err();
            assert!(
                matches!(&error, Error::InvalidInput(fields) if fields[0].field == field),
                "{error:?}"
            );
        }
    }
    let other = job("fal-ai/flux/dev", &json!({}));
    assert!(matches!(FluxTwo::estimate(&other), Err(Error::Unsupported(_))));
}

#[test]
fn pictures_are_priced_by_their_megapixels() {
    let price = |job: &Job| {
        let price = FluxTwo::estimate(job).unwrap();
        (price.expected_microdollars, price.high_microdollars)
    };
    assert_eq!(price(&job("fal-ai/flux-2", &json!({}))), (24_000, 24_000));
    let largest = json!({"image_size": "custom", "width": 2_048, "height": 2_048});
    assert_eq!(price(&job("fal-ai/flux-2", &largest)), (96_000, 120_000));
    assert_eq!(price(&edit(&json!({}))), (24_000, 48_000));
}
