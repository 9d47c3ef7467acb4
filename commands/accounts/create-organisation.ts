import { z } from 'zod'
import { OrganisationName } from '../../domain/accounts/names.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { isRejection } from '../../domain/shared/rejection.ts'
import { derivedId } from '../../platform/ids/ids.ts'
import { defineCommand } from '../shared/definition.ts'
import { personOf } from './membership.ts'

/** Founds an organisation, whose owner the founder is. */
export const createOrganisation = defineCommand({
  name: 'accounts.create-organisation',
  input: z.strictObject({ name: OrganisationName }),
  scope: 'accounts:write',
  run: async ({ name }, tools) => {
    const ownerId = personOf(tools.context)
    if (typeof ownerId !== 'string') return ownerId
    const organisationId = derivedId(tools.context.commandId, 'organisation')
    const changed = await tools.change(organisation, organisationId, {
      type: 'CreateOrganisation',
      organisationId,
      name: await tools.services.vault.seal(organisationId, name),
      ownerId,
    })
    return isRejection(changed) || 'code' in changed
      ? changed
      : { answer: { organisationId }, changed }
  },
})
