import { join } from 'node:path'
import t from 'tap'
import { VersionReport } from '../../domain/catalog/version-report.ts'
import { createPhysicalEstimator } from '../estimates/physical.ts'
import { createDirectoryStore } from '../objects/directory.ts'
import { createSpool } from '../objects/spool.ts'
import { createSimulator } from '../providers/simulator/simulator.ts'
import { createSchemaJudge } from '../schemas/judge.ts'
import { createVersionChecker, type VersionCandidate } from './check-version.ts'
import { createProgramLibrary } from './program-library.ts'

const source = `OPENQASM 3.0;
include "stdgates.inc";
input float theta;
input int layers;
qubit[2] q;
bit[2] c;
for int i in [1:layers] { ry(theta) q[0]; cx q[0], q[1]; }
t q[1];
c = measure q;
`
const good: VersionCandidate = {
  ir: { kind: 'OPENQASM', source },
  qubits: 2,
  inputSchema: {
    type: 'object',
    properties: { theta: { type: 'number' }, layers: { type: 'integer', minimum: 0, maximum: 10 } },
    required: ['theta', 'layers'],
    additionalProperties: false,
  },
  outputSchema: {
    type: 'object',
    properties: {
      counts: { type: 'object', propertyNames: { pattern: '^[01]{2}$' } },
      shots: { type: 'integer' },
    },
    required: ['counts', 'shots'],
  },
  examples: [
    { name: 'one layer', inputs: { theta: 0.5, layers: 1 } },
    { name: 'three layers', inputs: { theta: -1, layers: 3 } },
  ],
}

t.test('versions', async (t) => {
  const directory = t.testdir()
  const simulator = createSimulator({ threads: 1 })
  const schemas = createSchemaJudge({ deadlineMs: 3000 })
  const estimator = createPhysicalEstimator()
  t.teardown(async () => {
    await Promise.all([simulator.close(), schemas.close(), estimator.close()])
  })
  const objects = createDirectoryStore(join(directory, 'objects'))
  const programs = createProgramLibrary(objects, createSpool(join(directory, 'incoming')))
  const check = async (changes: Partial<VersionCandidate> = {}) => {
    const checker = createVersionChecker({ simulator, schemas, estimator, programs })
    // What is reported can be stored.
    return VersionReport.parse(await checker({ ...good, ...changes }))
  }
  const program = (text: string): Partial<VersionCandidate> => ({
    ir: { kind: 'OPENQASM', source: text },
  })
  const failures = async (changes: Partial<VersionCandidate>) => {
    const { accepted, checks, issues } = await check(changes)
    t.notOk(accepted)
    return {
      failed: checks.filter(({ outcome }) => outcome === 'FAILED').map(({ check }) => check),
      issues,
    }
  }

  await t.test('a good one', async (t) => {
    const report = await check()
    t.ok(report.accepted)
    t.strictSame(report.issues, [])
    t.strictSame(
      report.checks.map(({ check, outcome }) => `${check} ${outcome}`),
      [
        'INPUT_SCHEMA',
        'OUTPUT_SCHEMA',
        'PARSE',
        'QUBITS',
        'EXAMPLES',
        'SIMULATION',
        'PHYSICAL_ESTIMATE',
      ].map((check) => `${check} PASSED`),
    )
    t.strictSame(report.inputs, [
      { name: 'theta', type: 'float' },
      { name: 'layers', type: 'int[64]' },
    ])
    t.match(report.estimate, {
      qubits: 2,
      depth: 4,
      twoQubitDepth: 1,
      oneQubitGates: 2,
      twoQubitGates: 1,
      measurements: 2,
      gates: { cx: 1, ry: 1, t: 1 },
      tCount: 1,
      rotations: 1,
      physical: { errorCorrection: 'surface_code' },
    })
    t.ok((report.estimate?.physical?.tStates ?? 0) > 1)
    t.match(report.circuit, { qubits: 2, clbits: 2, twoQubitGates: 1 })
  })

  await t.test('the program', async (t) => {
    t.match(await failures(program('OPENQASM 3.0;\nqubit q\n')), {
      failed: ['PARSE'],
      issues: [{ pointer: '/ir/source', code: 'QASM_SYNTAX', line: 3, column: 1 }],
    })
    t.match(await failures({ qubits: 1 }), { failed: ['QUBITS'], issues: [{ pointer: '/qubits' }] })
    const endless = 'OPENQASM 3.0;\nqubit q;\nbit c;\nwhile (c == 0) { c = measure q; }\n'
    t.match(await failures({ ...program(endless), inputSchema: {}, examples: [] }), {
      failed: ['SIMULATION'],
      issues: [{ code: 'QASM_LOOP_LIMIT' }],
    })
    t.match(await failures({ examples: [] }), {
      failed: ['PARSE'],
      issues: [{ code: 'QASM_INPUT' }],
    })
  })

  await t.test('the schemas', async (t) => {
    t.match(await failures({ inputSchema: { $ref: 'https://example.org/x' } }), {
      failed: ['INPUT_SCHEMA'],
      issues: [{ pointer: '/inputSchema/$ref', code: 'SCHEMA_REFUSED' }],
    })
    t.match(await failures({ outputSchema: { type: 'nothing' } }), {
      failed: ['OUTPUT_SCHEMA'],
      issues: [{ pointer: '/outputSchema/type' }],
    })
    t.match(await failures({ outputSchema: { required: ['energy'] } }), {
      failed: ['SIMULATION'],
      issues: [{ pointer: '/outputSchema', code: 'SCHEMA_MISMATCH', detail: /energy/ }],
    })
  })

  await t.test('the examples', async (t) => {
    const example = (
      inputs: VersionCandidate['examples'][number]['inputs'],
      inputSchema = good.inputSchema,
    ) => failures({ inputSchema, examples: [...good.examples, { name: 'bad', inputs }] })
    t.match(await example({ theta: 'x', layers: 1 }), {
      failed: ['EXAMPLES'],
      issues: [{ pointer: '/examples/2/inputs/theta', code: 'SCHEMA_MISMATCH' }],
    })
    t.match(await example({ theta: 1, layers: 1, extra: 1 }, {}), {
      failed: ['EXAMPLES'],
      issues: [{ pointer: '/examples/2/inputs', code: 'QASM_INPUT' }],
    })
    t.match(await example({ theta: [1], layers: 1 }, {}), {
      issues: [{ pointer: '/examples/2/inputs/theta', code: 'QASM_INPUT' }],
    })
  })

  await t.test('what is named at any length is reported within bounds', async (t) => {
    const inputSchema = {}
    const long = { name: 'long', inputs: { ['x'.repeat(3000)]: [1] } }
    t.match(await failures({ inputSchema, examples: [...good.examples, long] }), {
      failed: ['EXAMPLES'],
      issues: [{ code: 'QASM_INPUT' }],
    })
    const declaring = (...names: readonly string[]) =>
      failures({
        ...program(
          `OPENQASM 3.0;\n${names.map((name) => `input int ${name};`).join('\n')}\nqubit q;\n`,
        ),
        inputSchema,
        examples: [{ name: 'all', inputs: Object.fromEntries(names.map((name) => [name, 1])) }],
      })
    const refused = { failed: ['PARSE'], issues: [{ code: 'QASM_INPUT', pointer: '/ir/source' }] }
    t.match(await declaring('a'.repeat(201)), refused)
    t.match(await declaring(...Array.from({ length: 201 }, (_, n) => `a${n}`)), refused)
  })

  await t.test('a package that is not there', async (t) => {
    const sha256 = 'a'.repeat(64)
    const objectKey = `sha256/aa/${sha256}`
    const ir = {
      kind: 'PACKAGE' as const,
      objectKey,
      sha256,
      size: 10,
      contentType: 'application/zip',
    }
    t.match(await failures({ ir }), { failed: ['PACKAGE'], issues: [{ pointer: '/ir' }] })
  })

  await t.test('nothing is told of a version when the hub itself is in trouble', async (t) => {
    await schemas.close()
    await t.rejects(check(), /closing/)
  })
})
