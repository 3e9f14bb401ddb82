UPDATE message_reactions SET reactor = :shown WHERE rowid = :id
