package e2e

import (
	"crypto/tls"
	"crypto/x509"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// serial is that of the certificate that a new connection gets.
func (p *process) serial(pool *x509.CertPool) string {
	p.t.Helper()
	dialer := tls.Dialer{Config: &tls.Config{RootCAs: pool}}
	conn, err := dialer.DialContext(p.t.Context(), "tcp", strings.TrimPrefix(p.url, "https://"))
	if err != nil {
		return err.Error()
	}
	defer func() { _ = conn.Close() }()
	secure, _ := conn.(*tls.Conn)
	return secure.ConnectionState().PeerCertificates[0].SerialNumber.String()
}

// renew puts another file in the place of one, as certbot does.
func renew(t *testing.T, to, from string) {
	t.Helper()
	must(t, os.WriteFile(to+".new", []byte(fingerprint(t, from)), 0o600))
	must(t, os.Rename(to+".new", to))
}

func TestARenewedCertificateIsTakenUpWithoutARestart(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key, oldPool := certificate(t, folder)
	newCert, newKey, newPool := certificate(t, t.TempDir())
	server := launch(t, folder, "--tls-cert="+cert, "--tls-key="+key)
	before := server.serial(oldPool)
	alice := server.person("alice")
	alice.client.Transport = trusting(oldPool)
	alice.must(200, alice.get("/readyz"))

	renew(t, cert, newCert)
	if got := server.serial(oldPool); got != before {
		t.Errorf("with half of the pair written it serves %s, not %s", got, before)
	}
	renew(t, key, newKey)
	after := server.serial(newPool)
	if _, err := os.Stat(filepath.Join(folder, "cert.pem")); err != nil || after == before || strings.Contains(after, "certificate") {
		t.Errorf("after the renewal it serves %s, before %s", after, before)
	}
	alice.must(200, alice.get("/readyz"))

	must(t, os.WriteFile(cert, []byte(fingerprint(t, cert)[:100]), 0o600))
	if got := server.serial(newPool); got != after {
		t.Errorf("with a torn certificate it serves %s, not %s", got, after)
	}
	server.signal(syscall.SIGHUP)
	alice.must(200, alice.get("/readyz"))
	if got := server.serial(newPool); got != after {
		t.Errorf("after SIGHUP it serves %s, not %s", got, after)
	}
	if status := server.stop(); status != 0 {
		t.Errorf("status %d", status)
	}
	if log := server.stderr.String(); !strings.Contains(log, "the one before it stays") || !strings.Contains(log, "took up the certificate") {
		t.Errorf("logged %s", log)
	}
}

// The times and sizes of the files are as they were: only the signal tells.
func TestSIGHUPReadsTheCertificateAgainAndEndsNothing(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	cert, key, oldPool := certificate(t, folder)
	newCert, newKey, newPool := certificate(t, t.TempDir())
	server := launch(t, folder, "--tls-cert="+cert, "--tls-key="+key)
	server.serial(oldPool)
	stopped, err := os.Stat(cert)
	must(t, err)
	for to, from := range map[string]string{cert: newCert, key: newKey} {
		content := fingerprint(t, from)
		must(t, os.WriteFile(to, []byte(content), 0o600))
		must(t, os.Chtimes(to, stopped.ModTime(), stopped.ModTime()))
	}
	server.signal(syscall.SIGHUP)
	eventually(t, "the new certificate is served", func() bool { return !strings.Contains(server.serial(newPool), "certificate") })

	plain := launch(t, t.TempDir())
	plain.signal(syscall.SIGHUP)
	plain.signUp("bob")
	if status := plain.stop(); status != 0 {
		t.Errorf("without TLS: status %d", status)
	}
}
