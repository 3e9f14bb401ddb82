package handlers

import (
	"fmt"
	"testing"

	"minimost/handlers/web"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/auth"
)

const benchPeople = 50

// caller asks the application without a socket: what it allocates is what the
// application allocates.
type caller struct {
	b      *testing.B
	handle fasthttp.RequestHandler
	ctx    *fasthttp.RequestCtx
}

func newCaller(b *testing.B, w *world, who *browser) *caller {
	b.Helper()
	c := &caller{b: b, handle: w.app.Handler(), ctx: &fasthttp.RequestCtx{}}
	c.ctx.Request.SetHost("chat.example")
	c.ctx.Request.Header.SetCookie(auth.Cookie, who.session())
	c.ctx.Request.Header.Set(web.PersonHeader, who.name)
	return c
}

// call makes one request and compares its status.
func (c *caller) call(status int, method, target string) {
	c.b.Helper()
	c.ctx.Request.Header.SetMethod(method)
	c.ctx.Request.SetRequestURI(target)
	c.ctx.Response.Reset()
	c.ctx.ResetUserValues()
	c.handle(c.ctx)
	if got := c.ctx.Response.StatusCode(); got != status {
		c.b.Fatalf("%s %s: status %d, want %d; body %.200q", method, target, got, status, c.ctx.Response.Body())
	}
}

// busyTown is a world with many people online, some of whom have talked.
func busyTown(b *testing.B) (w *world, alice *browser) {
	b.Helper()
	w = newWorld(b)
	w.server.Throttle = nil
	alice = w.as("alice")
	for i := range benchPeople - 1 {
		name := fmt.Sprint("person", i)
		w.account(name)
		if err := w.store.ReportPresence(tContext(), name, "session", "tab", "active", w.clock()); err != nil {
			b.Fatal(err)
		}
		if _, err := w.store.Send(tContext(), name, "general", fmt.Sprint("Message ", i), 0, w.clock()); err != nil {
			b.Fatal(err)
		}
	}
	return w, alice
}

// each measures one request, over and over.
func (c *caller) each(status int, method, target string) {
	c.b.Helper()
	c.call(status, method, target)
	c.b.ReportAllocs()
	for c.b.Loop() {
		c.call(status, method, target)
	}
}

func BenchmarkIdlePoll(b *testing.B) {
	w, alice := busyTown(b)
	newCaller(b, w, alice).each(fiber.StatusNoContent, get, "/ui/live/general?since="+alice.cursorOf("general"))
}

func BenchmarkChangedPoll(b *testing.B) {
	w, alice := busyTown(b)
	since := alice.cursorOf("general")
	if err := w.store.StartTyping(tContext(), "person1", "general", w.clock()); err != nil {
		b.Fatal(err)
	}
	newCaller(b, w, alice).each(fiber.StatusOK, get, "/ui/live/general?since="+since)
}

func BenchmarkTypists(b *testing.B) {
	w, alice := busyTown(b)
	for i := range 3 {
		if err := w.store.StartTyping(tContext(), fmt.Sprint("person", i), "general", w.clock()); err != nil {
			b.Fatal(err)
		}
	}
	newCaller(b, w, alice).each(fiber.StatusOK, get, "/typing/general")
}

func BenchmarkStartTyping(b *testing.B) {
	w, alice := busyTown(b)
	newCaller(b, w, alice).each(fiber.StatusNoContent, post, "/typing/general")
}

func BenchmarkOnlineUsers(b *testing.B) {
	w, alice := busyTown(b)
	newCaller(b, w, alice).each(fiber.StatusOK, get, "/online_users")
}
