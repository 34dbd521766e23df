// go 1.27; hint: none

package main
import "fmt"
type id int
func (i id) String() string { return "id" }
func key(n id) string { return fmt.Sprint(n) }
func main() { println(key(12)) }
