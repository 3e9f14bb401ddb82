package chat

// ErrNotAdministrator is what everybody else is told at the addresses of
// administrators: the same as where there is nothing.
var ErrNotAdministrator = Errorf(NotFound, "There is nothing at this address.")
