CREATE TABLE ledger_transactions (
    id         uuid PRIMARY KEY,
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('grant', 'purchase', 'hold', 'capture', 'release', 'refund', 'expiry')),
    job_id     uuid REFERENCES generation_queue ON DELETE SET NULL,
    round      integer,
    note       text NOT NULL DEFAULT '',
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT ledger_transactions_job_has_round CHECK (job_id IS NULL OR round IS NOT NULL)
);
COMMENT ON TABLE ledger_transactions IS 'Movements of money. Never updated, never deleted while the user exists.';
-- A job's round is held once and settled once, whatever crashes between.
CREATE UNIQUE INDEX ledger_transactions_one_hold ON ledger_transactions (job_id, round) WHERE kind = 'hold';
CREATE UNIQUE INDEX ledger_transactions_one_settlement ON ledger_transactions (job_id, round) WHERE kind IN ('capture', 'release');
CREATE INDEX ledger_transactions_user ON ledger_transactions (user_id, created_at DESC, id DESC);

CREATE TABLE ledger_entries (
    transaction_id uuid NOT NULL REFERENCES ledger_transactions ON DELETE CASCADE,
    account        text NOT NULL CHECK (account IN ('available', 'held', 'spent', 'funding')),
    user_id        uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    amount_microdollars bigint NOT NULL CHECK (amount_microdollars <> 0),
    PRIMARY KEY (transaction_id, account)
);
COMMENT ON TABLE ledger_entries IS 'Double entry: the amounts of a transaction sum to zero, enforced at commit.';
COMMENT ON COLUMN ledger_entries.account IS 'available and held belong to the user; spent is what was paid for jobs; funding is where credits come from.';
CREATE INDEX ledger_entries_user_account ON ledger_entries (user_id, account) INCLUDE (amount_microdollars);

CREATE FUNCTION ledger_transaction_balances() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount_microdollars) FROM ledger_entries WHERE transaction_id = NEW.transaction_id) <> 0 THEN
        RAISE EXCEPTION 'ledger transaction % does not balance', NEW.transaction_id
            USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_entries_balance';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER ledger_entries_balance AFTER INSERT OR UPDATE ON ledger_entries
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_transaction_balances();

CREATE TABLE usage_logs (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    image_id        uuid REFERENCES images ON DELETE SET NULL,
    job_id          uuid REFERENCES generation_queue ON DELETE SET NULL,
    round           integer NOT NULL DEFAULT 0,
    action          text NOT NULL,
    model_id        text,
    used_microdollars bigint NOT NULL DEFAULT 0 CHECK (used_microdollars >= 0),
    credits_used    double precision NOT NULL GENERATED ALWAYS AS (used_microdollars / 1000.0::double precision) STORED,
    generation_time double precision,
    success         boolean NOT NULL,
    error_message   text,
    created_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT usage_logs_once_per_round UNIQUE (job_id, round)
);
COMMENT ON TABLE usage_logs IS 'One row for every ended job.';
CREATE INDEX usage_logs_user_created ON usage_logs (user_id, created_at DESC);

CREATE TABLE idempotency_keys (
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    key        text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
    body_hash  bytea NOT NULL CHECK (length(body_hash) = 32),
    job_id     uuid NOT NULL REFERENCES generation_queue ON DELETE CASCADE,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, key)
);
COMMENT ON TABLE idempotency_keys IS 'Same key and body: the first job again. Same key, other body: a conflict.';
CREATE INDEX idempotency_keys_created ON idempotency_keys (created_at);

CREATE TABLE events (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    xid        xid8 NOT NULL DEFAULT pg_current_xact_id(),
    user_id    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    kind       text NOT NULL CHECK (kind IN ('job', 'image', 'balance', 'model')),
    subject_id uuid NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE events IS 'What changed, for live pages. Ids only: readers load the present state.';
COMMENT ON COLUMN events.xid IS 'Readers follow (xid, id) below the oldest running transaction, so that a late commit is never skipped.';
CREATE INDEX events_order ON events (xid, id);
CREATE INDEX events_user ON events (user_id, xid, id);
CREATE INDEX events_created ON events (created_at);
