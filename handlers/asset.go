package handlers

import (
	"strings"

	"github.com/gofiber/fiber/v2"
)

const staticPrefix = "/static/"

// Assets are the browser's files.
type Assets interface {
	// Base is the path they live under, "/static/" and one more element that
	// changes with their content.
	Base() string
	// CacheControl is the header for a file asked for below Base.
	CacheControl() string
	// Open finds a file by its path below Base, in the best encoding that an
	// Accept-Encoding header allows.
	Open(name, acceptEncoding string) (Asset, bool)
}

// Asset is one file in one encoding.
type Asset struct {
	Body        []byte // not to be changed
	ContentType string
	Encoding    string // "" for the file as it is
	ETag        string // quoted
	Varies      bool   // other clients may get another encoding
}

func (s *server) asset(r *request) error {
	version, name, _ := strings.Cut(r.Params("*"), "/")
	asset, found := s.Assets.Open(name, r.Get(fiber.HeaderAcceptEncoding))
	if !found {
		return fiber.ErrNotFound
	}
	// A page from before an update asks under the old base: it gets the file of
	// today, without keeping it under that address.
	cacheControl := "no-cache"
	if staticPrefix+version == s.Assets.Base() {
		cacheControl = s.Assets.CacheControl()
	}
	r.Set(fiber.HeaderCacheControl, cacheControl)
	// To a sandboxed frame of the gallery even its own server is another origin.
	r.Set("Cross-Origin-Resource-Policy", "cross-origin")
	r.Set(fiber.HeaderETag, asset.ETag)
	if asset.Varies {
		r.Set(fiber.HeaderVary, fiber.HeaderAcceptEncoding)
	}
	if matchesTag(r.Get(fiber.HeaderIfNoneMatch), asset.ETag) {
		r.Status(fiber.StatusNotModified)
		return nil
	}
	r.Set(fiber.HeaderContentType, asset.ContentType)
	if asset.Encoding != "" {
		r.Set(fiber.HeaderContentEncoding, asset.Encoding)
	}
	return r.Send(asset.Body)
}

// matchesTag reads an If-None-Match header, which compares tags weakly.
func matchesTag(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == tag || candidate == "*" {
			return true
		}
	}
	return false
}
