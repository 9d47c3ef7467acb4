import { LRUCache } from 'lru-cache'
import { serveTasks } from '../threads/serve-tasks.ts'
import { compileSchema, type Compiled } from './compile.ts'
import { isShallow } from './refusals.ts'
import { schemaLimits } from './limits.ts'
import type { Judgement, SchemaTask } from './task.ts'

const compiled = new LRUCache<string, Compiled>({ max: 200 })

const compiledOf = ({ schema }: SchemaTask): Compiled => {
  const text = JSON.stringify(schema)
  const known = compiled.get(text)
  if (known !== undefined) return known
  const made = compileSchema(schema)
  compiled.set(text, made)
  return made
}

const tooDeep = {
  pointer: '',
  code: 'SCHEMA_MISMATCH',
  detail: `nested deeper than ${schemaLimits.depth}`,
} as const

const judge = (task: SchemaTask): Judgement => {
  const schema = compiledOf(task)
  if (schema.kind === 'unusable') return schema
  try {
    const verdicts = task.values.map((value) =>
      isShallow(value) ? schema.apply(value) : [tooDeep],
    )
    return { kind: 'judged', verdicts }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const detail = 'the schema refers to itself without end'
    return { kind: 'unusable', issues: [{ pointer: '', code: 'SCHEMA_REFUSED', detail }] }
  }
}

/** The thread that compiles and applies schemas. Whatever a schema makes of its time or stack, only this thread is lost. */
serveTasks(judge)
