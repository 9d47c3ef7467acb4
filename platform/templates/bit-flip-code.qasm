// A logical 1 in three qubits, one of which is flipped by an error; two syndrome bits tell which, and it is put right.
OPENQASM 3.0;
include "stdgates.inc";

qubit[3] data;
qubit[2] helper;
bit[2] syndrome;
bit[3] seen;

x data[0];
cx data[0], data[1];
cx data[0], data[2];

// The error. Move it to another qubit, or take it away: the outcome stays 111.
x data[1];

cx data[0], helper[0];
cx data[1], helper[0];
cx data[1], helper[1];
cx data[2], helper[1];
syndrome = measure helper;
switch (int[8](syndrome)) {
  case 1 { x data[0]; }
  case 3 { x data[1]; }
  case 2 { x data[2]; }
  default { }
}
seen = measure data;
