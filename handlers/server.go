// Package handlers is the HTTP of the chat: the table of routes, and what no part of the chat has to itself. The
// handlers stand in the packages of their parts, on package web.
package handlers

import (
	"context"

	"github.com/gofiber/fiber/v2"

	"minimost/handlers/account"
	"minimost/handlers/admin"
	"minimost/handlers/channel"
	"minimost/handlers/message"
	"minimost/handlers/presence"
	"minimost/handlers/program"
	"minimost/handlers/web"
)

// Config is what the server is made of.
type Config = web.Config

// Store is everything the handlers ask of the store, each package for itself.
type Store interface {
	web.Store
	account.Store
	admin.Store
	channel.Store
	message.Store
	presence.Store
	program.Store
	healthStore
}

type healthStore interface {
	// Ready reports whether the database answers.
	Ready(ctx context.Context) error
}

// server has the handlers of all routes.
type server struct {
	*web.Server
	health healthStore

	account  *account.Handlers
	admin    *admin.Handlers
	channel  *channel.Handlers
	message  *message.Handlers
	presence *presence.Handlers
	program  *program.Handlers
}

// New returns the application with every route of Routes. It fails when the
// base URL is not one.
func New(store Store, cfg Config) (*fiber.App, error) {
	_, app, err := newServer(store, cfg)
	return app, err
}

func newServer(store Store, cfg Config) (*server, *fiber.App, error) {
	core, err := web.New(store, cfg)
	if err != nil {
		return nil, nil, err
	}
	accounts := account.New(core, store)
	s := &server{
		Server: core, health: store,
		account: accounts, admin: admin.New(core, store, accounts), channel: channel.New(core, store),
		message: message.New(core, store), presence: presence.New(core, store), program: program.New(core, store),
	}
	routes := s.routes()
	if cfg.Dev {
		routes = append(routes, s.devRoutes()...)
	}
	return s, core.App(routes, s.formsShownAgain()), nil
}
