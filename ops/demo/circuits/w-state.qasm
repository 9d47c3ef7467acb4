// One excitation shared by three qubits: 001, 010 and 100, a third each.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
ry(2 * arccos(1 / sqrt(3))) q[0];
ctrl @ h q[0], q[1];
cx q[1], q[2];
cx q[0], q[1];
x q[0];
c = measure q;
