SELECT channel FROM dm_participants WHERE username = :user
