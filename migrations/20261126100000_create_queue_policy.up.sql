-- Order: a job's rank is a time. Priority is a head start of 36 s a point, so that waiting outweighs it in the end.
ALTER TABLE generation_queue
    ADD COLUMN lane      smallint NOT NULL GENERATED ALWAYS AS (CASE WHEN priority < 0 THEN 1 ELSE 0 END) STORED,
    ADD COLUMN rank_at   timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN is_paused boolean NOT NULL DEFAULT false;
UPDATE generation_queue SET rank_at = created_at - priority * interval '36 seconds';
COMMENT ON COLUMN generation_queue.lane IS '0: somebody sits in front of it; 1: background, served with what the others leave.';
COMMENT ON COLUMN generation_queue.rank_at IS 'Order among the waiting jobs of a user: earlier goes first.';
COMMENT ON COLUMN generation_queue.is_paused IS 'Its owner holds this job back. Wider pauses are rows of queue_pauses.';

CREATE FUNCTION generation_queue_ranks() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.rank_at := NEW.created_at - NEW.priority * interval '36 seconds';
    RETURN NEW;
END $$;
CREATE TRIGGER generation_queue_rank BEFORE INSERT OR UPDATE OF priority ON generation_queue
    FOR EACH ROW EXECUTE FUNCTION generation_queue_ranks();

-- Admission steps through the users and models that wait and reads the head of each; positions are counted per user.
DROP INDEX generation_queue_waiting;
CREATE INDEX generation_queue_waiting ON generation_queue (lane, user_id, model_id, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;
CREATE INDEX generation_queue_user_waiting ON generation_queue (user_id, lane, rank_at, id)
    WHERE status = 'pending' AND released_at IS NULL AND NOT is_paused;

CREATE TABLE queue_pauses (
    id         uuid PRIMARY KEY,
    scope      text NOT NULL CHECK (scope IN ('everything', 'model', 'user')),
    model_id   text,
    user_id    uuid REFERENCES users ON DELETE CASCADE,
    reason     text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    paused_by  uuid REFERENCES users ON DELETE SET NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT queue_pauses_model CHECK ((scope = 'model') = (model_id IS NOT NULL)),
    CONSTRAINT queue_pauses_user CHECK ((scope = 'user') = (user_id IS NOT NULL)),
    CONSTRAINT queue_pauses_once UNIQUE NULLS NOT DISTINCT (scope, model_id, user_id)
);
COMMENT ON TABLE queue_pauses IS 'What admission leaves waiting: all jobs, those of a model, those of a user. Jobs that have begun go on.';

CREATE TABLE queue_limits (
    id          uuid PRIMARY KEY,
    scope       text NOT NULL CHECK (scope IN ('model', 'user')),
    model_id    text,
    user_id     uuid REFERENCES users ON DELETE CASCADE,
    max_running integer NOT NULL CHECK (max_running BETWEEN 1 AND 1000),
    set_by      uuid REFERENCES users ON DELETE SET NULL,
    created_at  timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT queue_limits_model CHECK ((scope = 'model') = (model_id IS NOT NULL)),
    CONSTRAINT queue_limits_user CHECK ((scope = 'user') = (user_id IS NOT NULL)),
    CONSTRAINT queue_limits_once UNIQUE NULLS NOT DISTINCT (scope, model_id, user_id)
);
COMMENT ON TABLE queue_limits IS 'How many jobs of a model or a user may be with workers at a time.';
