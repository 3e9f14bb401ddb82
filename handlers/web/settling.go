package web

// Settling makes a change of what notifies the user. What has come before it stays as
// they had wanted it then, also for pages that have not heard of it yet.
func (s *Server) Settling(r *Request, change func() error) error {
	if err := s.Cache.Settle(r.Ctx, r.User.Username, r.Now); err != nil {
		return err
	}
	err := change()
	if err == nil {
		// What it does not note it tells too little of until a page asks.
		_ = s.Cache.Settle(r.Ctx, r.User.Username, r.Now)
	}
	return err
}
