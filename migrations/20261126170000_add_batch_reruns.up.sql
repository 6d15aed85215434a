-- A batch can be asked for again, and one that has ended can go on.
ALTER TABLE batches
    ADD COLUMN parent_batch_id uuid REFERENCES batches ON DELETE SET NULL,
    ADD COLUMN is_closed       boolean NOT NULL DEFAULT false,
    ADD CONSTRAINT batches_closed_holds_nothing CHECK (NOT is_closed OR held_microdollars = 0);
COMMENT ON COLUMN batches.parent_batch_id IS 'The batch whose request this one repeats.';
COMMENT ON COLUMN batches.is_closed IS 'It was cancelled before every row was a job and goes on with those that are: the others never become one.';
CREATE INDEX batches_parent ON batches (parent_batch_id) WHERE parent_batch_id IS NOT NULL;
