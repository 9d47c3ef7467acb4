import { z } from 'zod'
import { OrganisationName } from '../../domain/accounts/names.ts'
import { organisation } from '../../domain/accounts/organisation.ts'
import { Id } from '../../domain/shared/values.ts'
import { notFound } from '../shared/change.ts'
import { defineCommand } from '../shared/definition.ts'

/** Gives an organisation another name, sealed under its own key. */
export const renameOrganisation = defineCommand({
  name: 'accounts.rename-organisation',
  input: z.strictObject({ organisationId: Id, name: OrganisationName }),
  scope: 'accounts:write',
  run: async ({ organisationId, name: text }, tools) => {
    const { state } = await tools.load(organisation, organisationId)
    // No key is made for what is not there.
    if (state.kind !== 'existing') return notFound('organisation')
    const name = await tools.services.vault.seal(organisationId, text)
    const command = { type: 'RenameOrganisation', organisationId, name } as const
    const changed = await tools.change(organisation, organisationId, command)
    return 'stream' in changed ? { answer: { organisationId }, changed } : changed
  },
})
