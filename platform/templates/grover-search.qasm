// Finds the marked one of four in a single step, with certainty: 10. Mark another by moving the x gates of the oracle.
OPENQASM 3.0;
include "stdgates.inc";

gate oracle a, b {
  x a;
  cz a, b;
  x a;
}
gate diffusion a, b {
  h a; h b;
  x a; x b;
  cz a, b;
  x a; x b;
  h a; h b;
}

qubit[2] q;
bit[2] found;

h q;
oracle q[0], q[1];
diffusion q[0], q[1];
found = measure q;
