-- A closed batch would load the rows that it was cancelled before: it is cancelled again.
UPDATE batches SET cancel_requested_at = now() WHERE is_closed AND cancel_requested_at IS NULL;
ALTER TABLE batches
    DROP COLUMN is_closed,
    DROP COLUMN parent_batch_id;
