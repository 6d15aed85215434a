-- A job that waits may be changed; what is held for it then grows or shrinks.
ALTER TABLE ledger_transactions
    DROP CONSTRAINT ledger_transactions_kind_check,
    ADD CONSTRAINT ledger_transactions_kind CHECK (kind IN ('grant', 'purchase', 'hold', 'adjust', 'capture', 'release', 'refund', 'expiry'));
COMMENT ON COLUMN ledger_transactions.kind IS 'adjust: the hold of a waiting job grew or shrank, because its owner changed what it asks for.';
