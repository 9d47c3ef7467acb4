import { bootstrapOperator } from '../../commands/accounts/bootstrap-operator.ts'
import { systemContext } from '../../commands/shared/context.ts'
import { execute } from '../../commands/shared/execute.ts'
import { newId } from '../../platform/ids/ids.ts'
import type { HttpClient } from '../client/http-client.ts'
import { logIn, type Person } from '../client/sign-up.ts'
import type { Hub } from '../hub/hub.ts'

/** The first operator, made on the hub's own machine unless they are there already, and logged in. */
export const makeOperator = async ({ services }: Hub, http: HttpClient): Promise<Person> => {
  const id = newId()
  const email = 'olga@example.org'
  const password = 'only the operator knows this'
  const made = await execute(
    services,
    bootstrapOperator,
    { email, username: 'olga', password },
    systemContext('demo', id, id, id),
  )
  if (made.kind === 'failed' && made.failure.code !== 'EMAIL_TAKEN')
    throw new Error(made.failure.detail)
  return logIn(http, 'olga', email, password)
}
