-- Money that is held for rows that are not jobs yet goes back to its owners.
INSERT INTO ledger_transactions (id, user_id, kind, note)
    SELECT id, user_id, 'release', 'batches were removed' FROM batches WHERE held_microdollars > 0;
INSERT INTO ledger_entries (transaction_id, account, user_id, amount_microdollars)
    SELECT id, 'held', user_id, -held_microdollars FROM batches WHERE held_microdollars > 0
    UNION ALL
    SELECT id, 'available', user_id, held_microdollars FROM batches WHERE held_microdollars > 0;
UPDATE users SET balance_microdollars = balance_microdollars + held.amount
    FROM (SELECT user_id, sum(held_microdollars) AS amount FROM batches GROUP BY user_id) AS held
    WHERE held.user_id = users.id;
-- The check of the sums waits for the commit, and the tables cannot be changed before it.
SET CONSTRAINTS ALL IMMEDIATE;
DELETE FROM events WHERE kind = 'batch';
ALTER TABLE events
    DROP CONSTRAINT events_kind,
    ADD CONSTRAINT events_kind_check CHECK (kind IN ('job', 'image', 'balance', 'model'));
DELETE FROM idempotency_keys WHERE job_id IS NULL;
ALTER TABLE idempotency_keys
    DROP CONSTRAINT idempotency_keys_made_one_thing,
    DROP COLUMN batch_id,
    ALTER COLUMN job_id SET NOT NULL;
ALTER TABLE ledger_transactions DROP COLUMN batch_id;
ALTER TABLE generation_queue
    DROP COLUMN batch_key,
    DROP COLUMN lane,
    DROP COLUMN axes,
    DROP COLUMN batch_row,
    DROP COLUMN batch_id;
ALTER TABLE generation_queue
    ADD COLUMN lane smallint NOT NULL GENERATED ALWAYS AS (CASE WHEN priority < 0 THEN 1 ELSE 0 END) STORED;
COMMENT ON COLUMN generation_queue.lane IS '0: somebody sits in front of it; 1: background, served with what the others leave.';
CREATE INDEX generation_queue_waiting ON generation_queue (lane, user_id, model_id, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
CREATE INDEX generation_queue_user_waiting ON generation_queue (user_id, lane, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
DROP TABLE batches;
