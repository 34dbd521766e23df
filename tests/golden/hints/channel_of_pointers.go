// go 1.27; hint: hold value

package main
type job struct{ id int }
func main() {
	jobs := make(chan *job, 3)
	for i := 0; i < 3; i++ {
		jobs <- &job{id: i}
	}
	close(jobs)
	for j := range jobs {
		println(j.id)
	}
}
