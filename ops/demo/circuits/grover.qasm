// Grover's search for 101 among eight, two rounds: found in about 94.5 % of the shots.
OPENQASM 3.0;
include "stdgates.inc";
qubit[3] q;
bit[3] c;
gate oracle a, b, d {
  x b;
  ctrl @ ctrl @ z a, b, d;
  x b;
}
gate diffusion a, b, d {
  h a; h b; h d;
  x a; x b; x d;
  ctrl @ ctrl @ z a, b, d;
  x a; x b; x d;
  h a; h b; h d;
}
h q;
for int round in [1:2] {
  oracle q[0], q[1], q[2];
  diffusion q[0], q[1], q[2];
}
c = measure q;
