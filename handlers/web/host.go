package web

import (
	"net/netip"
	"net/url"
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/utils"
)

// errOtherHost is for a request that was sent to another name than the
// server's: a name that another site lets point here would make its pages part
// of this one to a browser.
var errOtherHost = fiber.NewError(fiber.StatusMisdirectedRequest, "")

// OtherHost is said to whoever asks under a name that the server does not go by.
const OtherHost = "This server does not go by that name; whoever runs it can add the name with --hosts."

// hostNames are the names that a server goes by, in lower case.
func hostNames(baseURL string, more []string) map[string]bool {
	names := map[string]bool{"localhost": true, "": true} // no browser leaves it out
	for _, name := range more {
		names[strings.ToLower(name)] = true
	}
	if u, err := url.Parse(baseURL); err == nil {
		names[strings.ToLower(u.Hostname())] = true
	}
	return names
}

// refuseOtherHosts refuses what was sent to a name that is not the server's. An
// address is nobody's to point elsewhere. Those who look whether the server is
// well ask by any name.
func (s *Server) refuseOtherHosts(c *fiber.Ctx) error {
	host := utils.UnsafeString(c.Request().Host())
	if s.hosts[host] || s.goesBy(host) {
		return nil
	}
	switch c.Path() {
	case LivePath, ReadyPath:
		return nil
	}
	c.Locals(AnswerKey, Data)
	return errOtherHost
}

func (s *Server) goesBy(host string) bool {
	name := withoutPort(host)
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	return s.hosts[strings.ToLower(strings.TrimSuffix(name, "."))]
}

// withoutPort is a host such as "chat.example" or "[::1]".
func withoutPort(host string) string {
	colon := strings.LastIndexByte(host, ':')
	if colon < 0 || strings.HasSuffix(host, "]") {
		return host
	}
	return host[:colon]
}
