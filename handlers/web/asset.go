package web

// Assets are the browser's files.
type Assets interface {
	// Base is the path they live under, "/static/" and one more element that
	// changes with their content.
	Base() string
	// Serve answers a request for the file at a path below "/static/", which sets
	// the answer's headers. The body is empty but for status 200 and not to be
	// changed; 404 means that there is no such file.
	Serve(path, acceptEncoding, ifNoneMatch string, set func(header, value string)) (status int, body []byte)
}
