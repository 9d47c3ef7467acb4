import { accountRequests } from './accounts.ts'
import type { BadRequest } from './bad-request.ts'
import { billingRequests } from './billing.ts'
import { catalogRequests } from './catalog.ts'
import { credentialRequests } from './credentials.ts'
import { deviceRequests } from './devices.ts'
import { engagementRequests } from './engagement.ts'
import { httpRequests } from './http.ts'
import { jobRequests } from './jobs.ts'
import { journalRequests } from './journal.ts'
import { payeeRequests } from './payees.ts'
import { marketRequests } from './market.ts'
import { meteringRequests } from './metering.ts'

export const badRequests: readonly BadRequest[] = [
  ...httpRequests,
  ...credentialRequests,
  ...accountRequests,
  ...deviceRequests,
  ...jobRequests,
  ...billingRequests,
  ...journalRequests,
  ...payeeRequests,
  ...meteringRequests,
  ...engagementRequests,
  ...marketRequests,
  ...catalogRequests,
]
