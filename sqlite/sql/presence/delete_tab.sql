DELETE FROM presence_tabs WHERE user = :user AND tab = :tab
