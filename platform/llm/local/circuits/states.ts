import {
  program,
  sizeOf,
  mostQubits,
  mostSpread,
  allValues,
  distributionOf,
  type Generator,
} from './generated.ts'

export const bell: Generator = () => ({
  title: 'Bell pair',
  source: program(
    'Two qubits that always agree: 00 and 11, each in half of the shots.',
    'qubit[2] q;',
    'bit[2] c;',
    'h q[0];',
    'cx q[0], q[1];',
    'c = measure q;',
  ),
  promises: [{ name: 'the qubits agree', inputs: {}, expected: { '00': 0.5, '11': 0.5 } }],
  explanation:
    'A Hadamard gate puts the first qubit into both values, a controlled X takes the second along.',
})

export const ghz: Generator = (wish) => {
  const size = sizeOf(wish, 3, 2, mostQubits)
  if (typeof size !== 'number') return size
  return {
    title: `GHZ state of ${size} qubits`,
    source: program(
      `A GHZ state: all ${size} qubits agree, on 0 or on 1.`,
      `qubit[${size}] q;`,
      `bit[${size}] c;`,
      'h q[0];',
      ...Array.from({ length: size - 1 }, (_, at) => `cx q[${at}], q[${at + 1}];`),
      'c = measure q;',
    ),
    promises: [
      {
        name: 'all qubits agree',
        inputs: {},
        expected: { ['0'.repeat(size)]: 0.5, ['1'.repeat(size)]: 0.5 },
      },
    ],
    explanation:
      'One qubit in both values, and a chain of controlled X gates that takes each next qubit along.',
  }
}

const numbers = `const all = (counts) => Object.entries(counts).map(([bits, count]) => [parseInt(bits, 2), count])
export default ({ counts, shots }) => {
  const drawn = all(counts)
  const values = drawn.map(([value]) => value)
  return {
    minimum: Math.min(...values),
    maximum: Math.max(...values),
    mean: drawn.reduce((sum, [value, count]) => sum + value * count, 0) / shots,
    distinct: values.length,
  }
}
`

export const randomNumber: Generator = (wish) => {
  const size = sizeOf(wish, 8, 1, mostSpread)
  if (typeof size !== 'number') return size
  const values = allValues(size)
  return {
    title: `Random numbers of ${size} bits`,
    source: program(
      `A random number of ${size} bits, each value as likely as any other.`,
      `qubit[${size}] q;`,
      `bit[${size}] c;`,
      'h q;',
      'c = measure q;',
    ),
    script: numbers,
    promises: [
      {
        name: 'each value is as likely as any other',
        inputs: {},
        expected: distributionOf(values.map((bits) => [bits, 1 / values.length])),
      },
    ],
    explanation:
      'Each qubit is a fair coin. The script says what was drawn: least, most, mean and how many different ones.',
  }
}
