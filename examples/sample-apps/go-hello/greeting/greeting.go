package greeting

// Text is what visitors read.
func Text() string {
	return "Hello from Go"
}
