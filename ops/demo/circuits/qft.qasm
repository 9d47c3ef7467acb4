// Fourier transform of a state with period 4 over 4 qubits: peaks at multiples of 4.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] q;
bit[4] c;
// |0> + |4> + |8> + |12>
h q[2];
h q[3];
for int j in [3:-1:0] {
  h q[j];
  for int k in [j - 1:-1:0] {
    cp(pi / 2 ** (j - k)) q[k], q[j];
  }
}
swap q[0], q[3];
swap q[1], q[2];
c = measure q;
