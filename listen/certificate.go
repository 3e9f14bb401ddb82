package listen

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"os"
	"sync"
)

// Certificate is a certificate and its key in two PEM files, which may be renewed while it is used.
type Certificate struct {
	certFile, keyFile string
	logger            *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	seen    [2]os.FileInfo // of the two files when they were read last; nil for one that was not there
}

// LoadCertificate reads the two files. Where these cannot be used it returns an *Error.
func LoadCertificate(certFile, keyFile string, logger *slog.Logger) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile, logger: logger}
	c.seen = c.look()
	if err := c.load(); err != nil {
		return nil, &Error{fmt.Sprintf("The certificate cannot be used: %v.", err), err}
	}
	return c, nil
}

// Listen speaks TLS 1.2 or later on the connections of a listener. Whoever connects after the files were renewed gets the
// new certificate.
func (c *Certificate) Listen(listener net.Listener) net.Listener {
	return tls.NewListener(listener, &tls.Config{GetCertificate: c.newest, MinVersion: tls.VersionTLS12})
}

// Reload reads the files although they look as they did.
func (c *Certificate) Reload() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.renew(c.look())
}

func (c *Certificate) newest(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now := c.look(); !same(c.seen[0], now[0]) || !same(c.seen[1], now[1]) {
		c.renew(now)
	}
	return c.current, nil
}

// renew takes up what the files hold. One of a pair is written before the other: until both fit the earlier pair stays.
func (c *Certificate) renew(now [2]os.FileInfo) {
	c.seen = now
	if err := c.load(); err != nil {
		c.logger.Error("the certificate on the disk cannot be used, the one before it stays", "error", err)
		return
	}
	c.logger.Info("took up the certificate", "until", c.current.Leaf.NotAfter)
}

func (c *Certificate) load() error {
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err == nil {
		c.current = &pair
	}
	return err
}

func (c *Certificate) look() (files [2]os.FileInfo) {
	for i, name := range []string{c.certFile, c.keyFile} {
		if info, err := os.Stat(name); err == nil {
			files[i] = info
		}
	}
	return files
}

func same(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == b
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
