import t from 'tap'
import { readShared, withoutData } from '../../test/data/shared.ts'
import { defaultProgramLimits } from '../providers/simulator/language/limits.ts'
import { optimise, provedDistance } from './optimise.ts'

const skip = withoutData('qasm/qasmbench')
t.setTimeout(600_000)

/** State vectors of wider ones take minutes: `npm run optimise` compares them. */
const compared = 14

t.test('every circuit of QASMBench is the same afterwards, and no worse', { skip }, async (t) => {
  const files = readShared('qasm/qasmbench', '.qasm')
  let [before, after] = [0, 0]
  for (const [file, source] of files) {
    for (const basis of ['KEEP', 'CX'] as const) {
      const limits = { ...defaultProgramLimits, qubits: 30 }
      const options = { basis, fromGround: true, proofQubits: compared, proofWork: 1e9 }
      const outcome = optimise(source, {}, limits, options)
      if (outcome.kind === 'unchanged') continue
      if (outcome.kind !== 'optimised') {
        t.fail(`${file} ${JSON.stringify(outcome)}`)
        continue
      }
      const { proof } = outcome
      if (proof.kind === 'PROVED') t.ok(proof.distance <= provedDistance, `${file} in ${basis}`)
      else t.match(proof.reason, /qubits/, `${file} is too wide to be compared here`)
      before += outcome.before.billedTwoQubit
      after += outcome.after.billedTwoQubit
    }
  }
  t.ok(files.size >= 25)
  t.ok(after < before / 2, `${String(before)} gates on two qubits came to ${String(after)}`)
})
