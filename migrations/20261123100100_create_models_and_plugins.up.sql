CREATE TABLE plugins (
    digest      bytea PRIMARY KEY CHECK (length(digest) = 32),
    plugin_id   text NOT NULL,
    version     text NOT NULL,
    name        text NOT NULL,
    author      text NOT NULL,
    manifest    jsonb NOT NULL CHECK (jsonb_typeof(manifest) = 'object'),
    is_enabled  boolean NOT NULL DEFAULT true,
    loaded_at   timestamptz NOT NULL DEFAULT now(),
    last_seen_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE plugins IS 'Every plugin file that was ever loaded, by its digest.';
COMMENT ON COLUMN plugins.digest IS 'SHA-256 of the component; jobs stay pinned to it.';
CREATE INDEX plugins_plugin_id ON plugins (plugin_id, loaded_at DESC);

CREATE TABLE models (
    id                  uuid PRIMARY KEY,
    fal_model_id        text NOT NULL,
    name                text NOT NULL,
    display_name        text NOT NULL,
    description         text NOT NULL,
    category            text NOT NULL,
    version             text NOT NULL,
    plugin_digest       bytea NOT NULL REFERENCES plugins,
    capabilities        jsonb NOT NULL DEFAULT '[]',
    default_parameters  jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(default_parameters) = 'object'),
    cost_per_generation integer NOT NULL CHECK (cost_per_generation >= 0),
    is_active           boolean NOT NULL DEFAULT true,
    is_featured         boolean NOT NULL DEFAULT false,
    is_installed        boolean NOT NULL DEFAULT true,
    created_at          timestamptz NOT NULL DEFAULT now(),
    updated_at          timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT models_fal_model_id_key UNIQUE (fal_model_id)
);
COMMENT ON TABLE models IS 'Models on offer, synced from the manifests of the installed plugins.';
COMMENT ON COLUMN models.fal_model_id IS 'The stable id of the API, such as fal-ai/flux/dev.';
COMMENT ON COLUMN models.cost_per_generation IS 'Micro-dollars expected for one picture at default settings.';
COMMENT ON COLUMN models.is_active IS 'An administrator''s switch; is_installed follows the plugin folder.';
