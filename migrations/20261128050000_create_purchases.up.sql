CREATE TABLE purchases (
    id                 uuid PRIMARY KEY,
    user_id            uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    bought_microdollars bigint NOT NULL CHECK (bought_microdollars > 0),
    price_minor        bigint NOT NULL CHECK (price_minor > 0),
    currency           text NOT NULL CHECK (currency ~ '^[a-z]{3}$'),
    state              text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'paid', 'failed', 'expired')),
    idempotency_key    text CHECK (length(idempotency_key) BETWEEN 1 AND 255),
    checkout_id        text,
    checkout_url       text,
    payment_id         text,
    refunded_microdollars bigint NOT NULL DEFAULT 0 CHECK (refunded_microdollars BETWEEN 0 AND bought_microdollars),
    unrecovered_microdollars bigint NOT NULL DEFAULT 0 CHECK (unrecovered_microdollars BETWEEN 0 AND refunded_microdollars),
    created_at         timestamptz NOT NULL,
    expires_at         timestamptz NOT NULL,
    paid_at            timestamptz,
    CONSTRAINT purchases_paid_is_known CHECK ((state = 'paid') = (paid_at IS NOT NULL AND payment_id IS NOT NULL)),
    CONSTRAINT purchases_once_per_key UNIQUE (user_id, idempotency_key)
);
COMMENT ON TABLE purchases IS 'Credits that users buy from a payment service.';
COMMENT ON COLUMN purchases.price_minor IS 'In the smallest unit of the currency.';
COMMENT ON COLUMN purchases.refunded_microdollars IS 'What the money that was given back had bought.';
COMMENT ON COLUMN purchases.unrecovered_microdollars IS 'Of that, what could not be taken from the balance because it was spent.';
CREATE INDEX purchases_user ON purchases (user_id, created_at DESC, id DESC);
CREATE UNIQUE INDEX purchases_payment ON purchases (payment_id);

ALTER TABLE ledger_transactions ADD COLUMN purchase_id uuid REFERENCES purchases ON DELETE SET NULL;
-- However often the service says that it was paid.
CREATE UNIQUE INDEX ledger_transactions_one_purchase ON ledger_transactions (purchase_id) WHERE kind = 'purchase';
CREATE INDEX ledger_transactions_purchase ON ledger_transactions (purchase_id) WHERE purchase_id IS NOT NULL;
