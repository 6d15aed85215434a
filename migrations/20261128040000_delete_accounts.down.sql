COMMENT ON COLUMN mails.user_id IS NULL;
COMMENT ON TABLE audit_log IS 'Who did what that matters for security, from where. Rows are written in the transaction of the act and never changed.';

DROP INDEX image_comments_of_user;
DROP INDEX generation_queue_of_recipe_run;
DROP INDEX idempotency_keys_of_run;
DROP INDEX idempotency_keys_of_batch;
DROP INDEX idempotency_keys_of_job;
DROP INDEX ledger_transactions_of_batch;
DROP INDEX ledger_transactions_of_job;

-- The schema before knows no movements of nobody; their entries go with them.
DELETE FROM ledger_transactions WHERE user_id IS NULL;
ALTER TABLE ledger_entries
    DROP CONSTRAINT ledger_entries_user,
    ADD CONSTRAINT ledger_entries_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE,
    ALTER COLUMN user_id SET NOT NULL;
ALTER TABLE ledger_transactions
    DROP CONSTRAINT ledger_transactions_of_nobody_say_nothing,
    DROP CONSTRAINT ledger_transactions_user,
    ADD CONSTRAINT ledger_transactions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users ON DELETE CASCADE,
    ALTER COLUMN user_id SET NOT NULL;
COMMENT ON TABLE ledger_transactions IS 'Movements of money. Never updated, never deleted while the user exists.';
COMMENT ON COLUMN ledger_transactions.user_id IS NULL;
COMMENT ON COLUMN ledger_entries.user_id IS NULL;

DELETE FROM housekeeping_runs WHERE name = 'leaving-accounts';
DROP INDEX users_deletion_due;
ALTER TABLE users DROP COLUMN is_open;
ALTER TABLE users
    DROP COLUMN deletion_requested_at,
    DROP COLUMN deletion_due_at,
    DROP COLUMN deletion_began_at;
