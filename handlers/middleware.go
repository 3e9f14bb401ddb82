package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/chat"
)

const (
	contentSecurityPolicy = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
	permissionsPolicy     = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
	strictTransport       = "max-age=31536000" // a year, in seconds

	// pageCompression is gzip's level for pages, which are compressed each time
	// they are asked for.
	pageCompression = 3
)

// recoverPanics turns a panic into an error, so that it ends one request and
// not the server.
func (s *server) recoverPanics(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Logger.Error("a handler panicked", "request", requestID(c), "method", c.Method(), "route", c.Route().Path,
				"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return c.Next()
}

func (s *server) setHeaders(c *fiber.Ctx) error {
	s.securityHeaders(c)
	if s.Draining.Load() {
		c.Response().SetConnectionClose()
	}
	return c.Next()
}

func (s *server) securityHeaders(c *fiber.Ctx) {
	c.Set(fiber.HeaderCacheControl, "no-store")
	c.Set(fiber.HeaderContentSecurityPolicy, contentSecurityPolicy)
	c.Set(fiber.HeaderXContentTypeOptions, "nosniff")
	c.Set(fiber.HeaderReferrerPolicy, "same-origin")
	c.Set(fiber.HeaderXFrameOptions, "DENY")
	c.Set(fiber.HeaderPermissionsPolicy, permissionsPolicy)
	c.Set("Cross-Origin-Opener-Policy", "same-origin")
	c.Set("Cross-Origin-Resource-Policy", "same-origin")
	if strings.HasPrefix(s.BaseURL, "https://") {
		c.Set(fiber.HeaderStrictTransportSecurity, strictTransport)
	}
}

var gzipPage = fasthttp.CompressHandlerLevel(func(*fasthttp.RequestCtx) {}, pageCompression)

// compressPages compresses HTML for clients that take gzip. A stream is left
// alone: its events would wait in the compressor.
func (s *server) compressPages(c *fiber.Ctx) error {
	if err := c.Next(); err != nil {
		return err
	}
	answer := c.Response()
	if !answer.IsBodyStream() && strings.HasPrefix(string(answer.Header.ContentType()), fiber.MIMETextHTML) {
		gzipPage(c.Context())
	}
	return nil
}

var errOtherSite = chat.Errorf(chat.Forbidden, "This request comes from another site.")

// refuseOtherSites refuses changes that another site's page asks for, by the
// rules of http.CrossOriginProtection.
func (s *server) refuseOtherSites(c *fiber.Ctx) error {
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		return c.Next()
	}
	asked := &http.Request{
		Method: c.Method(),
		URL:    &url.URL{Path: "/"},
		Host:   string(c.Request().Host()), // not c.Hostname, which a header can change
		Header: http.Header{
			"Origin":         {c.Get(fiber.HeaderOrigin)},
			"Sec-Fetch-Site": {c.Get("Sec-Fetch-Site")},
		},
	}
	if s.origins.Check(asked) != nil {
		c.Locals(answerKey, Data)
		return errOtherSite
	}
	return c.Next()
}

// refuseEncodedBodies refuses compressed requests: they can unfold to any size.
func refuseEncodedBodies(c *fiber.Ctx) error {
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return fiber.ErrUnsupportedMediaType
	}
	return c.Next()
}
