package handlers

import (
	"cmp"
	"strings"
	"sync"
	"time"
	_ "time/tzdata" // a machine or container may have no time zones of its own

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

const (
	// zoneCookie has the reader's time zone as the browser names it, such as
	// "America/Sao_Paulo". static/js/zone.js sets it.
	zoneCookie = "minimost_zone"
	// zoneHeader is the zone in which an open page was drawn, in the requests of its
	// scripts.
	zoneHeader = "Time-Zone"

	longestZone = 64 // in bytes; the longest there is has 32
)

// zones are those that somebody has asked for, by their names. Only names that
// exist are kept, so there is an end to them.
var zones sync.Map // of string to *time.Location

// browserZone is the zone of which the reader's browser speaks, nil when it is not
// known.
func browserZone(c *fiber.Ctx) *time.Location {
	return loadZone(cmp.Or(c.Get(zoneHeader), c.Cookies(zoneCookie)))
}

// keepZone stores the zone of the browser for those of the same account that do
// not tell theirs. What is asked for besides is done without it too.
func (s *server) keepZone(r *request, user chat.User) {
	zone := loadZone(r.Cookies(zoneCookie))
	if zone == nil || zone.String() == user.Zone {
		return
	}
	if err := s.Store.SetZone(r.ctx, user.Username, zone.String()); err != nil {
		s.Logger.Error("store a time zone", "request", requestID(r.Ctx), "error", err)
	}
}

func loadZone(name string) *time.Location {
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
