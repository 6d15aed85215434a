ALTER TABLE ledger_transactions DROP COLUMN purchase_id;
DROP TABLE purchases;
