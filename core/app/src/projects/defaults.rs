//! What is asked for when a request names no model: what its project says, or else what its user chose.

use studio_model::UserId;
use studio_plugin_host::{JobRequest, Operation};

use super::{ProjectDefaults, find};
use crate::generation::Submit;
use crate::{App, Error, FieldError, Result, models, settings};

/// Checks a model and parameters that are to be a project's, or a user's.
///
/// # Errors
/// [`Error::Invalid`] with fields like `defaults.parameters.guidance_scale`.
pub(crate) async fn check(app: &App, defaults: &ProjectDefaults) -> Result<()> {
    let Some(model_id) = &defaults.model_id else {
        return match defaults.parameters.is_empty() {
            true => Ok(()),
            false => Err(Error::invalid(
                "defaults.model_id",
                "name the model of these parameters",
            )),
        };
    };
    let handle = models::find_handle(app, model_id).await.map_err(|error| match error {
        Error::NotFound => Error::invalid("defaults.model_id", "there is no such model"),
        other => other,
    })?;
    let offered = &handle.model().operations;
    let made_from = [Operation::TextToImage, Operation::ImageToImage];
    let Some(operation) = made_from.into_iter().find(|operation| offered.contains(operation)) else {
        let message = "choose a model that makes pictures from words, or from words and a picture";
        return Err(Error::invalid("defaults.model_id", message));
    };
    let request = JobRequest {
        parameters: defaults.parameters.clone(),
        ..models::plain_request(operation)
    };
    let Err(errors) = handle.validate(&request) else {
        return Ok(());
    };
    // Anything else would be about the request that stands in for the real ones.
    let about_parameters = errors.into_iter().filter(|error| error.field.starts_with("parameters"));
    let errors: Vec<FieldError> = about_parameters
        .map(|error| FieldError::new(format!("defaults.{}", error.field), error.message))
        .collect();
    if errors.is_empty() {
        Ok(())
    } else {
        Err(Error::Invalid(errors))
    }
}

/// A request that names no model gets the one of its project, or else the user's; the parameters that belong to it stand in for those
/// that the request does not name.
///
/// # Errors
/// [`Error::Invalid`] when nobody names a model, or the user has no such project.
pub(crate) async fn fill_in(app: &App, user_id: UserId, mut submit: Submit) -> Result<Submit> {
    if !submit.model_id.is_empty() {
        return Ok(submit);
    }
    let mut defaults = match submit.project_id {
        None => ProjectDefaults::default(),
        Some(id) => match find(app, user_id, id).await {
            Ok(project) => project.defaults,
            Err(Error::NotFound) => return Err(Error::invalid("project_id", "you have no such project")),
            Err(error) => return Err(error),
        },
    };
    if defaults.model_id.is_none() {
        defaults = settings::find(app, user_id).await?.defaults;
    }
    let Some(model_id) = defaults.model_id else {
        let message = "name a model, or a project that has one, or choose one in your settings";
        return Err(Error::invalid("model_id", message));
    };
    let asked = std::mem::replace(&mut submit.parameters, defaults.parameters);
    submit.parameters.extend(asked);
    submit.model_id = model_id;
    Ok(submit)
}
