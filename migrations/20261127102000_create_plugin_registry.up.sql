-- Which version of each plugin is on offer, the same for every process, and the components themselves.
ALTER TABLE plugins
    ADD CONSTRAINT plugins_digest_and_id UNIQUE (digest, plugin_id),
    ADD COLUMN uploaded_by uuid REFERENCES users ON DELETE SET NULL,
    ADD COLUMN became_default_at timestamptz;
COMMENT ON COLUMN plugins.uploaded_by IS 'The administrator who uploaded it; none for a file of a plugin folder.';
COMMENT ON COLUMN plugins.became_default_at IS 'When it was first put on offer; none for a candidate.';

CREATE TABLE plugin_components (
    digest    bytea PRIMARY KEY REFERENCES plugins,
    component bytea NOT NULL CHECK (octet_length(component) BETWEEN 1 AND 33554432),
    CONSTRAINT plugin_components_match CHECK (sha256(component) = digest)
);
COMMENT ON TABLE plugin_components IS 'The files behind plugins, so that every machine can run every version that a job is pinned to.';
-- A component is read whole, once for each machine.
ALTER TABLE plugin_components ALTER COLUMN component SET STORAGE EXTERNAL;

CREATE TABLE plugin_defaults (
    plugin_id       text PRIMARY KEY,
    digest          bytea NOT NULL,
    previous_digest bytea CHECK (previous_digest <> digest),
    folder_digest   bytea,
    is_enabled      boolean NOT NULL DEFAULT true,
    is_withdrawn    boolean NOT NULL DEFAULT false,
    changed_at      timestamptz NOT NULL DEFAULT now(),
    changed_by      uuid REFERENCES users ON DELETE SET NULL,
    FOREIGN KEY (digest, plugin_id) REFERENCES plugins (digest, plugin_id),
    FOREIGN KEY (previous_digest, plugin_id) REFERENCES plugins (digest, plugin_id),
    FOREIGN KEY (folder_digest, plugin_id) REFERENCES plugins (digest, plugin_id)
);
COMMENT ON TABLE plugin_defaults IS 'The version of each plugin that new jobs take.';
COMMENT ON COLUMN plugin_defaults.previous_digest IS 'What a roll-back goes to; a roll-back clears it.';
COMMENT ON COLUMN plugin_defaults.folder_digest IS 'The version last seen in a plugin folder: only another one there changes the default.';
COMMENT ON COLUMN plugin_defaults.is_enabled IS 'An administrator''s switch.';
COMMENT ON COLUMN plugin_defaults.is_withdrawn IS 'Its file left the plugin folder while the studio ran.';

CREATE TABLE plugin_registry (
    is_only  boolean PRIMARY KEY DEFAULT true CHECK (is_only),
    revision bigint NOT NULL DEFAULT 0
);
COMMENT ON TABLE plugin_registry IS 'One row: who changes what is on offer locks it, who follows it reads its revision.';
INSERT INTO plugin_registry DEFAULT VALUES;
