package web

import (
	"cmp"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // a machine or container may have no time zones of its own

	"github.com/gofiber/fiber/v2"
)

const (
	// ZoneCookie has the reader's time zone as the browser names it, such as
	// "America/Sao_Paulo". static/js/zone.js sets it.
	ZoneCookie = "minimost_zone"
	// ZoneHeader is the zone in which an open page was drawn, in the requests of its
	// scripts.
	ZoneHeader = "Time-Zone"

	longestZone = 64 // in bytes; the longest there is has 32
)

// zones are those that somebody has asked for, by their names. Only names that
// exist are kept, so there is an end to them.
var zones sync.Map // of string to *time.Location

// BrowserZone is the zone of which the reader's browser speaks, nil when it is not
// known.
func BrowserZone(c *fiber.Ctx) *time.Location {
	return LoadZone(cmp.Or(c.Get(ZoneHeader), c.Cookies(ZoneCookie)))
}

// LoadZone is the time zone of that name, nil where there is none.
func LoadZone(name string) *time.Location {
	if name == "" || len(name) > longestZone || name == "Local" { // the server's own, whatever TZ calls it
		return nil
	}
	if known, ok := zones.Load(name); ok {
		return known.(*time.Location) //nolint:errcheck,forcetypeassert // there is nothing else in it
	}
	name = strings.Clone(name) // fasthttp uses its memory again
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil
	}
	if zone == time.UTC {
		// Chosen, not for want of another.
		zone = time.FixedZone(name, 0)
	}
	zones.Store(name, zone)
	return zone
}
