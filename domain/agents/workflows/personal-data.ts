import type { SealedField } from '../../shared/personal-data.ts'

export const personalData: readonly SealedField[] = [
  {
    event: 'WorkflowStepFailed',
    field: 'detail',
    under: 'ORGANISATION',
    holds: 'why a step of a workflow failed',
  },
]
