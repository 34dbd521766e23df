// go 1.27; hint: without interface

package main
import (
	"fmt"
	"io"
	"os"
)
func greet(w io.Writer, name string) { fmt.Fprintf(w, "%s", name) }
func main() { greet(os.Stdout, "x") }
