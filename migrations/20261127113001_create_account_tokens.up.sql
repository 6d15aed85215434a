-- Secrets that were mailed to prove who reads an address.
CREATE TABLE account_tokens (
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('verify-email', 'reset-password', 'change-email')),
    token      bytea NOT NULL CHECK (length(token) = 32),
    email      text NOT NULL CHECK (length(email) BETWEEN 3 AND 254),
    sends      integer NOT NULL DEFAULT 1 CHECK (sends > 0),
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (user_id, purpose),
    CONSTRAINT account_tokens_token_key UNIQUE (token)
);
COMMENT ON TABLE account_tokens IS 'The last link of each purpose that a user was mailed; a newer one replaces it, using it removes it.';
COMMENT ON COLUMN account_tokens.token IS 'SHA-256 of what was mailed.';
COMMENT ON COLUMN account_tokens.email IS 'The address it was mailed to, which using it proves.';
COMMENT ON COLUMN account_tokens.sends IS 'Mails of this purpose in a row; the pause before the next doubles with each.';
CREATE INDEX account_tokens_expires_at ON account_tokens (expires_at);
INSERT INTO housekeeping_runs (name) VALUES ('account-tokens');

-- One user's sessions in a stable order, newest first.
CREATE INDEX sessions_user_newest ON sessions (user_id, created_at DESC, id DESC);
