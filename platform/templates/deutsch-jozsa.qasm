// Is f constant, or balanced? One question is enough: 000 means constant. This f is balanced: it is the parity of its
// three bits. For a constant f, leave the body of the gate empty or put "x answer;" into it.
OPENQASM 3.0;
include "stdgates.inc";

gate f a, b, d, answer {
  cx a, answer;
  cx b, answer;
  cx d, answer;
}

qubit[3] question;
qubit answer;
bit[3] seen;

x answer;
h question;
h answer;
f question[0], question[1], question[2], answer;
h question;
seen = measure question;
