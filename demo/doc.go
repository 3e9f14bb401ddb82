// Package demo fills an empty database with a small team's talk and plays some
// of its people, so that one person alone sees a chat that is alive. It works
// through the store's ordinary methods, so that every rule applies to it.
package demo
