-- How many jobs may be at the provider at a time, for each account there.
CREATE TABLE provider_accounts (
    id            uuid PRIMARY KEY,
    user_id       uuid REFERENCES users ON DELETE CASCADE,
    max_running   integer CHECK (max_running BETWEEN 1 AND 1000),
    running_limit integer CHECK (running_limit BETWEEN 1 AND 1000),
    accepted      integer NOT NULL DEFAULT 0 CHECK (accepted >= 0),
    held_until    timestamptz,
    lowered_at    timestamptz,
    raised_at     timestamptz,
    reason        text NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
    CONSTRAINT provider_accounts_once UNIQUE NULLS NOT DISTINCT (user_id),
    CONSTRAINT provider_accounts_counts_while_lowered CHECK (running_limit IS NOT NULL OR accepted = 0)
);
COMMENT ON TABLE provider_accounts IS 'The provider''s accounts, and how many jobs each bears at present: refusals for too many requests halve it, accepted requests raise it again.';
COMMENT ON COLUMN provider_accounts.user_id IS 'Whose key it is; NULL: the studio''s.';
COMMENT ON COLUMN provider_accounts.max_running IS 'The most that may be at the provider, set by an administrator; NULL: the setting JOB_SLOTS.';
COMMENT ON COLUMN provider_accounts.running_limit IS 'What is allowed while it is below the maximum; NULL: the maximum.';
COMMENT ON COLUMN provider_accounts.accepted IS 'Requests taken since the limit last changed; as many as the limit raise it by one.';
COMMENT ON COLUMN provider_accounts.held_until IS 'The provider asked not to be called before this time.';
INSERT INTO provider_accounts (id) VALUES ('00000000-0000-7000-8000-000000000001');

CREATE FUNCTION jobs_at_provider() RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT (SELECT count(*) FROM generation_queue WHERE released_at IS NOT NULL AND phase IS DISTINCT FROM 'ingesting')
        + (SELECT count(*) FROM generation_queue
           WHERE status = 'processing' AND released_at IS NULL AND phase IN ('submitted', 'running'))
$$;
COMMENT ON FUNCTION jobs_at_provider() IS 'Jobs at the provider or on their way. One whose call is unsettled is not counted while no worker has it: it is most likely nowhere.';
