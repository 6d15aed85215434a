DROP FUNCTION jobs_at_provider();
DROP TABLE provider_accounts;
