// Moves a qubit's state to another place by two classical bits. The message is ry(pi / 3)|0>: 1 in a quarter of the shots.
OPENQASM 3.0;
include "stdgates.inc";

qubit message;
qubit here;
qubit there;
bit[2] sent;
bit received;

ry(pi / 3) message;

h here;
cx here, there;

cx message, here;
h message;
sent[0] = measure message;
sent[1] = measure here;

if (sent[1]) { x there; }
if (sent[0]) { z there; }
received = measure there;
