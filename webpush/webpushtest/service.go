// Package webpushtest is a push service and the browsers that it reaches, for tests. It
// reads what is sent by the RFCs alone, and knows nothing of who sent it.
package webpushtest

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"strings"
	"time"
)

// Browser is one that has subscribed.
type Browser struct {
	private *ecdh.PrivateKey
	secret  []byte
}

// NewBrowser has keys of its own.
func NewBrowser() (*Browser, error) {
	private, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	b := &Browser{private, make([]byte, 16)}
	_, err = rand.Read(b.secret)
	return b, err
}

// Key and Secret are what its subscription says, base64url.
func (b *Browser) Key() string {
	return base64.RawURLEncoding.EncodeToString(b.private.PublicKey().Bytes())
}

// Secret is shared with who sends.
func (b *Browser) Secret() string { return base64.RawURLEncoding.EncodeToString(b.secret) }

// Decrypt reads what RFC 8291 makes of a text.
func (b *Browser) Decrypt(body []byte) ([]byte, error) {
	const head = 16 + 4 + 1
	if len(body) < head || len(body) < head+int(body[head-1]) {
		return nil, errors.New("the body has no header")
	}
	salt, size, key := body[:16], binary.BigEndian.Uint32(body[16:20]), body[head:head+int(body[head-1])]
	record := body[head+len(key):]
	if uint64(len(record)) > uint64(size) {
		return nil, errors.New("the body is more than one record")
	}
	sender, err := ecdh.P256().NewPublicKey(key)
	if err != nil {
		return nil, err
	}
	shared, err := b.private.ECDH(sender)
	if err != nil {
		return nil, err
	}
	info := "WebPush: info\x00" + string(b.private.PublicKey().Bytes()) + string(key)
	input, err := hkdf.Key(sha256.New, shared, b.secret, info, 32)
	if err != nil {
		return nil, err
	}
	content, err := hkdf.Key(sha256.New, input, salt, "Content-Encoding: aes128gcm\x00", 16)
	if err != nil {
		return nil, err
	}
	nonce, err := hkdf.Key(sha256.New, input, salt, "Content-Encoding: nonce\x00", 12)
	if err != nil {
		return nil, err
	}
	block, err := aes.NewCipher(content)
	if err != nil {
		return nil, err
	}
	sealed, err := cipher.NewGCM(block)
	if err != nil {
		return nil, err
	}
	padded, err := sealed.Open(nil, nonce, record, nil)
	if err != nil {
		return nil, err
	}
	text := strings.TrimRight(string(padded), "\x00")
	if !strings.HasSuffix(text, "\x02") {
		return nil, errors.New("the last record does not say that it is")
	}
	return []byte(strings.TrimSuffix(text, "\x02")), nil
}

// Read checks a request as a push service does that serves at origin and knows the
// server by a key, and reads its body as the browser does.
func (b *Browser) Read(r *http.Request, origin, serverKey string, now time.Time) ([]byte, error) {
	if r.Method != http.MethodPost || r.Header.Get("Content-Encoding") != "aes128gcm" || r.Header.Get("TTL") == "" {
		return nil, fmt.Errorf("%s with %v is no push", r.Method, r.Header)
	}
	if err := checkSignature(r.Header.Get("Authorization"), origin, serverKey, now); err != nil {
		return nil, err
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	return b.Decrypt(body)
}

// checkSignature checks what RFC 8292 asks of a request.
func checkSignature(header, origin, serverKey string, now time.Time) error {
	token, key, ok := strings.Cut(strings.TrimPrefix(header, "vapid t="), ", k=")
	parts := strings.Split(token, ".")
	if !ok || len(parts) != 3 || key != serverKey {
		return fmt.Errorf("%q is not signed by the key %s", header, serverKey)
	}
	var claims struct {
		Audience string `json:"aud"`
		Expires  int64  `json:"exp"`
		Subject  string `json:"sub"`
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err == nil {
		err = json.Unmarshal(text, &claims)
	}
	if err != nil {
		return err
	}
	left := time.Unix(claims.Expires, 0).Sub(now)
	subject := strings.HasPrefix(claims.Subject, "mailto:") || strings.HasPrefix(claims.Subject, "https://")
	if claims.Audience != origin || left <= 0 || left > 24*time.Hour || !subject {
		return fmt.Errorf("the claims are %s", text)
	}
	return verify(parts, key)
}

func verify(parts []string, key string) error {
	point, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return err
	}
	public, err := ecdsa.ParseUncompressedPublicKey(elliptic.P256(), point)
	if err != nil {
		return err
	}
	signature, err := base64.RawURLEncoding.DecodeString(parts[2])
	if err != nil || len(signature) != 64 {
		return fmt.Errorf("the signature has %d bytes: %w", len(signature), err)
	}
	hash := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if !ecdsa.Verify(public, hash[:], new(big.Int).SetBytes(signature[:32]), new(big.Int).SetBytes(signature[32:])) {
		return errors.New("the signature is not the key's")
	}
	return nil
}
