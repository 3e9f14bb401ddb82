UPDATE messages SET reactions_ts = :ts, changed_ts = :ts WHERE channel = :channel AND ts = :msg_ts
