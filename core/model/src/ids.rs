//! Ids as distinct types, so that a job's id cannot be passed for an image's.
//!
//! New ids are UUIDv7 made by the caller's clock, so that they sort by creation and keep indexes compact.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )*};
}

ids! {
    /// A person with an account.
    UserId,
    /// A signed-in browser.
    SessionId,
    /// A folder of work.
    ProjectId,
    /// One request for pictures; a row of `generation_queue`.
    JobId,
    /// A request for many jobs; a row of `batches`.
    BatchId,
    /// A request that recurs; a row of `schedules`.
    ScheduleId,
    /// One due time of it; a row of `schedule_runs`.
    ScheduleRunId,
    /// A saved request for a batch; a row of `batch_presets`.
    PresetId,
    /// Saved settings of the generation form; a row of `generation_presets`.
    GenerationPresetId,
    /// Steps that follow on pictures; a row of `recipes`.
    RecipeId,
    /// Those steps at work; a row of `recipe_runs`.
    RecipeRunId,
    /// One call to the provider; a row of `generation_attempts`.
    AttemptId,
    /// A stored picture.
    ImageId,
    /// A prompt of the library; a row of `prompts`.
    PromptId,
    /// A board of pictures; a row of `collections`.
    CollectionId,
    /// A key of a program; a row of `api_keys`.
    ApiKeyId,
    /// A link by which others see something; a row of `shared_images` or `shared_projects`.
    ShareId,
    /// What somebody said about a picture; a row of `image_comments`.
    CommentId,
    /// News for a user; a row of `notifications`.
    NotificationId,
    /// An address that is told what happens; a row of `webhooks`.
    WebhookId,
    /// Something that it is told; a row of `outgoing_deliveries`.
    WebhookDeliveryId,
    /// Credits that are bought; a row of `purchases`.
    PurchaseId,
}
