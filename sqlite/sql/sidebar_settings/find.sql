SELECT sort_by, folded FROM sidebar_settings WHERE username = :username
