CREATE TABLE projects (
    id             uuid PRIMARY KEY,
    user_id        uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description    text NOT NULL DEFAULT '',
    cover_image_id uuid,
    settings       jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(settings) = 'object'),
    tags           text[] NOT NULL DEFAULT '{}',
    is_archived    boolean NOT NULL DEFAULT false,
    is_public      boolean NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE projects IS 'Folders of work. The number of images is computed, not stored.';
CREATE INDEX projects_user_id ON projects (user_id, updated_at DESC);

CREATE TABLE generation_queue (
    id                     uuid PRIMARY KEY,
    user_id                uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    project_id             uuid REFERENCES projects ON DELETE SET NULL,
    operation              text NOT NULL CHECK (operation IN ('text-to-image', 'image-to-image', 'inpaint', 'upscale', 'remove-background', 'video')),
    prompt                 text NOT NULL,
    negative_prompt        text,
    model_id               text NOT NULL,
    plugin_digest          bytea NOT NULL REFERENCES plugins,
    parameters             jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
    num_images             integer NOT NULL CHECK (num_images BETWEEN 1 AND 16),
    seed                   bigint NOT NULL CHECK (seed BETWEEN 0 AND 4294967295),
    inputs                 jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(inputs) = 'array'),
    parent_image_id        uuid,
    priority               integer NOT NULL DEFAULT 0 CHECK (priority BETWEEN -100 AND 100),

    status                 text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'cancelled')),
    phase                  text CHECK (phase IN ('planning', 'submitting', 'unknown', 'submitted', 'running', 'ingesting')),
    progress               smallint CHECK (progress BETWEEN 0 AND 100),
    provider_position      integer CHECK (provider_position >= 0),
    notes                  jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(notes) = 'array'),
    fal_request_id         text,
    error_code             text,
    error_message          text,
    retry_count            integer NOT NULL DEFAULT 0 CHECK (retry_count >= 0),
    round                  integer NOT NULL DEFAULT 0 CHECK (round >= 0),
    cancel_requested_at    timestamptz,

    estimate_microdollars  bigint NOT NULL CHECK (estimate_microdollars >= 0),
    held_microdollars      bigint NOT NULL CHECK (held_microdollars >= 0),
    captured_microdollars  bigint CHECK (captured_microdollars >= 0),

    next_attempt_at        timestamptz NOT NULL DEFAULT now(),
    release_no             integer NOT NULL DEFAULT 0 CHECK (release_no >= 0),
    released_at            timestamptz,
    lease_owner            text,
    lease_until            timestamptz,
    crash_count            integer NOT NULL DEFAULT 0 CHECK (crash_count >= 0),

    created_at             timestamptz NOT NULL DEFAULT now(),
    updated_at             timestamptz NOT NULL DEFAULT now(),
    started_at             timestamptz,
    completed_at           timestamptz,

    CONSTRAINT generation_queue_phase_only_while_processing CHECK ((status = 'processing') = (phase IS NOT NULL)),
    CONSTRAINT generation_queue_ended_has_time CHECK ((status IN ('completed', 'failed', 'cancelled')) = (completed_at IS NOT NULL)),
    CONSTRAINT generation_queue_failed_has_reason CHECK (status <> 'failed' OR (error_code IS NOT NULL AND error_message IS NOT NULL)),
    CONSTRAINT generation_queue_ended_holds_nothing CHECK (status IN ('pending', 'processing') OR held_microdollars = 0),
    CONSTRAINT generation_queue_capture_on_completion CHECK ((status = 'completed') = (captured_microdollars IS NOT NULL)),
    CONSTRAINT generation_queue_submitted_has_request CHECK (phase NOT IN ('submitted', 'running', 'ingesting') OR fal_request_id IS NOT NULL),
    CONSTRAINT generation_queue_lease_is_whole CHECK ((lease_owner IS NULL) = (lease_until IS NULL)),
    CONSTRAINT generation_queue_lease_needs_release CHECK (lease_owner IS NULL OR released_at IS NOT NULL),
    CONSTRAINT generation_queue_ended_is_released_by_nobody CHECK (status IN ('pending', 'processing') OR (lease_owner IS NULL AND released_at IS NULL))
);
COMMENT ON TABLE generation_queue IS 'The truth about every job. docs/JOBS.md draws the states.';
COMMENT ON COLUMN generation_queue.phase IS 'Sub-state while processing; unknown = it is not known whether the provider took the request.';
COMMENT ON COLUMN generation_queue.round IS 'How often the job was started again by its user; holds and captures belong to a round.';
COMMENT ON COLUMN generation_queue.retry_count IS 'Failed attempts of this round that were tried again automatically.';
COMMENT ON COLUMN generation_queue.crash_count IS 'How often a worker died holding the job; counted apart from failures.';
COMMENT ON COLUMN generation_queue.next_attempt_at IS 'Durable back-off: not released to a worker before this time.';
COMMENT ON COLUMN generation_queue.release_no IS 'Increases each time admission hands the job to the executor; a task of an older release does nothing.';
COMMENT ON COLUMN generation_queue.released_at IS 'Set while the job is with the executor, that is occupies a slot.';
COMMENT ON COLUMN generation_queue.lease_until IS 'The worker that holds the job renews this; past it the worker is presumed dead.';
CREATE INDEX generation_queue_user_status ON generation_queue (user_id, status);
CREATE INDEX generation_queue_user_created ON generation_queue (user_id, created_at DESC, id DESC);
-- Admission reads the heads of these two; a job already with the executor is in neither.
CREATE INDEX generation_queue_waiting ON generation_queue (priority DESC, created_at, id)
    WHERE status = 'pending' AND released_at IS NULL;
CREATE INDEX generation_queue_resumable ON generation_queue (next_attempt_at)
    WHERE status = 'processing' AND released_at IS NULL;
CREATE INDEX generation_queue_released ON generation_queue (released_at)
    WHERE released_at IS NOT NULL;

CREATE TABLE generation_arrows (
    from_state text NOT NULL,
    to_state   text NOT NULL,
    PRIMARY KEY (from_state, to_state)
);
COMMENT ON TABLE generation_arrows IS 'The arrows of the job''s state diagram (docs/JOBS.md), as status or status/phase. Equal to studio-model''s, by a test.';
INSERT INTO generation_arrows (from_state, to_state) VALUES
    ('pending', 'processing/planning'),
    ('pending', 'failed'),
    ('pending', 'cancelled'),
    ('processing/planning', 'processing/submitting'),
    ('processing/planning', 'processing/ingesting'),
    ('processing/submitting', 'processing/submitted'),
    ('processing/submitting', 'processing/unknown'),
    ('processing/unknown', 'processing/submitted'),
    ('processing/submitted', 'processing/running'),
    ('processing/submitted', 'processing/ingesting'),
    ('processing/submitted', 'processing/planning'),
    ('processing/running', 'processing/submitted'),
    ('processing/running', 'processing/ingesting'),
    ('processing/running', 'processing/planning'),
    ('processing/ingesting', 'processing/planning'),
    ('processing/planning', 'pending'),
    ('processing/planning', 'failed'),
    ('processing/planning', 'cancelled'),
    ('processing/submitting', 'pending'),
    ('processing/submitting', 'failed'),
    ('processing/submitting', 'cancelled'),
    ('processing/unknown', 'pending'),
    ('processing/unknown', 'failed'),
    ('processing/unknown', 'cancelled'),
    ('processing/submitted', 'pending'),
    ('processing/submitted', 'failed'),
    ('processing/submitted', 'cancelled'),
    ('processing/running', 'pending'),
    ('processing/running', 'failed'),
    ('processing/running', 'cancelled'),
    ('processing/ingesting', 'completed'),
    ('processing/ingesting', 'pending'),
    ('processing/ingesting', 'failed'),
    ('failed', 'pending'),
    ('cancelled', 'pending');

CREATE FUNCTION generation_queue_follows_arrows() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before text := concat_ws('/', OLD.status, OLD.phase);
    after  text := concat_ws('/', NEW.status, NEW.phase);
BEGIN
    IF before <> after AND NOT EXISTS (SELECT 1 FROM generation_arrows WHERE from_state = before AND to_state = after) THEN
        RAISE EXCEPTION 'job % does not go from % to %', OLD.id, before, after
            USING ERRCODE = 'check_violation', CONSTRAINT = 'generation_queue_arrows';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER generation_queue_arrows BEFORE UPDATE OF status, phase ON generation_queue
    FOR EACH ROW EXECUTE FUNCTION generation_queue_follows_arrows();

CREATE TABLE generation_attempts (
    id               uuid PRIMARY KEY,
    job_id           uuid NOT NULL REFERENCES generation_queue ON DELETE CASCADE,
    number           integer NOT NULL CHECK (number >= 1),
    round            integer NOT NULL CHECK (round >= 0),
    step             integer NOT NULL CHECK (step >= 0),
    label            text NOT NULL,
    token            uuid NOT NULL,
    endpoint         text NOT NULL,
    input            jsonb NOT NULL CHECK (jsonb_typeof(input) = 'object'),
    plugin_state     bytea NOT NULL,
    state            text NOT NULL DEFAULT 'intended'
        CHECK (state IN ('intended', 'unknown', 'accepted', 'succeeded', 'refused', 'failed', 'cancelled', 'dead')),
    request_id       text,
    status_url       text,
    response_url     text,
    cancel_url       text,
    output           jsonb,
    billable_units   double precision,
    error            text,
    created_at       timestamptz NOT NULL DEFAULT now(),
    sent_at          timestamptz,
    accepted_at      timestamptz,
    ended_at         timestamptz,
    CONSTRAINT generation_attempts_number_key UNIQUE (job_id, number),
    CONSTRAINT generation_attempts_token_key UNIQUE (token),
    CONSTRAINT generation_attempts_accepted_has_request CHECK (state NOT IN ('accepted', 'succeeded') OR request_id IS NOT NULL),
    CONSTRAINT generation_attempts_ended_has_time CHECK ((state IN ('succeeded', 'refused', 'failed', 'cancelled', 'dead')) = (ended_at IS NOT NULL)),
    CONSTRAINT generation_attempts_success_has_output CHECK ((state = 'succeeded') = (output IS NOT NULL))
);
COMMENT ON TABLE generation_attempts IS 'Provider calls. A row is committed before the call is made, so a crash never hides one.';
COMMENT ON COLUMN generation_attempts.token IS 'Random; travels in the webhook URL, so a late webhook finds its attempt even when the request id was never learnt.';
COMMENT ON COLUMN generation_attempts.state IS 'dead = proven or, past the stated bound, presumed never to have been accepted.';
-- One call at a time: a second submit while the first may still be alive cannot be stored.
CREATE UNIQUE INDEX generation_attempts_one_open ON generation_attempts (job_id) WHERE state IN ('intended', 'unknown', 'accepted');
CREATE UNIQUE INDEX generation_attempts_request_id ON generation_attempts (request_id) WHERE request_id IS NOT NULL;

CREATE TABLE webhook_deliveries (
    id          uuid PRIMARY KEY,
    attempt_id  uuid NOT NULL REFERENCES generation_attempts ON DELETE CASCADE,
    request_id  text NOT NULL,
    ok          boolean NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT webhook_deliveries_once UNIQUE (attempt_id, request_id)
);
COMMENT ON TABLE webhook_deliveries IS 'Verified webhooks of the provider, once each.';

CREATE TABLE images (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    project_id      uuid REFERENCES projects ON DELETE SET NULL,
    job_id          uuid REFERENCES generation_queue ON DELETE SET NULL,
    output_index    integer NOT NULL DEFAULT 0 CHECK (output_index >= 0),
    object_id       uuid NOT NULL,
    file_path       text NOT NULL,
    file_url        text NOT NULL,
    thumbnail_url   text NOT NULL,
    width           integer NOT NULL CHECK (width > 0),
    height          integer NOT NULL CHECK (height > 0),
    file_size       bigint NOT NULL CHECK (file_size > 0),
    format          text NOT NULL CHECK (format IN ('jpeg', 'png', 'webp', 'gif', 'mp4')),
    sha256          bytea NOT NULL CHECK (length(sha256) = 32),
    average_color   text NOT NULL CHECK (average_color ~ '^#[0-9a-f]{6}$'),
    placeholder     text NOT NULL,
    is_flagged      boolean NOT NULL DEFAULT false,
    prompt          text NOT NULL,
    negative_prompt text,
    model_id        text NOT NULL,
    model_version   text NOT NULL,
    parameters      jsonb NOT NULL CHECK (jsonb_typeof(parameters) = 'object'),
    seed            numeric(20, 0),
    generation_time double precision,
    cost_microdollars bigint NOT NULL DEFAULT 0 CHECK (cost_microdollars >= 0),
    cost_credits    double precision NOT NULL GENERATED ALWAYS AS (cost_microdollars / 1000.0::double precision) STORED,
    parent_image_id uuid REFERENCES images ON DELETE SET NULL,
    is_favorite     boolean NOT NULL DEFAULT false,
    rating          smallint CHECK (rating BETWEEN 1 AND 5),
    tags            text[] NOT NULL DEFAULT '{}',
    metadata        jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(metadata) = 'object'),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now(),
    deleted_at      timestamptz,
    CONSTRAINT images_once_per_output UNIQUE (job_id, output_index)
);
COMMENT ON TABLE images IS 'Pictures: one row a stored original.';
COMMENT ON COLUMN images.object_id IS 'With output_index it names the stored objects: the job that made them, or the upload.';
COMMENT ON COLUMN images.generation_time IS 'Seconds of computing as the provider tells them, else from acceptance to result.';
COMMENT ON COLUMN images.seed IS 'Providers use the whole range of u64.';
CREATE INDEX images_user_created ON images (user_id, created_at DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX images_project_id ON images (project_id) WHERE project_id IS NOT NULL;
CREATE INDEX images_favorite ON images (is_favorite, created_at DESC) WHERE is_favorite;
CREATE INDEX images_tags ON images USING gin (tags);
CREATE INDEX images_parent ON images (parent_image_id) WHERE parent_image_id IS NOT NULL;
ALTER TABLE projects ADD CONSTRAINT projects_cover_image FOREIGN KEY (cover_image_id) REFERENCES images ON DELETE SET NULL;
ALTER TABLE generation_queue ADD CONSTRAINT generation_queue_parent_image FOREIGN KEY (parent_image_id) REFERENCES images ON DELETE SET NULL;

CREATE TABLE collections (
    id             uuid PRIMARY KEY,
    user_id        uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    name           text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    description    text NOT NULL DEFAULT '',
    cover_image_id uuid REFERENCES images ON DELETE SET NULL,
    is_public      boolean NOT NULL DEFAULT false,
    created_at     timestamptz NOT NULL DEFAULT now(),
    updated_at     timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE collections IS 'Boards of images.';
CREATE INDEX collections_user_id ON collections (user_id, updated_at DESC);

CREATE TABLE collection_images (
    id            uuid PRIMARY KEY,
    collection_id uuid NOT NULL REFERENCES collections ON DELETE CASCADE,
    image_id      uuid NOT NULL REFERENCES images ON DELETE CASCADE,
    position      integer NOT NULL CHECK (position >= 0),
    added_at      timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT collection_images_once UNIQUE (collection_id, image_id),
    CONSTRAINT collection_images_position UNIQUE (collection_id, position) DEFERRABLE INITIALLY DEFERRED
);
COMMENT ON TABLE collection_images IS 'Which images are on a board, in order.';
CREATE INDEX collection_images_image_id ON collection_images (image_id);

CREATE TABLE prompts (
    id              uuid PRIMARY KEY,
    user_id         uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    title           text NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    prompt_text     text NOT NULL CHECK (length(prompt_text) BETWEEN 1 AND 50000),
    negative_prompt text,
    category        text NOT NULL DEFAULT '',
    tags            text[] NOT NULL DEFAULT '{}',
    is_favorite     boolean NOT NULL DEFAULT false,
    is_public       boolean NOT NULL DEFAULT false,
    usage_count     integer NOT NULL DEFAULT 0 CHECK (usage_count >= 0),
    created_at      timestamptz NOT NULL DEFAULT now(),
    updated_at      timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE prompts IS 'The prompt library.';
CREATE INDEX prompts_user_favorite ON prompts (user_id, is_favorite);

CREATE TABLE image_comments (
    id           uuid PRIMARY KEY,
    image_id     uuid NOT NULL REFERENCES images ON DELETE CASCADE,
    user_id      uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    comment_text text NOT NULL CHECK (length(comment_text) BETWEEN 1 AND 5000),
    created_at   timestamptz NOT NULL DEFAULT now(),
    updated_at   timestamptz NOT NULL DEFAULT now()
);
COMMENT ON TABLE image_comments IS 'What people say about an image.';
CREATE INDEX image_comments_image_id ON image_comments (image_id, created_at);

CREATE TABLE shared_projects (
    id            uuid PRIMARY KEY,
    project_id    uuid NOT NULL REFERENCES projects ON DELETE CASCADE,
    share_token   text NOT NULL,
    created_by    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at    timestamptz,
    view_count    integer NOT NULL DEFAULT 0 CHECK (view_count >= 0),
    password_hash text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT shared_projects_share_token_key UNIQUE (share_token)
);
COMMENT ON TABLE shared_projects IS 'Read-only links to projects.';
CREATE INDEX shared_projects_project_id ON shared_projects (project_id);

CREATE TABLE shared_images (
    id            uuid PRIMARY KEY,
    image_id      uuid NOT NULL REFERENCES images ON DELETE CASCADE,
    share_token   text NOT NULL,
    created_by    uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    expires_at    timestamptz,
    view_count    integer NOT NULL DEFAULT 0 CHECK (view_count >= 0),
    password_hash text,
    created_at    timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT shared_images_share_token_key UNIQUE (share_token)
);
COMMENT ON TABLE shared_images IS 'Read-only links to images.';
CREATE INDEX shared_images_image_id ON shared_images (image_id);
