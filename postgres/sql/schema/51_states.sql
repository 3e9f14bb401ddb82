-- Which states a page can report is chat's alone to say.
ALTER TABLE presence_tabs DROP CONSTRAINT presence_tabs_state_check;
