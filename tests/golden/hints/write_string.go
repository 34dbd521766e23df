// go 1.27; hint: write string

package main
import (
	"io"
	"os"
)
func greet(w io.Writer, name string) { w.Write([]byte(name)) }
func main() { greet(os.Stdout, "x") }
