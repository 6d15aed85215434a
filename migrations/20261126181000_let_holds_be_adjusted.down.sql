-- Fails while there are adjustments: they cannot be told otherwise.
ALTER TABLE ledger_transactions
    DROP CONSTRAINT ledger_transactions_kind,
    ADD CONSTRAINT ledger_transactions_kind_check CHECK (kind IN ('grant', 'purchase', 'hold', 'capture', 'release', 'refund', 'expiry'));
COMMENT ON COLUMN ledger_transactions.kind IS NULL;
