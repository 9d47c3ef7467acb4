import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Command } from 'commander'
import { optimise, type OptimiseOptions } from '../../platform/circuits/optimise.ts'
import { engine } from '../../platform/providers/simulator/runtime/perform.ts'
import { compile } from '../../platform/providers/simulator/language/compile.ts'
import { defaultProgramLimits } from '../../platform/providers/simulator/language/limits.ts'
import { tableOf, totalLine, type Row } from './figures.ts'

/* Rewrites published circuits, and says what came of it. */

const root = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

const program = new Command('optimise')
  .description(
    'Rewrites the circuits of a folder, and shows two-qubit gates and depth before and after.',
  )
  .option('--circuits <folder>', 'OpenQASM files', root('../shared/data/qasm/qasmbench'))
  .option('--qubits <count>', 'compare state vectors up to so many qubits', '22')
  .option('--write', 'write docs/circuit-optimiser.md')
  .parse()
const options = program.opts<{ circuits: string; qubits: string; write?: true }>()

/** Bit masks of qubits are 32 bits wide. */
const limits = { ...defaultProgramLimits, qubits: 30 }

const ways = [
  { title: 'any gate of the library', basis: 'KEEP', fromGround: false },
  { title: 'any gate, from \\|0⟩', basis: 'KEEP', fromGround: true },
  { title: 'CX alone', basis: 'CX', fromGround: false },
  { title: 'CX alone, from \\|0⟩', basis: 'CX', fromGround: true },
] as const

const files = readdirSync(options.circuits)
  .filter((name) => name.endsWith('.qasm'))
  .toSorted()

const rowsOf = (way: Pick<OptimiseOptions, 'basis' | 'fromGround'>): readonly Row[] =>
  files.map((file) => {
    const source = readFileSync(join(options.circuits, file), 'utf8')
    const read = compile(source, limits)
    const outcome = optimise(source, {}, limits, {
      ...{ basis: way.basis, fromGround: way.fromGround },
      proofQubits: Number(options.qubits),
      proofWork: Number.MAX_SAFE_INTEGER,
    })
    process.stderr.write(`${file} ${outcome.kind}\n`)
    const qubits = read.kind === 'ok' ? read.program.qubits : 0
    return { name: file.replace('.qasm', ''), qubits, outcome }
  })

const results = ways.map((way) => ({ title: way.title, rows: rowsOf(way) }))
const [processor] = cpus()
const page = `# What the circuit optimiser does to published circuits

Written by \`npm run optimise -- --write\`: ${String(files.length)} circuits of QASMBench (small and medium), on ${String(cpus().length)} cores of ${processor?.model.trim() ?? 'an unknown processor'}, Node ${process.version}, ${engine.name} ${engine.version}.

A gate on N > 2 qubits counts as 6 (N − 2) gates on two, as it is billed. With *CX alone* the figures before are those of the circuit
written in CX the textbook's way. *From |0⟩* also leaves out what does nothing because every run begins with all qubits in |0⟩:
some of these circuits (\`qft_n18\`) act on that state alone, and little is left of them.

| written in | two-qubit gates | after | less | depth | after | less |
|---|---|---|---|---|---|---|
${results.map(({ title, rows }) => totalLine(title, rows)).join('\n')}

The last column of the tables is how far the state vectors of the two programs are apart (2-norm, up to a global phase), both run by
the hub's own engine from the ground state, and, where the rewriting did not make use of it, from a random product state also: the
larger of both. A program that measures on its way is followed through every outcome. 1e-9 is the bound; a program beyond it is
never handed out. Compared up to ${options.qubits} qubits.

${results.map(({ title, rows }) => `## ${title.replace('\\', '')}\n\n${tableOf(rows)}`).join('\n\n')}
`
if (options.write === true) writeFileSync(root('docs/circuit-optimiser.md'), page)
else process.stdout.write(page)
