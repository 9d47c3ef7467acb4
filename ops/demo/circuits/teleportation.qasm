// Teleports a state that reads 1 in three of four shots; the last register tells.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[1] z0;
bit[1] x0;
bit[1] received;
ry(2 * pi / 3) q[0];
h q[1];
cx q[1], q[2];
cx q[0], q[1];
h q[0];
z0[0] = measure q[0];
x0[0] = measure q[1];
if (x0 == 1) x q[2];
if (z0 == 1) z q[2];
received[0] = measure q[2];
