package static

import (
	"net/http"
	"strings"
)

// Serve answers a request for the file at a path below "/static/", such as "0f3a…/js/live.js", from the two headers that
// matter. It sets the answer's headers and returns its status, 200, 304 or 404, and its body, which is shared and not to be
// changed.
func (f *Files) Serve(path, acceptEncoding, ifNoneMatch string, set func(header, value string)) (status int, body []byte) {
	version, name, _ := strings.Cut(path, "/")
	file, found := f.open(name)
	if !found {
		return http.StatusNotFound, nil
	}
	set("Cache-Control", f.cacheControl(version))
	// To a sandboxed frame of the gallery even its own server is another origin.
	set("Cross-Origin-Resource-Policy", "cross-origin")
	if file.brot != nil {
		set("Vary", "Accept-Encoding")
	}
	chosen := file.negotiate(acceptEncoding)
	set("ETag", chosen.tag)
	if matches(ifNoneMatch, chosen.tag) {
		return http.StatusNotModified, nil
	}
	set("Content-Type", file.contentType)
	if chosen.encoding != "" {
		set("Content-Encoding", chosen.encoding)
	}
	return http.StatusOK, chosen.body
}

func (f *Files) cacheControl(version string) string {
	switch {
	case prefix+version != f.base:
		// A page from before an update asks under the old base: it gets the file of today, without keeping it under that address.
		return "no-cache"
	case f.live != nil:
		return "no-store"
	default:
		return "public, max-age=31536000, immutable"
	}
}

// matches reads an If-None-Match header, which compares tags weakly.
func matches(header, tag string) bool {
	for candidate := range strings.SplitSeq(header, ",") {
		candidate = strings.TrimPrefix(strings.TrimSpace(candidate), "W/")
		if candidate == tag || candidate == "*" {
			return true
		}
	}
	return false
}
