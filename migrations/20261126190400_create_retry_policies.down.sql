DROP TABLE retry_policies;
