package postgres

// Template is the URL of a database with the schema, set by the tests of the whole.
var Template string
