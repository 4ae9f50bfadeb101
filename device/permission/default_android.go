package permission

// Default asks through the phone's own question.
func Default() Asker { return newPhone() }
