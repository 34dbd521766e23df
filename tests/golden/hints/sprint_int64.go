// go 1.27; hint: without interface

package main
import (
	"fmt"
	"strconv"
)
var _ = strconv.Quote
func key(n uint32) string { return fmt.Sprint(n) }
func main() { println(key(12)) }
