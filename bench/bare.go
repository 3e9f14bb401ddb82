package main

import (
	"context"
	"fmt"
	"net"

	"github.com/gofiber/fiber/v2"
)

// serveBare is the limit that everything is compared with: Fiber answering "ok" and nothing else, until ctx ends.
func serveBare(ctx context.Context) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(func(c *fiber.Ctx) error { return c.SendString("ok") })
	fmt.Println("listening on http://" + listener.Addr().String())
	context.AfterFunc(ctx, func() { _ = app.Shutdown() })
	return app.Listener(listener)
}
