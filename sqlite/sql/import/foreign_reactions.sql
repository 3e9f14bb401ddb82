-- Those without a time are of other programs.
SELECT rowid AS id, emoji, reactor FROM message_reactions WHERE reacted_ts IS NULL
