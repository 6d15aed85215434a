DROP INDEX sessions_user_newest;
DELETE FROM housekeeping_runs WHERE name = 'account-tokens';
DROP TABLE account_tokens;
