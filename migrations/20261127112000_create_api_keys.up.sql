-- Keys with which programs use the API in somebody's name.
CREATE TABLE api_keys (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name         text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    secret_hash  bytea NOT NULL CHECK (octet_length(secret_hash) = 32),
    hint         text NOT NULL CHECK (length(hint) BETWEEN 1 AND 40),
    scopes       text[] NOT NULL
        CHECK (cardinality(scopes) BETWEEN 1 AND 4 AND scopes <@ ARRAY['read', 'generate', 'manage', 'admin']),
    created_at   timestamptz NOT NULL,
    expires_at   timestamptz CHECK (expires_at > created_at),
    last_used_at timestamptz,
    last_used_ip inet,
    CONSTRAINT api_keys_secret_hash_key UNIQUE (secret_hash),
    CONSTRAINT api_keys_ip_needs_use CHECK (last_used_ip IS NULL OR last_used_at IS NOT NULL)
);
COMMENT ON TABLE api_keys IS 'Keys with which programs use the API in somebody''s name. A revoked key has no row.';
COMMENT ON COLUMN api_keys.secret_hash IS 'SHA-256 of the whole key; the key itself is stored nowhere.';
COMMENT ON COLUMN api_keys.hint IS 'How the key begins, so that its owner recognises it.';
COMMENT ON COLUMN api_keys.expires_at IS 'It is not taken from then on; none means that it lasts until it is revoked.';
COMMENT ON COLUMN api_keys.last_used_at IS 'Exact to the interval in which it is written.';
CREATE INDEX api_keys_by_age ON api_keys (user_id, created_at DESC, id DESC);
