// go 1.27; hint: without interface

package main
import (
	"fmt"
	"strconv"
)
var _ = strconv.Quote
func key(n int) string { return fmt.Sprintf("%d", n) }
func main() { println(key(12)) }
