// Peer measures go/parser and go/types over the standard library: the yardstick of benches/std.rs.
//
//	peer parse|check CORES GOROOT
//
// It prints seconds, those of the processors, megabytes of memory at most, and the number of files.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// pkg is what `go list` says of a package.
type pkg struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
	ImportMap  map[string]string

	files []*ast.File
	types *types.Package
	done  chan struct{}
}

func main() {
	part, root := os.Args[1], os.Args[3]
	cores, err := strconv.Atoi(os.Args[2])
	check(err)
	runtime.GOMAXPROCS(cores)
	packages := list(root)
	var files int
	for _, p := range packages {
		files += len(p.GoFiles)
	}
	var elapsed, used time.Duration
	switch part {
	case "parse":
		elapsed, used = parseAll(packages)
	case "check":
		before := worked()
		elapsed = checkAll(packages, cores)
		used = worked() - before
	}
	fmt.Println(elapsed.Seconds(), used.Seconds(), peak(), files)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// list gives the packages, imported ones first.
func list(root string) []*pkg {
	cmd := exec.Command(filepath.Join(root, "bin", "go"), "list", "-pgo=off", "-deps",
		"-json=ImportPath,Dir,GoFiles,Imports,ImportMap", "std")
	cmd.Env = append(os.Environ(), "GOROOT="+root, "GOTOOLCHAIN=local", "CGO_ENABLED=0")
	out, err := cmd.Output()
	check(err)
	var packages []*pkg
	for decoder := json.NewDecoder(bytes.NewReader(out)); decoder.More(); {
		p := &pkg{done: make(chan struct{})}
		check(decoder.Decode(p))
		if p.ImportPath != "unsafe" {
			packages = append(packages, p)
		}
	}
	return packages
}

// parseAll parses texts that are in memory, one after the other.
func parseAll(packages []*pkg) (wall, used time.Duration) {
	var texts [][]byte
	for _, p := range packages {
		for _, name := range p.GoFiles {
			text, err := os.ReadFile(filepath.Join(p.Dir, name))
			check(err)
			texts = append(texts, text)
		}
	}
	start, before := time.Now(), worked()
	for _, text := range texts {
		_, err := parser.ParseFile(token.NewFileSet(), "", text, parser.SkipObjectResolution)
		check(err)
	}
	return time.Since(start), worked() - before
}

// worked is what all threads of this process have worked.
func worked() time.Duration {
	var usage syscall.Rusage
	check(syscall.Getrusage(syscall.RUSAGE_SELF, &usage))
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

// checkAll reads, parses and checks packages, each as soon as those that it imports are done.
func checkAll(packages []*pkg, cores int) time.Duration {
	start := time.Now()
	fset := token.NewFileSet()
	byPath := map[string]*pkg{}
	for _, p := range packages {
		byPath[p.ImportPath] = p
	}
	tickets := make(chan struct{}, cores)
	var all sync.WaitGroup
	for _, p := range packages {
		all.Add(1)
		go func() {
			defer all.Done()
			defer close(p.done)
			tickets <- struct{}{}
			for _, name := range p.GoFiles {
				file, err := parser.ParseFile(fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
				check(err)
				p.files = append(p.files, file)
			}
			<-tickets
			for _, path := range p.Imports {
				if q := byPath[path]; q != nil {
					<-q.done
				}
			}
			tickets <- struct{}{}
			defer func() { <-tickets }()
			config := types.Config{
				Importer: importer{byPath, p.ImportMap},
				Sizes:    types.SizesFor("gc", "amd64"),
			}
			info := &types.Info{
				Types:      map[ast.Expr]types.TypeAndValue{},
				Defs:       map[*ast.Ident]types.Object{},
				Uses:       map[*ast.Ident]types.Object{},
				Implicits:  map[ast.Node]types.Object{},
				Selections: map[*ast.SelectorExpr]*types.Selection{},
				Instances:  map[*ast.Ident]types.Instance{},
			}
			var err error
			p.types, err = config.Check(p.ImportPath, fset, p.files, info)
			check(err)
			p.files = nil
		}()
	}
	all.Wait()
	return time.Since(start)
}

type importer struct {
	byPath  map[string]*pkg
	renamed map[string]string
}

func (i importer) Import(path string) (*types.Package, error) {
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if renamed := i.renamed[path]; renamed != "" {
		path = renamed
	}
	if p := i.byPath[path]; p != nil && p.types != nil {
		return p.types, nil
	}
	return nil, fmt.Errorf("no package %s", path)
}

// peak is the largest resident size in megabytes.
func peak() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	for _, line := range strings.Split(string(status), "\n") {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.ParseFloat(strings.Fields(rest)[0], 64)
			return kb / 1024
		}
	}
	return 0
}
