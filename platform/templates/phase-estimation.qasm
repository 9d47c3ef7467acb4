// The phase of a gate on its eigenstate |1>, in three bits: here 3/8, so that every shot reads 011.
OPENQASM 3.0;
include "stdgates.inc";

gate unknown q { p(2 * pi * 3 / 8) q; }

qubit[3] counting;
qubit eigenstate;
bit[3] phase;

x eigenstate;
h counting;
for int i in [0:2] { ctrl @ pow(2 ** i) @ unknown counting[i], eigenstate; }

// The inverse quantum Fourier transform.
swap counting[0], counting[2];
h counting[0];
cp(-pi / 2) counting[0], counting[1];
h counting[1];
cp(-pi / 4) counting[0], counting[2];
cp(-pi / 2) counting[1], counting[2];
h counting[2];
phase = measure counting;
