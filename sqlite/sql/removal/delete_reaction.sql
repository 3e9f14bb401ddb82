DELETE FROM message_reactions WHERE rowid = :id
