package p

var (
	a = 0x_1F + 0b101 + 0o17 + 1_000 // a comment
	b = 1e3 + .5i + 0x1p-2
	c = 'x' + '\u00e9' + '\'' /* two
	lines */
	d = `raw
text` + "\t\"é\""
	e = f(a...) <- b &^= c
)
// tokens:
// 1:1	keyword package
// 1:9	name p
// 1:10	newline
// 3:1	keyword var
// 3:5	(
// 4:2	name a
// 4:4	=
// 4:6	literal 0x_1F
// 4:12	+
// 4:14	literal 0b101
// 4:20	+
// 4:22	literal 0o17
// 4:27	+
// 4:29	literal 1_000
// 4:47	newline
// 5:2	name b
// 5:4	=
// 5:6	literal 1e3
// 5:10	+
// 5:12	literal .5i
// 5:16	+
// 5:18	literal 0x1p-2
// 5:24	newline
// 6:2	name c
// 6:4	=
// 6:6	literal 'x'
// 6:10	+
// 6:12	literal '\u00e9'
// 6:21	+
// 6:23	literal '\''
// 6:34	newline
// 8:2	name d
// 8:4	=
// 8:6	literal `raw
// text`
// 9:7	+
// 9:9	literal "\t\"é\""
// 9:19	newline
// 10:2	name e
// 10:4	=
// 10:6	name f
// 10:7	(
// 10:8	name a
// 10:9	...
// 10:12	)
// 10:14	<-
// 10:17	name b
// 10:19	&^=
// 10:23	name c
// 10:24	newline
// 11:1	)
// 11:2	newline
