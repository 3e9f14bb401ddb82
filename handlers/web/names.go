package web

import (
	"minimost/cache"
	"minimost/chat"
	"minimost/page"
	"minimost/views"
)

// Seen is how everybody is shown to the viewer, called in the viewer's language.
func (s *Server) Seen(r *Request) (cache.Presences, error) {
	seen, err := s.Cache.PresencesFor(r.Ctx, r.User.Username, r.Now)
	return seen.In(r.T), err
}

// Shown is what the viewer calls somebody.
func (s *Server) Shown(r *Request, name string) (string, error) {
	seen, err := s.Seen(r)
	return seen.Shown(name), err
}

// FaceOf is somebody as others see them.
func FaceOf(seen cache.Presences, name string) views.AvatarProps {
	return views.AvatarProps{Name: name, Shown: seen.Shown(name), State: seen.Dot(name), Picture: seen.Picture(name), Hue: views.AvatarHue(seen.Place(name))}
}

// RoomName is a channel in a sentence.
func (r *Request) RoomName(room page.Room) string {
	if room.Channel.Kind == chat.Direct {
		return r.T("the conversation with %s", views.Isolate(room.Name))
	}
	return room.Name
}
