//! The rows of each kind, each row as the text of a JSON object. Columns are named one by one: they are the format, and secrets are
//! not among them.

use futures::stream::BoxStream;
use futures::{StreamExt as _, TryStreamExt as _};
use sqlx::PgConnection;
use studio_model::UserId;

use super::Kind;
use crate::{Error, Result};

/// Reads rows as they are wanted; the user is `$1`.
macro_rules! rows {
    ($conn:expr, $id:expr, $select:tt) => {
        sqlx::query_scalar!(
            "SELECT row_to_json(line)::text AS \"line!\" FROM (" + $select + ") AS line",
            $id.0
        )
        .fetch($conn)
        .map_err(Error::from)
        .boxed()
    };
}

/// All rows of a kind, oldest first, read as they are wanted.
pub fn rows(conn: &mut PgConnection, kind: Kind, id: UserId) -> BoxStream<'_, Result<String>> {
    match kind {
        Kind::Profile => rows!(
            conn,
            id,
            "SELECT person.id, person.email, person.name, person.role, person.email_verified, person.preferences,
                person.subscription_tier, person.balance_microdollars, person.is_active, person.created_at, person.updated_at,
                person.last_login, factor.confirmed_at AS two_factor_since
            FROM users AS person LEFT JOIN two_factor AS factor ON factor.user_id = person.id
            WHERE person.id = $1"
        ),
        Kind::Settings => rows!(
            conn,
            id,
            "SELECT default_model_id, default_parameters, theme, gallery_view_mode, notifications_enabled, language, time_zone,
                shortcuts, settings, created_at, updated_at
            FROM user_settings WHERE user_id = $1"
        ),
        Kind::Sessions => rows!(
            conn,
            id,
            "SELECT id, host(ip_address) AS ip_address, user_agent, has_code, created_at, last_seen_at, expires_at
            FROM sessions WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::ApiKeys => rows!(
            conn,
            id,
            "SELECT id, name, hint, scopes, created_at, expires_at, last_used_at, host(last_used_ip) AS last_used_ip
            FROM api_keys WHERE user_id = $1 ORDER BY created_at, id"
        ),
        // As the owner reads it: where somebody else acted from is theirs.
        Kind::AuditLog => rows!(
            conn,
            id,
            "SELECT id, at, action, subject, details, is_own, CASE WHEN is_own THEN key_id END AS key_id,
                CASE WHEN is_own THEN host(ip_address) END AS ip_address, CASE WHEN is_own THEN user_agent END AS user_agent
            FROM (SELECT *, actor_id IS NULL OR actor_id = $1 AS is_own FROM audit_log WHERE user_id = $1) AS entry
            ORDER BY at, id"
        ),
        Kind::Mails => rows!(
            conn,
            id,
            "SELECT id, kind, recipient, language, status, created_at, sent_at
            FROM mails WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Notifications => rows!(
            conn,
            id,
            "SELECT id, kind, subject_id, about, details, created_at, read_at
            FROM notifications WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::ModelNewsSeen => rows!(
            conn,
            id,
            "SELECT model_id, seen_at FROM model_news_seen WHERE user_id = $1 ORDER BY model_id"
        ),
        Kind::Projects => rows!(
            conn,
            id,
            "SELECT id, name, description, notes, category, tags, cover_image_id, settings, is_archived, is_public, created_at,
                updated_at
            FROM projects WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Collections => rows!(
            conn,
            id,
            "SELECT id, name, description, cover_image_id, is_public, created_at, updated_at,
                ARRAY(SELECT image_id FROM collection_images WHERE collection_id = board.id ORDER BY position) AS image_ids
            FROM collections AS board WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Prompts => rows!(
            conn,
            id,
            "SELECT id, title, prompt_text, negative_prompt, category, tags, is_favorite, is_public, usage_count, published_at,
                created_at, updated_at
            FROM prompts WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Comments => rows!(
            conn,
            id,
            "SELECT id, image_id, comment_text, created_at, updated_at
            FROM image_comments WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Shares => rows!(
            conn,
            id,
            "SELECT id, image_id, project_id, share_token, password_hash IS NOT NULL AS has_password, shows_prompts,
                allows_download, allows_indexing, view_count, created_at, expires_at
            FROM share_links WHERE created_by = $1 ORDER BY created_at, id"
        ),
        Kind::Jobs => rows!(
            conn,
            id,
            "SELECT id, project_id, batch_id, batch_row, recipe_run_id, recipe_step, operation, prompt, negative_prompt, model_id,
                parameters, num_images, seed, inputs, parent_image_id, priority, status, notes, error_code, error_message, round,
                estimate_microdollars, captured_microdollars, created_at, started_at, completed_at
            FROM generation_queue WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::GenerationPresets => rows!(
            conn,
            id,
            "SELECT id, name, model_id, model_version, parameters, negative_prompt, num_images, is_default, created_at, updated_at
            FROM generation_presets WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Batches => rows!(
            conn,
            id,
            "SELECT id, project_id, parent_batch_id, name, request, table_text, axes, seed, priority, row_count, broken_rows,
                estimate_microdollars, upper_microdollars, created_at, cancel_requested_at, ended_at
            FROM batches WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::BatchPresets => rows!(
            conn,
            id,
            "SELECT id, name, request, created_at, updated_at FROM batch_presets WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Schedules => rows!(
            conn,
            id,
            "SELECT id, name, cron, zone, request, table_text, overlap, misfire, misfire_max, jitter_s, budget_microdollars,
                pause_after, is_paused, pause_reason, next_due_at, created_at, updated_at
            FROM schedules WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::ScheduleRuns => rows!(
            conn,
            id,
            "SELECT run.id, run.schedule_id, run.due_at, run.is_manual, run.state, run.message, run.missed, run.batch_id,
                run.created_at, run.fired_at, run.ended_at
            FROM schedule_runs AS run JOIN schedules AS schedule ON schedule.id = run.schedule_id
            WHERE schedule.user_id = $1 ORDER BY run.due_at, run.id"
        ),
        Kind::Recipes => rows!(
            conn,
            id,
            "SELECT id, name, steps, created_at, updated_at FROM recipes WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::RecipeRuns => rows!(
            conn,
            id,
            "SELECT id, recipe_id, batch_id, project_id, name, steps, estimate_microdollars, upper_microdollars,
                ARRAY(SELECT source_image_id FROM recipe_items WHERE run_id = run.id AND step = 1 ORDER BY source_image_id)
                    AS source_image_ids,
                created_at, cancel_requested_at, ended_at
            FROM recipe_runs AS run WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Webhooks => rows!(
            conn,
            id,
            "SELECT id, url, description, events, is_enabled, disabled_reason, created_at, updated_at
            FROM webhooks WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Budgets => rows!(
            conn,
            id,
            "SELECT id, project_id, period, limit_microdollars, is_hard, period_start, used_microdollars, created_at, updated_at
            FROM budgets WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Ledger => rows!(
            conn,
            id,
            "SELECT id, kind, job_id, round, batch_id, note, created_at,
                (SELECT json_object_agg(account, amount_microdollars ORDER BY account)
                    FROM ledger_entries WHERE transaction_id = movement.id) AS microdollars
            FROM ledger_transactions AS movement WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Purchases => rows!(
            conn,
            id,
            "SELECT id, bought_microdollars, price_minor, currency, state, payment_id, refunded_microdollars, unrecovered_microdollars,
                created_at, expires_at, paid_at
            FROM purchases WHERE user_id = $1 ORDER BY created_at, id"
        ),
        Kind::Usage => rows!(
            conn,
            id,
            "SELECT id, job_id, round, project_id, action, model_id, images, used_microdollars, generation_time AS generation_s,
                success, error_message, created_at
            FROM usage_logs WHERE user_id = $1 ORDER BY created_at, id"
        ),
    }
}
