//! What pages show: one typed context for every template, and the functions that render them.
//!
//! A handler fills a context, [`View::render`] makes the whole page of it; a request with `HX-Request: true` gets the
//! page's changing part from [`PartView::render_part`]. Contexts hold display values only: ids as text, amounts in
//! credits, times in UTC. `samples` provides every context in its interesting states; a test renders all of them.
//!
//! To add a page: a template under `templates/pages/`, a context here with its `View`, samples, strings in every language.

mod api_keys;
mod audit;
mod auth;
mod batch_page;
mod batches;
mod collections;
mod comments;
mod compared;
mod credits;
mod design;
mod error_page;
mod errors;
mod expected;
mod frame;
mod gallery;
mod generate;
mod image_page;
mod images;
mod job_page;
mod jobs;
mod landing;
mod leaving;
mod live;
mod mailed;
mod models;
mod new_batch;
mod notifications;
mod own_presets;
mod people;
mod picture_slots;
mod plugins;
mod price;
mod privacy;
mod projects;
mod prompts;
mod purchases;
mod queue;
mod recipes;
mod rooms;
pub mod samples;
mod schedules;
pub mod schema_form;
mod search;
mod settings;
mod shares;
mod shortcuts;
mod trash;
mod two_factor;
mod webhooks;

use minijinja::context;
use serde::Serialize;

pub use api_keys::{ApiKeyLine, ApiKeyValues, ApiKeysSettings};
pub use audit::{AuditLine, AuditPage, AuditValues};
pub use auth::{AuthForm, AuthMode};
pub use batch_page::{
    Axis, AxisValue, BatchNotice, BatchPage, BatchRow, BatchSummary, BatchValues, BatchesPage, RowFilter, RowTab,
    batch_summary_partial,
};
pub use batches::{BatchCard, BatchState, TimeLeft};
pub use collections::{CollectionCard, CollectionFormPage, CollectionPage, CollectionValues, CollectionsPage};
pub use comments::{CommentLine, Comments, TextPart, text_parts};
pub use compared::{CellPart, ComparePage, CompareRow, ComparedImage};
pub use credits::{BudgetLine, BudgetValues, CreditsPage, MovementLine, UsedBar, UsedSums};
pub use design::DesignPage;
pub use error_page::ErrorPage;
pub use errors::{FieldError, FormErrors};
pub use expected::ExpectedWords;
pub use frame::{Frame, Theme, UserBadge};
pub use gallery::{
    DayHead, DayLink, FilterChip, GalleryFilter, GalleryPage, GalleryPlaces, SortLink, TileGroup, UndoOffer,
};
pub use generate::{GenerateForm, GeneratePage, GenerateValues};
pub use image_page::{CutOut, DetailsForm, Enhancers, ImagePage, UpscaleOffer, Upscaler};
pub use images::{ImageTile, Thumb};
pub use job_page::{Attempt, JobPage};
pub use jobs::{JobCard, JobStatus};
pub use landing::LandingPage;
pub use leaving::{DangerSettings, LeavingPage, Loss};
pub use live::{
    ToastKind, batch_cards_partial, bell_partial, canvas_partial, credits_partial, image_partial, job_card_partial,
    new_jobs_partial, running_jobs_partial, toast_partial,
};
pub use mailed::{ForgotPasswordPage, OutboxLetter, OutboxPage, ResetPasswordPage, VerifyEmailPage};
pub use models::{ModelCard, ModelHealth, ModelRow, ModelsPage};
pub use new_batch::{
    BatchPreviewPage, BatchValuesTyped, ModelShare, NamedLink, NewBatchPage, RowComplaint, RowPreview, TableColumn,
};
pub use notifications::{NoticeChoice, NoticeLine, NotificationsPage};
pub use own_presets::{OwnPresetCard, OwnPresetLink, OwnPresetNotice, OwnPresets, OwnPresetsPage, SavePresetPage};
pub use people::{PeoplePage, PersonCard};
pub use picture_slots::{PictureSlot, SlotRole};
pub use plugins::{
    ModelChange, PluginCard, PluginModel, PluginPage, PluginsPage, ShadowExample, ShadowSummary, VersionDiff,
    VersionLine, VersionPage,
};
pub use price::{Blocker, Estimate, FormPlace};
pub use privacy::{KeptFor, PrivacySettings};
pub use projects::{NumberOf, ProjectCard, ProjectFormPage, ProjectNumbers, ProjectPage, ProjectValues, ProjectsPage};
pub use prompts::{PromptCard, PromptFormPage, PromptGap, PromptValues, PromptsPage, UsePromptPage};
pub use purchases::{PackLine, PurchaseLine, PurchasePage};
pub use queue::{QueueCounts, QueueFilter, QueuePage, Redriven};

pub use recipes::{RecipeCard, RecipePage, RecipesPage, RunCard, RunFailure, RunPage, RunStep, StepFields};
pub use rooms::{AreaTyped, CanvasPreview, Reach, RoomPage};
pub use schedules::{
    Coming, RunLine, ScheduleCard, ScheduleEditorPage, SchedulePage, ScheduleRules, ScheduleTyped, SchedulesPage,
};

pub use search::{Entry, FoundGroup, FoundThing, PaletteMenu, SearchPage};
pub use shares::{
    EmbedPage, GoneSharePage, LockedSharePage, PreviewCard, PreviewImage, ShareLine, SharePage, ShareValues,
    SharedImagePage, SharedProjectPage, SharesPage,
};

pub use settings::{
    AccountSettings, PasswordForm, PreferenceSettings, SecuritySettings, SessionLine, SettingsContent, SettingsPage,
    SettingsTab,
};
pub use shortcuts::{KeyField, KeyGroup, KeyLine, KeySheet, KeyboardSettings};
pub use trash::TrashPage;
pub use two_factor::{LogInCodePage, RecoveryCodesView, TwoFactorForm, TwoFactorSettings};
pub use webhooks::{DeliveryLine, WebhookLine, WebhookSettings, WebhookValues, WebhooksSettings};

use crate::templates::{RenderError, Templates, value};

/// A context with a page of its own.
pub trait View: Serialize {
    /// The template of the whole page, relative to `web/templates`.
    const PAGE: &'static str;

    /// The whole page inside the frame.
    ///
    /// # Errors
    /// [`RenderError`], always a mistake in a template; the tests over all samples are there to prevent it.
    fn render(&self, templates: &Templates, frame: &Frame) -> Result<String, RenderError> {
        templates.render(
            frame.lang,
            Self::PAGE,
            context! { frame => value(frame), page => value(self) },
        )
    }
}

/// A page with a part that is sent alone when htmx asks.
pub trait PartView: View {
    /// The template of that part.
    const PART: &'static str;

    /// The part without the frame.
    ///
    /// # Errors
    /// As [`View::render`].
    fn render_part(&self, templates: &Templates, frame: &Frame) -> Result<String, RenderError> {
        templates.render(
            frame.lang,
            Self::PART,
            context! { frame => value(frame), page => value(self) },
        )
    }
}
