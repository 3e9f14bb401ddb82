-- The rows that a commit has changed of those that servers remember, JSON: see sqlite/touched.go; NULL: any.
ALTER TABLE changes ADD COLUMN touched text;
