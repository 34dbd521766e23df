package p

type node struct {
	next *node
	vals []int
}

var head *node

// push keeps its list: the new node goes to the heap.
func push(n *node, v int) *node {
	fresh := &node{next: n, vals: []int{v}}
	head = fresh
	return fresh
}

func sum(n *node) (total int) {
	for ; n != nil; n = n.next {
		for _, v := range n.vals {
			total += v
		}
	}
	return total
}

func local() int {
	list := node{vals: make([]int, 4)}
	add := func(d int) { list.vals[0] += d }
	add(2)
	return sum(&list)
}
// tokens:
// 1:1	keyword package
// 1:9	name p
// 1:10	newline
// 3:1	keyword type
// 3:6	name node
// 3:11	keyword struct
// 3:18	{
// 4:2	name next
// 4:7	*
// 4:8	name node
// 4:12	newline
// 5:2	name vals
// 5:7	[
// 5:8	]
// 5:9	name int
// 5:12	newline
// 6:1	}
// 6:2	newline
// 8:1	keyword var
// 8:5	name head
// 8:10	*
// 8:11	name node
// 8:15	newline
// 11:1	keyword func
// 11:6	name push
// 11:10	(
// 11:11	name n
// 11:13	*
// 11:14	name node
// 11:18	comma
// 11:20	name v
// 11:22	name int
// 11:25	)
// 11:27	*
// 11:28	name node
// 11:33	{
// 12:2	name fresh
// 12:8	:=
// 12:11	&
// 12:12	name node
// 12:16	{
// 12:17	name next
// 12:21	:
// 12:23	name n
// 12:24	comma
// 12:26	name vals
// 12:30	:
// 12:32	[
// 12:33	]
// 12:34	name int
// 12:37	{
// 12:38	name v
// 12:39	}
// 12:40	}
// 12:41	newline
// 13:2	name head
// 13:7	=
// 13:9	name fresh
// 13:14	newline
// 14:2	keyword return
// 14:9	name fresh
// 14:14	newline
// 15:1	}
// 15:2	newline
// 17:1	keyword func
// 17:6	name sum
// 17:9	(
// 17:10	name n
// 17:12	*
// 17:13	name node
// 17:17	)
// 17:19	(
// 17:20	name total
// 17:26	name int
// 17:29	)
// 17:31	{
// 18:2	keyword for
// 18:6	semicolon
// 18:8	name n
// 18:10	!=
// 18:13	name nil
// 18:16	semicolon
// 18:18	name n
// 18:20	=
// 18:22	name n
// 18:23	.
// 18:24	name next
// 18:29	{
// 19:3	keyword for
// 19:7	name _
// 19:8	comma
// 19:10	name v
// 19:12	:=
// 19:15	keyword range
// 19:21	name n
// 19:22	.
// 19:23	name vals
// 19:28	{
// 20:4	name total
// 20:10	+=
// 20:13	name v
// 20:14	newline
// 21:3	}
// 21:4	newline
// 22:2	}
// 22:3	newline
// 23:2	keyword return
// 23:9	name total
// 23:14	newline
// 24:1	}
// 24:2	newline
// 26:1	keyword func
// 26:6	name local
// 26:11	(
// 26:12	)
// 26:14	name int
// 26:18	{
// 27:2	name list
// 27:7	:=
// 27:10	name node
// 27:14	{
// 27:15	name vals
// 27:19	:
// 27:21	name make
// 27:25	(
// 27:26	[
// 27:27	]
// 27:28	name int
// 27:31	comma
// 27:33	literal 4
// 27:34	)
// 27:35	}
// 27:36	newline
// 28:2	name add
// 28:6	:=
// 28:9	keyword func
// 28:13	(
// 28:14	name d
// 28:16	name int
// 28:19	)
// 28:21	{
// 28:23	name list
// 28:27	.
// 28:28	name vals
// 28:32	[
// 28:33	literal 0
// 28:34	]
// 28:36	+=
// 28:39	name d
// 28:41	}
// 28:42	newline
// 29:2	name add
// 29:5	(
// 29:6	literal 2
// 29:7	)
// 29:8	newline
// 30:2	keyword return
// 30:9	name sum
// 30:12	(
// 30:13	&
// 30:14	name list
// 30:18	)
// 30:19	newline
// 31:1	}
// 31:2	newline
