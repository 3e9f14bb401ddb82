-- In every spelling: other programs leave variation selectors (U+FE0F) out.
DELETE FROM message_reactions
WHERE channel = :channel AND msg_ts = :msg_ts AND reactor = :reactor
    AND replace(emoji, char(0xFE0F), '') = replace(:emoji, char(0xFE0F), '')
