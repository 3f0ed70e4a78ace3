-- Takes the queue away, with everything that still waits in it.

DROP SCHEMA queue CASCADE;
