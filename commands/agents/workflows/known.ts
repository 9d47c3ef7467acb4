import { promptOf } from '../../../domain/agents/prompts/registry.ts'
import { checkDefinition, type Known } from '../../../domain/agents/workflows/check.ts'
import type { Definition } from '../../../domain/agents/workflows/definition.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import { tools } from '../tools/registry.ts'

const known: Known = {
  tools: tools.map(({ name }) => name),
  prompt: (template, version) => promptOf(template, version) !== undefined,
}

/** Why a definition cannot be run; nothing when it can. */
export const refusedDefinition = (definition: Definition): Rejection | undefined => {
  const issues = checkDefinition(definition, known)
  return issues.length === 0
    ? undefined
    : reject('WORKFLOW_INVALID', 'The workflow cannot be run as it is written.', issues)
}
