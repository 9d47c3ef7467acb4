export const exampleId = '01890a5d-ac96-774b-bcce-b302099a8057'

export const exampleCapsule = {
  name: 'bell-pair',
  version: '1.0.0',
  description: 'Two qubits that always agree.',
  source: `OPENQASM 3.0;
include "stdgates.inc";
qubit[2] q;
bit[2] c;
h q[0];
cx q[0], q[1];
c = measure q;
`,
  script: `export default ({ counts, shots }) => ({
  agreement: ((counts['00'] ?? 0) + (counts['11'] ?? 0)) / shots,
})`,
  shots: 1000,
  tests: [
    {
      name: 'the qubits agree',
      basis: 'THEORY' as const,
      inputs: {},
      shots: 2000,
      seed: 'test-1',
      expected: { '00': 0.5, '11': 0.5 },
      tolerance: 0.07,
      output: { agreement: 1 },
    },
  ],
}
