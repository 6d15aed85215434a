ALTER TABLE generation_queue DROP COLUMN held_at;
