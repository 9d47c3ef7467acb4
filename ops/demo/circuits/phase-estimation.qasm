// Estimates the phase 5/16 of a gate with four bits: always 0101.
OPENQASM 3.0;
include "stdgates.inc";
qubit[4] counting;
qubit eigenstate;
bit[4] c;
x eigenstate;
h counting;
for int k in [0:3] {
  for int repeat in [1:2 ** k] {
    cp(2 * pi * 5 / 16) counting[k], eigenstate;
  }
}
// Inverse Fourier transform.
swap counting[0], counting[3];
swap counting[1], counting[2];
for int j in [0:3] {
  for int k in [0:j - 1] {
    cp(-pi / 2 ** (j - k)) counting[k], counting[j];
  }
  h counting[j];
}
c = measure counting;
