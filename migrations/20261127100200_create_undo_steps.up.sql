-- The way back from what was done to many pictures at once.
CREATE TABLE undo_steps (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('trash', 'move', 'tag', 'favorite')),
    changes    jsonb NOT NULL CHECK (jsonb_typeof(changes) = 'array' AND jsonb_array_length(changes) BETWEEN 1 AND 10000),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL CHECK (expires_at > created_at)
);
COMMENT ON TABLE undo_steps IS 'What was done to many pictures, so that it can be taken back once, for a while.';
COMMENT ON COLUMN undo_steps.id IS 'The token.';
COMMENT ON COLUMN undo_steps.changes IS 'For each picture its id and what it was: project_id (move), added and removed (tag), is_favorite (favorite).';
CREATE INDEX undo_steps_expires ON undo_steps (expires_at);
CREATE INDEX undo_steps_user ON undo_steps (user_id);
INSERT INTO housekeeping_runs (name) VALUES ('undo-steps');
