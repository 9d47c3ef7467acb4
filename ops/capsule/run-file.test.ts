import t from 'tap'
import { capsuleHashOf } from '../../commands/agents/capsules/content-hash.ts'
import { capsuleFileOf } from '../../commands/agents/plans/capsule-file.ts'
import type { CapsuleContent } from '../../domain/agents/capsules/content.ts'
import { runCapsuleFile } from './run-file.ts'

const content: CapsuleContent = {
  format: 1,
  name: 'coin',
  version: '1.0.0',
  description: '',
  source: 'OPENQASM 3.0; include "stdgates.inc"; qubit q; bit c; h q; c = measure q;',
  script: 'export default ({ counts }) => ({ sides: Object.keys(counts).length })',
  shots: 100,
  inputs: {},
  tests: [
    {
      name: 'fair',
      basis: 'THEORY',
      inputs: {},
      shots: 1000,
      seed: 'one',
      expected: { '0': 0.5, '1': 0.5 },
      tolerance: 0.1,
      output: { sides: 2 },
    },
  ],
}
const fileOf = (changes: Partial<CapsuleContent> = {}) => {
  const changed = { ...content, ...changes }
  return capsuleFileOf({ content: changed, sha256: capsuleHashOf(changed) })
}

t.test('a capsule runs out of its file, and only as it was hashed', async (t) => {
  const ran = await runCapsuleFile(fileOf(), 'monday')
  t.match(ran, { kind: 'ran', outcome: { kind: 'completed', output: { sides: 2 } } })
  t.strictSame(await runCapsuleFile(fileOf(), 'monday'), ran, 'the same seed, the same counts')
  const altered = fileOf().replace('"shots": 100,', '"shots": 101,')
  t.match(await runCapsuleFile(altered, 'monday'), { kind: 'refused', code: 'CAPSULE_ALTERED' })
  t.match(await runCapsuleFile('{}', 'monday'), { code: 'CAPSULE_UNREADABLE' })
  t.match(await runCapsuleFile('no JSON', 'monday'), { code: 'CAPSULE_UNREADABLE' })
  const biased = fileOf({ source: content.source.replace('h q', 'x q') })
  t.match(await runCapsuleFile(biased, 'monday'), {
    kind: 'unsound',
    report: { tests: [{ passed: false }] },
  })
  t.match(await runCapsuleFile(fileOf({ source: 'qubit' }), 'monday'), { code: 'INVALID_CIRCUIT' })
})
