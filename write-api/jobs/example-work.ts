/** Work as the examples of the reference ask for it. */
export const exampleWork = {
  source: `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`,
  deviceId: '0198c3f2-6f0a-7c31-9a55-0c1b2d3e4f50',
  shots: 1000,
}
