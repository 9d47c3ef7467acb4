// Two qubits that always agree: 00 and 11, each in half of the shots.
OPENQASM 3.0;
include "stdgates.inc";

qubit[2] pair;
bit[2] seen;

h pair[0];
cx pair[0], pair[1];
seen = measure pair;
