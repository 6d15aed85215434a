-- Mails on their way: written in the transaction of their cause, sent by a worker.
CREATE TABLE mails (
    id              uuid PRIMARY KEY,
    user_id         uuid REFERENCES users ON DELETE CASCADE,
    recipient       text NOT NULL CHECK (length(recipient) BETWEEN 3 AND 254 AND recipient !~ '[[:cntrl:]]'),
    language        text NOT NULL CHECK (language IN ('en', 'de')),
    kind            text NOT NULL CHECK (length(kind) BETWEEN 1 AND 50),
    content         bytea CHECK (length(content) <= 20000),
    status          text NOT NULL DEFAULT 'waiting' CHECK (status IN ('waiting', 'sent', 'failed')),
    attempts        smallint NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    next_attempt_at timestamptz NOT NULL,
    expires_at      timestamptz NOT NULL,
    created_at      timestamptz NOT NULL,
    sent_at         timestamptz,
    error           text CHECK (length(error) <= 500),
    CONSTRAINT mails_sent_is_whole CHECK ((status = 'sent') = (sent_at IS NOT NULL)),
    CONSTRAINT mails_waiting_has_content CHECK ((status = 'waiting') = (content IS NOT NULL))
);
COMMENT ON TABLE mails IS 'Mails by their state. A crash between sending and noting it sends one twice, never not at all.';
COMMENT ON COLUMN mails.content IS 'What its template is filled with, sealed with the installation''s key because it holds links that are secret; gone once it is sent or given up.';
COMMENT ON COLUMN mails.next_attempt_at IS 'When a worker may take it; one that is being sent is out of reach until the attempt must be over.';
COMMENT ON COLUMN mails.expires_at IS 'It is not sent after this time, because what it says is no longer true.';
CREATE INDEX mails_due ON mails (next_attempt_at) WHERE status = 'waiting';
CREATE INDEX mails_newest ON mails (created_at DESC, id DESC);
CREATE INDEX mails_user_id ON mails (user_id);
INSERT INTO housekeeping_runs (name) VALUES ('mails');
