package web

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"github.com/a-h/templ"
	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/views"
)

func TestADeadlineEndsLikeAnyContext(t *testing.T) {
	t.Parallel()
	past := &deadline{Context: context.Background(), at: time.Now().Add(-time.Second)}
	if !errors.Is(past.Err(), context.DeadlineExceeded) {
		t.Errorf("after its time: %v", past.Err())
	}
	open := &deadline{Context: context.Background(), at: time.Now().Add(time.Hour)}
	if open.Err() != nil {
		t.Errorf("before its time: %v", open.Err())
	}
	child, cancel := context.WithCancel(open)
	defer cancel()
	open.end()
	<-open.Done()
	<-child.Done()
	unused := &deadline{Context: context.Background(), at: time.Now().Add(time.Hour)}
	unused.end()
	if unused.Err() == nil {
		t.Error("a context that was ended before anybody waited for it goes on")
	}
	parent, stop := context.WithCancel(context.Background())
	late := &deadline{Context: parent, at: time.Now().Add(time.Hour)}
	stop()
	if !errors.Is(late.Err(), context.Canceled) {
		t.Errorf("with its parent ended: %v", late.Err())
	}
}

// A page that takes too long to draw ends when its answer is due, with nothing of it sent.
func TestDrawingLooksAtTheDeadline(t *testing.T) {
	t.Parallel()
	app := fiber.New()
	ctx := &deadline{Context: context.Background(), at: time.Now().Add(time.Millisecond)}
	defer ctx.end()
	c := app.AcquireCtx(&fasthttp.RequestCtx{})
	defer app.ReleaseCtx(c)
	slow := templ.ComponentFunc(func(ctx context.Context, out io.Writer) error {
		<-ctx.Done()
		_, err := io.WriteString(out, "half a page")
		return err
	})
	err := (&Request{HTTP: c, viewer: viewer{Ctx: ctx}}).SendMessages(fiber.StatusOK, templ.Join(slow, views.Icon("send")))
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("drawing ends with %v", err)
	}
	if status, _ := describe(err); status != fiber.StatusServiceUnavailable {
		t.Errorf("it is answered with %d", status)
	}
	if body := c.Response().Body(); len(body) > 0 {
		t.Errorf("%q is sent", body)
	}
}
