-- A second factor for log-ins: codes of an app, and what to do without the phone.
CREATE TABLE two_factor (
    user_id      uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
    secret       bytea NOT NULL CHECK (length(secret) BETWEEN 50 AND 200),
    created_at   timestamptz NOT NULL,
    confirmed_at timestamptz,
    last_step    bigint NOT NULL DEFAULT 0 CHECK (last_step >= 0)
);
COMMENT ON TABLE two_factor IS 'Who is asked for a code when logging in, and who is about to be.';
COMMENT ON COLUMN two_factor.secret IS 'What the codes are made of, sealed with the installation''s key.';
COMMENT ON COLUMN two_factor.confirmed_at IS 'Since when it is on; none until the first code has shown that the app has the secret.';
COMMENT ON COLUMN two_factor.last_step IS 'The 30 seconds since 1970 of the last code that was taken: no code of them, or of any before, is taken again.';

CREATE TABLE recovery_codes (
    user_id uuid NOT NULL REFERENCES two_factor ON DELETE CASCADE,
    code    bytea NOT NULL CHECK (length(code) = 32),
    used_at timestamptz,
    PRIMARY KEY (user_id, code)
);
COMMENT ON TABLE recovery_codes IS 'Codes for whoever has lost the app; each is taken once.';
COMMENT ON COLUMN recovery_codes.code IS 'SHA-256 of what was shown.';

CREATE TABLE login_steps (
    token      bytea PRIMARY KEY CHECK (length(token) = 32),
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    created_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL
);
COMMENT ON TABLE login_steps IS 'Log-ins that are half done: the password was right, the code is missing. They sign nobody in.';
COMMENT ON COLUMN login_steps.token IS 'SHA-256 of the cookie of the browser that began.';
CREATE INDEX login_steps_user_id ON login_steps (user_id);
CREATE INDEX login_steps_expires_at ON login_steps (expires_at);
INSERT INTO housekeeping_runs (name) VALUES ('login-steps');

ALTER TABLE sessions ADD COLUMN has_code boolean NOT NULL DEFAULT false;
COMMENT ON COLUMN sessions.has_code IS 'The log-in was proven by a code as well.';
