import type { Json } from '../../shared/json.ts'
import { blockOf, loopsAround, planStep, type Plan } from './plan.ts'
import { isObject, referencesIn } from './references.ts'
import type { Recorded } from './run-events.ts'
import { stepId, type Iterations } from './step-id.ts'
import { Reference } from './values.ts'

/** What a step can refer to when it begins. */
export type Scope = {
  readonly plan: Plan
  readonly input: Json
  readonly run: { readonly id: string; readonly organisation: string }
  readonly recorded: Readonly<Record<string, Recorded>>
  /** What is kept of the steps that are referred to, in clear. */
  readonly outputs: ReadonlyMap<string, Json>
  /** Of the step itself; with one of its own when it is a loop that is decided about. */
  readonly iterations: Iterations
  readonly loops: readonly string[]
}

/** The step and all within it, whose outputs make up its own. */
export const keysWithin = (plan: Plan, key: string): readonly string[] => [
  key,
  ...blockOf(plan, key).flatMap((step) => keysWithin(plan, step.key)),
]

export const keysReferred = (plan: Plan, values: readonly Json[]): readonly string[] => [
  ...new Set(
    values
      .flatMap(referencesIn)
      .flatMap((said) => ('$from' in said ? [said.$from.split('.')] : []))
      .flatMap(([root, key = '']) =>
        root === 'steps' || root === 'previous' ? keysWithin(plan, key) : [],
      ),
  ),
]

/** The last iteration of a loop that was decided about; 0 when none was. */
const lastOf = ({ recorded }: Scope, loop: string, before: Iterations): number => {
  let last = 0
  while (Object.hasOwn(recorded, stepId(loop, [...before, last + 1]))) last += 1
  return last
}

/** Which instance of the step is meant: that of the same iteration where the loop is shared, else the last one. */
const iterationsFor = (scope: Scope, key: string): Iterations =>
  loopsAround(scope.plan, key).reduce<Iterations>((known, loop, at) => {
    const own = scope.loops[at] === loop ? scope.iterations[at] : undefined
    return [...known, own ?? lastOf(scope, loop, known)]
  }, [])

const valueOf = (scope: Scope, key: string, iterations: Iterations): Json | undefined => {
  const { plan, recorded, outputs } = scope
  const step = planStep(plan, key)
  const id = stepId(key, iterations)
  const within = (branch?: string, inner: Iterations = iterations): Json =>
    Object.fromEntries(
      blockOf(plan, key, branch).flatMap((each) => {
        const value = valueOf(scope, each.key, inner)
        return value === undefined ? [] : [[each.key, value]]
      }),
    )
  switch (step?.kind) {
    case undefined:
      return undefined
    case 'PARALLEL':
      return within()
    case 'CONDITION': {
      const branch = recorded[id]?.branch
      return branch === undefined ? undefined : within(branch)
    }
    case 'LOOP': {
      const last = lastOf(scope, key, iterations)
      return last === 0
        ? undefined
        : { iterations: last, last: within(undefined, [...iterations, last]) }
    }
    case 'TIMER':
      return Object.hasOwn(recorded, id) ? null : undefined
    default:
      return outputs.get(id)
  }
}

const along = (value: Json | undefined, path: readonly string[]): Json | undefined =>
  path.reduce<Json | undefined>((at, name) => {
    if (Array.isArray(at)) return (at as readonly Json[])[Number(name)]
    return at !== undefined && isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined
  }, value)

const lookUp = (scope: Scope, { $from, $default }: Reference): Json | undefined => {
  const [root, name = '', ...path] = $from.split('.')
  if (root === 'run') return name === 'id' ? scope.run.id : scope.run.organisation
  if (root === 'input') {
    const whole = name === '' ? [] : [name, ...path]
    return along(scope.input, whole) ?? $default
  }
  const at = iterationsFor(scope, name)
  const shared = scope.loops.length - 1
  const [, ...rest] = path
  if (root !== 'previous') return along(valueOf(scope, name, at), rest) ?? $default
  const before = at.map((each, index) => (index === shared ? each - 1 : each))
  return before.includes(0) ? $default : (along(valueOf(scope, name, before), rest) ?? $default)
}

/** The paths that lead nowhere and have no default: with any, the value cannot be made. */
export const missingIn = (scope: Scope, value: Json): readonly string[] =>
  referencesIn(value).flatMap((said) => {
    if ('malformed' in said) return [JSON.stringify(said.malformed)]
    return lookUp(scope, said) === undefined ? [said.$from] : []
  })

const asText = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** The value with what its references stand for. Those that lead nowhere become null: ask `missingIn` first. */
export const resolved = (scope: Scope, value: Json): Json => {
  if (Array.isArray(value)) return value.map((each: Json) => resolved(scope, each))
  if (!isObject(value)) return value
  const reference = Reference.safeParse(value)
  if (reference.success) return lookUp(scope, reference.data) ?? null
  const { $text } = value
  if (Array.isArray($text) && Object.keys(value).length === 1)
    return $text.map((part: Json) => asText(resolved(scope, part))).join('')
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, resolved(scope, each)]),
  )
}

/** What the outermost steps came to, by their keys. */
export const outputsOf = (scope: Scope): Json =>
  Object.fromEntries(
    blockOf(scope.plan).flatMap(({ key }) => {
      const value = valueOf(scope, key, [])
      return value === undefined ? [] : [[key, value]]
    }),
  )
