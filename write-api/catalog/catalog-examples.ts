export const exampleSource = `OPENQASM 3.0;
include "stdgates.inc";
input angle theta;
qubit[2] q;
bit[2] c;
ry(theta) q[0];
cx q[0], q[1];
c = measure q;
`

/** An app and a version as the examples of the reference show them. */
export const exampleDetails = {
  name: 'Tunable pair',
  summary: 'Two qubits that agree, as often on 1 as you like.',
  type: 'EDUCATION' as const,
  licence: 'Apache-2.0',
  readme: '# Tunable pair\n\nGive it an angle.',
  tags: ['entanglement', 'teaching'],
  repository: 'https://git.example.org/quantum/tunable-pair',
}

export const exampleManifest = {
  sdk: { name: 'openqasm', version: '3.0' },
  inputSchema: {
    type: 'object',
    properties: { theta: { type: 'number', minimum: 0, maximum: 3.1416 } },
    required: ['theta'],
    additionalProperties: false,
  },
  outputSchema: { type: 'object' },
  qubits: 2,
  examples: [{ name: 'A fair coin', inputs: { theta: 1.5708 } }],
  releaseNotes: 'The first one.',
}

export const exampleVersion = { ...exampleManifest, program: exampleSource }

export const exampleUuid = '01890a5d-ac96-774b-bcce-b302099a8057'
