import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { RE2JS } from 're2js'
import type { JsonObject } from '../../domain/shared/json.ts'
import type { SchemaIssue } from './issue.ts'
import { refusalsOf } from './refusals.ts'

/** Patterns of strangers run in time linear in the text: RE2's language, without look-around and back-references. */
const linear = Object.assign(
  (pattern: string) => {
    const compiled = RE2JS.compile(RE2JS.translateRegExp(pattern))
    return {
      test: (text: string) => compiled.matcher(text).find(),
      // Ajv knows patterns by their text, and takes those of one text for the same.
      toString: () => `re2:${pattern}`,
    }
  },
  { code: 're2js' },
)

const createCompiler = (): Ajv2020 => {
  const ajv = new Ajv2020({
    // An unknown keyword is a mistake of the seller's that nobody would hear of otherwise.
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    allowUnionTypes: true,
    inlineRefs: false,
    ownProperties: true,
    logger: false,
    code: { regExp: linear },
  })
  formats.default(ajv, { mode: 'fast' })
  return ajv
}

const meta = createCompiler()

export type Applies = (value: unknown) => readonly SchemaIssue[]

export type Compiled =
  | { readonly kind: 'usable'; readonly apply: Applies }
  | { readonly kind: 'unusable'; readonly issues: readonly SchemaIssue[] }

const issueOf =
  (code: SchemaIssue['code']) =>
  ({ instancePath, message = 'is not accepted', params }: ErrorObject): SchemaIssue => {
    // Ajv names the member that is too many beside the message, where nobody would see it.
    const extra: unknown = params['additionalProperty'] ?? params['unevaluatedProperty']
    const detail = typeof extra === 'string' ? `${message}: ${extra.slice(0, 100)}` : message
    return { pointer: instancePath.slice(0, 400), code, detail: detail.slice(0, 1000) }
  }

/** A stranger's schema as a function, or what is wrong with it. A compiler of its own each: nothing is shared by name. */
export const compileSchema = (schema: JsonObject): Compiled => {
  const refused = refusalsOf(schema)
  if (refused.length > 0) return { kind: 'unusable', issues: refused.slice(0, 20) }
  if (meta.validateSchema(schema) !== true) {
    const issues = (meta.errors ?? []).slice(0, 20).map(issueOf('SCHEMA_INVALID'))
    return { kind: 'unusable', issues }
  }
  try {
    const accepts = createCompiler().compile(schema)
    return {
      kind: 'usable',
      apply: (value) =>
        accepts(value) ? [] : (accepts.errors ?? []).slice(0, 20).map(issueOf('SCHEMA_MISMATCH')),
    }
  } catch (error) {
    const detail = (error instanceof Error ? error.message : String(error)).slice(0, 1000)
    return { kind: 'unusable', issues: [{ pointer: '', code: 'SCHEMA_INVALID', detail }] }
  }
}
