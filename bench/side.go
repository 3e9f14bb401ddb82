package main

import "context"

// warmSeconds is the length of the pass before the rounds of an endpoint, in
// which the status of each answer is looked at.
const warmSeconds = 1

// side is a running program with its people.
type side struct {
	*process
	scene *scene
}

// prepare makes a side and the load generator ready for a round of an endpoint.
func (s side) prepare(ctx context.Context, g *generator, e endpoint) error {
	if err := s.scene.heartbeat(ctx); err != nil {
		return err
	}
	if e.before != nil {
		if err := e.before(s.scene, ctx); err != nil {
			return err
		}
	}
	return g.load(e.requests(s.scene))
}

// accompany does what goes on beside an endpoint's rounds until the returned
// function is called.
func (s side) accompany(ctx context.Context, e endpoint) (stop func() error, err error) {
	if e.typing {
		return s.scene.keepTyping(ctx)
	}
	return func() error { return nil }, nil
}
