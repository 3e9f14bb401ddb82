package auth

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
)

const secretBytes = 32

// NewSecret returns the secret of a link, to stand in its path.
func NewSecret() string {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // never fails
	return base64.RawURLEncoding.EncodeToString(secret)
}

// HashSecret is what the store keeps of a link's secret.
func HashSecret(secret string) []byte {
	sum := sha256.Sum256([]byte(secret))
	return sum[:]
}

// HashResetToken is what the store keeps of a reset token.
func HashResetToken(token string) []byte { return HashSecret(token) }
