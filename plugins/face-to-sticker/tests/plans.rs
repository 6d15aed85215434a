//! From a job to the call and from the answer to the result, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use face_to_sticker::FaceToSticker;
use serde_json::{Value, json};
use studio_plugin_sdk::{Answer, Call, Error, InputImage, InputRole, Job, Outputs, Plugin, ProviderOutput, Step};

fn job(parameters: &Value) -> Job {
    Job {
        model_id: "fal-ai/face-to-sticker".to_owned(),
        prompt: "a pirate".to_owned(),
        negative_prompt: Some("fog".to_owned()),
        parameters: parameters.as_object().unwrap().clone(),
        seed: 7,
        inputs: vec![InputImage {
            role: InputRole::Source,
            reference: "input://0".to_owned(),
            width: 640,
            height: 480,
            content_type: "image/png".to_owned(),
        }],
        ..Job::default()
    }
}

fn call(job: &Job) -> Call {
    match FaceToSticker::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

fn resume(body: &Value) -> Result<Outputs, Error> {
    let answer = Answer::Output(ProviderOutput {
        body: body.to_string(),
        billable_units: None,
    });
    match FaceToSticker::resume(&job(&json!({})), &[], &answer)? {
        Step::Done(outputs) => Ok(outputs),
        Step::Call(_) => panic!("one call is enough"),
    }
}

#[test]
fn every_parameter_and_the_portrait_are_sent() {
    let expected = json!({
        "prompt": "a pirate", "negative_prompt": "fog", "image_url": "input://0", "seed": 7, "image_size": "square_hd",
        "num_inference_steps": 20, "guidance_scale": 4.5, "ip_adapter_weight": 0.2, "ip_adapter_noise": 0.5,
        "instant_id_strength": 0.7, "upscale": false, "upscale_steps": 10, "enable_safety_checker": true,
    });
    assert_eq!(call(&job(&json!({}))).input, expected);
}

#[test]
fn values_without_effect_are_told() {
    assert_eq!(call(&job(&json!({"upscale_steps": 5}))).notes.len(), 1);
    assert_eq!(call(&job(&json!({"upscale": true, "upscale_steps": 5}))).notes.len(), 0);
    assert_eq!(call(&job(&json!({"width": 640}))).notes.len(), 1);
}

#[test]
fn the_named_pictures_are_the_results_and_one_finding_flags_both() {
    let picture = |name: &str| json!({"url": format!("https://files.example/{name}.png"), "width": 64, "height": 64});
    let body = json!({
        "images": [picture("other")], "sticker_image": picture("sticker"), "sticker_image_background_removed": picture("cut"),
        "seed": 7, "has_nsfw_concepts": {"sticker_image": true, "other": false},
    });
    let outputs = resume(&body).unwrap();
    let files: Vec<_> = outputs
        .files
        .iter()
        .map(|file| (file.url.as_str(), file.flagged))
        .collect();
    assert_eq!(
        files,
        [
            ("https://files.example/sticker.png", true),
            ("https://files.example/cut.png", true)
        ]
    );
    assert!(outputs.cost_microdollars > 0);
}

#[test]
fn an_answer_without_named_pictures_is_read_as_usual() {
    let body = json!({"images": [{"url": "https://files.example/x.png"}], "has_nsfw_concepts": {"a": false}});
    assert_eq!(resume(&body).unwrap().files.len(), 1);
    assert!(resume(&json!({"sticker_image": {"url": ""}})).is_err());
    assert!(resume(&json!({"sticker_image": null, "images": []})).is_err());
}

#[test]
fn a_second_pass_is_expected_to_cost_more() {
    let cost = |parameters| {
        FaceToSticker::estimate(&job(&parameters))
            .unwrap()
            .expected_microdollars
    };
    assert!(cost(json!({"upscale": true})) > cost(json!({})));
    assert_eq!(cost(json!({"upscale_steps": 20})), cost(json!({})));
}
