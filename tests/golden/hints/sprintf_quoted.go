// go 1.27; hint: without interface

package main
import (
	"errors"
	"fmt"
	"strconv"
)
var _ = strconv.Quote
var errNone = errors.New("none")
func key(s string) string { return fmt.Sprintf("%q", s) }
func main() { println(key("x"), fmt.Sprint(errNone)) }
