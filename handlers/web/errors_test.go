package web

import (
	"net/http"
	"slices"
	"testing"

	"github.com/gofiber/fiber/v2"
)

// Each is answered to a browser that asked for a page.
func TestPagesOfErrorsAreHeadedInWords(t *testing.T) {
	t.Parallel()
	headings := map[string]int{}
	for _, status := range []int{401, 403, 404, 408, 409, 413, 421, 429, 500, 503, 507} {
		heading := pageTitles[status]
		if heading == "" || heading == http.StatusText(status) {
			t.Errorf("%d is headed %q", status, heading)
		}
		if other, taken := headings[heading]; taken {
			t.Errorf("%d is headed as %d is", status, other)
		}
		headings[heading] = status
	}
	for _, status := range Statuses {
		if pageTitles[status] == "" && !slices.Contains([]int{fiber.StatusBadRequest, fiber.StatusUnprocessableEntity}, status) {
			t.Errorf("%d has no heading of its own", status)
		}
	}
}
