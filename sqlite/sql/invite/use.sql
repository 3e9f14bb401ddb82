UPDATE invites SET uses = uses + 1 WHERE id = :id
