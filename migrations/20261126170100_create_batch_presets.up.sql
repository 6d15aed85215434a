-- Requests for batches under a name, to be asked for again.
CREATE TABLE batch_presets (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name       text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    request    jsonb NOT NULL CHECK (jsonb_typeof(request) = 'object'),
    version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at timestamptz NOT NULL DEFAULT now(),
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT batch_presets_name_once UNIQUE (user_id, name)
);
COMMENT ON TABLE batch_presets IS 'Requests for batches under a name, to be asked for again.';
COMMENT ON COLUMN batch_presets.request IS 'The request as a whole, the text of a table included.';
COMMENT ON COLUMN batch_presets.version IS 'Counts changes: whoever changes it names the version they have seen.';
CREATE INDEX batch_presets_user ON batch_presets (user_id, created_at DESC, id DESC);
