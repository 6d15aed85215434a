ALTER TABLE generation_queue ADD COLUMN held_at timestamptz;
COMMENT ON COLUMN generation_queue.held_at IS 'When the money of the present round was held: the period of a budget to which it returns. Empty in rows from before: with the row.';
