DROP FUNCTION queue.revive(bigint, uuid, text, timestamptz, integer, timestamptz);
DROP FUNCTION queue.dead_of(uuid, text, integer);
