package handlers

import "minimost/page"

// markReadForm is the button for browsers without scripts, and what a script
// sends when the newest message has been on screen.
func (s *server) markReadForm(r *request) error {
	if err := s.markUpTo(r); err != nil {
		return err
	}
	return r.done(r.cameFrom(page.ChannelURL(r.channel())))
}
