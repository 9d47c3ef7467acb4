// A random number of eight bits, each value as likely as any other.
OPENQASM 3.0;
include "stdgates.inc";

qubit[8] coins;
bit[8] number;

h coins;
number = measure coins;
