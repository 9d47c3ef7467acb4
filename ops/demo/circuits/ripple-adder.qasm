// 3 + 6 on quantum registers (Cuccaro's adder): the sum reads 1001.
OPENQASM 3.0;
include "stdgates.inc";
qubit carry_in;
qubit[3] a;
qubit[3] b;
qubit carry_out;
bit[4] sum;
gate majority c, b, a {
  cx a, b;
  cx a, c;
  ccx c, b, a;
}
gate unmajority c, b, a {
  ccx c, b, a;
  cx a, c;
  cx c, b;
}
x a[0];
x a[1];
x b[1];
x b[2];
majority carry_in, b[0], a[0];
majority a[0], b[1], a[1];
majority a[1], b[2], a[2];
cx a[2], carry_out;
unmajority a[1], b[2], a[2];
unmajority a[0], b[1], a[1];
unmajority carry_in, b[0], a[0];
sum[0] = measure b[0];
sum[1] = measure b[1];
sum[2] = measure b[2];
sum[3] = measure carry_out;
