DELETE FROM events WHERE NOT EXISTS (SELECT 1 FROM users WHERE users.id = events.user_id);
ALTER TABLE events ADD CONSTRAINT events_user_id_fkey FOREIGN KEY (user_id) REFERENCES users (id) ON DELETE CASCADE;
ALTER TABLE users RESET (fillfactor);
ALTER TABLE generation_attempts RESET (fillfactor);
ALTER TABLE generation_queue RESET (fillfactor);
DELETE FROM generation_arrows
WHERE (from_state, to_state) IN (
    ('pending', 'processing/submitting'), ('processing/planning', 'completed'), ('processing/submitted', 'completed'),
    ('processing/running', 'completed')
);
