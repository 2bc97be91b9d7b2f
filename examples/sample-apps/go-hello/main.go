package main

import (
	"fmt"
	"log"
	"net/http"
	"os"

	"example.com/go-hello/greeting"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintln(w, greeting.Text())
	})
	log.Fatal(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
