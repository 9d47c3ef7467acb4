// A GHZ state of any size: all qubits agree, on 0 or on 1. Change n to make it larger.
OPENQASM 3.0;
include "stdgates.inc";

const int n = 5;
qubit[n] q;
bit[n] seen;

h q[0];
for int i in [1:n - 1] { cx q[i - 1], q[i]; }
seen = measure q;
