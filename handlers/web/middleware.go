package web

import (
	"bytes"
	"fmt"
	"net/http"
	"net/textproto"
	"net/url"
	"runtime/debug"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/valyala/fasthttp"

	"minimost/chat"
)

const (
	// ContentSecurityPolicy lets a page run and load what the server itself serves, and nothing else.
	ContentSecurityPolicy = "default-src 'self'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"
	// PermissionsPolicy lets a page use nothing of the device.
	PermissionsPolicy = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
	// StrictTransport has browsers use https alone.
	StrictTransport = "max-age=31536000" // a year, in seconds

	// pageCompression is gzip's level for pages, which are compressed each time
	// they are asked for.
	pageCompression = 3
)

// recoverPanics turns a panic into an error, so that it ends one request and
// not the server.
func (s *Server) recoverPanics(c *fiber.Ctx) (err error) {
	defer func() {
		if p := recover(); p != nil {
			s.Logger.Error("a handler panicked", "request", RequestID(c), "method", c.Method(), "route", c.Route().Path,
				"panic", fmt.Sprint(p), "stack", string(debug.Stack()))
			err = errPanic
		}
	}()
	return s.guard(c)
}

// guard is what every request goes through on its way to its route. Only the
// first, observe, is called by Fiber: each that it calls costs a request a
// search for the next.
func (s *Server) guard(c *fiber.Ctx) error {
	s.securityHeaders(c)
	if s.Draining.Load() {
		c.Response().SetConnectionClose()
	}
	if err := s.refuseOtherHosts(c); err != nil {
		return err
	}
	if err := s.refuseOtherSites(c); err != nil {
		return err
	}
	if err := refuseEncodedBodies(c); err != nil {
		return err
	}
	defer s.notePosition(c)
	if err := c.Next(); err != nil {
		return err
	}
	s.holdAnswer(c)
	compressPage(c)
	s.holdAnswer(c) // which is smaller now
	return nil
}

// header is a line of every answer, in the spelling that fasthttp sends.
type header struct{ Key, value []byte }

func (s *Server) headers() []header {
	var list []header
	add := func(key, value string) {
		list = append(list, header{[]byte(textproto.CanonicalMIMEHeaderKey(key)), []byte(value)})
	}
	add(fiber.HeaderCacheControl, "no-store")
	add(fiber.HeaderContentSecurityPolicy, ContentSecurityPolicy)
	add(fiber.HeaderXContentTypeOptions, "nosniff")
	add(fiber.HeaderReferrerPolicy, "same-origin")
	add(fiber.HeaderXFrameOptions, "DENY")
	add(fiber.HeaderPermissionsPolicy, PermissionsPolicy)
	add("Cross-Origin-Opener-Policy", "same-origin")
	add("Cross-Origin-Resource-Policy", "same-origin")
	if strings.HasPrefix(s.BaseURL, "https://") {
		add(fiber.HeaderStrictTransportSecurity, StrictTransport)
	}
	return list
}

func (s *Server) securityHeaders(c *fiber.Ctx) {
	answer := &c.Response().Header
	for _, h := range s.EveryAnswer {
		answer.SetCanonical(h.Key, h.value)
	}
}

var gzipPage = fasthttp.CompressHandlerLevel(func(*fasthttp.RequestCtx) {}, pageCompression)

// compressPage compresses HTML for clients that take gzip. A stream is left
// alone: its events would wait in the compressor.
func compressPage(c *fiber.Ctx) {
	answer := c.Response()
	if !answer.IsBodyStream() && bytes.HasPrefix(answer.Header.ContentType(), []byte(fiber.MIMETextHTML)) {
		gzipPage(c.Context())
	}
}

// ErrOtherSite is Forbidden: a page of another site sent the request.
var ErrOtherSite = chat.Errorf(chat.Forbidden, "This request comes from another site.")

// refuseOtherSites refuses changes that another site's page asks for, by the
// rules of http.CrossOriginProtection, and its sockets, which it could read:
// there an origin has to be right whatever else the browser says.
func (s *Server) refuseOtherSites(c *fiber.Ctx) error {
	origin, site := c.Get(fiber.HeaderOrigin), c.Get("Sec-Fetch-Site")
	upgrade := c.Get(fiber.HeaderUpgrade) != ""
	switch c.Method() {
	case fiber.MethodGet, fiber.MethodHead, fiber.MethodOptions:
		if !upgrade {
			return nil
		}
	}
	if origin == "" && site == "" {
		return nil
	}
	if _, shown := bearer(c); shown {
		return nil // no browser adds one by itself, and the cookie counts for nothing beside it
	}
	if s.fromOtherSite(c, origin, site) || upgrade && s.fromOtherSite(c, origin, "") {
		c.Locals(AnswerKey, Data)
		return ErrOtherSite
	}
	return nil
}

// fromOtherSite asks as of a change, whatever the method is.
func (s *Server) fromOtherSite(c *fiber.Ctx, origin, site string) bool {
	asked := &http.Request{
		Method: http.MethodPost,
		URL:    &url.URL{Path: "/"},
		Host:   string(c.Request().Host()), // not c.Hostname, which a header can change
		Header: http.Header{
			"Origin":         {origin},
			"Sec-Fetch-Site": {site},
		},
	}
	return s.origins.Check(asked) != nil
}

// refuseEncodedBodies refuses compressed requests: they can unfold to any size.
func refuseEncodedBodies(c *fiber.Ctx) error {
	if encoding := c.Get(fiber.HeaderContentEncoding); encoding != "" && encoding != "identity" {
		return fiber.ErrUnsupportedMediaType
	}
	return nil
}
