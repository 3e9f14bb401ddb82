package auth

import (
	"fmt"
	"time"

	"github.com/gofiber/fiber/v2"
)

// hashedStorage stores sessions under the hash of their id: who reads the
// database, or a backup of it, cannot take over a session.
type hashedStorage struct{ fiber.Storage }

func (h hashedStorage) Get(id string) ([]byte, error) {
	data, err := h.Storage.Get(HashSessionID(id))
	if err != nil {
		return nil, &storageError{err}
	}
	return data, nil
}

func (h hashedStorage) Set(id string, data []byte, lasting time.Duration) error {
	return h.Storage.Set(HashSessionID(id), data, lasting)
}

func (h hashedStorage) Delete(id string) error {
	return h.Storage.Delete(HashSessionID(id))
}

// storageError tells a storage that failed from a session that cannot be
// decoded.
type storageError struct{ cause error }

func (e *storageError) Error() string { return fmt.Sprintf("session storage: %v", e.cause) }
func (e *storageError) Unwrap() error { return e.cause }
