// Package sqlite keeps everything in presence.db.
//
// One goroutine writes: it takes the writes that wait and commits them
// together. Readers have connections of their own and never wait for it. The
// rules are package chat's; a statement lives in sql/<noun>/<verb>.sql.
package sqlite
