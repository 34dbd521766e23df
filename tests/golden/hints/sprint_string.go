// go 1.27; hint: without interface

package main
import "fmt"
func key(s string) string { return fmt.Sprint(s) }
func main() { println(key("a")) }
