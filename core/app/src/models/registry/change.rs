//! One change of what is on offer: a transaction that no other process's change overlaps.

use std::collections::BTreeMap;

use sqlx::{Postgres, Transaction};
use studio_db::models::{mark_missing, upsert_model, upsert_plugin};
use studio_db::plugins::{self, Digest, PluginDefault};
use studio_plugin_host::ModelInfo;

use super::{fetch, offer};
use crate::models::records::{expected_cost, model_record, plugin_record};
use crate::{App, Result};

/// What is on offer, locked. Nothing is changed before [`Change::commit`].
pub(crate) struct Change<'a> {
    app: &'a App,
    pub(crate) tx: Transaction<'static, Postgres>,
    defaults: BTreeMap<String, PluginDefault>,
    is_other: bool,
}

/// Another plugin has a model of that id on offer.
#[derive(Debug)]
pub(crate) struct Clash {
    pub(crate) model_id: String,
    pub(crate) plugin_id: String,
}

impl<'a> Change<'a> {
    /// Waits for its turn.
    pub(crate) async fn begin(app: &'a App) -> Result<Self> {
        let mut tx = app.db.begin().await?;
        plugins::lock(&mut tx).await?;
        let defaults = plugins::list_defaults(&mut tx).await?;
        Ok(Self {
            app,
            tx,
            defaults: defaults
                .into_iter()
                .map(|default| (default.plugin_id.clone(), default))
                .collect(),
            is_other: false,
        })
    }

    /// What is on offer of a plugin.
    pub(crate) fn find(&self, plugin_id: &str) -> Option<&PluginDefault> {
        self.defaults.get(plugin_id)
    }

    /// Stores a version and its file, as far as they are not.
    pub(crate) async fn store(&mut self, models: &[ModelInfo]) -> Result<()> {
        let record = plugin_record(models)?;
        upsert_plugin(&mut self.tx, &record).await?;
        match self.app.plugins.component(&hex::encode(record.digest)).await {
            Some(component) => plugins::insert_component(&mut self.tx, &record.digest, &component).await?,
            None => {
                tracing::warn!(plugin.id = %record.plugin_id, "the plugin's file cannot be kept for other machines");
            }
        }
        Ok(())
    }

    /// The first of `models` that another plugin has on offer.
    pub(crate) async fn clash(&mut self, plugin_id: &str, models: &[ModelInfo]) -> Result<Option<Clash>> {
        let others = self.digests_on_offer(Some(plugin_id));
        for digest in others {
            for other in fetch::describe(self.app, &mut self.tx, &digest)
                .await?
                .unwrap_or_default()
            {
                if models.iter().any(|info| info.model.id == other.model.id) {
                    return Ok(Some(Clash {
                        model_id: other.model.id,
                        plugin_id: other.plugin.id,
                    }));
                }
            }
        }
        Ok(None)
    }

    /// Puts this on offer of a plugin.
    pub(crate) async fn put(&mut self, default: PluginDefault) -> Result<()> {
        if self.defaults.contains_key(&default.plugin_id) {
            plugins::update_default(&mut self.tx, &default).await?;
        } else {
            plugins::insert_default(&mut self.tx, &default).await?;
        }
        self.defaults.insert(default.plugin_id.clone(), default);
        self.is_other = true;
        Ok(())
    }

    /// Writes down the models on offer, tells every process and follows in this one.
    pub(crate) async fn commit(mut self) -> Result<()> {
        if self.is_other {
            self.write_models().await?;
            plugins::bump(&mut self.tx).await?;
        }
        self.tx.commit().await?;
        if self.is_other {
            offer::follow(self.app).await?;
        }
        Ok(())
    }

    /// Brings `models` in line with what is on offer.
    pub(crate) async fn write_models(&mut self) -> Result<()> {
        let mut installed = Vec::new();
        for digest in self.digests_on_offer(None) {
            for info in fetch::describe(self.app, &mut self.tx, &digest)
                .await?
                .unwrap_or_default()
            {
                let cost = expected_cost(self.app, &info).await;
                let record = model_record(self.app, &info, cost)?;
                upsert_model(&mut self.tx, &record, self.app.clock.now()).await?;
                installed.push(info.model.id);
            }
        }
        Ok(mark_missing(&mut self.tx, &installed).await?)
    }

    fn digests_on_offer(&self, except: Option<&str>) -> Vec<Digest> {
        self.defaults
            .values()
            .filter(|default| offer::is_on_offer(default) && except != Some(default.plugin_id.as_str()))
            .map(|default| default.digest)
            .collect()
    }
}
