// Package postgres keeps everything in a PostgreSQL database that several
// processes of MiniMost share.
//
// The code of a store is package sqlite's. This package is the database under it:
// connections, the schema, and in sql/ those statements that PostgreSQL wants
// otherwise than SQLite; all others are taken from there and translated by
// translate, which changes how parameters and the column user are written and no
// more.
//
// Whoever writes holds one lock of the database, see writer.go, so that
// transactions follow each other as they do in presence.db. What they changed
// stands in the table changes, which every process reads: see changes.go.
package postgres
