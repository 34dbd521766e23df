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
// ast:
// 1:9     package p
// 3:6     type node
// 3:11      struct type
// 4:2         field next
// 4:7           star
// 4:8             ident node
// 5:2         field vals
// 5:7           slice type
// 5:9             ident int
// 8:5     var
// 8:5       ident head
// 8:5       type
// 8:10        star
// 8:11          ident node
// 11:1    func push
// 11:11     parameter n
// 11:13       star
// 11:14         ident node
// 11:20     parameter v
// 11:22       ident int
// 11:27     result
// 11:27       star
// 11:28         ident node
// 11:33     block
// 12:8        define
// 12:2          ident fresh
// 12:8          from
// 12:11           unary &
// 12:16             composite literal
// 12:16               type
// 12:12                 ident node
// 12:21               key: value
// 12:17                 ident next
// 12:23                 ident n
// 12:30               key: value
// 12:26                 ident vals
// 12:37                 composite literal
// 12:37                   type
// 12:32                     slice type
// 12:34                       ident int
// 12:38                   ident v
// 13:7        assign
// 13:2          ident head
// 13:7          from
// 13:9            ident fresh
// 14:2        return
// 14:9          ident fresh
// 17:1    func sum
// 17:10     parameter n
// 17:12       star
// 17:13         ident node
// 17:20     result total
// 17:26       ident int
// 17:31     block
// 18:2        for
// 18:2          condition
// 18:10           binary !=
// 18:8              ident n
// 18:13             ident nil
// 18:20         assign
// 18:18           ident n
// 18:20           from
// 18:23             selector .next
// 18:22               ident n
// 18:29         block
// 19:3            for range :=
// 19:15             key
// 19:7                ident _
// 19:15             value
// 19:10               ident v
// 19:22             selector .vals
// 19:21               ident n
// 19:28             block
// 20:10               assign +=
// 20:4                  ident total
// 20:13                 ident v
// 23:2        return
// 23:9          ident total
// 26:1    func local
// 26:14     result
// 26:14       ident int
// 26:18     block
// 27:7        define
// 27:2          ident list
// 27:7          from
// 27:14           composite literal
// 27:14             type
// 27:10               ident node
// 27:19             key: value
// 27:15               ident vals
// 27:25               call
// 27:21                 ident make
// 27:26                 slice type
// 27:28                   ident int
// 27:33                 literal Int 4
// 28:6        define
// 28:2          ident add
// 28:6          from
// 28:9            function literal
// 28:9              function type
// 28:14               parameter d
// 28:16                 ident int
// 28:21             block
// 28:36               assign +=
// 28:32                 index
// 28:27                   selector .vals
// 28:23                     ident list
// 28:33                   literal Int 0
// 28:39                 ident d
// 29:5        expression
// 29:5          call
// 29:2            ident add
// 29:6            literal Int 2
// 30:2        return
// 30:12         call
// 30:9            ident sum
// 30:13           unary &
// 30:14             ident list
