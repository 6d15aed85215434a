//! From a job to the call, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use fal_flux::FalFlux;
use serde_json::{Value, json};
use studio_plugin_sdk::{Call, Error, InputImage, InputRole, Job, Operation, Plugin, Step};

fn job(model_id: &str, parameters: &Value) -> Job {
    Job {
        model_id: model_id.to_owned(),
        prompt: "a lighthouse".to_owned(),
        parameters: parameters.as_object().unwrap().clone(),
        seed: 7,
        ..Job::default()
    }
}

fn call(job: &Job) -> Call {
    match FalFlux::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

#[test]
fn dev_sends_every_parameter_and_never_asks_for_inline_pictures() {
    let call = call(&job("fal-ai/flux/dev", &json!({})));
    assert_eq!(call.endpoint, "fal-ai/flux/dev");
    assert_eq!(
        call.input,
        json!({
            "prompt": "a lighthouse", "seed": 7, "num_images": 1, "image_size": "landscape_4_3", "num_inference_steps": 28,
            "guidance_scale": 3.5, "acceleration": "none", "output_format": "jpeg", "enable_safety_checker": true,
        })
    );
}

#[test]
fn schnell_has_its_own_default_steps() {
    assert_eq!(
        call(&job("fal-ai/flux/schnell", &json!({}))).input["num_inference_steps"],
        4
    );
}

#[test]
fn pro_sends_neither_steps_nor_guidance() {
    let input = call(&job("fal-ai/flux-pro/v1.1", &json!({}))).input;
    assert_eq!(
        input,
        json!({
            "prompt": "a lighthouse", "seed": 7, "num_images": 1, "image_size": "landscape_4_3", "enhance_prompt": false,
            "output_format": "jpeg", "safety_tolerance": "2",
        })
    );
}

#[test]
fn image_to_image_sends_the_reference_and_no_size() {
    let mut job = job("fal-ai/flux/dev/image-to-image", &json!({"strength": 0.5}));
    job.operation = Operation::ImageToImage;
    job.inputs.push(InputImage {
        role: InputRole::Source,
        reference: "input://0".to_owned(),
        width: 640,
        height: 480,
        content_type: "image/png".to_owned(),
    });
    let input = call(&job).input;
    assert_eq!(
        (&input["image_url"], &input["strength"]),
        (&json!("input://0"), &json!(0.5))
    );
    assert_eq!(input.get("image_size"), None);
}

#[test]
fn image_to_image_without_a_picture_is_a_field_error() {
    let job = job("fal-ai/flux/dev/image-to-image", &json!({}));
    let error = FalFlux::start(&job).unwrap_err();
    assert!(matches!(error, Error::InvalidInput(fields) if fields[0].field == "inputs"));
}

#[test]
fn a_negative_prompt_is_refused_rather_than_dropped() {
    let mut job = job("fal-ai/flux/dev", &json!({}));
    job.negative_prompt = Some("fog".to_owned());
    let error = FalFlux::start(&job).unwrap_err();
    assert!(matches!(error, Error::InvalidInput(fields) if fields[0].field == "negative_prompt"));
}

#[test]
fn an_add_on_in_the_prompt_is_refused_rather_than_dropped() {
    let mut job = job("fal-ai/flux/dev", &json!({}));
    job.prompt = "a cat <lora:ink:0.8>".to_owned();
    assert_eq!(
        FalFlux::start(&job).unwrap_err(),
        Error::field(
            "prompt",
            "FLUX.1 [dev] takes no LoRA: remove “<lora:ink:0.8>” from the prompt"
        )
    );
}

#[test]
fn a_model_of_another_plugin_is_unsupported() {
    let outcome = FalFlux::start(&job("fal-ai/fast-sdxl", &json!({})));
    assert!(matches!(outcome, Err(Error::Unsupported(_))));
}

fn with_pictures(model_id: &str, parameters: &Value, roles: &[InputRole]) -> Job {
    let picture = |(number, role): (usize, &InputRole)| InputImage {
        role: *role,
        reference: format!("input://{number}"),
        width: 640,
        height: 480,
        content_type: "image/png".to_owned(),
    };
    Job {
        inputs: roles.iter().enumerate().map(picture).collect(),
        ..job(model_id, parameters)
    }
}

#[test]
fn fill_sends_source_and_mask_and_no_size() {
    let roles = [InputRole::Source, InputRole::Mask];
    let input = call(&with_pictures("fal-ai/flux-pro/v1/fill", &json!({}), &roles)).input;
    assert_eq!(
        input,
        json!({
            "prompt": "a lighthouse", "seed": 7, "num_images": 1, "image_url": "input://0", "mask_url": "input://1",
            "enhance_prompt": false, "output_format": "jpeg", "safety_tolerance": "2",
        })
    );
}

#[test]
fn control_and_style_pictures_become_adapters() {
    let roles = [InputRole::Control, InputRole::Style];
    let parameters = json!({"control_mode": "depth", "control_strength": 0.6, "style_strength": 0.4});
    let input = call(&with_pictures("fal-ai/flux-general", &parameters, &roles)).input;
    let control = &input["controlnet_unions"][0]["controls"][0];
    assert_eq!(control["control_image_url"], "input://0");
    assert_eq!(
        (&control["control_mode"], &control["conditioning_scale"]),
        (&json!("depth"), &json!(0.6))
    );
    let style = &input["ip_adapters"][0];
    assert_eq!(
        (&style["image_url"], &style["scale"]),
        (&json!("input://1"), &json!(0.4))
    );
}

#[test]
fn settings_without_their_picture_are_said_to_have_no_effect() {
    let parameters = json!({"control_mode": "depth", "style_strength": 0.4, "real_cfg_scale": 2});
    let call = call(&job("fal-ai/flux-general", &parameters));
    assert_eq!(call.notes.len(), 3);
    assert_eq!(call.input.get("controlnet_unions"), None);
}

#[test]
fn a_negative_prompt_switches_real_guidance_on_and_says_what_it_costs() {
    let mut job = job("fal-ai/flux-general", &json!({}));
    job.negative_prompt = Some("(fog:1.2)".to_owned());
    let call = call(&job);
    assert_eq!(
        (&call.input["negative_prompt"], &call.input["use_real_cfg"]),
        (&json!("fog"), &json!(true))
    );
    assert_eq!(call.notes.len(), 2);
}

#[test]
fn ultra_takes_one_style_picture_at_most() {
    let ultra = "fal-ai/flux-pro/v1.1-ultra";
    let input = call(&with_pictures(
        ultra,
        &json!({"aspect_ratio": "9:21"}),
        &[InputRole::Style],
    ))
    .input;
    assert_eq!(
        (&input["image_url"], &input["aspect_ratio"]),
        (&json!("input://0"), &json!("9:21"))
    );
    let two = with_pictures(ultra, &json!({}), &[InputRole::Style, InputRole::Style]);
    assert!(FalFlux::start(&two).is_err());
}

#[test]
fn loras_come_from_the_parameter_and_the_prompt() {
    let mut job = job("fal-ai/flux-lora", &json!({"lora_path": "a/b"}));
    job.prompt = "a cat <lora:c/d:0.8>".to_owned();
    let call = call(&job);
    assert_eq!(call.input["prompt"], "a cat");
    assert_eq!(
        call.input["loras"],
        json!([{"path": "a/b", "scale": 1.0}, {"path": "c/d", "scale": 0.8}])
    );
    assert_eq!(call.notes.len(), 1);
}
