import {
  allValues,
  bitsOf,
  distributionOf,
  mostQubits,
  mostSpread,
  program,
  sizeOf,
  unable,
  type Generator,
} from './generated.ts'

const angle = (turns: string, power: number): string => `${turns}pi / ${2 ** power}`

/** Last qubit first, then the order of the qubits turned round: the transform of the textbook, qubit 0 the lowest bit. */
const transform = (size: number): readonly string[] => [
  ...Array.from({ length: size }, (_, index) => {
    const at = size - 1 - index
    const turns = Array.from({ length: at }, (_, step) => {
      const other = at - 1 - step
      return `cp(${angle('', at - other)}) q[${other}], q[${at}];`
    })
    return [`h q[${at}];`, ...turns]
  }).flat(),
  ...swaps(size),
]

const inverse = (size: number): readonly string[] => [
  ...swaps(size),
  ...Array.from({ length: size }, (_, at) => [
    ...Array.from(
      { length: at },
      (_, other) => `cp(${angle('-', at - other)}) q[${other}], q[${at}];`,
    ),
    `h q[${at}];`,
  ]).flat(),
]

const swaps = (size: number): readonly string[] =>
  Array.from({ length: Math.floor(size / 2) }, (_, at) => `swap q[${at}], q[${size - 1 - at}];`)

export const qft: Generator = (wish) => {
  const size = sizeOf(wish, 4, 1, mostQubits)
  if (typeof size !== 'number') return size
  const all = 2 ** size
  const { value = 1 } = wish.parameters
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value >= all)
    return unable(`value is a whole number below ${all}`)
  const bits = bitsOf(value, size)
  const set = Array.from(bits).flatMap((bit, at) => (bit === '1' ? [`x q[${size - 1 - at}];`] : []))
  return {
    title: `Quantum Fourier transform of ${size} qubits`,
    source: program(
      `The Fourier transform of |${value}>, read in its own basis: every shot is 0 where all phases are right.`,
      `qubit[${size}] q;`,
      `bit[${size}] c;`,
      ...set,
      '// The transform.',
      ...transform(size),
      '// Its phases, qubit by qubit, taken back: leave this away to have the transform alone.',
      ...Array.from({ length: size }, (_, at) => [
        `p(-2 * pi * ${(value * 2 ** at) % all} / ${all}) q[${at}];`,
        `h q[${at}];`,
      ]).flat(),
      'c = measure q;',
    ),
    promises: [{ name: 'all phases are right', inputs: {}, expected: { ['0'.repeat(size)]: 1 } }],
    explanation:
      'The transform of a number is a product of single qubits with known phases. They are taken back one by one, so that only a right transform reads as 0.',
  }
}

const estimate = `export default ({ counts, shots }) => {
  const [[bits, count]] = Object.entries(counts).sort(([, a], [, b]) => b - a)
  return { phase: parseInt(bits, 2) / 2 ** bits.length, precision: 1 / 2 ** bits.length, share: count / shots }
}
`

/** sin²(πNδ) / (N² sin²(πδ)), Nielsen and Chuang 5.2.1. */
const probabilityOf = (phase: number, value: number, all: number): number => {
  const off = phase - value / all
  const below = all * Math.sin(Math.PI * off)
  return Math.abs(below) < 1e-12 ? 1 : (Math.sin(Math.PI * all * off) / below) ** 2
}

export const phaseEstimation: Generator = (wish) => {
  const size = sizeOf(wish, 4, 1, mostSpread)
  if (typeof size !== 'number') return size
  const { phase = 0.375 } = wish.parameters
  if (typeof phase !== 'number' || !(phase >= 0 && phase < 1))
    return unable('phase is a number from 0 up to but not 1')
  const all = 2 ** size
  return {
    title: `Phase estimation in ${size} bits`,
    source: program(
      `The phase of a gate on its eigenstate |1>, ${phase} of a whole turn, in ${size} bits.`,
      `gate unknown a { p(2 * pi * ${phase}) a; }`,
      `qubit[${size}] q;`,
      'qubit eigenstate;',
      `bit[${size}] c;`,
      'x eigenstate;',
      'h q;',
      ...Array.from(
        { length: size },
        (_, at) => `ctrl @ pow(${2 ** at}) @ unknown q[${at}], eigenstate;`,
      ),
      '// The inverse quantum Fourier transform.',
      ...inverse(size),
      'c = measure q;',
    ),
    script: estimate,
    promises: [
      {
        name: 'values near the phase come as often as the theory says',
        inputs: {},
        expected: distributionOf(
          allValues(size).map((bits, value) => [bits, probabilityOf(phase, value, all)]),
        ),
      },
    ],
    explanation: `Powers of the gate write its phase into ${size} qubits, the inverse Fourier transform reads it. The script names the most frequent one.`,
  }
}

export const teleportation: Generator = ({ parameters }) => {
  const { theta = Math.PI / 3 } = parameters
  if (typeof theta !== 'number' || !Number.isFinite(theta)) return unable('theta is a number')
  const one = Math.sin(theta / 2) ** 2
  return {
    title: 'Teleportation',
    source: program(
      `Moves ry(${theta})|0> to another qubit by two classical bits: it reads 1 with a probability of ${one.toFixed(4)}.`,
      'qubit message;',
      'qubit here;',
      'qubit there;',
      'bit[2] sent;',
      'bit received;',
      `ry(${theta}) message;`,
      'h here;',
      'cx here, there;',
      'cx message, here;',
      'h message;',
      'sent[0] = measure message;',
      'sent[1] = measure here;',
      'if (sent[1]) { x there; }',
      'if (sent[0]) { z there; }',
      'received = measure there;',
    ),
    promises: [
      {
        name: 'what arrives is what was sent, whatever the two bits are',
        inputs: {},
        expected: distributionOf(
          allValues(2).flatMap((sent) => [
            [`0${sent}`, (1 - one) / 4],
            [`1${sent}`, one / 4],
          ]),
        ),
      },
    ],
    explanation: 'An entangled pair and two measured bits, by which the far qubit is put right.',
  }
}
