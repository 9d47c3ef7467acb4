// Two steps of a walk on a ring of four, steered by a coin.
OPENQASM 3.0;
include "stdgates.inc";
qubit coin;
qubit[2] place;
bit[2] c;
gate step k, lo, hi {
  ctrl @ ctrl @ x k, lo, hi;
  cx k, lo;
  x k;
  cx k, lo;
  ctrl @ ctrl @ x k, lo, hi;
  x k;
}
for int turn in [1:2] {
  h coin;
  step coin, place[0], place[1];
}
c = measure place;
