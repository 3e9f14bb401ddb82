package page

import (
	"minimost/chat"
	"minimost/views"
)

// Person is somebody as the reader sees them.
type Person struct {
	chat.User
	Face views.AvatarProps
	// Called is the name that they are shown by, OwnerCalled that of whoever made a bot.
	Called, OwnerCalled string
	State               chat.State
	Status              chat.Status
	Blocked             bool // by the reader
	// SeenTS is when they were there last, 0 where that is not shared or they are
	// there.
	SeenTS chat.Stamp
}

// Person is NotFound for a name without account.
func (p *Pages) Person(reader Reader, name string) (Person, error) {
	user, err := p.store.User(reader.Ctx, name)
	if err != nil {
		return Person{}, err
	}
	seen, err := p.presences(reader)
	if err != nil {
		return Person{}, err
	}
	blocks, err := p.cache.Blocks(reader.Ctx, reader.User.Username, reader.Now)
	if err != nil {
		return Person{}, err
	}
	one := Person{User: user, Called: seen.Shown(user.Username), OwnerCalled: seen.Shown(user.BotOwner), Face: reader.Face(seen, user.Username), State: seen.State(user.Username), Status: seen.Status(user.Username)}
	_, one.Blocked = blocks.Blocked[user.Username]
	if _, hides := seen.Hides(user.Username); hides || !user.Settings.ShareLastSeen || one.State != chat.Offline || user.Deactivated != 0 {
		return one, nil
	}
	presence, err := p.store.Presence(reader.Ctx, user.Username)
	if presence.LastSeen.Valid() {
		one.SeenTS = presence.LastSeen
	}
	return one, err
}
