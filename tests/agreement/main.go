// Prints what go/types finds out about packages: the other side of tests/agreement.rs.
//
// Standard input lists packages in dependency order, one a line: "+" or "-" (whether it is printed), import path, folder, file
// names; separated by tabs. The output has a line "P path" for each printed package, "F name" for each file, and then the
// facts of that file in any order:
//
//	E start end mode type [value]     an expression
//	O offset object                   an identifier
//	S offset kind path indirect recv  a selection
//	I offset type arguments           an instantiation
//	C offset callee                   a call, by its opening parenthesis
//
// and "N variables" in the order of initialisation behind the last file. Offsets are bytes from the start of the file.
package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/constant"
	"go/parser"
	"go/token"
	"go/types"
	"hash/fnv"
	"math/big"
	"os"
	"path/filepath"
	"strings"
)

var (
	fset    = token.NewFileSet()
	checked = map[string]*types.Package{"unsafe": types.Unsafe}
	out     = bufio.NewWriterSize(os.Stdout, 1<<20)
	texts   = map[types.Type]string{}
)

type loaded struct{}

func (loaded) Import(path string) (*types.Package, error) {
	for _, name := range []string{path, "vendor/" + path} {
		if p := checked[name]; p != nil {
			return p, nil
		}
	}
	return nil, fmt.Errorf("no package %s", path)
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		parts := strings.Split(lines.Text(), "\t")
		check(parts[0] == "+", parts[1], parts[2], strings.Fields(parts[3]))
	}
	out.Flush()
}

func check(printed bool, path, dir string, names []string) {
	var files []*ast.File
	for _, name := range names {
		file, err := parser.ParseFile(fset, filepath.Join(dir, name), nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
		files = append(files, file)
	}
	conf := types.Config{
		Importer:         loaded{},
		IgnoreFuncBodies: !printed,
		Sizes:            types.SizesFor("gc", "amd64"),
		Error:            func(err error) { fmt.Fprintln(os.Stderr, err) },
	}
	var info types.Info
	if printed {
		info = types.Info{
			Types:      map[ast.Expr]types.TypeAndValue{},
			Instances:  map[*ast.Ident]types.Instance{},
			Defs:       map[*ast.Ident]types.Object{},
			Uses:       map[*ast.Ident]types.Object{},
			Selections: map[*ast.SelectorExpr]*types.Selection{},
		}
	}
	p, _ := conf.Check(path, fset, files, &info)
	checked[path] = p
	if !printed {
		return
	}
	clear(texts)
	fmt.Fprintf(out, "P %s\n", path)
	for i, file := range files {
		fmt.Fprintf(out, "F %s\n", names[i])
		printFile(file, &info)
	}
	for _, init := range info.InitOrder {
		fmt.Fprint(out, "N")
		for _, v := range init.Lhs {
			fmt.Fprintf(out, " %s", v.Name())
		}
		fmt.Fprintln(out)
	}
}

func typeText(t types.Type) string {
	if t == nil {
		return "-"
	}
	text, ok := texts[t]
	if !ok {
		if tuple, isTuple := t.(*types.Tuple); isTuple {
			t = unnamed(tuple)
		}
		text = strings.ReplaceAll(types.TypeString(t, nil), ", ", ",")
		texts[t] = text
	}
	return text
}

// Results without their names.
func unnamed(tuple *types.Tuple) *types.Tuple {
	var vars []*types.Var
	for v := range tuple.Variables() {
		vars = append(vars, types.NewParam(token.NoPos, nil, "", v.Type()))
	}
	return types.NewTuple(vars...)
}

// Whether what is ranged over is a constant, or only its length is asked for.
func isLength(loop *ast.RangeStmt, info *types.Info) bool {
	if loop.Value != nil {
		return false
	}
	if info.Types[loop.X].Value != nil {
		return true
	}
	t := info.Types[loop.X].Type.Underlying()
	if p, ok := t.(*types.Pointer); ok {
		t = p.Elem().Underlying()
	}
	_, ok := t.(*types.Array)
	return ok
}

func printFile(file *ast.File, info *types.Info) {
	tok := fset.File(file.Pos())
	at := func(pos token.Pos) int { return tok.Offset(pos) }
	lengths := map[ast.Expr]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if loop, ok := n.(*ast.RangeStmt); ok && isLength(loop, info) {
			lengths[loop.X] = true
		}
		e, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if tv, ok := info.Types[e]; ok && !lengths[e] {
			t := tv.Type
			if tv.IsNil() {
				t = nil
			}
			text := typeText(t)
			if tv.IsBuiltin() {
				text = strings.ReplaceAll(text, "...", "")
			}
			if sel, ok := e.(*ast.SelectorExpr); ok && info.Selections[sel] != nil && info.Selections[sel].Kind() == types.MethodExpr {
				if params := t.(*types.Signature).Params(); params.Len() > 0 && params.At(0).Name() != "" {
					text = strings.Replace(text, "func("+params.At(0).Name()+" ", "func(_ ", 1)
				}
			}
			fmt.Fprintf(out, "E %d %d %s %s", at(e.Pos()), at(e.End()), mode(tv), text)
			if tv.Value != nil {
				fmt.Fprintf(out, " %s", value(rounded(tv)))
			}
			fmt.Fprintln(out)
		}
		switch e := e.(type) {
		case *ast.Ident:
			def, use := info.Defs[e], info.Uses[e]
			if def != nil && !isLabel(def) {
				fmt.Fprintf(out, "O %d %s\n", at(e.Pos()), object(def))
			}
			if use != nil && use != def && !isLabel(use) {
				fmt.Fprintf(out, "O %d %s\n", at(e.Pos()), object(use))
			}
			if inst, ok := info.Instances[e]; ok {
				fmt.Fprintf(out, "I %d %s", at(e.Pos()), typeText(inst.Type))
				for i := range inst.TypeArgs.Len() {
					fmt.Fprintf(out, " [%s]", typeText(inst.TypeArgs.At(i)))
				}
				fmt.Fprintln(out)
			}
		case *ast.SelectorExpr:
			if s := info.Selections[e]; s != nil {
				kind := map[types.SelectionKind]string{types.FieldVal: "f", types.MethodVal: "m", types.MethodExpr: "e"}[s.Kind()]
				fmt.Fprintf(out, "S %d %s %v %v %s\n", at(e.Sel.Pos()), kind, s.Index(), s.Indirect(), typeText(s.Recv()))
			}
		case *ast.CallExpr:
			fmt.Fprintf(out, "C %d %s\n", at(e.Lparen), callee(e, info))
		}
		return true
	})
}

func mode(tv types.TypeAndValue) string {
	switch {
	case tv.IsVoid():
		return "void"
	case tv.IsType():
		return "type"
	case tv.IsBuiltin():
		return "builtin"
	case tv.IsNil():
		return "nil"
	case tv.Value != nil:
		return "const"
	case tv.Addressable():
		return "var"
	case tv.Assignable():
		return "map"
	case tv.HasOk():
		return "ok"
	}
	return "value"
}

// A constant as its type can represent it.
func rounded(tv types.TypeAndValue) constant.Value {
	basic, ok := tv.Type.Underlying().(*types.Basic)
	if !ok {
		return tv.Value
	}
	bits := map[types.BasicKind]int{types.Float32: 32, types.Complex64: 32, types.Float64: 64, types.Complex128: 64}[basic.Kind()]
	if bits == 0 {
		return tv.Value
	}
	re, im := float(constant.Real(tv.Value), bits), float(constant.Imag(tv.Value), bits)
	return constant.BinaryOp(re, token.ADD, constant.MakeImag(im))
}

func float(v constant.Value, bits int) constant.Value {
	if bits == 32 {
		f, _ := constant.Float32Val(v)
		return constant.MakeFloat64(float64(f))
	}
	f, _ := constant.Float64Val(v)
	return constant.MakeFloat64(f)
}

func value(v constant.Value) string {
	switch v.Kind() {
	case constant.Bool:
		return v.String()
	case constant.String:
		text := constant.StringVal(v)
		if len(text) > 40 {
			hash := fnv.New64a()
			hash.Write([]byte(text))
			return fmt.Sprintf("%d:%016x", len(text), hash.Sum64())
		}
		return fmt.Sprintf("%x", text)
	case constant.Complex:
		if constant.Sign(constant.Imag(v)) == 0 {
			return value(constant.Real(v))
		}
		return value(constant.Real(v)) + "+" + value(constant.Imag(v)) + "i"
	}
	switch x := constant.Val(v).(type) {
	case int64:
		return fmt.Sprint(x)
	case *big.Int:
		return x.String()
	case *big.Rat:
		if x.IsInt() {
			return x.Num().String()
		}
		return x.String()
	case *big.Float:
		r, _ := x.Rat(nil)
		if r.IsInt() {
			return r.Num().String()
		}
		return r.String()
	}
	return "unknown"
}

func object(obj types.Object) string {
	kind := "?"
	switch obj := obj.(type) {
	case *types.PkgName:
		return "package " + obj.Imported().Path()
	case *types.Const:
		kind = "const"
	case *types.TypeName:
		kind = "type"
	case *types.Var:
		kind = "var"
		if obj.IsField() {
			kind = "field"
		}
	case *types.Func:
		kind = "func"
	case *types.Label:
		kind = "label"
	case *types.Builtin:
		kind = "builtin"
	case *types.Nil:
		kind = "nil"
	}
	if !obj.Pos().IsValid() {
		return kind + " " + obj.Name()
	}
	pos := fset.Position(obj.Pos())
	return fmt.Sprintf("%s %s %s:%d", kind, obj.Name(), filepath.Base(pos.Filename), pos.Offset)
}

func isLabel(obj types.Object) bool {
	_, ok := obj.(*types.Label)
	return ok
}

func callee(call *ast.CallExpr, info *types.Info) string {
	fun := ast.Unparen(call.Fun)
	if info.Types[fun].IsType() {
		return "conversion"
	}
	switch index := fun.(type) {
	case *ast.IndexExpr:
		fun = index.X
	case *ast.IndexListExpr:
		fun = index.X
	}
	var obj types.Object
	switch fun := ast.Unparen(fun).(type) {
	case *ast.Ident:
		obj = info.Uses[fun]
	case *ast.SelectorExpr:
		obj = info.Uses[fun.Sel]
	}
	switch obj.(type) {
	case *types.Func, *types.Builtin:
		return object(obj)
	}
	return "dynamic"
}

