DROP TABLE plugin_log_lines;
