SELECT text FROM drafts WHERE user = :user AND channel = :channel
