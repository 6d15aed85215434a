DROP INDEX generation_queue_plugin_done;
DROP TABLE plugin_shadow_runs;
