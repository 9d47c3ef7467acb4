import type { TaskWork } from '../../../../domain/agents/prompts/agent-task.ts'
import type { Json, JsonObject } from '../../../../domain/shared/json.ts'
import { recognise } from '../reading/algorithms.ts'
import { sumOf } from '../reading/money.ts'
import { countOf } from '../reading/numbers.ts'

export type Use = {
  readonly turn: number
  readonly tool: string
  readonly came: 'DONE' | 'REFUSED'
  readonly said: string
}
type Wish = Omit<Extract<TaskWork, { outcome: 'USE_TOOL' }>, 'outcome'>
type Artifact = Exclude<TaskWork, { outcome: 'USE_TOOL' }>['artifacts'][number]

/** What is asked for now, all that was said, and what tools have given last. */
type Reading = {
  readonly text: string
  readonly all: string
  readonly given: (tool: string) => Readonly<Record<string, Json>> | undefined
}

const usualShots = 1000

/** A program between fences, or from its first line to the end. */
const programIn = (text: string): string | undefined => {
  const fenced = [...text.matchAll(/```(?:\w+)?\n([\s\S]*?)```/g)]
    .map(([, inside = '']) => inside)
    .find((inside) => inside.includes('OPENQASM'))
  return fenced ?? /OPENQASM\s+[23][\s\S]*/.exec(text)?.[0]
}

const jobIn = (text: string): string | undefined =>
  /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(text)?.[0]

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined

/** The program as the tools have left it. */
const sourceOf = ({ all, given }: Reading): string | undefined =>
  textOf(given('optimiseCircuit')?.['source']) ??
  textOf(given('generateCircuit')?.['source']) ??
  programIn(all)

const wantsRun = (text: string): boolean =>
  /\brun\b|\bexecut|\bsubmit/i.test(text) &&
  !/\b(?:do not|don['’]t|without) (?:run|execut)/i.test(text)

type Rule = readonly [tool: string, wish: (reading: Reading) => JsonObject | undefined]

/** In the order in which they follow from each other. */
const rules: readonly Rule[] = [
  [
    'searchKnowledge',
    ({ text }) =>
      /\blook up\b|\bdocuments?\b|\bknowledge\b|\bhandbook\b/i.test(text)
        ? { query: text.slice(0, 2000) }
        : undefined,
  ],
  [
    'generateCircuit',
    ({ text, all }) => {
      const found = programIn(all) === undefined ? recognise(text) : undefined
      if (found === undefined) return undefined
      const { algorithm, qubits, named, parameters } = found
      return { algorithm, parameters, ...(named ? { qubits } : {}) }
    },
  ],
  [
    'analyseCircuit',
    (reading) => {
      const source = sourceOf(reading)
      const wanted = /\banaly|\bdepth\b|\bhow many\b|\bcount\b/i.test(reading.text)
      return wanted && source !== undefined ? { source } : undefined
    },
  ],
  [
    'optimiseCircuit',
    (reading) => {
      const source = sourceOf(reading)
      const wanted = /optimi[sz]|\bfewer\b|\bsimplif|\bshorten/i.test(reading.text)
      return wanted && source !== undefined ? { source } : undefined
    },
  ],
  [
    'recommendDevice',
    (reading) => {
      const source = sourceOf(reading)
      const wanted = /\bdevice|\brecommend|\bwhere\b/i.test(reading.text) || wantsRun(reading.text)
      return wanted && source !== undefined ? { source, ...termsOf(reading) } : undefined
    },
  ],
  [
    'submitJob',
    (reading) => {
      const source = sourceOf(reading)
      const deviceId = textOf(reading.given('recommendDevice')?.['deviceId'])
      return wantsRun(reading.text) && source !== undefined && deviceId !== undefined
        ? { source, deviceId, ...termsOf(reading) }
        : undefined
    },
  ],
  [
    'awaitJob',
    ({ given }) => {
      const jobId = textOf(given('submitJob')?.['jobId'])
      const isKnown = given('awaitJob')?.['jobId'] === jobId
      return jobId === undefined || isKnown ? undefined : { jobId }
    },
  ],
  [
    'diagnoseJob',
    ({ text, all, given }) => {
      const outcome = given('awaitJob')
      const failed = outcome !== undefined && outcome['status'] !== 'COMPLETED'
      const named = /\bdiagnos|\bwhy\b|\bwrong\b/i.test(text) ? jobIn(all) : undefined
      const jobId = failed ? textOf(outcome['jobId']) : named
      return jobId === undefined ? undefined : { jobId }
    },
  ],
]

const termsOf = ({ text }: Reading): JsonObject => {
  const maximumCost = sumOf(text)
  const shots = countOf(text, 'shot') ?? countOf(text, 'time') ?? usualShots
  return { shots, ...(maximumCost === undefined ? {} : { maximumCost: { ...maximumCost } }) }
}

const outputOf = (said: string): Readonly<Record<string, Json>> | undefined => {
  try {
    // What a tool gives is a JSON object; one that was cut short is not read.
    return JSON.parse(said) as Readonly<Record<string, Json>>
  } catch {
    return undefined
  }
}

/** What was said on a task, and what its tools gave, of this turn and of those before. */
export type Course = {
  /** What the requester said, one text a turn. */
  readonly asked: readonly string[]
  readonly uses: readonly Use[]
}

/** What is still to be done: what was said since tools were last used in a turn before. */
const openText = ({ asked, uses }: Course): string => {
  const done = uses.map(({ turn }) => turn).filter((turn) => turn < asked.length)
  return asked.slice(Math.max(0, ...done)).join('\n')
}

/** The tool that comes next, of those that may be used; each once in a turn, and none after one that refused. */
export const nextTool = (course: Course, tools: readonly string[]): Wish | undefined => {
  const { asked, uses } = course
  const used = uses.filter(({ turn }) => turn === asked.length)
  if (used.some(({ came }) => came === 'REFUSED')) return undefined
  const given: Reading['given'] = (tool) => {
    const last = uses.findLast((use) => use.tool === tool && use.came === 'DONE')
    return last === undefined ? undefined : outputOf(last.said)
  }
  const reading = { text: openText(course), all: asked.join('\n'), given }
  for (const [tool, wish] of rules) {
    if (!tools.includes(tool) || used.some((use) => use.tool === tool)) continue
    const input = wish(reading)
    if (input !== undefined) return { tool, input }
  }
  return undefined
}

type Place = { readonly name: string; readonly mediaType: string; readonly path?: string }
const json = (name: string, path?: string): Place => ({
  ...{ name, mediaType: 'application/json' },
  ...(path === undefined ? {} : { path }),
})
const program = (name: string): Place => ({ name, mediaType: 'text/x-openqasm', path: 'source' })

const handedOver: Readonly<Record<string, Place>> = {
  searchKnowledge: json('passages.json', 'passages'),
  generateCircuit: program('written.qasm'),
  analyseCircuit: json('analysis.json'),
  optimiseCircuit: program('circuit.qasm'),
  recommendDevice: json('devices.json', 'devices'),
  awaitJob: json('result.json'),
  diagnoseJob: json('diagnosis.json'),
}

/** What the tools gave in this turn, as artifacts. */
export const handOver = ({ asked, uses }: Course): readonly Artifact[] =>
  uses.flatMap(({ tool, came, said, turn }, index) => {
    const place = handedOver[tool]
    if (turn !== asked.length || came !== 'DONE' || place === undefined) return []
    const { name, mediaType, path } = place
    const from = { use: index + 1, ...(path === undefined ? {} : { path }) }
    return path === undefined || outputOf(said)?.[path] !== undefined
      ? [{ name, mediaType, from }]
      : []
  })
