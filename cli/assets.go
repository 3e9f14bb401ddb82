package cli

import (
	"minimost/handlers"
	"minimost/static"
)

// assets gives the handlers the static files in their terms.
type assets struct{ *static.Files }

func (a assets) Open(name, acceptEncoding string) (handlers.Asset, bool) {
	file, found := a.Files.Open(name)
	if !found {
		return handlers.Asset{}, false
	}
	variant := file.Negotiate(acceptEncoding)
	return handlers.Asset{
		Body:        variant.Body,
		ContentType: file.ContentType,
		Encoding:    variant.Encoding,
		ETag:        variant.ETag,
		Varies:      file.Compressible(),
	}, true
}
