DROP INDEX usage_logs_model_created;
DROP TABLE model_timings;
