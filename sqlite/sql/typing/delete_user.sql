DELETE FROM typing WHERE user = :user
