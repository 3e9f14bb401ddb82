// Package handlers is MiniMost's HTTP: it parses requests, calls the store and
// renders answers. What is allowed and what follows is decided in package chat.
package handlers
