SELECT pinned_by FROM pins WHERE message_id = :message_id
