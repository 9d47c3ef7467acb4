// Two classical bits, 10, sent with one qubit of a Bell pair.
OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
// The sender holds q[0]: a Z says "1" in the bit that comes out of q[0].
z q[0];
cx q[0], q[1];
h q[0];
c[1] = measure q[0];
c[0] = measure q[1];
