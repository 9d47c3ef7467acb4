import {
  allValues,
  bitsParameter,
  distributionOf,
  mostQubits,
  program,
  sizeOf,
  type Generator,
  unable,
} from './generated.ts'

/** The qubits whose bit in the string is this one; the rightmost character is qubit 0. */
const placesOf = (bits: string, bit: '0' | '1'): readonly number[] =>
  Array.from(bits)
    .flatMap((each, at) => (each === bit ? [bits.length - 1 - at] : []))
    .toReversed()

const list = (size: number): string =>
  Array.from({ length: size }, (_, at) => `q[${at}]`).join(', ')

const mostFrequent = `export default ({ counts, shots }) => {
  const [[found, count]] = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return { found, share: count / shots }
}
`

export const grover: Generator = (wish) => {
  const marked = bitsParameter(wish, 'marked', 3, 2, 8)
  if (typeof marked !== 'string') return marked
  const size = marked.length
  const all = 2 ** size
  const angle = Math.asin(1 / Math.sqrt(all))
  const steps = Math.max(1, Math.floor(Math.PI / (4 * angle)))
  const hit = Math.sin((2 * steps + 1) * angle) ** 2
  const flips = placesOf(marked, '0').map((at) => `x q[${at}];`)
  const phase = `ctrl(${size - 1}) @ z ${list(size)};`
  return {
    title: `Grover search for ${marked}`,
    source: program(
      `Finds the marked one of ${all}, ${marked}, in ${steps} step${steps === 1 ? '' : 's'}.`,
      `qubit[${size}] q;`,
      `bit[${size}] c;`,
      'h q;',
      ...Array.from({ length: steps }, (_, step) => [
        `// Step ${step + 1}: the oracle marks, the diffusion turns about the mean.`,
        ...flips,
        phase,
        ...flips,
        'h q;',
        'x q;',
        phase,
        'x q;',
        'h q;',
      ]).flat(),
      'c = measure q;',
    ),
    script: mostFrequent,
    promises: [
      {
        name: 'the marked one is found as often as the theory says',
        inputs: {},
        expected: distributionOf(
          allValues(size).map((bits) => [bits, bits === marked ? hit : (1 - hit) / (all - 1)]),
        ),
      },
    ],
    explanation: `${steps} rounds of marking and of turning about the mean bring ${marked} to a probability of ${hit.toFixed(4)}.`,
  }
}

export const bernsteinVazirani: Generator = (wish) => {
  const secret = bitsParameter(wish, 'secret', 4, 1, mostQubits - 1)
  if (typeof secret !== 'string') return secret
  const size = secret.length
  return {
    title: `Bernstein–Vazirani for ${secret}`,
    source: program(
      `One question of f(x) = s · x tells the whole of s, ${secret}.`,
      `qubit[${size}] q;`,
      'qubit answer;',
      `bit[${size}] c;`,
      'x answer;',
      'h q;',
      'h answer;',
      ...placesOf(secret, '1').map((at) => `cx q[${at}], answer;`),
      'h q;',
      'c = measure q;',
    ),
    script: mostFrequent,
    promises: [{ name: 'every shot reads the secret', inputs: {}, expected: { [secret]: 1 } }],
    explanation:
      'Phase kickback writes the hidden string into the question register, which the last Hadamard gates make readable.',
  }
}

const verdict = `export default ({ counts }) => ({
  verdict: Object.keys(counts).every((bits) => /^0+$/.test(bits)) ? 'constant' : 'balanced',
})
`

export const deutschJozsa: Generator = (wish) => {
  const size = sizeOf(wish, 3, 1, mostQubits - 1)
  if (typeof size !== 'number') return size
  const { oracle = 'balanced' } = wish.parameters
  if (oracle !== 'balanced' && oracle !== 'constant')
    return unable('oracle is constant or balanced')
  const questions = Array.from({ length: size }, (_, at) => `cx q[${at}], answer;`)
  return {
    title: `Deutsch–Jozsa, ${oracle}`,
    source: program(
      `Is f constant or balanced? One question tells: only zeros mean constant. This f is ${oracle}.`,
      `qubit[${size}] q;`,
      'qubit answer;',
      `bit[${size}] c;`,
      'x answer;',
      'h q;',
      'h answer;',
      ...(oracle === 'balanced' ? questions : ['x answer;']),
      'h q;',
      'c = measure q;',
    ),
    script: verdict,
    promises: [
      {
        name: `the function is found to be ${oracle}`,
        inputs: {},
        expected: { [(oracle === 'balanced' ? '1' : '0').repeat(size)]: 1 },
      },
    ],
    explanation:
      oracle === 'balanced'
        ? 'f is the parity of its bits: its phases leave no amplitude at all on 0…0.'
        : 'f is 1 everywhere: its phase is common to all, and the question register comes back as 0…0.',
  }
}
