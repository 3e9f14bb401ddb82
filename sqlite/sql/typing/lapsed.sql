-- Channels where a keystroke grew stale between :from and :to (s).
SELECT DISTINCT channel FROM typing WHERE ts >= :from AND ts < :to
