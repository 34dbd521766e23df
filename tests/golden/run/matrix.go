package main

import "fmt"

type matrix [][]float64

func newMatrix(r, c int) matrix {
	m := make(matrix, r)
	cells := make([]float64, r*c)
	for i := range m {
		m[i] = cells[i*c : (i+1)*c : (i+1)*c]
	}
	return m
}

func (a matrix) mul(b matrix) matrix {
	out := newMatrix(len(a), len(b[0]))
	for i := range out {
		for j := range out[i] {
			for k := range b {
				out[i][j] += a[i][k] * b[k][j]
			}
		}
	}
	return out
}

func main() {
	a, b := newMatrix(2, 3), newMatrix(3, 2)
	for i := range a {
		for j := range a[i] {
			a[i][j] = float64(i + j)
			b[j][i] = float64(i*j) + 0.5
		}
	}
	fmt.Println(a.mul(b))
	row := append(a[0], 9)
	row[0] = 7
	fmt.Println(a[0], a[1], len(row))
}
