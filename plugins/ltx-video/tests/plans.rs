//! From a job to the call and from the answer to the result, natively: the same code that runs in the component.
#![allow(clippy::unwrap_used, reason = "tests")]

use ltx_video::LtxVideo;
use serde_json::json;
use studio_plugin_sdk::{
    Answer, Call, Error, InputImage, InputRole, Job, MediaKind, Operation, Plugin, ProviderOutput, Step,
};

fn job() -> Job {
    Job {
        model_id: "fal-ai/ltx-video".to_owned(),
        operation: Operation::Video,
        prompt: "a (harbour:1.4) at dawn".to_owned(),
        seed: 7,
        ..Job::default()
    }
}

fn with_picture() -> Job {
    let picture = InputImage {
        role: InputRole::Source,
        reference: "input://0".to_owned(),
        width: 640,
        height: 480,
        content_type: "image/png".to_owned(),
    };
    Job {
        inputs: vec![picture],
        negative_prompt: Some("people".to_owned()),
        ..job()
    }
}

fn call(job: &Job) -> Call {
    match LtxVideo::start(job).unwrap() {
        Step::Call(call) => call,
        Step::Done(_) => panic!("a call comes first"),
    }
}

#[test]
fn words_go_to_one_endpoint_and_a_picture_to_the_other() {
    let plain = call(&job());
    assert_eq!(plain.endpoint, "fal-ai/ltx-video");
    let expected = json!({"prompt": "a harbour at dawn", "seed": 7, "num_inference_steps": 30, "guidance_scale": 3.0});
    assert_eq!((plain.input, plain.notes.len()), (expected, 1));
    let filmed = call(&with_picture());
    assert_eq!(filmed.endpoint, "fal-ai/ltx-video/image-to-video");
    assert_eq!(filmed.input["image_url"], "input://0");
    assert_eq!(filmed.input["negative_prompt"], "people");
}

#[test]
fn the_answer_is_a_video_at_what_was_billed() {
    let answer = |units| {
        Answer::Output(ProviderOutput {
            body: json!({"video": {"url": "https://x.example/output.mp4"}, "seed": 7}).to_string(),
            billable_units: units,
        })
    };
    for (units, cost) in [(None, 20_000), (Some(1.0), 20_000), (Some(0.5), 10_000)] {
        let Step::Done(outputs) = LtxVideo::resume(&job(), &[], &answer(units)).unwrap() else {
            panic!("it is done")
        };
        assert_eq!(
            (outputs.files[0].kind, outputs.cost_microdollars),
            (MediaKind::Video, cost)
        );
    }
}

#[test]
fn what_cannot_be_sent_is_refused() {
    let lora = Job {
        prompt: "a cat <lora:a/b:1>".to_owned(),
        ..job()
    };
    let error = LtxVideo::start(&lora).unwrap_err();
    assert!(
        matches!(&error, Error::InvalidInput(fields) if fields[0].field == "prompt"),
        "{error:?}"
    );
    let other = Job {
        model_id: "fal-ai/flux/dev".to_owned(),
        ..job()
    };
    assert!(matches!(LtxVideo::estimate(&other), Err(Error::Unsupported(_))));
}
