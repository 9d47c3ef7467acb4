import { accountRequests } from './accounts.ts'
import type { BadRequest } from './bad-request.ts'
import { billingRequests } from './billing.ts'
import { credentialRequests } from './credentials.ts'
import { deviceRequests } from './devices.ts'
import { httpRequests } from './http.ts'
import { jobRequests } from './jobs.ts'

export const badRequests: readonly BadRequest[] = [
  ...httpRequests,
  ...credentialRequests,
  ...accountRequests,
  ...deviceRequests,
  ...jobRequests,
  ...billingRequests,
]
