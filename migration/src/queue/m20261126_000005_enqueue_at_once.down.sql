DROP FUNCTION queue.enqueue_all;
