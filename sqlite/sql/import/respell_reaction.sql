UPDATE OR REPLACE message_reactions SET emoji = :emoji, reactor = :reactor WHERE rowid = :id
