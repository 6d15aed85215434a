CREATE TABLE users (
    id                   uuid PRIMARY KEY,
    email                text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    password_hash        text NOT NULL,
    name                 text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
    avatar_url           text,
    role                 text NOT NULL DEFAULT 'user' CHECK (role IN ('user', 'admin')),
    created_at           timestamptz NOT NULL DEFAULT now(),
    updated_at           timestamptz NOT NULL DEFAULT now(),
    last_login           timestamptz,
    email_verified       boolean NOT NULL DEFAULT false,
    preferences          jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(preferences) = 'object'),
    balance_microdollars bigint NOT NULL DEFAULT 0 CONSTRAINT users_balance_not_negative CHECK (balance_microdollars >= 0),
    credits_balance      integer NOT NULL GENERATED ALWAYS AS ((balance_microdollars / 1000)::integer) STORED,
    subscription_tier    text NOT NULL DEFAULT 'free',
    is_active            boolean NOT NULL DEFAULT true,
    CONSTRAINT users_email_key UNIQUE (email)
);
COMMENT ON TABLE users IS 'People with an account.';
COMMENT ON COLUMN users.balance_microdollars IS 'What can be spent now; holds are already taken off. Always the sum of the ledger''s available account.';
COMMENT ON COLUMN users.credits_balance IS 'The balance in whole credits, rounded down.';

CREATE TABLE sessions (
    id           uuid PRIMARY KEY,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    token        bytea NOT NULL CHECK (length(token) = 32),
    expires_at   timestamptz NOT NULL,
    last_seen_at timestamptz NOT NULL DEFAULT now(),
    created_at   timestamptz NOT NULL DEFAULT now(),
    ip_address   inet,
    user_agent   text,
    CONSTRAINT sessions_token_key UNIQUE (token)
);
COMMENT ON TABLE sessions IS 'Signed-in browsers.';
COMMENT ON COLUMN sessions.token IS 'SHA-256 of the cookie; the cookie itself is stored nowhere.';
COMMENT ON COLUMN sessions.expires_at IS 'Absolute end; an idle session ends earlier, see last_seen_at.';
CREATE INDEX sessions_user_id ON sessions (user_id);
CREATE INDEX sessions_expires_at ON sessions (expires_at);

CREATE TABLE login_failures (
    subject      text PRIMARY KEY CHECK (length(subject) <= 300),
    failures     integer NOT NULL CHECK (failures > 0),
    last_at      timestamptz NOT NULL,
    locked_until timestamptz
);
COMMENT ON TABLE login_failures IS 'Failed log-ins by subject (email:… or ip:…), counted across all web processes.';

CREATE TABLE user_settings (
    id                    uuid PRIMARY KEY,
    user_id               uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    default_model_id      text,
    default_parameters    jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(default_parameters) = 'object'),
    theme                 text NOT NULL DEFAULT 'auto' CHECK (theme IN ('auto', 'light', 'dark', 'hc-light', 'hc-dark')),
    gallery_view_mode     text NOT NULL DEFAULT 'grid' CHECK (gallery_view_mode IN ('grid', 'masonry', 'list')),
    notifications_enabled boolean NOT NULL DEFAULT true,
    settings              jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
    created_at            timestamptz NOT NULL DEFAULT now(),
    updated_at            timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT user_settings_user_id_key UNIQUE (user_id)
);
COMMENT ON TABLE user_settings IS 'Choices of a user that pages and forms start from.';
