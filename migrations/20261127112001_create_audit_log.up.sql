-- Who did what that matters for security, from where.
CREATE TABLE audit_log (
    id         uuid PRIMARY KEY,
    at         timestamptz NOT NULL,
    action     text NOT NULL CHECK (length(action) BETWEEN 1 AND 50),
    user_id    uuid REFERENCES users ON DELETE CASCADE,
    actor_id   uuid REFERENCES users ON DELETE SET NULL,
    actor      text NOT NULL CHECK (length(actor) <= 254),
    key_id     uuid,
    subject    text NOT NULL CHECK (length(subject) <= 300),
    details    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(details) = 'object'),
    ip_address inet,
    user_agent text CHECK (length(user_agent) <= 500),
    request_id text CHECK (length(request_id) <= 64)
);
COMMENT ON TABLE audit_log IS 'Who did what that matters for security, from where. Rows are written in the transaction of the act and never changed.';
COMMENT ON COLUMN audit_log.user_id IS 'Whose account it is about; none for the installation, and for log-ins with an unknown address.';
COMMENT ON COLUMN audit_log.actor_id IS 'Who did it, while the account exists; none for somebody who did not prove who they are.';
COMMENT ON COLUMN audit_log.actor IS 'The email address of whoever did it, as it was then, or the one that was tried.';
COMMENT ON COLUMN audit_log.key_id IS 'The API key with which it was done. It may be gone.';
COMMENT ON COLUMN audit_log.subject IS 'What it was done to: a plugin, a model, the name of a key; may be empty.';
COMMENT ON COLUMN audit_log.request_id IS 'The request in the studio''s log.';
CREATE INDEX audit_log_by_age ON audit_log (at DESC, id DESC);
CREATE INDEX audit_log_by_user ON audit_log (user_id, at DESC, id DESC);
CREATE INDEX audit_log_by_actor ON audit_log (actor_id, at DESC, id DESC);
CREATE INDEX audit_log_by_action ON audit_log (action, at DESC, id DESC);
CREATE INDEX audit_log_by_ip ON audit_log (ip_address, at DESC, id DESC);
INSERT INTO housekeeping_runs (name) VALUES ('audit-log');
