-- Settings of the generation form under a name.
CREATE TABLE generation_presets (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name            text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    model_id        text NOT NULL CHECK (length(model_id) BETWEEN 1 AND 200),
    model_version   text NOT NULL,
    parameters      jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
    negative_prompt text NOT NULL DEFAULT '',
    num_images      smallint NOT NULL DEFAULT 1 CHECK (num_images >= 1),
    is_default      boolean NOT NULL DEFAULT false,
    version         bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT generation_presets_name_once UNIQUE (user_id, name)
);
COMMENT ON TABLE generation_presets IS 'Settings of the generation form under a name. They outlive their model.';
COMMENT ON COLUMN generation_presets.model_version IS 'Version of the model''s plugin when it was saved.';
COMMENT ON COLUMN generation_presets.parameters IS 'As they were valid for that version; what is missing takes the model''s defaults.';
COMMENT ON COLUMN generation_presets.negative_prompt IS 'Empty for none, and for models that take none.';
COMMENT ON COLUMN generation_presets.is_default IS 'The form begins with it.';
COMMENT ON COLUMN generation_presets.version IS 'Counts changes: whoever changes it names the version they have seen.';
CREATE INDEX generation_presets_user ON generation_presets (user_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX generation_presets_one_default ON generation_presets (user_id) WHERE is_default;
