SELECT channel FROM typing WHERE user = :user
