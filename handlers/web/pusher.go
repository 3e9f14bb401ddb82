package web

// Pusher is what sends Web Push.
type Pusher interface {
	// PublicKey is what browsers subscribe with, base64url.
	PublicKey() string
	// CheckEndpoint is Invalid for an address that nothing is sent to.
	CheckEndpoint(endpoint string) error
}
