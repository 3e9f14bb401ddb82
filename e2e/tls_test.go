package e2e

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// certificate makes a self-signed one for 127.0.0.1 and returns its files and
// who trusts it.
func certificate(t *testing.T, folder string) (cert, key string, pool *x509.CertPool) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: "minimost test"},
		DNSNames: []string{"localhost"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	privateDER, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	pool = x509.NewCertPool()
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: privateDER}} {
		content := pem.EncodeToMemory(block)
		pool.AppendCertsFromPEM(content)
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key, pool
}

func trusting(pool *x509.CertPool) *http.Transport {
	return &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}
}

func TestServingTLS(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key, pool := certificate(t, folder)
	server := launch(t, folder, "--tls-cert="+cert, "--tls-key="+key)
	if !strings.HasPrefix(server.url, "https://127.0.0.1:") {
		t.Fatalf("ready line %q", server.ready)
	}
	alice := server.person("alice")
	alice.client.Transport = trusting(pool)
	defer alice.client.CloseIdleConnections()
	r := alice.must(302, alice.form("/signup", "username", "alice", "password", somePassword, "confirm_password", somePassword))
	if cookie := strings.ToLower(r.header.Get("Set-Cookie")); !strings.Contains(cookie, "secure") || !strings.Contains(cookie, "httponly") {
		t.Errorf("cookie %q", cookie)
	}
	if got := alice.must(200, alice.get("/channels")); got.header.Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS")
	}
	old := tls.Dialer{Config: &tls.Config{RootCAs: pool, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}}
	if conn, err := old.DialContext(t.Context(), "tcp", strings.TrimPrefix(server.url, "https://")); err == nil {
		_ = conn.Close()
		t.Error("speaks TLS 1.1")
	}
	plain := launch(t, t.TempDir())
	bob := plain.person("bob")
	r = bob.must(302, bob.form("/signup", "username", "bob", "password", somePassword, "confirm_password", somePassword))
	if cookie := strings.ToLower(r.header.Get("Set-Cookie")); strings.Contains(cookie, "secure") {
		t.Errorf("without TLS: cookie %q", cookie)
	}
	began := time.Now()
	server.signal(syscall.SIGTERM)
	server.stopsCleanly(began)
}
