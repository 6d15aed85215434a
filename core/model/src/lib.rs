//! The studio's vocabulary: ids, states, amounts and the rules that hold between them.
//!
//! Nothing here does I/O, reads a clock or draws random numbers; those come in as arguments.
//! Every other crate may use this one and this one uses none of them.

#[macro_use]
mod text_enum;

mod audit;
mod budget;
mod credits;
mod expectation;
mod found;
mod generation;
mod health;
mod ids;
mod image_details;
mod image_query;
mod images;
mod key_scope;
mod language;
mod notification;
mod paging;
mod preferences;
mod provider_limit;
mod purchase;
mod recipe;
mod retry;
mod share;
mod shortcuts;
mod tags;
mod webhook;

pub use audit::AuditAction;
pub use budget::BudgetPeriod;
pub use credits::{MICRODOLLARS_PER_CREDIT, MicroDollars};
pub use expectation::{Line, Pace, Remaining};
pub use found::FoundKind;
pub use generation::{AttemptState, IllegalTransition, JobStatus, Phase, Transition, check_transition};
pub use health::{ENOUGH_RUNS, Evidence, ModelHealth};
pub use ids::{
    ApiKeyId, AttemptId, BatchId, CollectionId, CommentId, GenerationPresetId, ImageId, JobId, NotificationId,
    PresetId, ProjectId, PromptId, PurchaseId, RecipeId, RecipeRunId, ScheduleId, ScheduleRunId, SessionId, ShareId,
    UserId, WebhookDeliveryId, WebhookId,
};
pub use image_details::{MAX_ALT_TEXT, MAX_IMAGE_NAME, MAX_IMAGE_NOTES, rating};
pub use image_query::{
    Aspect, ImageCursor, ImageKind, ImageSort, MAX_SEARCH_WORDS, Resolution, SortKey, SortOrder, search_query,
};
pub use images::{ThumbnailSize, VideoFacts};
pub use key_scope::KeyScope;
pub use language::Language;
pub use notification::NotificationKind;
pub use paging::{Cursor, InvalidCursor, PageLimit};
pub use preferences::{ColorTheme, GalleryView, Preferences};
pub use provider_limit::{LONGEST_HOLD, MOST_RUNNING, ProviderLimit, TooMany};
pub use purchase::PurchaseState;
pub use recipe::{
    MAX_JOBS_PER_IMAGE, MAX_RUN_IMAGES, MAX_STEPS, RecipeInputs, RecipeProblem, StepCount, StepShape, Take,
    check_steps, count_steps,
};
pub use retry::{LONGEST_FIRST_PAUSE, LONGEST_PAUSE, MOST_RETRIES, RetryPolicy};
pub use share::{ShareTarget, ShareToken};
pub use shortcuts::{KeyProblem, ShortcutRegistry, Shortcuts};
pub use tags::{MAX_TAG_CHARS, MAX_TAGS, TagProblem, normalize_tags};
pub use webhook::{DeliveryStatus, WebhookEvent, WebhookTrouble};
