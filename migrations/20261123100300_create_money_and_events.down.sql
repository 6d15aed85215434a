DROP TABLE events;
DROP TABLE idempotency_keys;
DROP TABLE usage_logs;
DROP TABLE ledger_entries;
DROP FUNCTION ledger_transaction_balances();
DROP TABLE ledger_transactions;
