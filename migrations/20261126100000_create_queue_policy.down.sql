DROP TABLE queue_limits;
DROP TABLE queue_pauses;
DROP INDEX generation_queue_user_waiting;
DROP INDEX generation_queue_waiting;
DROP TRIGGER generation_queue_rank ON generation_queue;
DROP FUNCTION generation_queue_ranks();
ALTER TABLE generation_queue DROP COLUMN is_paused, DROP COLUMN rank_at, DROP COLUMN lane;
CREATE INDEX generation_queue_waiting ON generation_queue (priority DESC, created_at, id)
    WHERE status = 'pending' AND released_at IS NULL;
