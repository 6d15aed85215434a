DROP FUNCTION usage_of_all_between;
DROP INDEX usage_daily_day;
DROP INDEX usage_logs_created;
