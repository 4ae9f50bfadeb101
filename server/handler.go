package server

import "net/http"

// Handler answers what staff may ask, as the listener does: for who plays the
// network between phones and server.
func (s *Server) Handler() http.Handler { return s.staff.http.Handler }
