DELETE FROM notifications WHERE kind = 'webhook_disabled';
ALTER TABLE notifications
    DROP CONSTRAINT notifications_kind_check,
    ADD CONSTRAINT notifications_kind_check CHECK (
        kind IN ('batch_ended', 'batch_stalled', 'schedule_paused', 'budget_reached', 'share_expiring')
    );
DELETE FROM housekeeping_runs WHERE name = 'webhook-deliveries';
DROP TABLE outgoing_deliveries;
DROP TABLE webhooks;
