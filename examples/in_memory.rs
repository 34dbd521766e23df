//! Analyses a program that is held in memory and asks where a variable lives.
//!
//! ```text
//! $ cargo run --example in_memory
//! sum in total: Stack { offset: 0 }
//! last in newest: on the heap, ReturnedPointer
//! ```

use escargo::placement::Decision;
use escargo::{Analyzer, Input, Options};

const SOURCE: &str = "\
package bill

func total(prices []int) int {
	sum := 0
	for _, price := range prices {
		sum += price
	}
	return sum
}

func newest(prices []int) *int {
	last := prices[len(prices)-1]
	return &last
}
";

fn main() {
    let input = Input::Memory(vec![("bill.go".to_owned(), SOURCE.to_owned())]);
    let analysis = Analyzer::new(Options::default()).analyze(&input);
    for (function, variable) in [("total", "sum"), ("newest", "last")] {
        match analysis
            .placement_of(function, variable)
            .map(|found| found.decision)
        {
            Some(Decision::Heap { cause, .. }) => {
                println!("{variable} in {function}: on the heap, {:?}", cause.rule);
            }
            Some(decision) => println!("{variable} in {function}: {decision:?}"),
            None => println!("{variable} in {function}: no such variable"),
        }
    }
}
