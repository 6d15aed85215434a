-- Ways that are walked in one step: a job is planned and its call committed to in one transaction, and a result that is read and
-- copied quickly is never seen being read and copied.
INSERT INTO generation_arrows (from_state, to_state) VALUES
    ('pending', 'processing/submitting'),
    ('processing/planning', 'completed'),
    ('processing/submitted', 'completed'),
    ('processing/running', 'completed');

-- Rows that change several times within a second: room on their page for the next version spares their indexes.
ALTER TABLE generation_queue SET (fillfactor = 60);
ALTER TABLE generation_attempts SET (fillfactor = 60);
ALTER TABLE users SET (fillfactor = 50);

-- A row of the log lives for a day and is read by user id. Checking the user for each locks that user's row, which every job of
-- theirs wants to write.
ALTER TABLE events DROP CONSTRAINT events_user_id_fkey;
