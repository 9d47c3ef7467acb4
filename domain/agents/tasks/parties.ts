import { z } from 'zod'
import { MemberRole } from '../../accounts/member-role.ts'
import { Id } from '../../shared/values.ts'

/** Who asked for a task. */
export const Requester = z.strictObject({
  kind: z.enum(['USER', 'API_KEY', 'AGENT', 'WORKFLOW', 'SYSTEM']),
  id: z.string().min(1).max(200),
})
export type Requester = z.output<typeof Requester>

/** Whose it is: an agent's, a person's, or that of whoever has at least this role in the organisation. */
export const Assignee = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('AGENT'), agentId: Id }),
  z.strictObject({ kind: z.literal('USER'), userId: Id }),
  z.strictObject({ kind: z.literal('ROLE'), role: MemberRole }),
])
export type Assignee = z.output<typeof Assignee>

/** Who works on it. A person's role is the one that they have in the task's organisation now. */
export type Worker =
  | { readonly kind: 'AGENT'; readonly agentId: string }
  | { readonly kind: 'USER'; readonly userId: string; readonly role: MemberRole | undefined }

/** Roles that act for another: an owner does what an administrator may, and so on. */
const actsAs: Readonly<Record<MemberRole, readonly MemberRole[]>> = {
  OWNER: ['OWNER', 'ADMIN', 'MEMBER', 'BILLING', 'VIEWER'],
  ADMIN: ['ADMIN', 'MEMBER', 'BILLING', 'VIEWER'],
  MEMBER: ['MEMBER', 'VIEWER'],
  BILLING: ['BILLING', 'VIEWER'],
  VIEWER: ['VIEWER'],
}

export const mayWorkOn = (assignee: Assignee, worker: Worker): boolean => {
  switch (assignee.kind) {
    case 'AGENT':
      return worker.kind === 'AGENT' && worker.agentId === assignee.agentId
    case 'USER':
      return worker.kind === 'USER' && worker.userId === assignee.userId
    case 'ROLE':
      return (
        worker.kind === 'USER' &&
        worker.role !== undefined &&
        actsAs[worker.role].includes(assignee.role)
      )
  }
}
