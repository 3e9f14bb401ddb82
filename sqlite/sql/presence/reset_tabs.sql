DELETE FROM presence_tabs
