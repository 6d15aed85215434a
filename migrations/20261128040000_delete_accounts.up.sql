-- Accounts on their way out: asked for, due after a time of grace, and then removed step by step.
ALTER TABLE users
    ADD COLUMN deletion_requested_at timestamptz,
    ADD COLUMN deletion_due_at       timestamptz,
    ADD COLUMN deletion_began_at     timestamptz,
    ADD CONSTRAINT users_deletion_is_whole CHECK ((deletion_requested_at IS NULL) = (deletion_due_at IS NULL)),
    ADD CONSTRAINT users_deletion_has_grace CHECK (deletion_due_at >= deletion_requested_at),
    ADD CONSTRAINT users_deletion_begins_when_due CHECK (deletion_began_at IS NULL OR deletion_began_at >= deletion_due_at);
ALTER TABLE users
    ADD COLUMN is_open boolean NOT NULL GENERATED ALWAYS AS (is_active AND deletion_due_at IS NULL) STORED;
COMMENT ON COLUMN users.deletion_requested_at IS 'When its owner asked for its deletion.';
COMMENT ON COLUMN users.deletion_due_at IS 'Until then its owner may keep it; a change of the setting does not move it.';
COMMENT ON COLUMN users.deletion_began_at IS 'Since when it is being removed: nothing brings it back, and its balance is zero.';
COMMENT ON COLUMN users.is_open IS 'Neither switched off nor about to be deleted: its things are shown to others, and work goes on for it.';
CREATE INDEX users_deletion_due ON users (deletion_due_at) WHERE deletion_due_at IS NOT NULL;
INSERT INTO housekeeping_runs (name) VALUES ('leaving-accounts');

-- The books outlive the people in them. An account whose movements still name it cannot be deleted.
ALTER TABLE ledger_transactions
    ALTER COLUMN user_id DROP NOT NULL,
    DROP CONSTRAINT ledger_transactions_user_id_fkey,
    ADD CONSTRAINT ledger_transactions_user FOREIGN KEY (user_id) REFERENCES users ON DELETE RESTRICT,
    ADD CONSTRAINT ledger_transactions_of_nobody_say_nothing
        CHECK (user_id IS NOT NULL OR (note = '' AND job_id IS NULL AND round IS NULL AND batch_id IS NULL));
ALTER TABLE ledger_entries
    ALTER COLUMN user_id DROP NOT NULL,
    DROP CONSTRAINT ledger_entries_user_id_fkey,
    ADD CONSTRAINT ledger_entries_user FOREIGN KEY (user_id) REFERENCES users ON DELETE RESTRICT;
COMMENT ON TABLE ledger_transactions IS 'Movements of money. Never deleted; all that is ever changed is that those of a deleted account name nobody.';
COMMENT ON COLUMN ledger_transactions.user_id IS 'Whose; none when the account is gone.';
COMMENT ON COLUMN ledger_entries.user_id IS 'As of the transaction.';

-- What refers to a job, a batch or a run must be found when that goes.
CREATE INDEX ledger_transactions_of_job ON ledger_transactions (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX ledger_transactions_of_batch ON ledger_transactions (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX idempotency_keys_of_job ON idempotency_keys (job_id) WHERE job_id IS NOT NULL;
CREATE INDEX idempotency_keys_of_batch ON idempotency_keys (batch_id) WHERE batch_id IS NOT NULL;
CREATE INDEX idempotency_keys_of_run ON idempotency_keys (recipe_run_id) WHERE recipe_run_id IS NOT NULL;
CREATE INDEX generation_queue_of_recipe_run ON generation_queue (recipe_run_id) WHERE recipe_run_id IS NOT NULL;
CREATE INDEX image_comments_of_user ON image_comments (user_id);

COMMENT ON TABLE audit_log IS 'Who did what that matters for security, from where. Rows are written in the transaction of the act and never changed, but that those of a deleted administrator forget who it was.';
COMMENT ON COLUMN mails.user_id IS 'Whose account it is about; none when that is gone: then the row goes as soon as the mail is sent or given up.';
