//! What would come of a batch, as its page shows it.

use studio_app::batches::{Forecast, ForecastRow};
use studio_app::models::ModelView;

use super::convert::ModelNames;
use crate::extract::FormPairs;
use crate::views::{BatchPreviewPage, ModelShare, RowComplaint, RowPreview};

/// The page, with everything that was typed so that it can be sent again.
pub(super) fn preview_page(
    forecast: Forecast,
    skips_broken: bool,
    pairs: &FormPairs,
    models: &[ModelView],
    key: String,
) -> BatchPreviewPage {
    let names = ModelNames::of(models);
    let total = forecast.total();
    let good_rows = forecast.rows - forecast.broken_rows;
    let typed = pairs
        .iter()
        .filter(|(name, _)| !matches!(*name, "action" | "key" | "csrf"));
    BatchPreviewPage {
        // The last value of a name counts, and the form has some twice: the default of a switch, and a table and its file.
        pairs: typed.map(|(name, text)| (name.to_owned(), text.to_owned())).collect(),
        key,
        rows: forecast.rows,
        broken_rows: forecast.broken_rows,
        images: forecast.images,
        skips_broken,
        errors: forecast
            .errors
            .into_iter()
            .map(|error| RowComplaint {
                row: error.row.saturating_add(1),
                line: error.line,
                field: error.field,
                message: error.message,
            })
            .collect(),
        first_rows: forecast
            .first_rows
            .into_iter()
            .map(|row| row_preview(row, &names))
            .collect(),
        models: forecast
            .models
            .into_iter()
            .map(|(id, share)| ModelShare {
                name: names.get(&id).to_owned(),
                rows: share.rows,
                expected_credits: share.expected.credits(),
            })
            .collect(),
        low_credits: total.low.credits(),
        expected_credits: total.expected.credits(),
        high_credits: total.high.credits(),
        balance_credits: forecast.balance.credits(),
        from_s: forecast.seconds.0,
        to_s: forecast.seconds.1,
        can_start: good_rows > 0,
    }
}

fn row_preview(row: ForecastRow, names: &ModelNames) -> RowPreview {
    RowPreview {
        row: row.row.saturating_add(1),
        prompt: row.prompt,
        model_name: names.get(&row.model_id).to_owned(),
        axes: row
            .axes
            .into_iter()
            .map(|(name, value)| format!("{name}: {value}"))
            .collect(),
        num_images: row.num_images,
        expected_credits: row.expected.credits(),
    }
}
