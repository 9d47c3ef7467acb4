import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { Command, InvalidArgumentError } from 'commander'
import { inheritedExecArgs } from '../embedded/event-store/exec-args.ts'
import { writeFigures } from './kit/document.ts'
import type { Figure, Part } from './kit/part.ts'
import { machine, markdown, rowsOf } from './kit/report.ts'
import { parts } from './parts.ts'

type Options = {
  readonly part?: readonly Part[]
  readonly rounds?: number
  readonly events: readonly number[]
  readonly quick?: true
  readonly json?: true
  readonly write?: true
  readonly list?: true
}

const say = (line: string): void => void process.stderr.write(`${line}\n`)

const partNamed = (name: string, before: readonly Part[] = []): readonly Part[] => {
  const found = parts.find((part) => part.name === name)
  if (found === undefined)
    throw new InvalidArgumentError(`There are: ${parts.map((part) => part.name).join(', ')}.`)
  return [...before, found]
}

const scales = { k: 1e3, M: 1e6 } as const

/** `100000`, `100k`, `10M`. */
const countNamed = (text: string): number => {
  const [, digits, scale] = /^([1-9]\d*)([kM])?$/.exec(text) ?? []
  if (digits === undefined) throw new InvalidArgumentError('A number such as 100k or 10M.')
  return Number(digits) * (scale === 'k' || scale === 'M' ? scales[scale] : 1)
}

const eventsNamed = (text: string): readonly number[] => text.split(',').map(countNamed)

const measure = async (part: Part, options: Options) => {
  const { quick = false, events, rounds = quick ? 1 : part.rounds } = options
  const on = machine()
  const measured: (readonly Figure[])[] = []
  say(`${part.name}: setting up`)
  const bench = await part.open({ quick, events, say: (line) => say(`${part.name}: ${line}`) })
  try {
    for (let round = 1; round <= rounds; round++) {
      say(`${part.name}: round ${round} of ${rounds}`)
      measured.push(await bench.round())
    }
  } finally {
    await bench.stop()
  }
  return { part: part.name, machine: on, rounds: measured.length, rows: rowsOf(measured) }
}

const tell = async (part: Part, options: Options): Promise<void> => {
  const { json = false, write = false } = options
  const result = await measure(part, options)
  process.stdout.write(
    json ? `${JSON.stringify(result)}\n` : `\n## ${part.name}\n\n${markdown(result.rows)}\n`,
  )
  if (write) writeFigures(part.name, result.rows, result.rounds, result.machine)
}

/** In a process of its own: the memory that one part has filled is no burden to who calls in the next. */
const tellApart = async (part: Part, options: Options): Promise<void> => {
  const { rounds, events, quick = false, json = false, write = false } = options
  const asked = [
    ...['--events', events.join(',')],
    ...(rounds === undefined ? [] : ['--rounds', `${rounds}`]),
    ...(quick ? ['--quick'] : []),
    ...(json ? ['--json'] : []),
    ...(write ? ['--write'] : []),
  ]
  const program = fileURLToPath(import.meta.url)
  const args = [...inheritedExecArgs(), program, part.name, ...asked]
  const child = spawn(process.execPath, args, {
    stdio: 'inherit',
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`${part.name} ended with ${code ?? 'a signal'}`)
}

const run = async (named: readonly Part[], options: Options): Promise<void> => {
  if (options.list === true) {
    for (const { name, about } of parts) process.stdout.write(`${name}: ${about}\n`)
    return
  }
  const chosen = [...named, ...(options.part ?? [])]
  const usual = parts.filter(({ onDemand }) => onDemand !== true)
  const which = chosen.length === 0 ? usual : chosen
  const how = which.length === 1 ? tell : tellApart
  for (const part of which) await how(part, options)
}

await new Command('bench')
  .description('Measures the hub; median and spread of every figure over the rounds')
  .argument('[parts...]', 'as --part', partNamed, [])
  .option(
    '--part <name>',
    'one part; may be repeated (default: all but those on demand)',
    partNamed,
  )
  .option(
    '--rounds <n>',
    'how often everything is measured (default: what the part says)',
    countNamed,
  )
  .option(
    '--events <sizes>',
    'sizes of the log for the part "scale": 100k,1M,10M',
    eventsNamed,
    [1e5, 1e6],
  )
  .option('--quick', 'small rounds, to see that it works')
  .option('--json', 'one line of JSON for each part')
  .option('--write', 'put the figures into docs/performance.md')
  .option('--list', 'name the parts')
  .action(run)
  .parseAsync()
