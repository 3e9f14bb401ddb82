package checks

import (
	"log"
	"os"
	"testing"
)

// TestMain lets the tests name files from the root of the repository on.
func TestMain(m *testing.M) {
	if err := os.Chdir(".."); err != nil {
		log.Fatal(err)
	}
	os.Exit(m.Run())
}
