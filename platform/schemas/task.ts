import type { Json, JsonObject } from '../../domain/shared/json.ts'
import type { SchemaIssue } from './issue.ts'

/** What the thread is asked: to hold values against a schema. */
export type SchemaTask = { readonly schema: JsonObject; readonly values: readonly Json[] }

/** What is wrong with the schema; or with each of the values, in their order. */
export type Judgement =
  | { readonly kind: 'unusable'; readonly issues: readonly SchemaIssue[] }
  | { readonly kind: 'judged'; readonly verdicts: readonly (readonly SchemaIssue[])[] }
