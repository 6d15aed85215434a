//! From a job to the call and its price, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use nano_banana::NanoBanana;
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
        ..job("fal-ai/nano-banana/edit", parameters)
    }
}

fn call(job: &Job) -> Call {
    match NanoBanana::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

#[test]
fn every_parameter_is_sent_and_weights_are_told() {
    let call = call(&job("fal-ai/nano-banana", &json!({"aspect_ratio": "16:9"})));
    let expected = json!({
        "prompt": "a castle", "num_images": 2, "seed": 7, "aspect_ratio": "16:9", "output_format": "png",
        "safety_tolerance": "4",
    });
    assert_eq!((call.input, call.notes.len()), (expected, 1));
}

#[test]
fn an_edit_sends_its_picture_in_a_list_and_keeps_its_shape() {
    let input = call(&edit(&json!({}))).input;
    assert_eq!(input["image_urls"], json!(["input://0"]));
    assert_eq!(input["aspect_ratio"], "auto");
    let mut without = edit(&json!({}));
    without.inputs.clear();
    assert!(matches!(NanoBanana::start(&without), Err(Error::InvalidInput(_))));
}

#[test]
fn what_cannot_be_sent_is_refused_at_its_field() {
    for plain in [job("fal-ai/nano-banana", &json!({})), edit(&json!({}))] {
        let mut negative = plain.clone();
        negative.negative_prompt = Some("fog".to_owned());
        let mut lora = plain;
        lora.prompt = "a cat <lora:a/b:1>".to_owned();
        let mut short = lora.clone();
        short.prompt = "🌊!".to_owned();
        for (job, field) in [(negative, "negative_prompt"), (lora, "prompt"), (short, "prompt")] {
            let error = NanoBanana::start(&job).unwrap_err();
            assert!(
                matches!(&error, Error::InvalidInput(fields) if fields[0].field == field),
                "{error:?}"
            );
        }
    }
    let other = job("fal-ai/flux/dev", &json!({}));
    assert!(matches!(NanoBanana::estimate(&other), Err(Error::Unsupported(_))));
}

#[test]
fn every_picture_costs_the_same() {
    for job in [
        job("fal-ai/nano-banana", &json!({"aspect_ratio": "21:9"})),
        edit(&json!({})),
    ] {
        let price = NanoBanana::estimate(&job).unwrap();
        assert_eq!((price.expected_microdollars, price.high_microdollars), (78_000, 78_000));
    }
}
