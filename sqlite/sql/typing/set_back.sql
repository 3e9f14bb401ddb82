-- Forgets the keystrokes that lie ahead of :now (s).
DELETE FROM typing WHERE ts > :now
