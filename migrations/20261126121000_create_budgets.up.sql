-- What a user wants to spend at most, in all or in a project, in a day or a month (UTC).
CREATE TABLE budgets (
    id                 uuid PRIMARY KEY,
    user_id            uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    project_id         uuid REFERENCES projects ON DELETE CASCADE,
    period             text NOT NULL CHECK (period IN ('day', 'month')),
    limit_microdollars bigint NOT NULL CHECK (limit_microdollars > 0),
    is_hard            boolean NOT NULL,
    period_start       timestamptz NOT NULL,
    used_microdollars  bigint NOT NULL DEFAULT 0 CHECK (used_microdollars >= 0),
    created_at         timestamptz NOT NULL DEFAULT now(),
    updated_at         timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT budgets_once UNIQUE NULLS NOT DISTINCT (user_id, project_id, period)
);
COMMENT ON TABLE budgets IS 'Limits that owners set themselves. Changed in the transaction that moves the money.';
COMMENT ON COLUMN budgets.is_hard IS 'Refuses holds beyond the limit; a soft one only tells.';
COMMENT ON COLUMN budgets.used_microdollars IS 'Held and paid in the period that began at period_start; what was held and not needed is taken off again.';
