//! The studio's own plugins in the host: a job from request to result.

use serde_json::json;
use studio_plugin_host::{
    Answer, CallError, InputRole, JobRequest, Operation, PluginError, ProviderOutput, Refusal, RequestInput, Step,
    substitute_inputs,
};

use crate::support::{job, model, request, studio_host};

#[tokio::test]
async fn a_job_goes_from_price_over_call_to_result() {
    let host = studio_host().await;
    let flux = model(&host, "fal-ai/flux/schnell");
    let mut request = request();
    (request.num_images, request.seed) = (2, 7);
    let job = flux.validate(&request).unwrap();

    let price = flux.estimate(&job).await.unwrap();
    assert_eq!(price.high_microdollars, 6_000, "two pictures of one megapixel");

    let Step::Call(call) = flux.start(&job).await.unwrap() else {
        panic!("a call comes first");
    };
    assert_eq!(call.endpoint, "fal-ai/flux/schnell");
    assert_eq!(call.input["seed"], 7);

    let body = json!({"images": [{"url": "https://x/1.jpg"}, {"url": "https://x/2.jpg"}], "seed": 7});
    let answer = Answer::Output(ProviderOutput {
        body: body.to_string(),
        billable_units: Some(2.0),
    });
    let Step::Done(outputs) = flux.resume(&job, &call.state, &answer).await.unwrap() else {
        panic!("one call is enough");
    };
    assert_eq!(outputs.files.len(), 2);
    assert_eq!(outputs.cost_microdollars, 6_000);
}

#[tokio::test]
async fn a_source_picture_travels_as_a_reference_until_the_call_is_sent() {
    let host = studio_host().await;
    let repaint = model(&host, "fal-ai/flux/dev/image-to-image");
    let mut request = JobRequest::new(Operation::ImageToImage, "as an oil painting");
    request.inputs.push(RequestInput {
        role: InputRole::Source,
        width: 800,
        height: 600,
        content_type: "image/png".to_owned(),
    });
    let job = repaint.validate(&request).unwrap();
    let Step::Call(call) = repaint.start(&job).await.unwrap() else {
        panic!("a call comes first");
    };
    assert_eq!(call.input["image_url"], "input://0");
    let sent = substitute_inputs(&call.input, &["https://files/source.png".to_owned()]).unwrap();
    assert_eq!(sent["image_url"], "https://files/source.png");
}

#[tokio::test]
async fn a_refusal_of_the_provider_is_an_error_of_its_kind() {
    let host = studio_host().await;
    let flux = model(&host, "fal-ai/flux/dev");
    let body = json!({"detail": [{
        "loc": ["body", "prompt"], "type": "content_policy_violation",
        "msg": "The content could not be processed because it contained material flagged by a content checker.",
    }]});
    let answer = Answer::Refusal(Refusal {
        status: 422,
        body: body.to_string(),
    });
    let error = flux
        .resume(&job(&flux), &[], &answer)
        .await
        .expect_err("it was refused");
    let CallError::Declined(PluginError::Rejected(reason)) = error else {
        panic!("{error:?}");
    };
    assert!(reason.contains("content checker"), "{reason}");
}

#[tokio::test]
async fn many_prices_come_in_the_order_of_their_jobs() {
    let host = studio_host().await;
    let flux = model(&host, "fal-ai/flux/schnell");
    let jobs: Vec<_> = (0..250)
        .map(|index| {
            let mut request = request();
            request.num_images = 1 + index % 4;
            flux.validate(&request).unwrap()
        })
        .collect();
    let prices = flux.estimate_many(&jobs).await;
    assert_eq!(prices.len(), jobs.len());
    for (job, price) in jobs.iter().zip(prices) {
        assert_eq!(price.unwrap().expected_microdollars, 3_000 * u64::from(job.num_images));
    }
}
