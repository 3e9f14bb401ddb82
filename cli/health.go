package cli

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"

	"minimost/listen"
)

// healthPatience is how long the server may take to say that it is well.
const healthPatience = 4 * time.Second

// health asks the server that listens on --addr, on this machine, whether it
// serves: for containers, in which no other program is there to ask.
func (p program) health(ctx context.Context) error {
	if _, port, _ := net.SplitHostPort(p.Addr); port == "0" {
		return faultf("Give --addr: the port in it is not the one that the server has.")
	}
	ctx, cancel := context.WithTimeout(ctx, healthPatience)
	defer cancel()
	// The certificate is for the name that people use.
	transport := &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS12}}
	address := p.Addr
	if path, ok := listen.UnixPath(p.Addr); ok {
		address = "localhost:0"
		transport.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, "unix", path)
		}
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.listenURL(address)+"/readyz", nil)
	if err != nil {
		return faultf("--addr is no address to ask: %v.", err)
	}
	answer, err := (&http.Client{Transport: transport}).Do(request)
	if err != nil {
		return faultf("The server on %s does not answer: %v; see that it runs and that --addr is its address.", p.Addr, listen.Cause(err))
	}
	_ = answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return faultf("The server on %s is not ready: it answers %d; its log says why.", p.Addr, answer.StatusCode)
	}
	return nil
}
