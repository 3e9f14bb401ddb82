package views

import (
	"context"
	"slices"
	"strings"
	"testing"
)

func TestUnreadBadgesAreThoseOfThePage(t *testing.T) {
	var badges []UnreadBadgeProps
	for _, unread := range []int{0, 1, 99, 100} {
		for _, mentions := range []int{0, min(unread, 2)} {
			for _, direct := range []bool{false, true} {
				badges = append(badges, UnreadBadgeProps{URL: `/c/a&"b`, Unread: unread, Mentions: mentions, Direct: direct},
					UnreadBadgeProps{URL: "/c/general", Unread: unread, Mentions: mentions, Direct: direct, Newest: "1.5"})
			}
		}
	}
	var got, want strings.Builder
	if err := UnreadBadges(slices.Values(badges)).Render(context.Background(), &got); err != nil {
		t.Fatal(err)
	}
	for _, p := range badges {
		if err := channelBadge(p, true).Render(context.Background(), &want); err != nil {
			t.Fatal(err)
		}
	}
	if got.String() != want.String() {
		t.Errorf("got\n%s\nwant\n%s", got.String(), want.String())
	}
}
