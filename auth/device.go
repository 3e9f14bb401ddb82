package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"time"

	"github.com/gofiber/fiber/v2"

	"minimost/chat"
)

// DeviceCookie is the name of the cookie by which a browser is known that somebody
// has logged in with: OWASP calls it a device cookie. Only the login is sent it.
const DeviceCookie = "minimost_device"

// Device is a browser as its cookie names it.
type Device struct{ id string }

// DeviceOf is the device of a request; nobody has seen one without a cookie.
func DeviceOf(c *fiber.Ctx) Device { return Device{c.Cookies(DeviceCookie)} }

// NewDevice has an id that nobody can guess.
func NewDevice() Device { return Device{rand.Text()} }

// Hash is what the store keeps of it, nil for none.
func (d Device) Hash() []byte {
	if d.id == "" {
		return nil
	}
	sum := sha256.Sum256([]byte(d.id))
	return sum[:]
}

// Cookie lets the browser be known by it; secure is for https alone.
func (d Device) Cookie(now time.Time, secure bool) *fiber.Cookie {
	return &fiber.Cookie{
		Name: DeviceCookie, Value: d.id, Path: "/login", HTTPOnly: true, SameSite: "Lax", Secure: secure, Expires: now.Add(chat.DeviceLifetime),
	}
}
