DELETE FROM drafts WHERE user = :user AND channel = :channel
