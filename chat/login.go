package chat

import (
	"cmp"
	"crypto/rand"
	"encoding/binary"
	"strings"
	"time"
)

const (
	// DeviceLifetime is how long a device is known without a login.
	DeviceLifetime = 365 * 24 * time.Hour
	// MaxDevices is how many devices an account is known to use.
	MaxDevices = 50
)

// Login is a session of an account, as its list of sessions shows it.
type Login struct {
	Session string // SHA-256 of the session's id, hexadecimal
	Address string // where it was used from last
	Browser string // in words, such as "Firefox on Linux"
	Started Stamp
	Seen    Stamp // when it was extended last, which is at most hourly
}

// NewEpoch is a session epoch that no session has.
func NewEpoch() int64 {
	var random [8]byte
	_, _ = rand.Read(random[:]) // never fails
	return int64(binary.NativeEndian.Uint64(random[:]) >> 1)
}

// What stands in a User-Agent for a browser or a system. The first that is found
// counts: most browsers name others besides.
var (
	browserMarks = []struct{ mark, name string }{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"Vivaldi/", "Vivaldi"}, {"SamsungBrowser/", "Samsung Internet"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"Chrome/", "Chrome"}, {"Chromium/", "Chromium"}, {"CriOS/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}, {"python-requests", "Python"}, {"Go-http-client", "Go"},
	}
	systemMarks = []struct{ mark, name string }{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"},
	}
)

// BrowserName says in words what a User-Agent names, such as "Firefox on Linux":
// nothing of it is shown as it was sent.
func BrowserName(userAgent string) string {
	var browser, system string
	for _, known := range browserMarks {
		if strings.Contains(userAgent, known.mark) {
			browser = known.name
			break
		}
	}
	for _, known := range systemMarks {
		if strings.Contains(userAgent, known.mark) {
			system = known.name
			break
		}
	}
	if browser != "" && system != "" {
		return browser + " on " + system
	}
	return cmp.Or(browser, system, "Unknown browser")
}
