SELECT channel FROM invite_channels WHERE invite_id = :invite_id
