//! From a job to the call and from the answer to the result, natively: the same code that runs in the component.

use serde_json::json;
use studio_plugin_sdk::{Answer, Job, Plugin, ProviderOutput, Step};
use {{crate}}::Painter;

fn job() -> Job {
    Job {
        model_id: "{{name}}/painter".to_owned(),
        prompt: "a lighthouse".to_owned(),
        num_images: 2,
        seed: 7,
        ..Job::default()
    }
}

#[test]
fn prompt_seed_and_number_are_sent() {
    let Ok(Step::Call(call)) = Painter::start(&job()) else {
        panic!("a call comes first");
    };
    assert_eq!(call.endpoint, "fal-ai/flux/schnell");
    assert_eq!(call.input["prompt"], "a lighthouse");
    assert_eq!(call.input["seed"], 7);
    assert_eq!(call.input["num_images"], 2);
    assert_eq!(call.input["num_inference_steps"], 4);
}

#[test]
fn the_pictures_of_the_answer_are_the_result() {
    let body = json!({"images": [{"url": "https://files.example/a.png"}, {"url": "https://files.example/b.png"}]});
    let answer = Answer::Output(ProviderOutput {
        body: body.to_string(),
        billable_units: None,
    });
    let Ok(Step::Done(outputs)) = Painter::resume(&job(), &[], &answer) else {
        panic!("one call is enough");
    };
    assert_eq!(outputs.files.len(), 2);
    assert_eq!(outputs.cost_microdollars, 6_000);
}
