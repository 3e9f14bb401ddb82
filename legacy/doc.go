// Package legacy reads the data folder of the Python original, auth.db,
// presence.db and users/messages.db, and moves what is in it to MiniMost. The
// folder is never written to.
package legacy
