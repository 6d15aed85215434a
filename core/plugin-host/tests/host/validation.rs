//! Wrong requests: refused before any plugin code runs, with every complaint at once.

use serde_json::{Value, json};
use studio_plugin_host::{InputRole, Job, JobRequest, Operation, RequestInput};

use crate::support::{model, request, studio_host};

async fn validate(model_id: &str, request: &JobRequest) -> Result<Job, Vec<(String, String)>> {
    let host = studio_host().await;
    model(&host, model_id)
        .validate(request)
        .map_err(|errors| errors.into_iter().map(|error| (error.field, error.message)).collect())
}

/// Asserts that `request` to FLUX.1 [dev] draws exactly these complaints.
async fn check(request: &JobRequest, complaints: &[(&str, &str)]) {
    let errors = validate("fal-ai/flux/dev", request).await.expect_err("it is wrong");
    let errors: Vec<_> = errors
        .iter()
        .map(|(field, message)| (field.as_str(), message.as_str()))
        .collect();
    assert_eq!(errors, complaints);
}

fn with_parameters(parameters: &Value) -> JobRequest {
    JobRequest {
        parameters: parameters.as_object().unwrap().clone(),
        ..request()
    }
}

#[tokio::test]
async fn what_is_left_out_takes_its_default() {
    let request = with_parameters(&json!({"guidance_scale": 5}));
    let job = validate("fal-ai/flux/dev", &request).await.unwrap();
    assert_eq!(
        Value::Object(job.parameters),
        json!({
            "image_size": "landscape_4_3", "width": 1024, "height": 1024, "num_inference_steps": 28, "guidance_scale": 5,
            "acceleration": "none", "output_format": "jpeg", "enable_safety_checker": true,
        })
    );
}

#[tokio::test]
async fn every_wrong_parameter_is_named_with_what_is_allowed() {
    let request = with_parameters(&json!({
        "num_inference_steps": 51, "guidance_scale": "strong", "output_format": "bmp", "enable_safety_checker": 1,
    }));
    let mut errors = validate("fal-ai/flux/dev", &request).await.expect_err("all are wrong");
    errors.sort();
    let expected = [
        (
            "parameters.enable_safety_checker",
            "Safety checker must be true or false",
        ),
        (
            "parameters.guidance_scale",
            "Guidance scale must be a number from 1 to 20",
        ),
        (
            "parameters.num_inference_steps",
            "Steps must be a whole number from 1 to 50",
        ),
        ("parameters.output_format", "Format must be one of jpeg, png"),
    ];
    assert_eq!(
        errors,
        expected.map(|(field, message)| (field.to_owned(), message.to_owned()))
    );
}

#[tokio::test]
async fn an_unknown_parameter_is_refused_by_name() {
    let errors = validate(
        "fal-ai/flux-pro/v1.1",
        &with_parameters(&json!({"guidance_scale": 3.5})),
    )
    .await
    .expect_err("pro has no guidance");
    assert_eq!(errors.len(), 1);
    assert_eq!(errors[0].0, "parameters.guidance_scale");
    assert!(
        errors[0]
            .1
            .starts_with("\"guidance_scale\" is not a parameter of this model; it takes "),
        "{errors:?}"
    );
}

#[tokio::test]
async fn thousands_of_unknown_parameters_do_not_make_thousands_of_complaints() {
    let many = (0..5_000).map(|index| (format!("p{index}"), json!(1))).collect();
    let errors = validate("fal-ai/flux/dev", &with_parameters(&Value::Object(many))).await;
    assert_eq!(errors.expect_err("all are unknown").len(), 50);
}

#[tokio::test]
async fn whole_numbers_written_with_a_point_are_whole_numbers() {
    let job = validate(
        "fal-ai/flux/dev",
        &with_parameters(&json!({"num_inference_steps": 28.0})),
    )
    .await
    .unwrap();
    assert_eq!(job.parameters["num_inference_steps"].to_string(), "28");
}

#[tokio::test]
async fn a_prompt_is_neither_empty_nor_huge() {
    let blank = JobRequest::new(Operation::TextToImage, " \n ");
    check(&blank, &[("prompt", "The prompt must not be empty")]).await;
    let megabyte = JobRequest::new(Operation::TextToImage, "x".repeat(1 << 20));
    check(
        &megabyte,
        &[(
            "prompt",
            "The prompt must be at most 10000 characters long; it has 1048576",
        )],
    )
    .await;
}

#[tokio::test]
async fn a_prompt_is_never_taken_for_a_picture() {
    let request = JobRequest::new(Operation::TextToImage, "input://0");
    check(&request, &[("prompt", "The prompt must not start with input://")]).await;
}

#[tokio::test]
async fn the_number_of_images_is_within_the_model_s_range() {
    for num_images in [0, 5, 99, -1, i64::MAX] {
        let request = JobRequest {
            num_images,
            ..request()
        };
        check(&request, &[("num_images", "The number of images must be from 1 to 4")]).await;
    }
}

#[tokio::test]
async fn a_negative_prompt_is_taken_only_where_the_model_takes_one() {
    let request = JobRequest {
        negative_prompt: Some("blurry".to_owned()),
        ..request()
    };
    check(
        &request,
        &[(
            "negative_prompt",
            "FLUX.1 [dev] takes no negative prompt; leave it empty",
        )],
    )
    .await;
    let job = validate("fal-ai/fast-sdxl", &request).await.unwrap();
    assert_eq!(job.negative_prompt.as_deref(), Some("blurry"));
}

#[tokio::test]
async fn the_operation_is_one_that_the_model_offers() {
    let request = JobRequest::new(Operation::Upscale, "");
    check(
        &request,
        &[
            ("operation", "FLUX.1 [dev] cannot do upscale; it offers text-to-image"),
            ("inputs", "upscale needs exactly one source picture; 0 were given"),
        ],
    )
    .await;
}

#[tokio::test]
async fn source_pictures_are_given_where_they_are_needed_and_nowhere_else() {
    let request = JobRequest {
        inputs: vec![RequestInput {
            role: InputRole::Source,
            width: 0,
            height: 10,
            content_type: "image/png".to_owned(),
        }],
        ..request()
    };
    check(
        &request,
        &[
            ("inputs", "This model's text-to-image does not take 1 source pictures"),
            ("inputs", "Every input picture must be at least 1 by 1 pixels"),
        ],
    )
    .await;
}

#[tokio::test]
async fn everything_wrong_comes_at_once() {
    let request = JobRequest {
        num_images: 0,
        seed: 1 << 40,
        ..JobRequest::new(Operation::TextToImage, "")
    };
    check(
        &request,
        &[
            ("prompt", "The prompt must not be empty"),
            ("num_images", "The number of images must be from 1 to 4"),
            ("seed", "The seed must be from 0 to 4294967295"),
        ],
    )
    .await;
}
