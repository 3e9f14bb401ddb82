// Package auth knows who somebody is: sessions, passwords, and what slows down
// guessing them. It knows no page and no route.
package auth
