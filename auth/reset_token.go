package auth

import "crypto/sha256"

// HashResetToken is what the store keeps of a reset token.
func HashResetToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}
