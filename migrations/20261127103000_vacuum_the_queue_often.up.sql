-- A row of the queue is written five times within a life of seconds. The default of a fifth of the table lets the dead versions of
-- hours pile up in front of those that are read many times a second.
ALTER TABLE generation_queue SET (
    autovacuum_vacuum_scale_factor = 0.02,
    autovacuum_vacuum_threshold = 1000,
    autovacuum_analyze_scale_factor = 0.02,
    autovacuum_analyze_threshold = 1000
);
