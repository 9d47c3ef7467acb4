import { z } from 'zod'
import { AgentProfile } from '../../../domain/agents/agents/profile.ts'
import { defaultPolicy } from '../../../domain/agents/routing/policy.ts'
import { isOddlyScaled } from '../../../domain/shared/money.ts'
import { reject, type Rejection } from '../../../domain/shared/rejection.ts'
import type { CommandContext } from '../../shared/context.ts'
import type { Services } from '../../shared/services.ts'
import { toolOf } from '../tools/registry.ts'
import { refusedTools } from './sends-jobs.ts'

/** What somebody configures; the instructions in clear. */
export const ProfileInput = AgentProfile.omit({ instructions: true }).extend({
  description: AgentProfile.shape.description.default(''),
  skills: AgentProfile.shape.skills.default([]),
  tools: AgentProfile.shape.tools.default([]),
  modelPolicy: AgentProfile.shape.modelPolicy.default(defaultPolicy),
  instructions: z.string().trim().min(1).max(10_000).exactOptional(),
})
export type ProfileInput = z.output<typeof ProfileInput>

export const profileOf = async (
  { vault }: Pick<Services, 'vault'>,
  organisation: string,
  { instructions, ...rest }: ProfileInput,
): Promise<AgentProfile> =>
  instructions === undefined
    ? rest
    : { ...rest, instructions: await vault.seal(organisation, instructions) }

/** What is wrong with a profile besides its form, when this caller configures it. */
export const refusedProfile = (
  { budgetPerTask, skills, tools }: ProfileInput,
  context: CommandContext,
): Rejection | undefined => {
  if (isOddlyScaled(budgetPerTask.asset))
    return reject('INVALID_INPUT', `No wallet counts in ${budgetPerTask.asset}.`)
  const unknown = tools.find((name) => toolOf(name) === undefined)
  if (unknown !== undefined) return reject('INVALID_INPUT', `There is no tool called ${unknown}.`)
  return new Set(skills.map(({ id }) => id)).size < skills.length
    ? reject('INVALID_INPUT', 'Two skills have the same id.')
    : refusedTools(tools, context)
}
